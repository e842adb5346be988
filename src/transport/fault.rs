//! Reads the error chains of the HTTP libraries: why a connection failed, and whether the request can have arrived.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use http::HeaderValue;

#[cfg(feature = "grpc")]
use super::checked::NotGrpc;
use super::resolve::ResolveError;
use crate::address::{self, Address};
use crate::error::{ConnectReason, Error};
use crate::protocol::Protocol;
use crate::retry;
use crate::tls;

/// A connection that failed, as a transport saw it.
pub(crate) struct Failed<'a> {
    pub(crate) protocol: Protocol,
    pub(crate) address: &'a Address,
    /// Whether it failed before anything could be sent.
    pub(crate) connecting: bool,
    /// What the peer turned out to be, where the transport noticed.
    pub(crate) stranger: Option<Stranger>,
}

/// A peer that does not behave like a server of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// It answered in another protocol.
    #[cfg_attr(not(feature = "grpc"), allow(dead_code, reason = "REST notices by itself"))]
    NotHttp2,
    /// It closed the connection before it said anything.
    #[cfg_attr(not(feature = "grpc"), allow(dead_code, reason = "REST notices by itself"))]
    Silent,
}

impl Failed<'_> {
    /// The failure as an error with a reason, and with what to do about it.
    pub(crate) fn into_error(self, source: impl StdError + Send + Sync + 'static) -> Error {
        let reason = match (reason(&source), self.stranger) {
            (ConnectReason::Closed | ConnectReason::Other, Some(Stranger::NotHttp2)) => ConnectReason::Protocol,
            (reason, _) => reason,
        };
        if chain(&source).any(endless) {
            return Error::too_large(format!("{}: the headers of the answer are too long", self.address)).with_source(source);
        }
        let unsent = self.connecting || chain(&source).any(never_started);
        let advice = self.advice(reason, &source);
        let error = Error::connect(reason, format!("{}: {reason}", self.address)).with_unsent(unsent).with_source(source);
        match advice {
            Some(advice) => error.with_hint(advice),
            None => error,
        }
    }

    fn advice(&self, reason: ConnectReason, source: &(dyn StdError + 'static)) -> Option<&'static str> {
        let (wrong_port, other_port) = match self.protocol {
            Protocol::Rest => {
                ("this may be the gRPC port, or a port with TLS: REST is at 6333 unless the server says otherwise", address::GRPC_PORT)
            }
            Protocol::Grpc => {
                ("this may be the REST port, or a port with TLS: gRPC is at 6334 unless the server says otherwise", address::REST_PORT)
            }
        };
        let hung_up = self.stranger.is_some() || self.address.port == other_port || chain(source).any(reset);
        match reason {
            ConnectReason::Tls => match chain(source).find_map(|cause| cause.downcast_ref()) {
                Some(error) => tls::advice(error),
                None => Some(tls::REFUSED),
            },
            ConnectReason::Refused => Some("is Qdrant running there, and is the port right?"),
            ConnectReason::Protocol => Some(wrong_port),
            ConnectReason::Closed if hung_up => Some(wrong_port),
            _ => None,
        }
    }
}

/// Adds to an error what the head of the answer says: its status, how long to wait, and where to go instead.
pub(super) fn answered_by_http(
    error: Error,
    code: u16,
    retry_after: Option<&HeaderValue>,
    location: Option<&HeaderValue>,
    address: &Address,
) -> Error {
    let mut error = error.with_http_status(code);
    if let Some(wait) = retry_after.and_then(retry::retry_after) {
        error = error.with_retry_after(wait);
    }
    if (300..400).contains(&code) {
        let target = location.and_then(|value| value.to_str().ok()).unwrap_or("another address");
        error = error.with_hint(format!("{address} redirects to {target}: use that address, redirects are not followed"));
    }
    error
}

/// The answer is longer than the caller allows.
pub(super) fn too_long() -> Error {
    let hint = "ask for less at a time, or set it higher";
    Error::too_large("the answer is longer than `max_response_bytes`").with_hint(hint)
}

/// The error and all its causes, those inside I/O errors too.
pub(crate) fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            return Some(inner as &(dyn StdError + 'static));
        }
        #[cfg(feature = "grpc")]
        if let Some(inner) = error.downcast_ref::<h2::Error>().and_then(h2::Error::get_io) {
            return Some(inner as &(dyn StdError + 'static));
        }
        error.source()
    })
}

fn reason(error: &(dyn StdError + 'static)) -> ConnectReason {
    let mut vague = None;
    for cause in chain(error) {
        match precise(cause) {
            Some(reason) => return reason,
            None => vague = from_io(cause).or(vague),
        }
    }
    vague.unwrap_or(ConnectReason::Other)
}

fn precise(cause: &(dyn StdError + 'static)) -> Option<ConnectReason> {
    if cause.is::<ResolveError>() {
        return Some(ConnectReason::Dns);
    }
    if cause.is::<rustls::Error>() {
        return Some(ConnectReason::Tls);
    }
    if cause.downcast_ref() == Some(&Stranger::NotHttp2) || cause.downcast_ref().is_some_and(unreadable) {
        return Some(ConnectReason::Protocol);
    }
    #[cfg(feature = "grpc")]
    {
        use h2::Reason;
        if cause.is::<NotGrpc>() {
            return Some(ConnectReason::Protocol);
        }
        let reason = cause.downcast_ref::<h2::Error>().and_then(h2::Error::reason);
        match reason {
            Some(Reason::FRAME_SIZE_ERROR | Reason::PROTOCOL_ERROR | Reason::HTTP_1_1_REQUIRED) => return Some(ConnectReason::Protocol),
            // The peer gave up the stream, or the connection, while it answered.
            Some(_) => return Some(ConnectReason::Closed),
            None => {}
        }
    }
    is_alert(cause).then_some(ConnectReason::Tls)
}

/// Whether the peer refused during the TLS handshake. HTTP/2 keeps only the text of what broke the connection.
fn is_alert(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|io| io.to_string().starts_with("received fatal alert"))
}

/// Whether what arrived is no HTTP, or came before anything was asked.
fn unreadable(error: &hyper::Error) -> bool {
    let unexpected = error.source().is_none() && !closed(error) && !error.is_user() && !error.is_shutdown();
    error.is_parse() || unexpected
}

fn closed(error: &hyper::Error) -> bool {
    error.is_incomplete_message() || error.is_canceled() || error.is_closed() || error.is_timeout()
}

fn from_io(cause: &(dyn StdError + 'static)) -> Option<ConnectReason> {
    if let Some(io) = cause.downcast_ref::<io::Error>() {
        return Some(match io.kind() {
            io::ErrorKind::ConnectionRefused => ConnectReason::Refused,
            io::ErrorKind::TimedOut => ConnectReason::TimedOut,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
            | io::ErrorKind::UnexpectedEof => ConnectReason::Closed,
            _ => ConnectReason::Other,
        });
    }
    #[cfg(feature = "rest")]
    if cause.downcast_ref().is_some_and(reqwest::Error::is_timeout) {
        return Some(ConnectReason::TimedOut);
    }
    cause.downcast_ref().is_some_and(closed).then_some(ConnectReason::Closed)
}

/// Whether the head of an answer was given up because there is too much of it.
fn endless(cause: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "grpc")]
    if let Some(http2) = cause.downcast_ref::<h2::Error>() {
        return http2.is_library() && http2.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM);
    }
    // The method that asks for it belongs to hyper's server.
    cause.downcast_ref::<hyper::Error>().is_some_and(|error| error.is_parse() && error.to_string() == "message head is too large")
}

/// A server of another protocol may hang up so.
fn reset(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::ConnectionReset)
}

/// Whether a request stayed where it was because its connection had been closed.
#[cfg(feature = "grpc")]
pub(super) fn never_begun(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(canceled)
}

fn canceled(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
}

/// Whether this cause says that the request was not begun, or that the peer did not look at it.
fn never_started(cause: &(dyn StdError + 'static)) -> bool {
    if canceled(cause) {
        return true;
    }
    #[cfg(feature = "grpc")]
    if let Some(http2) = cause.downcast_ref::<h2::Error>() {
        let reason = http2.reason();
        return http2.is_remote()
            && (http2.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)
                || http2.is_go_away() && reason == Some(h2::Reason::NO_ERROR));
    }
    #[cfg(feature = "grpc")]
    if cause.is::<tonic::ConnectError>() {
        return true;
    }
    false
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stranger::NotHttp2 => "the peer does not speak HTTP/2",
            Stranger::Silent => "the peer closed the connection without a word",
        })
    }
}

impl StdError for Stranger {}
