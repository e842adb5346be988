//! What the path of a request names: which values no protocol, or REST alone, can hold there.

use std::fmt;

use crate::error::Error;
use crate::operation::Operation;
use crate::protocol::Protocol;

/// The names in the path of a request: which parameter, and its value.
pub(crate) type Names<'a> = &'a [(&'static str, &'a str)];

/// Refuses what cannot be sent: an empty name, and over REST one of dots, which a URL swallows.
pub(super) fn check(operation: &'static Operation, protocol: Protocol, names: Names<'_>) -> Result<(), Error> {
    for (parameter, value) in names {
        let error = match (*value, protocol) {
            ("", _) => Error::invalid_request(format!("`{parameter}` is empty: give the name that is meant")),
            ("." | "..", Protocol::Rest) => {
                let error = Error::not_expressible(format!("`{parameter}` is `{value}`, which the path of a URL cannot hold"));
                match operation.rpc {
                    Some(_) => error.with_hint("send this call over gRPC with `.protocol(Protocol::Grpc)`"),
                    None => error,
                }
            }
            _ => continue,
        };
        return Err(error.at(operation, protocol).with_path((*parameter).to_owned()));
    }
    Ok(())
}

/// The collection among the names, if there is one.
pub(super) fn collection<'a>(names: Names<'a>) -> Option<&'a str> {
    names.iter().find(|(parameter, _)| *parameter == "collection_name").map(|(_, value)| *value)
}

/// What a call is called where calls are shown: the operation, and the collection.
pub(super) struct Title<'a>(pub(super) &'static Operation, pub(super) Option<&'a str>);

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)?;
        match self.1 {
            Some(collection) => write!(f, " {collection}"),
            None => Ok(()),
        }
    }
}
