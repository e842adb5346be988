//! Decoding of unions: decides which variant a JSON value is by its kind and keys, and copies nothing to do so.
//!
//! Generated decoders implement [`Union`] with the kinds that their variants take; everything else is refused with a
//! message that names what was expected.

mod entries;
mod floats;
mod objects;
#[cfg(any(feature = "rest", feature = "serve"))]
pub(crate) mod place;
mod record;
mod strings;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

pub(crate) use entries::Entries;
pub(crate) use floats::{float_items, float_list, float_rows, narrow};
pub(crate) use objects::{Key, Objects};
pub(crate) use record::{Fields, Record, record, required};
pub(crate) use strings::{string_enum, tag, text};

/// A type that is one of several, told apart by the form of the JSON value.
pub(crate) trait Union<'de>: Sized {
    /// What the union takes, for error messages.
    const EXPECTED: &'static str;

    fn boolean<E: Error>(value: bool) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Bool(value), &Self::EXPECTED))
    }

    fn unsigned<E: Error>(value: u64) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Unsigned(value), &Self::EXPECTED))
    }

    /// An integer below zero.
    fn negative<E: Error>(value: i64) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Signed(value), &Self::EXPECTED))
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Float(value), &Self::EXPECTED))
    }

    fn string<E: Error>(value: Cow<'_, str>) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Str(&value), &Self::EXPECTED))
    }

    fn array<A: SeqAccess<'de>>(_access: A) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, &Self::EXPECTED))
    }

    fn object<A: MapAccess<'de>>(_entries: Entries<'de, A>) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTED))
    }
}

/// Decodes a union.
pub(crate) fn union<'de, U: Union<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_any(UnionVisitor(PhantomData))
}

/// Reads a union of scalars from text that carries no JSON kind, as in a path or a query: a number or a boolean where
/// the union takes one, else a string.
pub(crate) fn scalar<'de, U: Union<'de>>(text: &str) -> Result<U, serde::de::value::Error> {
    let typed = if let Ok(value) = text.parse() {
        U::unsigned(value)
    } else if let Ok(value) = text.parse() {
        U::negative(value)
    } else if let Ok(value) = text.parse() {
        U::float(value)
    } else if let Ok(value) = text.parse() {
        U::boolean(value)
    } else {
        return U::string(Cow::Borrowed(text));
    };
    typed.or_else(|error| U::string::<serde::de::value::Error>(Cow::Borrowed(text)).map_err(|_| error))
}

/// A list.
pub(crate) fn sequence<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(access: A) -> Result<T, A::Error> {
    T::deserialize(SeqAccessDeserializer::new(access))
}

/// A list of which the first item was read to learn what it holds.
pub(crate) fn list<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(first: T, mut access: A) -> Result<Vec<T>, A::Error> {
    // A length that a peer merely claims must not reserve more than this at once.
    const MOST_RESERVED: usize = 4096;
    let mut items = Vec::with_capacity(access.size_hint().map_or(0, |rest| rest.min(MOST_RESERVED) + 1));
    items.push(first);
    while let Some(item) = access.next_element()? {
        items.push(item);
    }
    Ok(items)
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union<'de>> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(U::EXPECTED)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        U::boolean(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<U, E> {
        match u64::try_from(value) {
            Ok(value) => U::unsigned(value),
            Err(_) => U::negative(value),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<U, E> {
        U::unsigned(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<U, E> {
        U::float(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<U, E> {
        U::string(Cow::Borrowed(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<U, E> {
        U::string(Cow::Owned(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<U, A::Error> {
        U::array(access)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<U, A::Error> {
        let mut entries = Entries::open(access)?;
        match entries.exact_number()? {
            Some(number) => scalar_number(&number),
            None => U::object(entries),
        }
    }
}

/// The number that `serde_json` passes as text where some crate of the program turned on its `arbitrary_precision`.
fn scalar_number<'de, U: Union<'de>, E: Error>(text: &str) -> Result<U, E> {
    if let Ok(value) = text.parse() {
        U::unsigned(value)
    } else if let Ok(value) = text.parse() {
        U::negative(value)
    } else {
        match text.parse() {
            Ok(value) => U::float(value),
            Err(_) => Err(E::invalid_type(Unexpected::Other("a number out of range"), &U::EXPECTED)),
        }
    }
}
