pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        enum FloatOrFloatList {
            Float(f32),
            FloatList(Vec<f32>),
        }
        impl<'de> decode::Union<'de> for FloatOrFloatList {
            const EXPECTED: &'static str = "a number or a list of numbers";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                Ok(Self::Float(value as f32))
            }
            fn negative<E: de::Error>(value: i64) -> Result<Self, E> {
                Ok(Self::Float(value as f32))
            }
            fn float<E: de::Error>(value: f64) -> Result<Self, E> {
                Ok(Self::Float(decode::narrow(value)))
            }
            fn array<A: de::SeqAccess<'de>>(access: A) -> Result<Self, A::Error> {
                decode::float_items(access).map(Self::FloatList)
            }
        }
        impl<'de> de::Deserialize<'de> for FloatOrFloatList {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        impl<'de> decode::Union<'de> for Numbers {
            const EXPECTED: &'static str = "a list of numbers or a list of lists of numbers";
            fn array<A: de::SeqAccess<'de>>(mut access: A) -> Result<Self, A::Error> {
                match access.next_element()? {
                    None => Ok(Self::Dense(Vec::new())),
                    Some(FloatOrFloatList::Float(first)) => {
                        decode::float_list(first, access).map(Self::Dense)
                    }
                    Some(FloatOrFloatList::FloatList(first)) => {
                        decode::float_rows(first, access).map(Self::MultiDense)
                    }
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Numbers {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        enum StringOrInteger {
            String(String),
            Integer(i64),
        }
        impl<'de> decode::Union<'de> for StringOrInteger {
            const EXPECTED: &'static str = "a string or an integer";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                i64::try_from(value)
                    .map(Self::Integer)
                    .map_err(|_| E::invalid_value(
                        de::Unexpected::Unsigned(value),
                        &Self::EXPECTED,
                    ))
            }
            fn negative<E: de::Error>(value: i64) -> Result<Self, E> {
                Ok(Self::Integer(value))
            }
            fn string<E: de::Error>(
                value: std::borrow::Cow<'_, str>,
            ) -> Result<Self, E> {
                Ok(Self::String(value.into_owned()))
            }
        }
        impl<'de> de::Deserialize<'de> for StringOrInteger {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        impl<'de> decode::Union<'de> for Words {
            const EXPECTED: &'static str = "a list of strings or a list of integers";
            fn array<A: de::SeqAccess<'de>>(mut access: A) -> Result<Self, A::Error> {
                match access.next_element()? {
                    None => Ok(Self::Strings(Vec::new())),
                    Some(StringOrInteger::String(first)) => {
                        decode::list(first, access).map(Self::Strings)
                    }
                    Some(StringOrInteger::Integer(first)) => {
                        decode::list(first, access).map(Self::Integers)
                    }
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Words {
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
    }
    mod setters {
        use super::*;
    }
    #[allow(
        missing_docs,
        clippy::type_complexity,
        reason = "fields carry the server's names and shapes"
    )]
    mod structs {
        use super::*;
    }
    #[allow(missing_docs, reason = "variants are named for what they hold")]
    #[allow(
        clippy::large_enum_variant,
        reason = "a box for the larger variants would be one more allocation a value"
    )]
    mod unions {
        use serde::Serialize as _;
        use super::*;
        /// Numbers.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Numbers {
            Dense(Vec<f32>),
            MultiDense(Vec<Vec<f32>>),
        }
        impl serde::Serialize for Numbers {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Dense(value) => value.serialize(serializer),
                    Self::MultiDense(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Vec<f32>> for Numbers {
            fn from(value: Vec<f32>) -> Self {
                Self::Dense(value)
            }
        }
        impl<const N: usize> From<[f32; N]> for Numbers {
            fn from(value: [f32; N]) -> Self {
                Self::Dense(value.into())
            }
        }
        impl From<&[f32]> for Numbers {
            fn from(value: &[f32]) -> Self {
                Self::Dense(value.to_vec())
            }
        }
        impl From<Vec<Vec<f32>>> for Numbers {
            fn from(value: Vec<Vec<f32>>) -> Self {
                Self::MultiDense(value)
            }
        }
        /// Words.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Words {
            Strings(Vec<String>),
            Integers(Vec<i64>),
        }
        impl serde::Serialize for Words {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Strings(value) => value.serialize(serializer),
                    Self::Integers(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Vec<String>> for Words {
            fn from(value: Vec<String>) -> Self {
                Self::Strings(value)
            }
        }
        impl<const N: usize> From<[String; N]> for Words {
            fn from(value: [String; N]) -> Self {
                Self::Strings(value.into())
            }
        }
        impl From<Vec<&str>> for Words {
            fn from(value: Vec<&str>) -> Self {
                Self::Strings(value.into_iter().map(str::to_owned).collect())
            }
        }
        impl<const N: usize> From<[&str; N]> for Words {
            fn from(value: [&str; N]) -> Self {
                Self::Strings(value.map(str::to_owned).into())
            }
        }
        impl From<Vec<i64>> for Words {
            fn from(value: Vec<i64>) -> Self {
                Self::Integers(value)
            }
        }
        impl<const N: usize> From<[i64; N]> for Words {
            fn from(value: [i64; N]) -> Self {
                Self::Integers(value.into())
            }
        }
        impl From<&[i64]> for Words {
            fn from(value: &[i64]) -> Self {
                Self::Integers(value.to_vec())
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
