//! What an operation can fail with, in the words and with the statuses of a server.

use std::fmt::Display;
use std::time::Duration;

use qdrant_edge::OperationError;
use qdrant_remote::Error;

/// A failure on its way to the caller.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    status: u16,
    message: String,
    retry_after: Option<Duration>,
}

/// The result of everything that can fail in the server.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl Fault {
    fn new(status: u16, kind: &str, text: impl Display) -> Self {
        Fault { status, message: format!("{kind}: {text}"), retry_after: None }
    }

    /// A value of the request that the collection cannot take.
    pub(crate) fn wrong_input(text: impl Display) -> Self {
        Fault::new(400, "Wrong input", text)
    }

    /// A request that makes no sense for this collection.
    pub(crate) fn bad_request(text: impl Display) -> Self {
        Fault::new(400, "Bad request", text)
    }

    /// A value that has the wrong form.
    pub(crate) fn format(text: impl Display) -> Self {
        Fault::new(400, "Format error in JSON body", text)
    }

    /// A value that is out of the range allowed for it.
    pub(crate) fn invalid(path: impl Display, text: impl Display) -> Self {
        Fault::new(422, "Validation error in JSON body", format_args!("[{path}: {text}]"))
    }

    /// A part of the address that is not allowed.
    pub(crate) fn invalid_path(text: impl Display) -> Self {
        Fault::new(422, "Validation error in path parameters", format_args!("[{text}]"))
    }

    /// A number below the smallest one allowed.
    pub(crate) fn too_small(path: impl Display, value: impl Display, least: impl Display) -> Self {
        Fault::invalid(path, format_args!("value {value} invalid, must be {least} or larger"))
    }

    pub(crate) fn forbidden(text: impl Display) -> Self {
        Fault::new(403, "Forbidden", text)
    }

    /// A parameter of the address that cannot be read.
    pub(crate) fn query(text: impl Display) -> Self {
        Fault::new(400, "Deserialize error in query parameters", text)
    }

    /// A parameter of the address that is out of its range.
    pub(crate) fn invalid_query(text: impl Display) -> Self {
        Fault::new(422, "Validation error in query parameters", format_args!("[{text}]"))
    }

    /// More than may be asked for at this time.
    pub(crate) fn too_often(text: impl Display, retry_after: Option<Duration>) -> Self {
        Fault { retry_after, ..Fault::new(429, "Rate limiting exceeded", text) }
    }

    pub(crate) fn not_found(text: impl Display) -> Self {
        Fault::new(404, "Not found", text)
    }

    pub(crate) fn no_collection(name: &str) -> Self {
        Fault::not_found(format_args!("Collection `{name}` doesn't exist!"))
    }

    pub(crate) fn no_vector(name: &str) -> Self {
        Fault::wrong_input(format_args!("Not existing vector name error: {name}"))
    }

    pub(crate) fn no_point(id: impl Display) -> Self {
        Fault::not_found(format_args!("No point with id {id} found"))
    }

    pub(crate) fn wrong_dimension(expected: usize, got: usize) -> Self {
        Fault::wrong_input(format_args!("Vector dimension error: expected dim: {expected}, got {got}"))
    }

    pub(crate) fn already_exists(name: &str) -> Self {
        Fault::new(409, "Wrong input", format_args!("Collection `{name}` already exists!"))
    }

    /// An operation, or a part of one, that the engine has no means for.
    pub(crate) fn unsupported(what: impl Display) -> Self {
        Fault { status: 501, message: format!("{what} is not supported by the embedded server"), retry_after: None }
    }

    /// A failure that is not the caller's. Only the first line is told: the engine appends stack traces.
    pub(crate) fn internal(text: impl Display) -> Self {
        let text = text.to_string();
        Fault::new(500, "Service internal error", text.lines().next().unwrap_or_default())
    }
}

impl Fault {
    /// The same in the words that gRPC has for it: there the body is no JSON, and has no wrapping of the server's own.
    pub(crate) fn for_grpc(mut self) -> Self {
        let start = ["Validation error in JSON body: [", "Validation error in query parameters: ["];
        if let Some(rest) = start.iter().find_map(|start| self.message.strip_prefix(start)) {
            let wrapping = ["internal.", "scroll_request.", "search_request.", "facet_request."];
            let rest = wrapping.iter().find_map(|wrapping| rest.strip_prefix(wrapping)).unwrap_or(rest);
            self.message = format!("Validation error in body: [{rest}");
        }
        self
    }
}

impl From<OperationError> for Fault {
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::PointIdError { missed_point_id } => Fault::no_point(missed_point_id),
            OperationError::WrongSparse => Fault::wrong_input("Conversion between sparse and regular vectors failed"),
            OperationError::WrongMulti => Fault::wrong_input("Conversion between multi and regular vectors failed"),
            OperationError::ServiceError { description, .. } => Fault::internal(description),
            error @ (OperationError::WrongVectorDimension { .. }
            | OperationError::VectorNameNotExists { .. }
            | OperationError::TypeError { .. }
            | OperationError::TypeInferenceError { .. }
            | OperationError::ValidationError { .. }
            | OperationError::MissingRangeIndexForOrderBy { .. }
            | OperationError::MissingMapIndexForFacet { .. }
            | OperationError::VariableTypeError { .. }
            | OperationError::NonFiniteNumber { .. }) => Fault::wrong_input(error),
            error @ (OperationError::InconsistentStorage { .. }
            | OperationError::OutOfMemory { .. }
            | OperationError::Cancelled { .. }
            | OperationError::Timeout { .. }) => Fault::internal(error),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Fault::internal(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let error = Error::from_status(fault.status, fault.message);
        match fault.retry_after {
            Some(time) => error.with_retry_after(time),
            None => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grpc_has_words_of_its_own() {
        let fault = Fault::too_small("internal.limit", 0, 1).for_grpc();
        assert_eq!(fault.message, "Validation error in body: [limit: value 0 invalid, must be 1 or larger]");
        let same = Fault::no_collection("c").for_grpc();
        assert_eq!(same, Fault::no_collection("c"));
    }

    #[test]
    fn stack_traces_of_the_engine_stay_inside() {
        let fault = Fault::from(OperationError::service_error("first line\n   0: a frame\n   1: another"));
        assert_eq!(fault, Fault { status: 500, message: "Service internal error: first line".to_owned(), retry_after: None });
    }
}
