//! The two wire protocols that a Qdrant server speaks.

use std::fmt;

/// A protocol that a call can travel over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// JSON over HTTP. Every operation exists here.
    #[default]
    Rest,
    /// Protocol buffers over HTTP/2. Most operations exist here, and vectors travel without being printed as text.
    Grpc,
}

impl Protocol {
    /// The name people use: `REST` or `gRPC`.
    pub const fn name(self) -> &'static str {
        match self {
            Protocol::Rest => "REST",
            Protocol::Grpc => "gRPC",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
