//! The steps that generated conversions are made of.

use std::collections::HashMap;

use super::{Convert, ConvertError};

/// Puts a field in front of an error's path.
pub(crate) fn at<T>(converted: Result<T, ConvertError>, field: &'static str) -> Result<T, ConvertError> {
    match converted {
        Ok(value) => Ok(value),
        Err(error) => Err(error.field(field)),
    }
}

/// Converts every item; an error gets the item's index.
pub(crate) fn list<A, B>(items: Vec<A>, mut convert: impl FnMut(A) -> Result<B, ConvertError>) -> Result<Vec<B>, ConvertError> {
    let mut converted = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        converted.push(convert(item).map_err(|error| error.index(index))?);
    }
    Ok(converted)
}

/// Converts every value; an error gets the value's key.
pub(crate) fn map<A, B>(
    items: HashMap<String, A>,
    mut convert: impl FnMut(A) -> Result<B, ConvertError>,
) -> Result<HashMap<String, B>, ConvertError> {
    let mut converted = HashMap::with_capacity(items.len());
    for (key, item) in items {
        match convert(item) {
            Ok(item) => {
                converted.insert(key, item);
            }
            Err(error) => return Err(error.key(key)),
        }
    }
    Ok(converted)
}

/// A value that must be there.
pub(crate) fn required<T>(value: Option<T>) -> Result<T, ConvertError> {
    value.ok_or_else(ConvertError::missing)
}

/// Fails when a field is set that the other protocol lacks.
pub(crate) fn refuse(set: bool, field: &'static str) -> Result<(), ConvertError> {
    if set { Err(ConvertError::not_expressible("this field").field(field)) } else { Ok(()) }
}

/// Whether a field without presence holds anything but what it holds when it is absent.
pub(crate) fn is_set<T: Default + PartialEq>(value: &T) -> bool {
    *value != T::default()
}

/// A field that the other protocol never fills although it must be there.
#[allow(dead_code, reason = "only some releases have such a field")]
pub(crate) fn lacking<T>(field: &'static str) -> Result<T, ConvertError> {
    Err(ConvertError::missing().field(field))
}

/// The result of an operation that has ended; one that was only accepted has none to give.
pub(crate) fn finished<T>(result: Option<T>) -> Result<T, ConvertError> {
    result.ok_or_else(|| ConvertError::not_expressible("an operation that was accepted and still runs").field("result"))
}

/// Fails when an element of a batch says something else than the batch.
pub(crate) fn agree(element: &str, batch: &str, path: &'static str) -> Result<(), ConvertError> {
    if element.is_empty() || element == batch {
        Ok(())
    } else {
        Err(ConvertError::not_expressible("a batch over several collections").field(path))
    }
}

/// The number inside an enum value that no release knows; one that `P` knows has a name and is not written so.
pub(crate) fn unknown_number<P: TryFrom<i32>>(text: String) -> Result<i32, ConvertError> {
    match text.parse::<i32>() {
        Ok(number) if number.to_string() == text && P::try_from(number).is_err() => Ok(number),
        _ => Err(ConvertError::unknown_value(text)),
    }
}

/// Fails when the tag of a type says something else than its `only` value, which the other protocol says by the type.
pub(crate) fn tag(tag: &str, only: &str, field: &'static str) -> Result<(), ConvertError> {
    if tag == only { Ok(()) } else { Err(ConvertError::unknown_value(tag).field(field)) }
}

impl<A: Convert<B>, B> Convert<Vec<B>> for Vec<A> {
    fn convert(self) -> Result<Vec<B>, ConvertError> {
        list(self, A::convert)
    }
}

impl<A: Convert<B>, B> Convert<Option<B>> for Option<A> {
    fn convert(self) -> Result<Option<B>, ConvertError> {
        match self {
            Some(value) => value.convert().map(Some),
            None => Ok(None),
        }
    }
}

impl<A: Convert<B>, B> Convert<Box<B>> for Box<A> {
    fn convert(self) -> Result<Box<B>, ConvertError> {
        (*self).convert().map(Box::new)
    }
}

impl<A: Convert<B>, B> Convert<HashMap<String, B>> for HashMap<String, A> {
    fn convert(self) -> Result<HashMap<String, B>, ConvertError> {
        map(self, A::convert)
    }
}
