//! Headers of calls: which ones a caller may set, and how one set replaces another.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::error::Error;

/// The header of the API key.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("api-key");

/// Sets all values that `source` has for a name in place of those that `target` has. Any of them may be a credential, so
/// all are marked as sensitive: they are kept out of what the crates below print, and out of the tables of HTTP/2.
pub(crate) fn replace(target: &mut HeaderMap, source: &HeaderMap) {
    for name in source.keys() {
        target.remove(name);
    }
    for (name, value) in source {
        let mut value = value.clone();
        value.set_sensitive(true);
        target.append(name.clone(), value);
    }
}

/// Refuses headers that belong to the transports.
pub(crate) fn check(headers: &HeaderMap) -> Result<(), Error> {
    match headers.keys().find(|name| reserved(name)) {
        Some(name) => Err(Error::invalid_request(format!("the header `{name}` is the client's own and cannot be set"))),
        None => Ok(()),
    }
}

/// A header from text, or an error that names it without its value.
pub(crate) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let header = HeaderName::try_from(name).map_err(|_| Error::config(format!("`{}` is no name of a header", name.escape_debug())))?;
    if reserved(&header) {
        return Err(Error::config(format!("the header `{header}` is the client's own and cannot be set")));
    }
    let value =
        HeaderValue::try_from(value).map_err(|_| Error::config(format!("the value of the header `{header}` holds illegal characters")))?;
    Ok((header, value))
}

fn reserved(name: &HeaderName) -> bool {
    const OWN: [HeaderName; 10] = [
        header::ACCEPT_ENCODING,
        header::CONNECTION,
        header::CONTENT_ENCODING,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::HOST,
        header::TE,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
        header::USER_AGENT,
    ];
    OWN.contains(name) || name.as_str().starts_with("grpc-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_not_echoed() {
        let error = parse("x-key", "hunter2\n").unwrap_err().to_string();
        assert!(error.contains("x-key") && !error.contains("hunter2"), "{error}");
        for own in ["content-type", "Host", "grpc-timeout", "user-agent"] {
            assert!(parse(own, "x").unwrap_err().to_string().contains("client's own"));
        }
        assert!(parse("no good", "x").is_err());
    }

    #[test]
    fn all_values_of_a_name_are_replaced() {
        let one = HeaderValue::from_static("1");
        let mut target = HeaderMap::from_iter([(API_KEY, one.clone()), (header::ACCEPT, one.clone())]);
        let mut source = HeaderMap::new();
        source.append(API_KEY, HeaderValue::from_static("2"));
        source.append(API_KEY, HeaderValue::from_static("3"));
        replace(&mut target, &source);
        assert_eq!(target.get_all(API_KEY).iter().collect::<Vec<_>>(), ["2", "3"]);
        assert!(target.get_all(API_KEY).iter().all(HeaderValue::is_sensitive));
        assert_eq!(target[header::ACCEPT], one);
    }
}
