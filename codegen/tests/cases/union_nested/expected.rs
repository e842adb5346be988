pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        static OUTER: decode::Objects = decode::Objects {
            variants: &[0b01, 0b10],
            open: 0b00,
            keys: &[
                decode::Key::sole("nearest", 0b10, 0b10),
                decode::Key::sole("text", 0b01, 0b01),
            ],
        };
        impl<'de> decode::Union<'de> for Outer {
            const EXPECTED: &'static str = "a list of numbers, an unsigned integer or an object with one of `text`, `nearest`";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                Inner::unsigned(value).map(Self::Inner)
            }
            fn array<A: de::SeqAccess<'de>>(access: A) -> Result<Self, A::Error> {
                Inner::array(access).map(Self::Inner)
            }
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                let (variant, entries) = OUTER.choose(entries, Self::EXPECTED)?;
                match variant {
                    0 => Inner::object(entries).map(Self::Inner),
                    _ => entries.decode().map(Self::Query),
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Outer {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        impl<'de> decode::Union<'de> for Inner {
            const EXPECTED: &'static str = "a list of numbers, an unsigned integer or an object with `text`";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                Ok(Self::Integer(value))
            }
            fn array<A: de::SeqAccess<'de>>(access: A) -> Result<Self, A::Error> {
                decode::float_items(access).map(Self::Dense)
            }
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                entries.decode().map(Self::Text)
            }
        }
        impl<'de> de::Deserialize<'de> for Inner {
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
        impl<'de> decode::Record<'de> for Text {
            const NAME: &'static str = "Text";
            const KEYS: &'static [&'static str] = &["text"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    text: decode::required(value0, "text")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Text {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Query {
            const NAME: &'static str = "Query";
            const KEYS: &'static [&'static str] = &["nearest"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    nearest: decode::required(value0, "nearest")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Query {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Text {
            /// A text with what is required.
            pub fn new(text: impl Into<String>) -> Self {
                Self { text: text.into() }
            }
        }
        impl Query {
            /// A query with what is required.
            pub fn new(nearest: impl Into<Inner>) -> Self {
                Self { nearest: nearest.into() }
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
        /// Text.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Text {
            pub text: String,
        }
        /// Query.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Query {
            pub nearest: Inner,
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
        /// Outer.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Outer {
            Inner(Inner),
            Query(Query),
        }
        impl serde::Serialize for Outer {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Inner(value) => value.serialize(serializer),
                    Self::Query(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Inner> for Outer {
            fn from(value: Inner) -> Self {
                Self::Inner(value)
            }
        }
        impl From<Query> for Outer {
            fn from(value: Query) -> Self {
                Self::Query(value)
            }
        }
        impl From<&[f32]> for Outer {
            fn from(value: &[f32]) -> Self {
                Self::Inner(Inner::from(value))
            }
        }
        impl From<Text> for Outer {
            fn from(value: Text) -> Self {
                Self::Inner(Inner::from(value))
            }
        }
        impl From<Vec<f32>> for Outer {
            fn from(value: Vec<f32>) -> Self {
                Self::Inner(Inner::from(value))
            }
        }
        impl<const N: usize> From<[f32; N]> for Outer {
            fn from(value: [f32; N]) -> Self {
                Self::Inner(Inner::from(value))
            }
        }
        impl From<u64> for Outer {
            fn from(value: u64) -> Self {
                Self::Inner(Inner::from(value))
            }
        }
        /// Inner.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Inner {
            Dense(Vec<f32>),
            Integer(u64),
            Text(Text),
        }
        impl serde::Serialize for Inner {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Dense(value) => value.serialize(serializer),
                    Self::Integer(value) => value.serialize(serializer),
                    Self::Text(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Vec<f32>> for Inner {
            fn from(value: Vec<f32>) -> Self {
                Self::Dense(value)
            }
        }
        impl<const N: usize> From<[f32; N]> for Inner {
            fn from(value: [f32; N]) -> Self {
                Self::Dense(value.into())
            }
        }
        impl From<&[f32]> for Inner {
            fn from(value: &[f32]) -> Self {
                Self::Dense(value.to_vec())
            }
        }
        impl From<u64> for Inner {
            fn from(value: u64) -> Self {
                Self::Integer(value)
            }
        }
        impl From<Text> for Inner {
            fn from(value: Text) -> Self {
                Self::Text(value)
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
