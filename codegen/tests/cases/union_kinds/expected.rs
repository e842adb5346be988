pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        static RANGE: decode::Objects = decode::Objects {
            variants: &[0b01, 0b10],
            open: 0b00,
            keys: &[
                decode::Key::shared(
                    "lt",
                    0b11,
                    0b00,
                    [0b11, 0b00, 0b01, 0b10, 0b00, 0b00],
                    &[],
                ),
            ],
        };
        impl<'de> decode::Union<'de> for Range {
            const EXPECTED: &'static str = "an object with `lt`";
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                let (variant, entries) = RANGE.choose(entries, Self::EXPECTED)?;
                match variant {
                    0 => entries.decode().map(Self::Numbers),
                    _ => entries.decode().map(Self::Times),
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Range {
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
    }
    mod helpers {}
    mod records {
        use serde::de;
        use super::*;
        use crate::decode;
        impl<'de> decode::Record<'de> for Numbers {
            const NAME: &'static str = "Numbers";
            const KEYS: &'static [&'static str] = &["lt"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { lt: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for Numbers {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Times {
            const NAME: &'static str = "Times";
            const KEYS: &'static [&'static str] = &["lt"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { lt: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for Times {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Numbers {
            /// A numbers with what is required.
            pub fn new() -> Self {
                Self { lt: None }
            }
            /// Sets `lt`.
            #[must_use]
            pub fn lt(mut self, lt: f64) -> Self {
                self.lt = Some(lt);
                self
            }
        }
        impl Times {
            /// A times with what is required.
            pub fn new() -> Self {
                Self { lt: None }
            }
            /// Sets `lt`.
            #[must_use]
            pub fn lt(mut self, lt: impl Into<DateTime>) -> Self {
                self.lt = Some(lt.into());
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
        /// Numbers.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Numbers {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub lt: Option<f64>,
        }
        /// Times.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Times {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub lt: Option<DateTime>,
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
        /// Range.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Range {
            Numbers(Numbers),
            Times(Times),
        }
        impl serde::Serialize for Range {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Numbers(value) => value.serialize(serializer),
                    Self::Times(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Numbers> for Range {
            fn from(value: Numbers) -> Self {
                Self::Numbers(value)
            }
        }
        impl From<Times> for Range {
            fn from(value: Times) -> Self {
                Self::Times(value)
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
