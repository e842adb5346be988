pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        impl<'de> decode::Union<'de> for Value {
            const EXPECTED: &'static str = "a string, an integer, a number or a boolean";
            fn boolean<E: de::Error>(value: bool) -> Result<Self, E> {
                Ok(Self::Bool(value))
            }
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                if let Ok(value) = i64::try_from(value) {
                    return Ok(Self::Integer(value));
                }
                Ok(Self::Float(value as f64))
            }
            fn negative<E: de::Error>(value: i64) -> Result<Self, E> {
                Ok(Self::Integer(value))
            }
            fn float<E: de::Error>(value: f64) -> Result<Self, E> {
                Ok(Self::Float(value))
            }
            fn string<E: de::Error>(
                value: std::borrow::Cow<'_, str>,
            ) -> Result<Self, E> {
                Ok(Self::String(value.into_owned()))
            }
        }
        impl<'de> de::Deserialize<'de> for Value {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        impl<'de> decode::Union<'de> for Key {
            const EXPECTED: &'static str = "an unsigned integer or a UUID";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                Ok(Self::Integer(value))
            }
            fn string<E: de::Error>(
                value: std::borrow::Cow<'_, str>,
            ) -> Result<Self, E> {
                match uuid::Uuid::try_parse(&value).ok() {
                    Some(read) => Ok(Self::Uuid(read)),
                    None => {
                        Err(
                            E::invalid_value(
                                de::Unexpected::Str(&value),
                                &Self::EXPECTED,
                            ),
                        )
                    }
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Key {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
        impl<'de> decode::Union<'de> for Start {
            const EXPECTED: &'static str = "a date-time, `now` or `never`";
            fn string<E: de::Error>(
                value: std::borrow::Cow<'_, str>,
            ) -> Result<Self, E> {
                if let Some(value) = Name::known(&value) {
                    return Ok(Self::Name(value));
                }
                match value.parse::<DateTime>().ok() {
                    Some(read) => Ok(Self::DateTime(read)),
                    None => {
                        Err(
                            E::invalid_value(
                                de::Unexpected::Str(&value),
                                &Self::EXPECTED,
                            ),
                        )
                    }
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Start {
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
        /// Name.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Name {
            Now,
            Never,
            /// A value that this version does not know.
            Unknown(String),
        }
        impl Name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Now => "now",
                    Self::Never => "never",
                    Self::Unknown(text) => text,
                }
            }
            pub(super) fn known(text: &str) -> Option<Self> {
                Some(
                    match text {
                        "now" => Self::Now,
                        "never" => Self::Never,
                        _ => return None,
                    },
                )
            }
        }
        string_enum!(Name);
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
        /// Value.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Value {
            String(String),
            Integer(i64),
            Float(f64),
            Bool(bool),
        }
        impl serde::Serialize for Value {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::String(value) => value.serialize(serializer),
                    Self::Integer(value) => value.serialize(serializer),
                    Self::Float(value) => value.serialize(serializer),
                    Self::Bool(value) => value.serialize(serializer),
                }
            }
        }
        impl std::fmt::Display for Value {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::String(value) => value.fmt(f),
                    Self::Integer(value) => value.fmt(f),
                    Self::Float(value) => value.fmt(f),
                    Self::Bool(value) => value.fmt(f),
                }
            }
        }
        impl std::str::FromStr for Value {
            type Err = serde::de::value::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::decode::scalar(text)
            }
        }
        impl From<String> for Value {
            fn from(value: String) -> Self {
                Self::String(value)
            }
        }
        impl From<&str> for Value {
            fn from(value: &str) -> Self {
                Self::String(value.to_owned())
            }
        }
        impl From<i64> for Value {
            fn from(value: i64) -> Self {
                Self::Integer(value)
            }
        }
        impl From<f64> for Value {
            fn from(value: f64) -> Self {
                Self::Float(value)
            }
        }
        impl From<bool> for Value {
            fn from(value: bool) -> Self {
                Self::Bool(value)
            }
        }
        /// Key.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Key {
            Integer(u64),
            Uuid(uuid::Uuid),
        }
        impl serde::Serialize for Key {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Integer(value) => value.serialize(serializer),
                    Self::Uuid(value) => value.serialize(serializer),
                }
            }
        }
        impl std::fmt::Display for Key {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Integer(value) => value.fmt(f),
                    Self::Uuid(value) => value.fmt(f),
                }
            }
        }
        impl std::str::FromStr for Key {
            type Err = serde::de::value::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::decode::scalar(text)
            }
        }
        impl From<u64> for Key {
            fn from(value: u64) -> Self {
                Self::Integer(value)
            }
        }
        impl From<uuid::Uuid> for Key {
            fn from(value: uuid::Uuid) -> Self {
                Self::Uuid(value)
            }
        }
        /// Start.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Start {
            DateTime(DateTime),
            Name(Name),
        }
        impl serde::Serialize for Start {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::DateTime(value) => value.serialize(serializer),
                    Self::Name(value) => value.serialize(serializer),
                }
            }
        }
        impl std::fmt::Display for Start {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::DateTime(value) => value.fmt(f),
                    Self::Name(value) => value.fmt(f),
                }
            }
        }
        impl std::str::FromStr for Start {
            type Err = serde::de::value::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::decode::scalar(text)
            }
        }
        impl From<DateTime> for Start {
            fn from(value: DateTime) -> Self {
                Self::DateTime(value)
            }
        }
        impl From<Name> for Start {
            fn from(value: Name) -> Self {
                Self::Name(value)
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
