//! The decision which of several structs or maps an object is.

use std::borrow::Cow;

use serde::de::{Error, MapAccess};
use serde_json::Value;

use super::Entries;

/// A set of forms, one bit each.
type Forms = u64;

/// The objects that a union takes. Each struct or map in it, at whatever depth of nested unions, is one form.
pub(crate) struct Objects {
    /// The forms of each variant.
    pub(crate) variants: &'static [Forms],
    /// The forms that take any key: maps.
    pub(crate) open: Forms,
    /// Every key that a struct among the forms has, sorted by name.
    pub(crate) keys: &'static [Key],
}

/// What a key says about the form.
pub(crate) struct Key {
    name: &'static str,
    /// The forms that may have the key.
    holders: Forms,
    /// The forms that must have it.
    required: Forms,
    /// The forms that may hold null, a boolean, a number, a string, an array, an object under it.
    kinds: [Forms; 6],
    /// The forms that must hold this string under it.
    tags: &'static [(&'static str, Forms)],
}

impl Objects {
    fn key(&self, name: &str) -> Option<&'static Key> {
        let index = self.keys.binary_search_by(|key| key.name.cmp(name)).ok()?;
        self.keys.get(index)
    }

    /// The variant to which all of `forms` belong.
    fn variant(&self, forms: Forms) -> Option<usize> {
        self.variants.iter().position(|own| forms & !own == 0)
    }

    /// Reads entries until they can only belong to one variant, and gives its index. Most often the first key decides
    /// and its value stays unread.
    pub(crate) fn choose<'de, A: MapAccess<'de>>(
        &self,
        mut entries: Entries<'de, A>,
        expected: &'static str,
    ) -> Result<(usize, Entries<'de, A>), A::Error> {
        let mut forms = self.variants.iter().fold(0, |all, own| all | own);
        let mut taken: Vec<(Cow<'de, str>, Value)> = Vec::new();
        let mut strangers = 0;
        while let Some(name) = entries.take_key()? {
            let key = self.key(&name);
            strangers += usize::from(key.is_none() && self.open == 0);
            forms = narrow(forms, key.map_or(self.open, |key| key.holders));
            if let Some(variant) = self.variant(forms) {
                return Ok((variant, entries.put_back(taken, Some(name))));
            }
            let value = entries.take_value()?;
            if let Some(key) = key {
                forms = narrow(forms, key.forms_of(&value));
                if let (Value::String(tag), false) = (&value, key.tags.is_empty()) {
                    let Some((_, tagged)) = key.tags.iter().find(|(known, _)| known == tag) else {
                        let known: Vec<_> = key.tags.iter().map(|(known, _)| *known).collect();
                        return Err(A::Error::custom(format_args!(
                            "`{name}`: unknown value `{tag}`, expected one of `{}`",
                            known.join("`, `")
                        )));
                    };
                    forms = narrow(forms, *tagged);
                }
            }
            taken.push((name, value));
            if let Some(variant) = self.variant(forms) {
                return Ok((variant, entries.put_back(taken, None)));
            }
        }
        let complete =
            self.keys.iter().filter(|key| !taken.iter().any(|(name, _)| name == key.name)).fold(forms, |forms, key| forms & !key.required);
        let all_strangers = !taken.is_empty() && strangers == taken.len();
        match self.variants.iter().position(|own| complete & own != 0) {
            Some(variant) if !all_strangers => Ok((variant, entries.put_back(taken, None))),
            _ if taken.is_empty() => Err(A::Error::custom(format_args!("an empty object, expected {expected}"))),
            _ => {
                let keys: Vec<_> = taken.iter().map(|(name, _)| name.as_ref()).collect();
                Err(A::Error::custom(format_args!("an object with `{}`, expected {expected}", keys.join("`, `"))))
            }
        }
    }
}

impl Key {
    /// A key that only one variant has: its value does not matter.
    pub(crate) const fn sole(name: &'static str, holders: Forms, required: Forms) -> Self {
        Self { name, holders, required, kinds: [Forms::MAX; 6], tags: &[] }
    }

    /// A key that several variants have.
    pub(crate) const fn shared(
        name: &'static str,
        holders: Forms,
        required: Forms,
        kinds: [Forms; 6],
        tags: &'static [(&'static str, Forms)],
    ) -> Self {
        Self { name, holders, required, kinds, tags }
    }

    fn forms_of(&self, value: &Value) -> Forms {
        self.kinds[match value {
            Value::Null => 0,
            Value::Bool(_) => 1,
            Value::Number(_) => 2,
            Value::String(_) => 3,
            Value::Array(_) => 4,
            Value::Object(_) => 5,
        }]
    }
}

/// What remains of `forms`; a key that contradicts all of them is left for the variant's own decoder to refuse.
fn narrow(forms: Forms, by: Forms) -> Forms {
    if forms & by == 0 { forms } else { forms & by }
}
