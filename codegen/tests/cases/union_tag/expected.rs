pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        static INDEX: decode::Objects = decode::Objects {
            variants: &[0b01, 0b10],
            open: 0b00,
            keys: &[
                decode::Key::sole("lowercase", 0b01, 0b00),
                decode::Key::shared(
                    "type",
                    0b11,
                    0b11,
                    [0b00, 0b00, 0b00, 0b11, 0b00, 0b00],
                    &[("points", 0b10), ("words", 0b01)],
                ),
            ],
        };
        impl<'de> decode::Union<'de> for Index {
            const EXPECTED: &'static str = "an object with `type`";
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                let (variant, entries) = INDEX.choose(entries, Self::EXPECTED)?;
                match variant {
                    0 => entries.decode().map(Self::Words),
                    _ => entries.decode().map(Self::Points),
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Index {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
    }
    #[allow(missing_docs, reason = "variants carry the server's names")]
    mod enums {
        use crate::decode::string_enum;
        /// Words type.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum WordsType {
            #[default]
            Words,
            /// A value that this version does not know.
            Unknown(String),
        }
        impl WordsType {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Words => "words",
                    Self::Unknown(text) => text,
                }
            }
            pub(super) fn known(text: &str) -> Option<Self> {
                Some(
                    match text {
                        "words" => Self::Words,
                        _ => return None,
                    },
                )
            }
        }
        string_enum!(WordsType, tag);
        /// Points type.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum PointsType {
            #[default]
            Points,
            /// A value that this version does not know.
            Unknown(String),
        }
        impl PointsType {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Points => "points",
                    Self::Unknown(text) => text,
                }
            }
            pub(super) fn known(text: &str) -> Option<Self> {
                Some(
                    match text {
                        "points" => Self::Points,
                        _ => return None,
                    },
                )
            }
        }
        string_enum!(PointsType, tag);
    }
    mod helpers {}
    mod records {
        use serde::de;
        use super::*;
        use crate::decode;
        impl<'de> decode::Record<'de> for Words {
            const NAME: &'static str = "Words";
            const KEYS: &'static [&'static str] = &["type", "lowercase"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                let mut value1 = None;
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.value(&mut value0),
                        _ => fields.nullable(&mut value1),
                    }?;
                }
                Ok(Self {
                    r#type: decode::required(value0, "type")?,
                    lowercase: value1,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Words {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Points {
            const NAME: &'static str = "Points";
            const KEYS: &'static [&'static str] = &["type"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    r#type: decode::required(value0, "type")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Points {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Words {
            /// A words with what is required.
            pub fn new() -> Self {
                Self {
                    r#type: Default::default(),
                    lowercase: None,
                }
            }
            /// Sets `lowercase`.
            #[must_use]
            pub fn lowercase(mut self, lowercase: bool) -> Self {
                self.lowercase = Some(lowercase);
                self
            }
        }
        impl Points {
            /// A points with what is required.
            pub fn new() -> Self {
                Self { r#type: Default::default() }
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
        /// Words.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Words {
            pub r#type: WordsType,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub lowercase: Option<bool>,
        }
        /// Points.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Points {
            pub r#type: PointsType,
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
        /// Index.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Index {
            Words(Words),
            Points(Points),
        }
        impl serde::Serialize for Index {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Words(value) => value.serialize(serializer),
                    Self::Points(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Words> for Index {
            fn from(value: Words) -> Self {
                Self::Words(value)
            }
        }
        impl From<Points> for Index {
            fn from(value: Points) -> Self {
                Self::Points(value)
            }
        }
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
