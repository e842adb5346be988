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
            const KEYS: &'static [&'static str] = &["type", "camelCase", "match"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                let mut value1 = None;
                let mut value2 = None;
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.value(&mut value0),
                        1 => fields.nullable(&mut value1),
                        _ => fields.nullable(&mut value2),
                    }?;
                }
                Ok(Self {
                    r#type: decode::required(value0, "type")?,
                    camel_case: value1,
                    r#match: value2,
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
    }
    mod setters {
        use super::*;
        impl Sample {
            /// A sample with what is required.
            pub fn new(r#type: impl Into<String>) -> Self {
                Self {
                    r#type: r#type.into(),
                    camel_case: None,
                    r#match: None,
                }
            }
            /// Sets `camelCase`.
            #[must_use]
            pub fn camel_case(mut self, camel_case: impl Into<String>) -> Self {
                self.camel_case = Some(camel_case.into());
                self
            }
            /// Sets `match`.
            #[must_use]
            pub fn r#match(mut self, r#match: impl Into<String>) -> Self {
                self.r#match = Some(r#match.into());
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
            pub r#type: String,
            #[serde(rename = "camelCase")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub camel_case: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub r#match: Option<String>,
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
