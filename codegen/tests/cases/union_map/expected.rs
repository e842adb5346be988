pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        static CONFIG: decode::Objects = decode::Objects {
            variants: &[0b01, 0b10],
            open: 0b10,
            keys: &[
                decode::Key::shared(
                    "size",
                    0b11,
                    0b01,
                    [0b00, 0b00, 0b01, 0b00, 0b00, 0b10],
                    &[],
                ),
            ],
        };
        impl<'de> decode::Union<'de> for Config {
            const EXPECTED: &'static str = "a map of singles or an object with `size`";
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                let (variant, entries) = CONFIG.choose(entries, Self::EXPECTED)?;
                match variant {
                    0 => entries.decode().map(Self::Single),
                    _ => entries.decode().map(Self::Named),
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Config {
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
        impl<'de> decode::Record<'de> for Single {
            const NAME: &'static str = "Single";
            const KEYS: &'static [&'static str] = &["size"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    size: decode::required(value0, "size")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Single {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Single {
            /// A single with what is required.
            pub fn new(size: u64) -> Self {
                Self { size }
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
        /// Single.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Single {
            pub size: u64,
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
        /// Config.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Config {
            Single(Single),
            Named(std::collections::HashMap<String, Single>),
        }
        impl serde::Serialize for Config {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Single(value) => value.serialize(serializer),
                    Self::Named(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Single> for Config {
            fn from(value: Single) -> Self {
                Self::Single(value)
            }
        }
        impl From<std::collections::HashMap<String, Single>> for Config {
            fn from(value: std::collections::HashMap<String, Single>) -> Self {
                Self::Named(value)
            }
        }
        impl<K: Into<String>, V: Into<Single>, const N: usize> From<[(K, V); N]>
        for Config {
            fn from(value: [(K, V); N]) -> Self {
                Self::Named(
                    value
                        .into_iter()
                        .map(|(key, value)| (key.into(), value.into()))
                        .collect(),
                )
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
