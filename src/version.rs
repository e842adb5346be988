//! Server versions: reading them, comparing them, and asking the server for its own.

use std::fmt;

use crate::operations::RELEASE;
use crate::warnings::{Warner, Warning};

/// A version of a Qdrant server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    text: String,
}

impl Version {
    /// Reads `1.19.0`, `1.19`, `v1.19.1-dev` and the like.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().trim_start_matches('v').split(['.', '-', '+']);
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        Some(Self { major, minor, text: text.trim().to_owned() })
    }

    /// The release that this client is generated from.
    pub fn of_client() -> Option<Self> {
        Self::parse(RELEASE)
    }

    /// Whether a client and a server of these versions are made to work together: the same major version, and minor
    /// versions at most one apart.
    pub fn is_compatible_with(&self, other: &Version) -> bool {
        self.major == other.major && self.minor.abs_diff(other.minor) <= 1
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What to think of a server that does not know an operation.
pub(crate) fn hint(server: Option<&Version>) -> String {
    match server {
        Some(server) => {
            format!("the server is version {server}, this client is made for {RELEASE}: the operation may be newer than the server")
        }
        None => format!("the server may be older than {RELEASE}, for which this client is made, or the path of the URL may be wrong"),
    }
}

/// Says through `tracing` what the check of the server's version found.
pub(crate) fn report(server: &Version, warner: &Warner) {
    match Version::of_client() {
        Some(client) if !client.is_compatible_with(server) && warner.may(Warning::Version) => tracing::warn!(
            server = %server,
            client = RELEASE,
            "server and client are more than one minor version apart; some calls may fail (turn this check off with `check_version(false)`)"
        ),
        _ => tracing::debug!(server = %server, client = RELEASE, "server version"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_servers_say() {
        for (text, expected) in [
            ("1.19.0", Some((1, 19))),
            ("1.9", Some((1, 9))),
            ("v1.9.3-dev", Some((1, 9))),
            ("1.9.3.dev0", Some((1, 9))),
            ("1.19-rc1", Some((1, 19))),
            ("1", None),
            ("", None),
            ("one.two", None),
            ("1.-2", None),
        ] {
            assert_eq!(Version::parse(text).map(|version| (version.major, version.minor)), expected, "{text:?}");
        }
        assert!(Version::of_client().is_some());
    }

    #[test]
    fn one_minor_version_apart_is_fine() {
        let version = |text: &str| Version::parse(text).unwrap();
        for (one, other, fits) in [
            ("1.19.0", "1.19.9", true),
            ("1.19.0", "1.18.0", true),
            ("1.19.0", "1.20.0", true),
            ("1.19.0", "1.17.9", false),
            ("1.19.0", "2.19.0", false),
        ] {
            assert_eq!(version(one).is_compatible_with(&version(other)), fits, "{one} and {other}");
            assert_eq!(version(other).is_compatible_with(&version(one)), fits, "{other} and {one}");
        }
    }
}
