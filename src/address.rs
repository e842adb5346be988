//! Where the server is: settings in, one address for each protocol out. Pure functions, no I/O.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::error::Error;

#[cfg(test)]
mod tests;

/// The port of REST without TLS.
pub(crate) const REST_PORT: u16 = 6333;
/// The port of REST behind TLS, which is the scheme's own.
const REST_TLS_PORT: u16 = 443;
/// The port of gRPC, with and without TLS.
pub(crate) const GRPC_PORT: u16 = 6334;

/// What the settings of a client say about addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddressOptions {
    pub(crate) url: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) https: Option<bool>,
    pub(crate) prefix: Option<String>,
    pub(crate) grpc_url: Option<String>,
    pub(crate) grpc_port: Option<u16>,
}

/// The addresses of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub(crate) rest: Address,
    pub(crate) grpc: Address,
}

/// The address of one protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) https: bool,
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Empty, or a path that begins and does not end with a slash.
    pub(crate) prefix: String,
}

impl Address {
    /// The same address under another host name.
    pub(crate) fn with_host(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}{}", self.host, self.port, self.prefix)
    }
}

/// The addresses that the settings mean.
pub(crate) fn resolve(options: &AddressOptions) -> Result<Addresses, Error> {
    let rest = rest(options)?;
    let grpc = grpc(options, &rest)?;
    Ok(Addresses { rest, grpc })
}

fn rest(options: &AddressOptions) -> Result<Address, Error> {
    let parts = match (&options.url, &options.host) {
        (Some(_), Some(_)) => return Err(Error::conflict("url", "host", "the URL holds the host")),
        (Some(url), None) => Parts::of_url("url", url)?,
        (None, Some(host)) => Parts::of_host(host)?,
        (None, None) => match &options.grpc_url {
            Some(url) => Parts { port: None, ..Parts::of_url("grpc_url", url)? },
            None => Parts { scheme: None, host: "localhost".to_owned(), port: None, path: String::new() },
        },
    };
    let https = scheme(parts.scheme, options.https, "url")?;
    let port = one_port(parts.port, options.port, "url", "port")?.unwrap_or(if https { REST_TLS_PORT } else { REST_PORT });
    let prefix = match (&options.prefix, parts.path.as_str()) {
        (Some(_), path) if !path.is_empty() => return Err(Error::conflict("url", "prefix", "the URL holds a path")),
        (Some(prefix), _) => path("prefix", prefix)?,
        (None, _) => parts.path,
    };
    Ok(Address { https, host: parts.host, port, prefix })
}

fn grpc(options: &AddressOptions, rest: &Address) -> Result<Address, Error> {
    let Some(url) = &options.grpc_url else {
        let port = nonzero(options.grpc_port, "grpc_port")?.unwrap_or(GRPC_PORT);
        return Ok(Address { port, prefix: String::new(), ..rest.clone() });
    };
    let parts = Parts::of_url("grpc_url", url)?;
    if !parts.path.is_empty() {
        return Err(Error::config("`grpc_url` holds a path, and gRPC has none: a `prefix` is for REST alone"));
    }
    let port = one_port(parts.port, options.grpc_port, "grpc_url", "grpc_port")?.unwrap_or(GRPC_PORT);
    Ok(Address { https: parts.scheme.unwrap_or(rest.https), host: parts.host, port, prefix: String::new() })
}

/// `https` decides where no URL does.
fn scheme(from_url: Option<bool>, https: Option<bool>, url: &str) -> Result<bool, Error> {
    match (from_url, https) {
        (Some(one), Some(other)) if one != other => Err(Error::conflict(url, "https", "the URL holds the scheme, and it is another")),
        (Some(https), _) | (None, Some(https)) => Ok(https),
        (None, None) => Ok(false),
    }
}

/// The port of the URL, or else of the setting beside it; both only where they agree.
fn one_port(from_url: Option<u16>, setting: Option<u16>, url: &str, name: &str) -> Result<Option<u16>, Error> {
    match (from_url, nonzero(setting, name)?) {
        (Some(one), Some(other)) if one != other => Err(Error::conflict(url, name, "the URL holds a port, and it is another")),
        (one, other) => Ok(one.or(other)),
    }
}

fn nonzero(port: Option<u16>, setting: &str) -> Result<Option<u16>, Error> {
    match port {
        Some(0) => Err(Error::config(format!("`{setting}` is 0, which is no port"))),
        port => Ok(port),
    }
}

/// What a URL or a host says.
struct Parts {
    scheme: Option<bool>,
    host: String,
    port: Option<u16>,
    path: String,
}

impl Parts {
    fn of_url(setting: &str, url: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::config(format!("`{setting}` is no address of a server: {why}"));
        let url = url.trim();
        if url.is_empty() {
            return Err(wrong("it is empty"));
        }
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => match scheme.to_ascii_lowercase().as_str() {
                "http" => (Some(false), rest),
                "https" => (Some(true), rest),
                _ => return Err(wrong("its scheme is neither http nor https")),
            },
            None => (None, url),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        if authority.contains('@') {
            return Err(wrong("it holds a user or password; give credentials with `api_key` or `token_provider`"));
        }
        if tail.contains(['?', '#']) {
            return Err(wrong("it holds a query or a fragment"));
        }
        let (host, port) = split_port(authority).map_err(|why| wrong(&why))?;
        let host = self::host(host).map_err(|why| wrong(&why))?;
        Ok(Self { scheme, host, port, path: path(setting, tail)? })
    }

    fn of_host(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::config(format!("`host` is no host name: {why}"));
        let text = text.trim();
        if text.contains("://") {
            return Err(wrong("it holds a scheme; give the whole with `url`"));
        }
        if text.contains('@') {
            return Err(wrong("it holds a user or password"));
        }
        if text.contains(['/', '?', '#']) {
            return Err(wrong("it holds a path; give it with `prefix`"));
        }
        let bare_ipv6 = text.parse::<Ipv6Addr>().is_ok();
        let text = if bare_ipv6 { format!("[{text}]") } else { text.to_owned() };
        let (name, port) = split_port(&text).map_err(|why| wrong(&why))?;
        if port.is_some() {
            return Err(Error::conflict("host", "port", "the host holds a port; give it with `port` alone"));
        }
        let host = host(name).map_err(|why| wrong(&why))?;
        Ok(Self { scheme: None, host, port: None, path: String::new() })
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), String> {
    let after_brackets = authority.rfind(']').map_or(0, |end| end + 1);
    let Some(colon) = authority[after_brackets..].find(':').map(|at| at + after_brackets) else {
        return Ok((authority, None));
    };
    let (host, port) = (&authority[..colon], &authority[colon + 1..]);
    if port.contains(':') {
        return Err("an IPv6 address needs brackets: [::1]".to_owned());
    }
    match port.parse::<u16>() {
        Ok(0) => Err("its port is 0".to_owned()),
        Ok(number) if port.bytes().all(|byte| byte.is_ascii_digit()) => Ok((host, Some(number))),
        _ if port.is_empty() => Err("it ends in a colon without a port".to_owned()),
        _ => Err("its port is no number from 1 to 65535".to_owned()),
    }
}

/// The host in lower case, checked.
fn host(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("it has no host".to_owned());
    }
    if let Some(inside) = text.strip_prefix('[') {
        let address = inside.strip_suffix(']').and_then(|inside| inside.parse::<Ipv6Addr>().ok());
        return match address {
            Some(address) => Ok(format!("[{address}]")),
            None if inside.contains('%') => Err("an IPv6 address with a zone is not supported".to_owned()),
            None => Err("what stands in brackets is no IPv6 address".to_owned()),
        };
    }
    if !text.is_ascii() {
        return Err("its host is not ASCII; write it in the form that begins with xn--".to_owned());
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')) {
        return Err("its host holds a character that no host name may hold".to_owned());
    }
    let labels = text.strip_suffix('.').unwrap_or(text);
    if labels.is_empty() || labels.split('.').any(str::is_empty) {
        return Err("its host has an empty label".to_owned());
    }
    // Some readers take what ends in a number for an IPv4 address, in forms that others do not know: `0x7f.1`.
    if labels.rsplit('.').next().is_some_and(number) && text.parse::<Ipv4Addr>().is_err() {
        return Err("its host is no IPv4 address".to_owned());
    }
    // What only looks like the form of a name that is not ASCII.
    #[cfg(feature = "rest")]
    reqwest::Url::parse(&format!("http://{text}")).map_err(|why| format!("its host is none: {why}"))?;
    Ok(text.to_ascii_lowercase())
}

/// Whether a label is a number, decimal or hexadecimal.
fn number(label: &str) -> bool {
    match label.strip_prefix("0x").or(label.strip_prefix("0X")) {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// A path with a leading and without a trailing slash, percent-encoded; empty for the root.
fn path(setting: &str, text: &str) -> Result<String, Error> {
    let inside = text.trim().trim_matches('/');
    if inside.is_empty() {
        return Ok(String::new());
    }
    if inside.contains(['?', '#']) {
        return Err(Error::config(format!("`{setting}` holds a query or a fragment")));
    }
    // Readers of URLs take encoded dots for dots.
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "" | "." | "..");
    if inside.split('/').any(dots) {
        return Err(Error::config(format!("`{setting}` holds an empty path segment or one of dots")));
    }
    Ok(format!("/{}", encode(inside)))
}

/// Percent-encodes what a path may not hold, and leaves what is encoded already.
fn encode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut encoded = String::with_capacity(path.len());
    for (at, byte) in bytes.iter().copied().enumerate() {
        let escape = byte == b'%' && bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if escape || byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
