pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
    }
    #[allow(missing_docs, reason = "variants carry the server's names")]
    mod enums {
        use crate::decode::string_enum;
    }
    mod helpers {}
    mod records {
        use serde::de;
        use super::*;
        use crate::decode;
        impl<'de> decode::Record<'de> for Sample {
            const NAME: &'static str = "Sample";
            const KEYS: &'static [&'static str] = &[
                "name",
                "size",
                "share",
                "when",
                "id",
                "free",
                "labels",
                "parts",
                "by_name",
                "holes",
                "maybe",
                "part",
                "limit",
                "old",
            ];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                let mut value1 = None;
                let mut value2 = None;
                let mut value3 = None;
                let mut value4 = None;
                let mut value5 = None;
                let mut value6 = None;
                let mut value7 = None;
                let mut value8 = None;
                let mut value9 = None;
                let mut value10 = None;
                let mut value11 = None;
                let mut value12 = None;
                let mut value13 = None;
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.value(&mut value0),
                        1 => fields.value(&mut value1),
                        2 => fields.value(&mut value2),
                        3 => fields.value(&mut value3),
                        4 => fields.value(&mut value4),
                        5 => fields.value(&mut value5),
                        6 => fields.value(&mut value6),
                        7 => fields.value(&mut value7),
                        8 => fields.value(&mut value8),
                        9 => fields.value(&mut value9),
                        10 => fields.nullable(&mut value10),
                        11 => fields.nullable(&mut value11),
                        12 => fields.nullable(&mut value12),
                        _ => fields.nullable(&mut value13),
                    }?;
                }
                Ok(Self {
                    name: decode::required(value0, "name")?,
                    size: decode::required(value1, "size")?,
                    share: decode::required(value2, "share")?,
                    when: decode::required(value3, "when")?,
                    id: decode::required(value4, "id")?,
                    free: decode::required(value5, "free")?,
                    labels: decode::required(value6, "labels")?,
                    parts: decode::required(value7, "parts")?,
                    by_name: decode::required(value8, "by_name")?,
                    holes: decode::required(value9, "holes")?,
                    maybe: value10,
                    part: value11,
                    limit: value12,
                    old: value13,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Sample {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Part {
            const NAME: &'static str = "Part";
            const KEYS: &'static [&'static str] = &["weight"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { weight: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for Part {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Sample {
            /// A sample with what is required.
            #[allow(clippy::too_many_arguments, reason = "one for each required field")]
            pub fn new(
                name: impl Into<String>,
                size: u64,
                share: f32,
                when: impl Into<DateTime>,
                id: impl Into<uuid::Uuid>,
                free: impl Into<serde_json::Value>,
                labels: impl IntoIterator<Item = impl Into<String>>,
                parts: impl IntoIterator<Item = impl Into<Part>>,
                by_name: impl IntoIterator<Item = (impl Into<String>, impl Into<Part>)>,
                holes: impl Into<Vec<Option<Part>>>,
                maybe: Option<String>,
            ) -> Self {
                Self {
                    name: name.into(),
                    size,
                    share,
                    when: when.into(),
                    id: id.into(),
                    free: free.into(),
                    labels: labels.into_iter().map(Into::into).collect(),
                    parts: parts.into_iter().map(Into::into).collect(),
                    by_name: by_name
                        .into_iter()
                        .map(|(key, value)| (key.into(), value.into()))
                        .collect(),
                    holes: holes.into(),
                    maybe,
                    part: None,
                    limit: None,
                    old: None,
                }
            }
            /// Sets `maybe`.
            #[must_use]
            pub fn maybe(mut self, maybe: impl Into<String>) -> Self {
                self.maybe = Some(maybe.into());
                self
            }
            /// Sets `part`.
            #[must_use]
            pub fn part(mut self, part: impl Into<Part>) -> Self {
                self.part = Some(part.into());
                self
            }
            /// Sets `limit`.
            #[must_use]
            pub fn limit(mut self, limit: u64) -> Self {
                self.limit = Some(limit);
                self
            }
            /// Sets `old`.
            ///
            /// Deprecated by the server.
            #[must_use]
            pub fn old(mut self, old: bool) -> Self {
                self.old = Some(old);
                self
            }
        }
        impl Part {
            /// A part with what is required.
            pub fn new() -> Self {
                Self { weight: None }
            }
            /// Sets `weight`.
            #[must_use]
            pub fn weight(mut self, weight: f64) -> Self {
                self.weight = Some(weight);
                self
            }
        }
    }
    #[allow(
        missing_docs,
        clippy::type_complexity,
        reason = "fields carry the server's names and shapes"
    )]
    mod structs {
        use super::*;
        /// Sample.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Sample {
            pub name: String,
            pub size: u64,
            pub share: f32,
            pub when: DateTime,
            pub id: uuid::Uuid,
            pub free: serde_json::Value,
            pub labels: Vec<String>,
            pub parts: Vec<Part>,
            pub by_name: std::collections::HashMap<String, Part>,
            pub holes: Vec<Option<Part>>,
            pub maybe: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub part: Option<Part>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<u64>,
            /// Deprecated by the server.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub old: Option<bool>,
        }
        /// Part.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Part {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub weight: Option<f64>,
        }
    }
    #[allow(missing_docs, reason = "variants are named for what they hold")]
    #[allow(
        clippy::large_enum_variant,
        reason = "a box for the larger variants would be one more allocation a value"
    )]
    mod unions {
        use serde::Serialize as _;
        use super::*;
    }
    /// Codecs by operation, for tests.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub mod registry {
        use super::*;
        /// Decodes the body of a request and encodes it again; nothing where the operation has no JSON body.
        pub fn request(
            operation: &str,
            json: &[u8],
        ) -> Option<serde_json::Result<String>> {
            Some(
                match operation {
                    _ => return None,
                },
            )
        }
        /// Decodes an answer and encodes it again; nothing where the operation does not answer with JSON.
        pub fn reply(
            operation: &str,
            json: &[u8],
        ) -> Option<serde_json::Result<String>> {
            Some(
                match operation {
                    _ => return None,
                },
            )
        }
        /// Decodes the answer that says why a request failed and encodes it again.
        pub fn failure(json: &[u8]) -> serde_json::Result<String> {
            recode::<ErrorResponse>(json)
        }
        fn recode<T: serde::de::DeserializeOwned + serde::Serialize>(
            json: &[u8],
        ) -> serde_json::Result<String> {
            serde_json::to_string(&serde_json::from_slice::<T>(json)?)
        }
    }
    pub use enums::*;
    pub use structs::*;
    pub use unions::*;
    pub use crate::ext::{DateTime, DateTimeError, PointIdError};
}
