//! The kinds of failure that a caller may want to tell apart.

use std::fmt;

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's settings are wrong or contradict each other.
    Config,
    /// The request is incomplete or malformed; it was not sent.
    InvalidRequest,
    /// There is no usable connection.
    Connect(ConnectReason),
    /// The deadline of the call passed.
    Timeout,
    /// The server answered with an error; see [`Error::status`](crate::Error::status).
    Status,
    /// The server asks for fewer requests; see [`Error::retry_after`](crate::Error::retry_after).
    RateLimited,
    /// The request or the answer is larger than the server or this client allows.
    TooLarge,
    /// The answer could not be read.
    Decode,
    /// The request holds a value that the chosen protocol has no form for; it was not sent.
    NotExpressible,
    /// The operation does not exist on the chosen protocol, or not in the context of the call.
    Unsupported,
    /// The token provider failed.
    Token,
    /// A file or another target on this side could not be written, or a source not be read.
    Io,
    /// The client was closed.
    Closed,
}

/// Why there is no usable connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectReason {
    /// The host name could not be resolved.
    Dns,
    /// Nothing listens at the address.
    Refused,
    /// The connection was not established in time.
    TimedOut,
    /// The TLS handshake failed.
    Tls,
    /// Something listens that speaks another protocol.
    Protocol,
    /// The connection broke before the answer was complete.
    Closed,
    /// Another failure of the network.
    Other,
}

impl fmt::Display for ConnectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ConnectReason::Dns => "the host name could not be resolved",
            ConnectReason::Refused => "the connection was refused",
            ConnectReason::TimedOut => "connecting took too long",
            ConnectReason::Tls => "the TLS connection failed",
            ConnectReason::Protocol => "the peer speaks another protocol",
            ConnectReason::Closed => "the connection broke before the answer was complete",
            ConnectReason::Other => "the network failed",
        })
    }
}
