//! What fuzzing reaches inside of the crate, where no public function leads.

#[cfg(feature = "rest")]
use http::HeaderMap;
#[cfg(feature = "rest")]
use http::header::{LOCATION, RETRY_AFTER};
use jiff::Timestamp;

use crate::address::{self, AddressOptions};
use crate::error::Error;
#[cfg(feature = "rest")]
use crate::transport::rest_error::answered;

/// The addresses of REST and gRPC that the settings of these names mean.
///
/// # Errors
/// A setting is wrong, or two exclude each other.
pub fn addresses(url: Option<&str>, host: Option<&str>, prefix: Option<&str>, grpc_url: Option<&str>) -> Result<(String, String), Error> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let options =
        AddressOptions { url: owned(url), host: owned(host), prefix: owned(prefix), grpc_url: owned(grpc_url), ..Default::default() };
    let addresses = address::resolve(&options)?;
    Ok((addresses.rest.to_string(), addresses.grpc.to_string()))
}

/// How long a `retry-after` header asks to wait.
pub fn retry_after(value: &str) -> Option<std::time::Duration> {
    crate::retry::parse_retry_after(value, Timestamp::UNIX_EPOCH)
}

/// The path of the value at fault in a JSON text that could not be decoded.
#[cfg(feature = "rest")]
pub fn place(json: &[u8], error: &serde_json::Error) -> String {
    crate::decode::place::place(json, error)
}

/// The error that an answer of a REST server at `url` means.
///
/// # Errors
/// The URL is wrong.
#[cfg(feature = "rest")]
pub fn rest_answer(url: &str, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<Error, Error> {
    let options = AddressOptions { url: Some(url.to_owned()), ..Default::default() };
    let head = (status, headers.get(RETRY_AFTER).cloned(), headers.get(LOCATION).cloned());
    Ok(answered(head, body, &address::resolve(&options)?.rest))
}
