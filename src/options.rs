//! What a single call may set differently from its client.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::protocol::Protocol;
use crate::retry::RetryPolicy;

/// Options of one call. What is absent is taken from the client.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// The longest the whole call may take: connecting, sending, receiving and every retry.
    pub deadline: Option<Duration>,
    /// Headers (metadata over gRPC) of this call. One that the client also sends replaces the client's.
    pub headers: HeaderMap,
    /// The protocol to use, whatever the client prefers.
    pub protocol: Option<Protocol>,
    /// When and how often to send again.
    pub retry: Option<RetryPolicy>,
    /// The body where it was encoded beforehand: as JSON over REST, as a frame over gRPC. It takes the place of that of
    /// the request.
    pub(crate) encoded: Option<Bytes>,
}

impl CallOptions {
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Shows the names of the headers only: their values may be secrets.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("deadline", &self.deadline)
            .field("headers", &self.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>())
            .field("protocol", &self.protocol)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_header_values() {
        let mut options = CallOptions::new();
        options.headers.insert("x-secret", http::HeaderValue::from_static("hunter2"));
        let shown = format!("{options:?}");
        assert!(shown.contains("x-secret"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
