//! Why a value has no form in the other protocol.

use std::borrow::Cow;
use std::fmt;

/// What kind of obstacle it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConvertErrorKind {
    /// A field that must be there is absent.
    Missing,
    /// A oneof has no variant set.
    EmptyOneof,
    /// An enum value that the other protocol does not have.
    UnknownValue,
    /// A number that does not fit.
    OutOfRange,
    /// A text that is not what it should be: a UUID, a date-time.
    Invalid,
    /// The other protocol has no way to say it.
    NotExpressible,
}

/// A value that has no form in the other protocol: what kind of obstacle, and the path of the field.
///
/// ```text
/// prefetch[0].filter.must[2].match: the other protocol cannot express it
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConvertError {
    kind: ConvertErrorKind,
    detail: Cow<'static, str>,
    /// The path from the inside out; nothing is allocated before something fails.
    path: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq)]
enum Part {
    Field(&'static str),
    Key(String),
    Index(usize),
}

impl ConvertError {
    fn new(kind: ConvertErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), path: Vec::new() }
    }

    /// A field that must be there is absent.
    pub fn missing() -> Self {
        Self::new(ConvertErrorKind::Missing, "")
    }

    /// The oneof `name` has no variant set.
    pub fn empty_oneof(name: &'static str) -> Self {
        Self::new(ConvertErrorKind::EmptyOneof, name)
    }

    /// An enum value that the other protocol does not have.
    pub fn unknown_value(value: impl Into<String>) -> Self {
        Self::new(ConvertErrorKind::UnknownValue, value.into())
    }

    /// A number that does not fit into `target`.
    pub fn out_of_range(value: impl fmt::Display, target: &'static str) -> Self {
        Self::new(ConvertErrorKind::OutOfRange, format!("{value} does not fit into {target}"))
    }

    /// A text that is not a `what`.
    pub fn invalid(what: &'static str, text: impl fmt::Display) -> Self {
        Self::new(ConvertErrorKind::Invalid, format!("`{text}` is no {what}"))
    }

    /// The other protocol has no way to say `what`.
    pub fn not_expressible(what: &'static str) -> Self {
        Self::new(ConvertErrorKind::NotExpressible, what)
    }

    /// The same error, seen from the value that has the failed one in `field`.
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.path.push(Part::Field(field));
        self
    }

    /// The same error, seen from the map that has the failed value under `key`.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.path.push(Part::Key(key.into()));
        self
    }

    /// The same error, seen from the list that has the failed value at `index`.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.path.push(Part::Index(index));
        self
    }

    /// What kind of obstacle it was.
    pub fn kind(&self) -> ConvertErrorKind {
        self.kind
    }

    /// The path of the field, empty for the value itself: `filter.must[2].match`.
    pub fn path(&self) -> String {
        let mut text = String::new();
        for part in self.path.iter().rev() {
            match part {
                Part::Field(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
                Part::Key(key) => text.push_str(&format!("[{key:?}]")),
                Part::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        let detail = &self.detail;
        match self.kind {
            ConvertErrorKind::Missing => write!(f, "missing"),
            ConvertErrorKind::EmptyOneof => write!(f, "nothing is set in `{detail}`"),
            ConvertErrorKind::UnknownValue => write!(f, "the other protocol has no value `{detail}`"),
            ConvertErrorKind::OutOfRange | ConvertErrorKind::Invalid => write!(f, "{detail}"),
            ConvertErrorKind::NotExpressible => write!(f, "the other protocol cannot express {detail}"),
        }
    }
}

impl fmt::Debug for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConvertError({:?}, {self})", self.kind)
    }
}

impl std::error::Error for ConvertError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_reads_from_the_outside_in() {
        let error =
            ConvertError::not_expressible("`points` beside `filter`").field("match").index(2).field("must").key("a.b").field("filter");
        assert_eq!(error.to_string(), "filter[\"a.b\"].must[2].match: the other protocol cannot express `points` beside `filter`");
        assert_eq!(error.kind(), ConvertErrorKind::NotExpressible);
    }

    #[test]
    fn every_kind_has_its_text() {
        let texts = [
            (ConvertError::missing().field("id"), "id: missing"),
            (ConvertError::empty_oneof("variant").field("query"), "query: nothing is set in `variant`"),
            (ConvertError::unknown_value("Blue"), "the other protocol has no value `Blue`"),
            (ConvertError::out_of_range(u64::MAX, "a 64-bit integer"), "18446744073709551615 does not fit into a 64-bit integer"),
            (ConvertError::invalid("UUID", "x"), "`x` is no UUID"),
        ];
        for (error, text) in texts {
            assert_eq!(error.to_string(), text);
        }
    }
}
