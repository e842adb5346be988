//! The one error of the crate: what went wrong, where, and what to do about it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::convert::ConvertError;
use crate::operation::Operation;
use crate::protocol::Protocol;
use crate::status::Status;

mod kind;
mod make;

pub use kind::{ConnectReason, ErrorKind};

/// Why a call, or the building of a client, failed.
///
/// [`kind`](Error::kind) sorts failures coarsely, the `is_…` predicates answer the usual questions, and both are the
/// same over REST and gRPC. The text says what to do where that is known; [`source`](StdError::source) leads to the
/// error of the transport. No text holds a secret.
#[derive(Clone)]
pub struct Error(Box<Inner>);

/// The source of an error, shared because errors can be cloned.
pub(crate) type Source = Arc<dyn StdError + Send + Sync + 'static>;

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    text: String,
    hint: Option<String>,
    operation: Option<&'static str>,
    protocol: Option<Protocol>,
    status: Option<Status>,
    http_status: Option<u16>,
    grpc_code: Option<i32>,
    server_message: Option<String>,
    retry_after: Option<Duration>,
    path: Option<String>,
    body: Option<String>,
    unsent: bool,
    source: Option<Source>,
}

impl Error {
    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, by its name in the operation table.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The protocol that was, or would have been, used.
    pub fn protocol(&self) -> Option<Protocol> {
        self.0.protocol
    }

    /// What the server answered, if it answered.
    pub fn status(&self) -> Option<Status> {
        self.0.status
    }

    /// The HTTP status of the server's answer, or the one that describes this error best.
    pub fn http_status(&self) -> u16 {
        self.0.http_status.unwrap_or_else(|| self.meaning().http())
    }

    /// The gRPC code of the server's answer, or the one that describes this error best.
    pub fn grpc_code(&self) -> i32 {
        self.0.grpc_code.unwrap_or_else(|| self.meaning().grpc())
    }

    /// The server's own words; where no server spoke, the text of this error.
    pub fn server_message(&self) -> String {
        self.0.server_message.clone().unwrap_or_else(|| self.to_string())
    }

    /// How long the server asks to wait before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where in the answer, or in the request, the value is that does not fit: `result.points[3].id`; `body` where it is
    /// the whole of it.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The beginning of an answer that could not be read.
    pub fn body_excerpt(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// Whether the server said that something does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.status == Some(Status::NotFound)
    }

    /// Whether the server said that something exists already.
    pub fn is_already_exists(&self) -> bool {
        self.0.status == Some(Status::AlreadyExists)
    }

    /// Whether the request was refused as wrong, by the server or before it was sent.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest || self.0.status == Some(Status::InvalidArgument)
    }

    /// Whether credentials are missing or wrong.
    pub fn is_unauthenticated(&self) -> bool {
        self.0.status == Some(Status::Unauthenticated)
    }

    /// Whether the credentials do not allow the operation.
    pub fn is_permission_denied(&self) -> bool {
        self.0.status == Some(Status::PermissionDenied)
    }

    /// Whether the server asks for fewer requests.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether time ran out: the client's deadline ([`ErrorKind::Timeout`]) or the server's own limit.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.0.status == Some(Status::DeadlineExceeded)
    }

    /// Whether no usable connection could be had.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect(_))
    }

    /// Whether the request or the answer is larger than somebody allows.
    pub fn is_too_large(&self) -> bool {
        self.0.kind == ErrorKind::TooLarge
    }

    /// Whether the operation does not exist, on this protocol or on this server.
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported || self.0.status == Some(Status::Unimplemented)
    }

    /// Whether the client was closed.
    pub fn is_closed(&self) -> bool {
        self.0.kind == ErrorKind::Closed
    }

    /// Whether the same call may succeed later. Says nothing about whether sending it twice is safe.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::RateLimited => true,
            ErrorKind::Connect(reason) => !matches!(reason, ConnectReason::Tls | ConnectReason::Protocol),
            ErrorKind::Status => self.0.status == Some(Status::Unavailable),
            _ => false,
        }
    }

    /// Whether the request surely never reached the server, so that nothing can have happened.
    pub fn is_unsent(&self) -> bool {
        self.0.unsent
    }

    /// What the error means in terms of a server's answer, for the fronts.
    fn meaning(&self) -> Status {
        if let Some(status) = self.0.status {
            return status;
        }
        match self.0.kind {
            ErrorKind::InvalidRequest | ErrorKind::NotExpressible => Status::InvalidArgument,
            ErrorKind::Connect(_) | ErrorKind::Closed => Status::Unavailable,
            ErrorKind::Timeout => Status::DeadlineExceeded,
            ErrorKind::RateLimited => Status::RateLimited,
            ErrorKind::TooLarge => Status::TooLarge,
            ErrorKind::Unsupported => Status::Unimplemented,
            ErrorKind::Config | ErrorKind::Status | ErrorKind::Decode | ErrorKind::Token | ErrorKind::Io => Status::Internal,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.operation, self.0.protocol) {
            (Some(operation), Some(protocol)) => write!(f, "{operation} over {protocol}: ")?,
            (Some(operation), None) => write!(f, "{operation}: ")?,
            (None, _) => {}
        }
        f.write_str(&self.0.text)?;
        if let Some(path) = &self.0.path
            && !self.0.text.contains(path.as_str())
        {
            write!(f, " (at `{path}`)")?;
        }
        if let Some(hint) = &self.0.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.0.kind).field("text", &self.to_string());
        if let Some(status) = self.0.status {
            shown.field("status", &status);
        }
        if let Some(body) = &self.0.body {
            shown.field("body", body);
        }
        if let Some(source) = &self.0.source {
            shown.field("source", source);
        }
        shown.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}
