//! Point ids: numbers and UUIDs.

use std::fmt;

use uuid::Uuid;

use crate::models::ExtendedPointId;

impl ExtendedPointId {
    /// The number, if the id is one.
    pub fn as_integer(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The UUID, if the id is one.
    pub fn as_uuid(&self) -> Option<Uuid> {
        match self {
            Self::Uuid(uuid) => Some(*uuid),
            _ => None,
        }
    }
}

/// A text that is no point id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointIdError {
    text: String,
}

impl fmt::Display for PointIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no point id: it has to be a number without sign or a UUID", self.text)
    }
}

impl std::error::Error for PointIdError {}

/// Reads a number, or a UUID in any of its forms.
///
/// ```
/// use qdrant_remote::models::{ExtendedPointId, PointStruct};
///
/// let point = PointStruct::new(ExtendedPointId::try_from("5c56c793-69f3-4fbf-87e6-c4bf54c28c26")?, [0.1, 0.9]);
/// assert!(ExtendedPointId::try_from("berlin").is_err());
/// # Ok::<(), qdrant_remote::models::PointIdError>(())
/// ```
impl TryFrom<&str> for ExtendedPointId {
    type Error = PointIdError;

    fn try_from(text: &str) -> Result<Self, PointIdError> {
        text.parse().map_err(|_| PointIdError { text: text.to_owned() })
    }
}

/// As from `&str`.
impl TryFrom<String> for ExtendedPointId {
    type Error = PointIdError;

    fn try_from(text: String) -> Result<Self, PointIdError> {
        text.as_str().try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_id() -> Result<(), PointIdError> {
        assert_eq!(ExtendedPointId::try_from("42")?.as_integer(), Some(42));
        assert_eq!(ExtendedPointId::try_from("18446744073709551615")?.to_string(), "18446744073709551615");
        let uuid = "5c56c793-69f3-4fbf-87e6-c4bf54c28c26";
        for form in [
            uuid,
            "5C56C793-69F3-4FBF-87E6-C4BF54C28C26",
            "5c56c79369f34fbf87e6c4bf54c28c26",
            &format!("urn:uuid:{uuid}"),
            &format!("{{{uuid}}}"),
        ] {
            let id = ExtendedPointId::try_from(form)?;
            assert_eq!(id.to_string(), uuid, "{form}");
            assert_eq!(id.as_uuid().map(|uuid| uuid.to_string()).as_deref(), Some(uuid));
        }
        for text in ["", "-1", "1.0", "18446744073709551616", "seven"] {
            let error = ExtendedPointId::try_from(text).err().map(|error| error.to_string());
            assert_eq!(error, Some(format!("`{text}` is no point id: it has to be a number without sign or a UUID")));
        }
        assert_eq!(ExtendedPointId::try_from("42".to_owned())?, 42.into());
        Ok(())
    }
}
