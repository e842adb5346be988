//! The failure of something that takes many calls: the error, and what had been done until then.

use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;

/// Why something of many steps ended early, with the report of what was done. Turns into an [`Error`] with `?`.
#[derive(Clone, Debug)]
pub struct Failed<R>(Box<(Error, R)>);

impl<R> Failed<R> {
    pub(crate) fn new(error: Error, report: R) -> Self {
        Self(Box::new((error, report)))
    }

    /// What ended it.
    pub fn error(&self) -> &Error {
        &self.0.0
    }

    /// What was done until then.
    pub fn report(&self) -> &R {
        &self.0.1
    }

    /// Both.
    pub fn into_parts(self) -> (Error, R) {
        *self.0
    }
}

impl<R> From<Failed<R>> for Error {
    fn from(failed: Failed<R>) -> Self {
        failed.into_parts().0
    }
}

impl<R> fmt::Display for Failed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error().fmt(f)
    }
}

impl<R: fmt::Debug> StdError for Failed<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error().source()
    }
}
