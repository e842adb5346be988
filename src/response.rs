//! What a call returns: the result and what the server said about it.

use std::ops::{Deref, DerefMut};

use crate::optional;
use crate::protocol::Protocol;

/// The result of a call, with what the server measured. Dereferences to the result.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// What was asked for.
    pub result: T,
    /// Seconds that the server spent; zero where it does not say.
    pub time: f64,
    /// Hardware and inference usage, where the server reports it.
    pub usage: Option<optional::Usage>,
    /// The protocol that carried the call.
    pub protocol: Protocol,
}

impl<T> Response<T> {
    /// A response with nothing but its result.
    pub fn new(result: T) -> Self {
        Self { result, time: 0.0, usage: None, protocol: Protocol::Rest }
    }

    /// Sets the seconds that the server spent.
    #[must_use]
    pub fn with_time(mut self, time: f64) -> Self {
        self.time = time;
        self
    }

    /// Sets the usage that the server reported.
    #[must_use]
    pub fn with_usage(mut self, usage: Option<optional::Usage>) -> Self {
        self.usage = usage;
        self
    }

    /// Sets the protocol that carried the call.
    #[must_use]
    pub fn with_protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// The result alone.
    pub fn into_inner(self) -> T {
        self.result
    }

    /// The same response around another result.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        Response { result: f(self.result), time: self.time, usage: self.usage, protocol: self.protocol }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.result
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.result
    }
}
