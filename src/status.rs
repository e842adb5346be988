//! One vocabulary for what a server answers, whichever protocol carried it.

use std::fmt;

/// What the server's answer means: an HTTP status and a gRPC code as one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The request is malformed or asks for something impossible.
    InvalidArgument,
    /// No credentials, or wrong ones.
    Unauthenticated,
    /// The credentials do not allow this.
    PermissionDenied,
    /// What the request names does not exist.
    NotFound,
    /// What the request creates exists already.
    AlreadyExists,
    /// The server's state does not allow this now.
    FailedPrecondition,
    /// The request, or the answer, is larger than somebody allows.
    TooLarge,
    /// Too many requests.
    RateLimited,
    /// The server gave up because the request was cancelled.
    Cancelled,
    /// The server's own time limit passed.
    DeadlineExceeded,
    /// The server failed.
    Internal,
    /// The server does not know the operation.
    Unimplemented,
    /// The server, or something in front of it, cannot serve now.
    Unavailable,
    /// Anything else.
    Other,
}

/// Name, HTTP status and gRPC code with which each status is written.
const CANONICAL: &[(Status, &str, u16, i32)] = &[
    (Status::InvalidArgument, "invalid argument", 400, 3),
    (Status::Unauthenticated, "unauthenticated", 401, 16),
    (Status::PermissionDenied, "permission denied", 403, 7),
    (Status::NotFound, "not found", 404, 5),
    (Status::AlreadyExists, "already exists", 409, 6),
    (Status::FailedPrecondition, "failed precondition", 412, 9),
    (Status::TooLarge, "too large", 413, 11),
    (Status::RateLimited, "rate limited", 429, 8),
    (Status::Cancelled, "cancelled", 499, 1),
    (Status::DeadlineExceeded, "deadline exceeded", 408, 4),
    (Status::Internal, "internal error", 500, 13),
    (Status::Unimplemented, "unimplemented", 501, 12),
    (Status::Unavailable, "unavailable", 503, 14),
    (Status::Other, "unexpected status", 500, 2),
];

impl Status {
    /// The status that an HTTP answer means.
    pub fn from_http(status: u16) -> Self {
        match status {
            400 | 406 | 411 | 414 | 415 | 422 => Status::InvalidArgument,
            401 | 407 => Status::Unauthenticated,
            403 => Status::PermissionDenied,
            404 | 410 => Status::NotFound,
            405 | 501 => Status::Unimplemented,
            408 => Status::DeadlineExceeded,
            409 => Status::AlreadyExists,
            412 | 428 => Status::FailedPrecondition,
            413 => Status::TooLarge,
            429 => Status::RateLimited,
            499 => Status::Cancelled,
            502..=504 => Status::Unavailable,
            500..=599 => Status::Internal,
            _ => Status::Other,
        }
    }

    /// The status that a gRPC code means.
    pub fn from_grpc(code: i32) -> Self {
        match code {
            1 => Status::Cancelled,
            3 | 11 => Status::InvalidArgument,
            4 => Status::DeadlineExceeded,
            5 => Status::NotFound,
            6 => Status::AlreadyExists,
            7 => Status::PermissionDenied,
            8 => Status::RateLimited,
            9 | 10 => Status::FailedPrecondition,
            12 => Status::Unimplemented,
            2 | 13 | 15 => Status::Internal,
            14 => Status::Unavailable,
            16 => Status::Unauthenticated,
            _ => Status::Other,
        }
    }

    /// The HTTP status that says this.
    pub fn http(self) -> u16 {
        self.row().2
    }

    /// The gRPC code that says this.
    pub fn grpc(self) -> i32 {
        self.row().3
    }

    fn row(self) -> (Status, &'static str, u16, i32) {
        let other = (Status::Other, "unexpected status", 500, 2);
        CANONICAL.iter().copied().find(|row| row.0 == self).unwrap_or(other)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that a 1.19 server gives for the same mistake.
    #[test]
    fn both_protocols_mean_the_same() {
        for (http, grpc, status) in [
            (404, 5, Status::NotFound),
            (409, 6, Status::AlreadyExists),
            (400, 3, Status::InvalidArgument),
            (422, 3, Status::InvalidArgument),
            (401, 16, Status::Unauthenticated),
            (403, 7, Status::PermissionDenied),
            (429, 8, Status::RateLimited),
            (500, 13, Status::Internal),
            (501, 12, Status::Unimplemented),
            (408, 4, Status::DeadlineExceeded),
            (503, 14, Status::Unavailable),
            (502, 14, Status::Unavailable),
            (504, 14, Status::Unavailable),
        ] {
            assert_eq!(Status::from_http(http), status, "HTTP {http}");
            assert_eq!(Status::from_grpc(grpc), status, "gRPC {grpc}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for (status, name, http, grpc) in CANONICAL.iter().copied() {
            assert_eq!((status.http(), status.grpc(), status.to_string().as_str()), (http, grpc, name));
            if !matches!(status, Status::Other) {
                assert_eq!(Status::from_http(status.http()), status);
            }
            if !matches!(status, Status::Other | Status::TooLarge) {
                assert_eq!(Status::from_grpc(status.grpc()), status);
            }
        }
    }
}
