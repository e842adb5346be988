//! Point ids: numbers and UUIDs.

use serde::de::value::Error;
use uuid::Uuid;

use crate::models::ExtendedPointId;

impl ExtendedPointId {
    /// The number, if the id is one.
    pub fn as_integer(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Uuid(_) => None,
        }
    }

    /// The UUID, if the id is one.
    pub fn as_uuid(&self) -> Option<Uuid> {
        match self {
            Self::Integer(_) => None,
            Self::Uuid(uuid) => Some(*uuid),
        }
    }
}

/// Reads a number, or a UUID in any of its forms.
impl TryFrom<&str> for ExtendedPointId {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_id() -> Result<(), Error> {
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
            assert!(ExtendedPointId::try_from(text).is_err(), "{text}");
        }
        Ok(())
    }
}
