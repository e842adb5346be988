pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        static CONDITION: decode::Objects = decode::Objects {
            variants: &[0b001, 0b010, 0b100],
            open: 0b000,
            keys: &[
                decode::Key::sole("all", 0b100, 0b000),
                decode::Key::shared(
                    "is_empty",
                    0b011,
                    0b010,
                    [0b001, 0b001, 0b000, 0b000, 0b000, 0b010],
                    &[],
                ),
                decode::Key::sole("key", 0b001, 0b001),
                decode::Key::sole("not", 0b100, 0b000),
            ],
        };
        impl<'de> decode::Union<'de> for Condition {
            const EXPECTED: &'static str = "an object with one of `key`, `is_empty`, `all`, `not`";
            fn object<A: de::MapAccess<'de>>(
                entries: decode::Entries<'de, A>,
            ) -> Result<Self, A::Error> {
                let (variant, entries) = CONDITION.choose(entries, Self::EXPECTED)?;
                match variant {
                    0 => entries.decode().map(Self::Field),
                    1 => entries.decode().map(Self::Empty),
                    _ => entries.decode().map(|value| Self::Group(Box::new(value))),
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Condition {
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
        impl<'de> decode::Record<'de> for Field {
            const NAME: &'static str = "Field";
            const KEYS: &'static [&'static str] = &["key", "is_empty"];
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
                    key: decode::required(value0, "key")?,
                    is_empty: value1,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Field {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Empty {
            const NAME: &'static str = "Empty";
            const KEYS: &'static [&'static str] = &["is_empty"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    is_empty: decode::required(value0, "is_empty")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for Empty {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Group {
            const NAME: &'static str = "Group";
            const KEYS: &'static [&'static str] = &["all", "not"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                let mut value1 = None;
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.nullable(&mut value0),
                        _ => fields.nullable(&mut value1),
                    }?;
                }
                Ok(Self { all: value0, not: value1 })
            }
        }
        impl<'de> de::Deserialize<'de> for Group {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl Field {
            /// A field with what is required.
            pub fn new(key: impl Into<String>) -> Self {
                Self {
                    key: key.into(),
                    is_empty: None,
                }
            }
            /// Sets `is_empty`.
            #[must_use]
            pub fn is_empty(mut self, is_empty: bool) -> Self {
                self.is_empty = Some(is_empty);
                self
            }
        }
        impl Empty {
            /// An empty with what is required.
            pub fn new(is_empty: impl Into<Field>) -> Self {
                Self { is_empty: is_empty.into() }
            }
        }
        impl Group {
            /// A group with what is required.
            pub fn new() -> Self {
                Self { all: None, not: None }
            }
            /// Sets `all`.
            #[must_use]
            pub fn all(
                mut self,
                all: impl IntoIterator<Item = impl Into<Condition>>,
            ) -> Self {
                self.all = Some(all.into_iter().map(Into::into).collect());
                self
            }
            /// Sets `not`.
            #[must_use]
            pub fn not(mut self, not: impl Into<Condition>) -> Self {
                self.not = Some(not.into());
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
        /// Field.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Field {
            pub key: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub is_empty: Option<bool>,
        }
        /// Empty.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct Empty {
            pub is_empty: Field,
        }
        /// Group.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Group {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub all: Option<Vec<Condition>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub not: Option<Condition>,
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
        /// Condition.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Condition {
            Field(Field),
            Empty(Empty),
            Group(Box<Group>),
        }
        impl serde::Serialize for Condition {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Field(value) => value.serialize(serializer),
                    Self::Empty(value) => value.serialize(serializer),
                    Self::Group(value) => value.serialize(serializer),
                }
            }
        }
        impl From<Field> for Condition {
            fn from(value: Field) -> Self {
                Self::Field(value)
            }
        }
        impl From<Empty> for Condition {
            fn from(value: Empty) -> Self {
                Self::Empty(value)
            }
        }
        impl From<Group> for Condition {
            fn from(value: Group) -> Self {
                Self::Group(Box::new(value))
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
