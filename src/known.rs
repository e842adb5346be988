//! What hand-written code asks of a value before it takes it apart, so that it can be compiled for releases to come.

use crate::convert::ConvertError;

/// A type that hand-written code takes apart. Generated for every type that the code's row in the overrides names.
pub(crate) trait Known: Sized {
    /// A member that is set, and that the code was not written for.
    fn newer(&self) -> Option<&'static str>;

    /// The value, if the code knows all that is set in it.
    ///
    /// # Errors
    /// When a newer member is set: leaving it out would lose it.
    #[cfg_attr(not(feature = "grpc"), allow(dead_code, reason = "conversions ask for it"))]
    fn known(self) -> Result<Self, ConvertError> {
        match self.newer() {
            None => Ok(self),
            Some(member) => Err(newer().field(member)),
        }
    }
}

/// What is said of a variant, or of a member, that hand-written code does not know.
pub(crate) fn newer() -> ConvertError {
    ConvertError::not_expressible("what is newer than this conversion")
}
