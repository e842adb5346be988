//! The entries of an object, some of them read ahead.

use std::borrow::Cow;
use std::fmt;
use std::vec;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StringDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

/// The key under which `serde_json` passes a number as text.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// The entries of an object: first those that were read to decide what the object is, then the rest as it comes.
pub(crate) struct Entries<'de, A> {
    read: vec::IntoIter<(Cow<'de, str>, Value)>,
    /// A key whose value is still to be read from `rest`.
    key: Option<Cow<'de, str>>,
    /// The last entry that was given out of `read` as far as its key.
    value: Option<(Cow<'de, str>, Value)>,
    rest: A,
    ended: bool,
}

impl<'de, A: MapAccess<'de>> Entries<'de, A> {
    /// Reads the first key.
    pub(crate) fn open(mut rest: A) -> Result<Self, A::Error> {
        let key = rest.next_key_seed(KeySeed)?;
        let ended = key.is_none();
        Ok(Self { read: Vec::new().into_iter(), key, value: None, rest, ended })
    }

    /// The text of the number that this object stands for, if it is one.
    pub(crate) fn exact_number(&mut self) -> Result<Option<String>, A::Error> {
        if self.key.as_deref() != Some(EXACT_NUMBER) {
            return Ok(None);
        }
        self.key = None;
        self.rest.next_value().map(Some)
    }

    /// Decodes all entries as one value.
    pub(crate) fn decode<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(self))
    }

    /// The next key; its value stays unread.
    pub(super) fn take_key(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        if let Some((key, value)) = self.read.next() {
            self.value = Some((key.clone(), value));
            return Ok(Some(key));
        }
        if let Some(key) = self.key.take() {
            return Ok(Some(key));
        }
        if self.ended {
            return Ok(None);
        }
        let key = self.rest.next_key_seed(KeySeed)?;
        self.ended = key.is_none();
        Ok(key)
    }

    /// The value of the key that [`Self::take_key`] gave.
    pub(super) fn take_value(&mut self) -> Result<Value, A::Error> {
        match self.value.take() {
            Some((_, value)) => Ok(value),
            None => self.rest.next_value(),
        }
    }

    /// Puts back what was taken: whole entries, then perhaps a key whose value was not taken.
    pub(super) fn put_back(mut self, mut taken: Vec<(Cow<'de, str>, Value)>, key: Option<Cow<'de, str>>) -> Self {
        match (key, self.value.take()) {
            (Some(_), Some(entry)) => taken.push(entry),
            (key, _) => self.key = key.or(self.key),
        }
        if !taken.is_empty() {
            taken.extend(self.read);
            self.read = taken.into_iter();
        }
        self
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.take_key()? {
            None => Ok(None),
            Some(Cow::Borrowed(key)) => seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            Some(Cow::Owned(key)) => seed.deserialize(StringDeserializer::new(key)).map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some((key, value)) => seed.deserialize(value).map_err(|error| A::Error::custom(format_args!("`{key}`: {error}"))),
            None => self.rest.next_value_seed(seed),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.rest.size_hint().map(|rest| rest + self.read.len() + usize::from(self.key.is_some()))
    }
}

/// Reads a key without a copy where the input allows it.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value))
    }
}
