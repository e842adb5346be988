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
        impl<'de> decode::Record<'de> for Size {
            const NAME: &'static str = "Size";
            const KEYS: &'static [&'static str] = &["size"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { size: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for Size {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Holder {
            const NAME: &'static str = "Holder";
            const KEYS: &'static [&'static str] = &["sizes", "place", "free"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                let mut value1 = None;
                let mut value2 = None;
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.nullable(&mut value0),
                        1 => fields.value(&mut value1),
                        _ => fields.value(&mut value2),
                    }?;
                }
                Ok(Self {
                    sizes: value0,
                    place: decode::required(value1, "place")?,
                    free: decode::required(value2, "free")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Holder {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Size {
            /// A size with what is required.
            pub fn new() -> Self {
                Self { size: None }
            }
            /// Sets `size`.
            #[must_use]
            pub fn size(mut self, size: u64) -> Self {
                self.size = Some(size);
                self
            }
        }
        impl Holder {
            /// A holder with what is required.
            pub fn new(place: impl Into<Place>, free: impl Into<Free>) -> Self {
                Self {
                    sizes: None,
                    place: place.into(),
                    free: free.into(),
                }
            }
            /// Sets `sizes`.
            #[must_use]
            pub fn sizes(mut self, sizes: impl Into<Sizes>) -> Self {
                self.sizes = Some(sizes.into());
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
        /// Size.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Size {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub size: Option<u64>,
        }
        /// Holder.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Holder {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub sizes: Option<Sizes>,
            pub place: Place,
            pub free: Free,
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
    /// Sizes.
    pub type Sizes = std::collections::HashMap<String, Size>;
    /// Place.
    pub type Place = String;
    /// Free.
    pub type Free = serde_json::Map<String, serde_json::Value>;
}
