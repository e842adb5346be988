//! Decoding of structs, with as little code for each of them as there can be.
//!
//! Generated decoders implement [`Record`]; what `serde` would derive for each struct (an enum of its keys with a decoder
//! of its own, the form as a list, the loop with all its errors) stands here once, and the keys are a table.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::floats::Floats;

/// A struct that is read from a JSON object.
pub(crate) trait Record<'de>: Sized {
    /// What it is called in error messages.
    const NAME: &'static str;
    /// Its keys; most servers send them in this order.
    const KEYS: &'static [&'static str];

    /// Reads the values of all keys that are there.
    fn read<A: MapAccess<'de>>(fields: &mut Fields<A>) -> Result<Self, A::Error>;
}

/// Decodes a struct.
pub(crate) fn record<'de, R: Record<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

/// The entries of an object whose keys are known; others are passed over.
pub(crate) struct Fields<A> {
    map: A,
    keys: &'static [&'static str],
    /// The key that was read last.
    at: usize,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// Reads up to the next known key and gives its place among the keys.
    pub(crate) fn next(&mut self) -> Result<Option<usize>, A::Error> {
        let mut likely = self.at.wrapping_add(1);
        loop {
            match self.map.next_key_seed(KeySeed { keys: self.keys, likely })? {
                None => return Ok(None),
                Some(Some(at)) => {
                    self.at = at;
                    return Ok(Some(at));
                }
                Some(None) => {
                    let _: IgnoredAny = self.map.next_value()?;
                    likely = self.at.wrapping_add(1);
                }
            }
        }
    }

    /// Reads the value of the key.
    pub(crate) fn value<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        self.once(field.is_some())?;
        *field = Some(self.map.next_value()?);
        Ok(())
    }

    /// Reads the value of a key that may hold null.
    pub(crate) fn nullable<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        self.once(field.is_some())?;
        *field = self.map.next_value()?;
        Ok(())
    }

    /// Reads the value of a key that holds a list of floats.
    pub(crate) fn floats(&mut self, field: &mut Option<Vec<f32>>) -> Result<(), A::Error> {
        self.once(field.is_some())?;
        *field = Some(self.map.next_value_seed(Floats(0))?);
        Ok(())
    }

    fn once(&self, there: bool) -> Result<(), A::Error> {
        match self.keys.get(self.at) {
            Some(key) if there => Err(A::Error::duplicate_field(key)),
            _ => Ok(()),
        }
    }
}

/// The value of a key that must have been there.
pub(crate) fn required<T, E: Error>(field: Option<T>, key: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(key))
}

struct RecordVisitor<R>(PhantomData<R>);

impl<'de, R: Record<'de>> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R, A::Error> {
        // Before the first key.
        R::read(&mut Fields { map, keys: R::KEYS, at: usize::MAX })
    }
}

/// Finds a key among those that are known.
struct KeySeed {
    keys: &'static [&'static str],
    /// Where it is if it follows the one before.
    likely: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Option<usize>, E> {
        match self.keys.get(self.likely) {
            Some(likely) if *likely == key => Ok(Some(self.likely)),
            _ => Ok(self.keys.iter().position(|known| *known == key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        id: u32,
        name: Option<String>,
    }

    impl<'de> Record<'de> for Sample {
        const NAME: &'static str = "Sample";
        const KEYS: &'static [&'static str] = &["id", "name"];

        fn read<A: MapAccess<'de>>(fields: &mut Fields<A>) -> Result<Self, A::Error> {
            let (mut id, mut name) = (None, None);
            while let Some(field) = fields.next()? {
                match field {
                    0 => fields.value(&mut id),
                    _ => fields.nullable(&mut name),
                }?;
            }
            Ok(Self { id: required(id, "id")?, name })
        }
    }

    impl<'de> Deserialize<'de> for Sample {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            record(deserializer)
        }
    }

    #[test]
    fn keys_come_in_any_order_and_strangers_are_passed_over() {
        let named = Sample { id: 1, name: Some("a".to_owned()) };
        for (text, sample) in [
            (r#"{"id":1}"#, Sample { id: 1, name: None }),
            (r#"{"name":null,"id":1}"#, Sample { id: 1, name: None }),
            (r#"{"id":1,"name":"a"}"#, named),
            (r#"{"x":[{}],"id":2,"y":{"id":3},"name":"b","z":0}"#, Sample { id: 2, name: Some("b".to_owned()) }),
            (r#"{"\u0069d":3}"#, Sample { id: 3, name: None }),
        ] {
            assert_eq!(serde_json::from_str::<Sample>(text).unwrap(), sample);
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::from_value::<Sample>(value.clone()).unwrap(), sample);
            assert_eq!(Sample::deserialize(&value).unwrap(), sample);
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        for (text, expected) in [
            (r#"{"name":"a"}"#, "missing field `id` at line 1 column 12"),
            (r#"{"id":1,"id":2}"#, "duplicate field `id` at line 1 column 12"),
            (r#"{"id":null}"#, "invalid type: null, expected u32 at line 1 column 10"),
            ("7", "invalid type: integer `7`, expected struct Sample at line 1 column 1"),
            ("[1]", "invalid type: sequence, expected struct Sample at line 1 column 0"),
        ] {
            assert_eq!(serde_json::from_str::<Sample>(text).unwrap_err().to_string(), expected);
        }
    }
}
