//! Addresses from settings: one that is accepted means the same to whoever reads its text.

use qdrant_remote::testing::inside;
use url::Url;

/// Lines of the input: `url`, `host`, `prefix` and `grpc_url`, an empty one for none.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(4, '\n').map(|line| Some(line).filter(|line| !line.is_empty()));
    let mut next = || lines.next().flatten();
    let (url, host, prefix, grpc_url) = (next(), next(), next(), next());
    let Ok((rest, grpc)) = inside::addresses(url, host, prefix, grpc_url) else { return };
    let again = inside::addresses(Some(&rest), None, None, Some(&grpc));
    assert_eq!(again.as_ref().ok(), Some(&(rest.clone(), grpc.clone())), "{again:?}");
    means_the_same(&rest);
    means_the_same(&grpc);
}

/// What this crate calls an address is what the libraries below it take it for.
fn means_the_same(text: &str) {
    let read = Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let ours = text.split_once("://").map_or(text, |(_, rest)| rest);
    let (authority, path) = ours.split_at(ours.find('/').unwrap_or(ours.len()));
    let port = read.port_or_known_default().unwrap_or_default();
    let theirs = format!("{}:{port}", read.host_str().unwrap_or_default());
    assert_eq!((authority, path), (theirs.as_str(), read.path().trim_end_matches('/')), "{text}");
    assert!(read.username().is_empty() && read.password().is_none() && read.query().is_none() && read.fragment().is_none(), "{text}");
    let other: http::Uri = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(other.authority().map(http::uri::Authority::as_str), Some(authority), "{text}");
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let urls = [
        "http://localhost:6333",
        "https://x.cloud.example/a/b?",
        "HTTP://[::1]:1/",
        "user:secret@h",
        "10.0.0.1",
        "h:0",
        "https://h/%2e%2e/a%zz",
        "[fe80::1%eth0]:6333",
        "ftp://h",
        "größe.example",
        "0x7f.1",
        "xn--a",
    ];
    let mut found: Vec<String> = urls.iter().map(|url| format!("{url}\n\n\n")).collect();
    found.extend(urls.iter().map(|url| format!("\n{url}\n/a b/\n")));
    found.extend(urls.iter().map(|url| format!("http://h\n\n{url}\n{url}")));
    found.into_iter().map(String::into_bytes).collect()
}
