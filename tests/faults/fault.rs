//! The faults, and what stands at the address of the server to make each.

use qdrant_remote::Protocol;

use crate::cell::Class;
use crate::replies;
use crate::strange::Strange;
use crate::support::Answer;

/// One way in which a server, or what is between it and the client, fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Refused,
    ResetBefore,
    ResetDuring,
    ResetAfter,
    ResetMidReply,
    HalfClosed,
    Silent,
    SilentAfterRequest,
    ByteByByte,
    TruncatedBody,
    EndOfReplyMissing,
    StreamReset,
    GoingAway,
    GoneMidReply,
    WrongContentType,
    HtmlWith200,
    HtmlWith502,
    InvalidUtf8,
    Deep,
    Overflow,
    AnnouncedGibibyte,
    AnnouncedTooMuch,
    EndlessReply,
    EndlessAsides,
    GzipBomb,
    GzipUnasked,
    EndlessHeaders,
    OversizedMetadata,
    LongMetadata,
    StatusWithoutMessage,
    MalformedDetails,
    RedirectLoop,
    RedirectToOther,
    MovedToOther,
    RedirectToPlain,
    TlsCut,
    TlsSilent,
}

/// What stands at the address.
pub enum Stand {
    /// Nobody.
    Nobody,
    /// A server that answers with this.
    Server(Answer),
    /// Something that spoils the connection to a good server.
    Wire(Wire),
    /// Something that speaks the protocol in its own way.
    Strange(Strange),
}

/// What happens to a connection on its way to a good server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Reset once this many bytes have come from the client.
    ResetAfter(usize),
    /// The other side ends its half at once, and reads on.
    HalfClosed,
    /// Everything is read, nothing is said.
    Silent,
    /// What comes back comes one byte at a time.
    Slow,
    /// Reset when the server ends the connection.
    ResetAtEnd,
}

impl Fault {
    pub const ALL: &[Fault] = &[
        Fault::Refused,
        Fault::ResetBefore,
        Fault::ResetDuring,
        Fault::ResetAfter,
        Fault::ResetMidReply,
        Fault::HalfClosed,
        Fault::Silent,
        Fault::SilentAfterRequest,
        Fault::ByteByByte,
        Fault::TruncatedBody,
        Fault::EndOfReplyMissing,
        Fault::StreamReset,
        Fault::GoingAway,
        Fault::GoneMidReply,
        Fault::WrongContentType,
        Fault::HtmlWith200,
        Fault::HtmlWith502,
        Fault::InvalidUtf8,
        Fault::Deep,
        Fault::Overflow,
        Fault::AnnouncedGibibyte,
        Fault::AnnouncedTooMuch,
        Fault::EndlessReply,
        Fault::EndlessAsides,
        Fault::GzipBomb,
        Fault::GzipUnasked,
        Fault::EndlessHeaders,
        Fault::OversizedMetadata,
        Fault::LongMetadata,
        Fault::StatusWithoutMessage,
        Fault::MalformedDetails,
        Fault::RedirectLoop,
        Fault::RedirectToOther,
        Fault::MovedToOther,
        Fault::RedirectToPlain,
        Fault::TlsCut,
        Fault::TlsSilent,
    ];

    /// What the table calls it.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Refused => "connection refused",
            Fault::ResetBefore => "reset before the request",
            Fault::ResetDuring => "reset during the request",
            Fault::ResetAfter => "reset after the request",
            Fault::ResetMidReply => "reset in the middle of the reply",
            Fault::HalfClosed => "half-closed",
            Fault::Silent => "silent from the start",
            Fault::SilentAfterRequest => "silent after the request",
            Fault::ByteByByte => "reply byte by byte",
            Fault::TruncatedBody => "body shorter than announced",
            Fault::EndOfReplyMissing => "end of the reply missing (trailers; last chunk)",
            Fault::StreamReset => "RST_STREAM in the middle of the reply",
            Fault::GoingAway => "GOAWAY in the middle of the reply, which is completed (`connection: close`)",
            Fault::GoneMidReply => "GOAWAY in the middle of the reply, and gone",
            Fault::WrongContentType => "wrong content type",
            Fault::HtmlWith200 => "HTML of a proxy with 200",
            Fault::HtmlWith502 => "HTML of a proxy with 502",
            Fault::InvalidUtf8 => "invalid UTF-8",
            Fault::Deep => "10,000 levels deep",
            Fault::Overflow => "a number that overflows",
            Fault::AnnouncedGibibyte => "1 GiB announced and not sent",
            Fault::AnnouncedTooMuch => "4 GiB announced and not sent",
            Fault::EndlessReply => "a reply without end, limit 2 MiB",
            Fault::EndlessAsides => "`100 Continue` or PING again and again, and no reply",
            Fault::GzipBomb => "gzip bomb of 1 GiB, limit 2 MiB",
            Fault::GzipUnasked => "gzip bomb, compression not asked for",
            Fault::EndlessHeaders => "endless headers",
            Fault::OversizedMetadata => "metadata of 1 MiB",
            Fault::LongMetadata => "metadata of 100 KiB",
            Fault::StatusWithoutMessage => "a status without message",
            Fault::MalformedDetails => "a status with details that are no base64",
            Fault::RedirectLoop => "redirect to itself (302)",
            Fault::RedirectToOther => "redirect to another origin (307)",
            Fault::MovedToOther => "redirect to another origin (301)",
            Fault::RedirectToPlain => "redirect from https to http (308)",
            Fault::TlsCut => "TLS cut in the handshake",
            Fault::TlsSilent => "TLS handshake never answered",
        }
    }

    /// Whether the server is behind TLS.
    pub fn secure(self) -> bool {
        matches!(self, Fault::RedirectToPlain | Fault::TlsCut | Fault::TlsSilent)
    }

    /// Whether the protocol can fail so.
    pub fn exists_over(self, protocol: Protocol) -> bool {
        let of_http2 = matches!(self, Fault::StreamReset | Fault::GoneMidReply | Fault::MalformedDetails);
        protocol == Protocol::Grpc || !of_http2
    }

    /// Whether it is chance if the request was on its way when the fault came.
    pub fn races(self) -> bool {
        matches!(self, Fault::ResetBefore | Fault::HalfClosed)
    }

    /// Whether the client asks for compression.
    pub fn compressed(self) -> bool {
        self == Fault::GzipBomb
    }

    /// Whether the client limits what it takes more than it does unless told.
    pub fn limited(self) -> bool {
        matches!(self, Fault::GzipBomb | Fault::EndlessReply)
    }

    /// What stands at the address. `own` is that address, `other` one where nobody may call.
    pub fn stand(self, protocol: Protocol, class: Class, own: &str, other: &str) -> Stand {
        let server = Stand::Server;
        match self {
            Fault::Refused => Stand::Nobody,
            Fault::ResetBefore => Stand::Wire(Wire::ResetAfter(0)),
            Fault::ResetDuring => Stand::Wire(Wire::ResetAfter(100)),
            Fault::ResetAfter => Stand::Wire(Wire::ResetAtEnd),
            Fault::HalfClosed => Stand::Wire(Wire::HalfClosed),
            Fault::Silent | Fault::TlsSilent => Stand::Wire(Wire::Silent),
            Fault::SilentAfterRequest => server(Answer::Hang),
            Fault::ByteByByte => Stand::Wire(Wire::Slow),
            Fault::TlsCut => Stand::Wire(Wire::ResetAfter(50)),
            Fault::ResetMidReply => Stand::Strange(Strange::Reset),
            Fault::EndOfReplyMissing => Stand::Strange(Strange::NoEnd),
            Fault::StreamReset => Stand::Strange(Strange::StreamReset),
            Fault::GoingAway => Stand::Strange(Strange::GoingAway),
            Fault::GoneMidReply => Stand::Strange(Strange::Gone),
            Fault::EndlessHeaders => Stand::Strange(Strange::EndlessHeaders),
            Fault::TruncatedBody => Stand::Strange(Strange::Truncated),
            Fault::AnnouncedGibibyte => Stand::Strange(Strange::Announced(1 << 30)),
            Fault::AnnouncedTooMuch => Stand::Strange(Strange::Announced(u32::MAX)),
            Fault::EndlessReply => Stand::Strange(Strange::EndlessReply),
            Fault::EndlessAsides => Stand::Strange(Strange::EndlessAsides),
            Fault::WrongContentType => server(replies::typed(protocol, class, "application/octet-stream")),
            Fault::HtmlWith200 => server(replies::html(200)),
            Fault::HtmlWith502 => server(replies::html(502)),
            Fault::InvalidUtf8 => server(replies::invalid_utf8(protocol, class)),
            Fault::Deep => server(replies::deep(class)),
            Fault::Overflow => server(replies::overflow(class)),
            Fault::GzipBomb | Fault::GzipUnasked => Stand::Strange(Strange::Bomb),
            Fault::OversizedMetadata => server(replies::with_header(protocol, class, 1 << 20)),
            Fault::LongMetadata => server(replies::with_header(protocol, class, 100 << 10)),
            Fault::MalformedDetails => Stand::Strange(Strange::MalformedDetails),
            Fault::StatusWithoutMessage => server(Answer::failure(500, 13, "")),
            Fault::RedirectLoop => server(replies::redirect(302, own)),
            Fault::RedirectToOther => server(replies::redirect(307, other)),
            Fault::MovedToOther => server(replies::redirect(301, other)),
            Fault::RedirectToPlain => server(replies::redirect(308, &own.replace("https://", "http://"))),
        }
    }
}
