//! Constructors of [`Error`]: one for each thing that can go wrong.

use super::*;
use crate::convert::ConvertErrorKind;

/// The path of a request's or an answer's body itself.
const WHOLE_BODY: &str = "body";

impl Error {
    fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            text: text.into(),
            hint: None,
            operation: None,
            protocol: None,
            status: None,
            http_status: None,
            grpc_code: None,
            server_message: None,
            retry_after: None,
            path: None,
            body: None,
            unsent: !matches!(
                kind,
                ErrorKind::Connect(_)
                    | ErrorKind::Timeout
                    | ErrorKind::Status
                    | ErrorKind::RateLimited
                    | ErrorKind::TooLarge
                    | ErrorKind::Decode
                    | ErrorKind::Io
            ),
            source: None,
        }))
    }

    /// An error as a server with this HTTP status and message would give it, for authors of stubs.
    pub fn from_status(http_status: u16, message: impl Into<String>) -> Self {
        Error::answer(Status::from_http(http_status), message.into()).with_http_status(http_status)
    }

    /// Sets how long to wait before the next call.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// The server answered with an error.
    pub(crate) fn answer(status: Status, message: String) -> Self {
        let kind = match status {
            Status::RateLimited => ErrorKind::RateLimited,
            Status::TooLarge => ErrorKind::TooLarge,
            _ => ErrorKind::Status,
        };
        let text = match message.as_str() {
            "" => format!("the server answered: {status}"),
            message => format!("the server answered: {status}: {message}"),
        };
        let mut error = Error::new(kind, text);
        error.0.status = Some(status);
        error.0.server_message = (!message.is_empty()).then_some(message);
        error
    }

    pub(crate) fn config(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Config, text)
    }

    /// Two settings that exclude each other.
    pub(crate) fn conflict(one: &str, other: &str, why: &str) -> Self {
        Error::config(format!("`{one}` and `{other}` exclude each other: {why}"))
    }

    pub(crate) fn invalid_request(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::InvalidRequest, text)
    }

    pub(crate) fn connect(reason: ConnectReason, text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Connect(reason), text)
    }

    pub(crate) fn timeout(limit: Duration, attempts: u32) -> Self {
        let attempts = match attempts {
            1 => String::new(),
            n => format!(" in {n} attempts"),
        };
        Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}{attempts}, the deadline of the call"))
    }

    pub(crate) fn too_large(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::TooLarge, text)
    }

    pub(crate) fn decode(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Decode, text)
    }

    pub(crate) fn token(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Token, text)
    }

    #[cfg(feature = "rest")]
    pub(crate) fn io(text: String, source: std::io::Error) -> Self {
        Error::new(ErrorKind::Io, format!("{text}: {source}")).with_source(source)
    }

    pub(crate) fn closed() -> Self {
        Error::new(ErrorKind::Closed, "the client was closed")
    }

    /// The call cannot be made in this context.
    pub(crate) fn context(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Unsupported, text)
    }

    pub(crate) fn not_expressible(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::NotExpressible, text)
    }

    /// A request that the protocol has no form for, or an answer that is not what the protocol promises.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn convert(operation: &'static Operation, protocol: Protocol, source: ConvertError) -> Self {
        match source.kind() {
            ConvertErrorKind::Missing | ConvertErrorKind::EmptyOneof => Error::convert_reply(operation, protocol, source),
            _ => {
                let text = format!("the request has no form in this protocol: {source}");
                let error = Error::not_expressible(text).at(operation, protocol).of_convert(source);
                match protocol {
                    Protocol::Grpc => error.with_hint("send this call over REST with `.protocol(Protocol::Rest)`"),
                    Protocol::Rest => error,
                }
            }
        }
    }

    /// An answer that is not what the protocol promises.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn convert_reply(operation: &'static Operation, protocol: Protocol, source: ConvertError) -> Self {
        let text = format!("the answer is not what the protocol promises: {source}");
        Error::decode(text).at(operation, protocol).of_convert(source)
    }

    fn of_convert(self, source: ConvertError) -> Self {
        self.with_path(source.path()).with_source(source)
    }

    /// A setter that must be called was not.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn missing(operation: &'static Operation, field: &'static str) -> Self {
        let mut error = Error::invalid_request(format!("`{field}` is required: call `.{field}(…)` before `send`"));
        error.0.operation = Some(operation.name);
        error.with_path(field.to_owned())
    }

    /// A setter was called that excludes another one.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn surplus(operation: &'static Operation, field: &'static str) -> Self {
        let mut error = Error::invalid_request(format!("`{field}` excludes what was set before it: leave one of them out"));
        error.0.operation = Some(operation.name);
        error.with_path(field.to_owned())
    }

    /// The operation does not exist on the protocol.
    pub(crate) fn unsupported(operation: &'static Operation, protocol: Protocol) -> Self {
        let error = Error::new(ErrorKind::Unsupported, "the operation does not exist on this protocol");
        let error = error.at(operation, protocol);
        match protocol {
            Protocol::Grpc => error.with_hint("send it over REST: leave the protocol to the client, or choose REST"),
            Protocol::Rest => error,
        }
    }

    /// The answer says success and holds no result.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn reply_without_result(operation: &'static Operation, protocol: Protocol) -> Self {
        Error::decode("the answer holds no result").at(operation, protocol)
    }

    pub(crate) fn at(mut self, operation: &'static Operation, protocol: Protocol) -> Self {
        self.0.operation = Some(operation.name);
        self.0.protocol = Some(protocol);
        self
    }

    /// The same error with `***` wherever a text that came from outside repeats the secret, and without causes that do.
    pub(crate) fn without(mut self, secret: &str) -> Self {
        if !secret.is_empty() {
            let inner = &mut *self.0;
            if inner.source.as_ref().is_some_and(|source| repeats(&**source, secret)) {
                inner.source = None;
            }
            let optional = [&mut inner.hint, &mut inner.server_message, &mut inner.body, &mut inner.path];
            for text in optional.into_iter().flatten().chain([&mut inner.text]) {
                if text.contains(secret) {
                    *text = text.replace(secret, "***");
                }
            }
        }
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn with_http_status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    #[cfg(feature = "grpc")]
    pub(crate) fn with_grpc_code(mut self, code: i32) -> Self {
        self.0.grpc_code = Some(code);
        self
    }

    /// Where the value is that does not fit; the whole body where the path is empty.
    pub(crate) fn with_path(mut self, path: String) -> Self {
        self.0.path = Some(if path.is_empty() { WHOLE_BODY.to_owned() } else { path });
        self
    }

    #[cfg(feature = "rest")]
    pub(crate) fn with_body(mut self, body: String) -> Self {
        self.0.body = Some(body);
        self
    }

    pub(crate) fn with_unsent(mut self, unsent: bool) -> Self {
        self.0.unsent = unsent;
        self
    }
}

/// Whether an error or one of its causes holds the text.
fn repeats(error: &(dyn StdError + 'static), text: &str) -> bool {
    format!("{error} {error:?}").contains(text) || error.source().is_some_and(|cause| repeats(cause, text))
}
