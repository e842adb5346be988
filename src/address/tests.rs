//! The table of addresses: what comes out for REST and for gRPC, or what the error names.

use super::*;

/// Settings in the order url, host, port, https, prefix, grpc_url, grpc_port.
type Row<'a> = (Option<&'a str>, Option<&'a str>, Option<u16>, Option<bool>, Option<&'a str>, Option<&'a str>, Option<u16>);

const NONE: Row<'static> = (None, None, None, None, None, None, None);

fn url(url: &str) -> Row<'_> {
    (Some(url), None, None, None, None, None, None)
}

fn host(host: &str) -> Row<'_> {
    (None, Some(host), None, None, None, None, None)
}

fn grpc_url(url: &str) -> Row<'_> {
    (None, None, None, None, None, Some(url), None)
}

fn options(row: Row<'_>) -> AddressOptions {
    let (url, host, port, https, prefix, grpc_url, grpc_port) = row;
    AddressOptions {
        url: url.map(str::to_owned),
        host: host.map(str::to_owned),
        port,
        https,
        prefix: prefix.map(str::to_owned),
        grpc_url: grpc_url.map(str::to_owned),
        grpc_port,
    }
}

#[test]
fn accepted() {
    let table: &[(Row<'_>, &str, &str)] = &[
        (NONE, "http://localhost:6333", "http://localhost:6334"),
        // Schemes and ports.
        (url("http://h"), "http://h:6333", "http://h:6334"),
        (url("https://h"), "https://h:443", "https://h:6334"),
        (url("http://h:6333"), "http://h:6333", "http://h:6334"),
        (url("https://h:6333"), "https://h:6333", "https://h:6334"),
        (url("http://h:80"), "http://h:80", "http://h:6334"),
        (url("https://h:443"), "https://h:443", "https://h:6334"),
        (url("http://h:443"), "http://h:443", "http://h:6334"),
        (url("https://h:80"), "https://h:80", "https://h:6334"),
        (url("http://h:65535"), "http://h:65535", "http://h:6334"),
        (url("HTTP://H:6333"), "http://h:6333", "http://h:6334"),
        (url("HttpS://Example.COM"), "https://example.com:443", "https://example.com:6334"),
        // No scheme.
        (url("h"), "http://h:6333", "http://h:6334"),
        (url("h:6333"), "http://h:6333", "http://h:6334"),
        (url("localhost:7000/qdrant"), "http://localhost:7000/qdrant", "http://localhost:6334"),
        ((Some("h"), None, None, Some(true), None, None, None), "https://h:443", "https://h:6334"),
        ((Some("h:8443"), None, None, Some(true), None, None, None), "https://h:8443", "https://h:6334"),
        // A setting that agrees with the URL.
        ((Some("https://h"), None, None, Some(true), None, None, None), "https://h:443", "https://h:6334"),
        ((Some("http://h:7"), None, Some(7), None, None, None, None), "http://h:7", "http://h:6334"),
        ((Some("http://h"), None, Some(7), None, None, None, None), "http://h:7", "http://h:6334"),
        // Names and addresses.
        (url("http://127.0.0.1:6333"), "http://127.0.0.1:6333", "http://127.0.0.1:6334"),
        (url("http://[::1]:6333"), "http://[::1]:6333", "http://[::1]:6334"),
        (url("http://[::1]"), "http://[::1]:6333", "http://[::1]:6334"),
        (url("https://[2001:DB8::0:1]"), "https://[2001:db8::1]:443", "https://[2001:db8::1]:6334"),
        (url("http://qdrant_db:6333"), "http://qdrant_db:6333", "http://qdrant_db:6334"),
        (url("http://a-b.c-d.example."), "http://a-b.c-d.example.:6333", "http://a-b.c-d.example.:6334"),
        (url("http://xn--bcher-kva.example"), "http://xn--bcher-kva.example:6333", "http://xn--bcher-kva.example:6334"),
        // Paths.
        (url("http://h/"), "http://h:6333", "http://h:6334"),
        (url("http://h:6333/"), "http://h:6333", "http://h:6334"),
        (url("https://h:443/x/"), "https://h:443/x", "https://h:6334"),
        (url("https://h/qdrant"), "https://h:443/qdrant", "https://h:6334"),
        (url("https://h/a/b/"), "https://h:443/a/b", "https://h:6334"),
        (url("http://h/a b"), "http://h:6333/a%20b", "http://h:6334"),
        (url("http://h/a%20b"), "http://h:6333/a%20b", "http://h:6334"),
        (url("http://h/50%"), "http://h:6333/50%25", "http://h:6334"),
        (url("http://h/größe"), "http://h:6333/gr%C3%B6%C3%9Fe", "http://h:6334"),
        (url("http://h/a\\b"), "http://h:6333/a%5Cb", "http://h:6334"),
        (url("http://h/a@b:c"), "http://h:6333/a@b:c", "http://h:6334"),
        ((Some("http://h"), None, None, None, Some("x"), None, None), "http://h:6333/x", "http://h:6334"),
        ((Some("http://h/"), None, None, None, Some("/x/"), None, None), "http://h:6333/x", "http://h:6334"),
        ((Some("http://h"), None, None, None, Some("/"), None, None), "http://h:6333", "http://h:6334"),
        ((None, Some("h"), None, None, Some("/a/b"), None, None), "http://h:6333/a/b", "http://h:6334"),
        // Spaces around.
        (url("  http://h:6333\n"), "http://h:6333", "http://h:6334"),
        (host(" h "), "http://h:6333", "http://h:6334"),
        // Hosts.
        (host("h"), "http://h:6333", "http://h:6334"),
        (host("::1"), "http://[::1]:6333", "http://[::1]:6334"),
        (host("[::1]"), "http://[::1]:6333", "http://[::1]:6334"),
        (host("Example.COM"), "http://example.com:6333", "http://example.com:6334"),
        ((None, Some("h"), Some(8080), None, None, None, None), "http://h:8080", "http://h:6334"),
        ((None, Some("h"), None, Some(true), None, None, None), "https://h:443", "https://h:6334"),
        ((None, Some("h"), Some(6333), Some(true), None, None, None), "https://h:6333", "https://h:6334"),
        ((None, None, Some(7), None, None, None, None), "http://localhost:7", "http://localhost:6334"),
        // gRPC.
        ((Some("https://h/x"), None, None, None, None, None, Some(443)), "https://h:443/x", "https://h:443"),
        ((None, Some("h"), None, None, None, None, Some(9)), "http://h:6333", "http://h:9"),
        ((Some("http://h"), None, None, None, None, Some("https://g"), None), "http://h:6333", "https://g:6334"),
        ((Some("https://h"), None, None, None, None, Some("http://g:1"), None), "https://h:443", "http://g:1"),
        ((Some("https://h"), None, None, None, None, Some("g:1"), None), "https://h:443", "https://g:1"),
        ((Some("http://h"), None, None, None, None, Some("http://g"), Some(9)), "http://h:6333", "http://g:9"),
        ((Some("http://h"), None, None, None, None, Some("http://g:9/"), Some(9)), "http://h:6333", "http://g:9"),
        (grpc_url("http://g:7334"), "http://g:6333", "http://g:7334"),
        (grpc_url("https://g"), "https://g:443", "https://g:6334"),
        (grpc_url("http://[::1]:1"), "http://[::1]:6333", "http://[::1]:1"),
    ];
    for (row, rest, grpc) in table {
        let addresses = resolve(&options(*row)).unwrap_or_else(|error| panic!("{row:?}: {error}"));
        assert_eq!((addresses.rest.to_string().as_str(), addresses.grpc.to_string().as_str()), (*rest, *grpc), "{row:?}");
    }
    assert!(table.len() >= 60, "{}", table.len());
}

#[test]
fn refused() {
    let table: &[(Row<'_>, &[&str])] = &[
        (url(""), &["`url`", "empty"]),
        (url("   "), &["`url`", "empty"]),
        (url("http://"), &["`url`", "no host"]),
        (url("http://:6333"), &["`url`", "no host"]),
        (url("ftp://h"), &["`url`", "scheme"]),
        (url("grpc://h:6334"), &["`url`", "scheme"]),
        (url("://h"), &["`url`", "scheme"]),
        (url("http://h:"), &["`url`", "colon"]),
        (url("http://h:0"), &["`url`", "port"]),
        (url("http://h:65536"), &["`url`", "port"]),
        (url("http://h:+80"), &["`url`", "port"]),
        (url("http://h:abc"), &["`url`", "port"]),
        (url("http://::1:6333"), &["`url`", "brackets"]),
        (url("http://[::1"), &["`url`", "IPv6"]),
        (url("http://[::g]"), &["`url`", "IPv6"]),
        (url("http://[fe80::1%25eth0]"), &["`url`", "zone"]),
        (url("http://a b"), &["`url`", "character"]),
        (url("http://a\tb"), &["`url`", "character"]),
        (url("http://h\\x"), &["`url`", "character"]),
        (url("http://bücher.example"), &["`url`", "xn--"]),
        (url("http://a..b"), &["`url`", "label"]),
        (url("http://."), &["`url`", "label"]),
        (url("http://256.1.1.1"), &["`url`", "IPv4"]),
        (url("http://1.2.3"), &["`url`", "IPv4"]),
        (url("http://0x7f.1"), &["`url`", "IPv4"]),
        (url("http://h.0X7F"), &["`url`", "IPv4"]),
        (url("http://user:hunter2@h"), &["`url`", "api_key"]),
        (url("user:hunter2@h:6333"), &["`url`", "api_key"]),
        (url("http://h?hunter2=1"), &["`url`", "query"]),
        (url("http://h/#x"), &["`url`", "fragment"]),
        (url("http://h/../x"), &["`url`", "dots"]),
        (url("http://h/.%2E/x"), &["`url`", "dots"]),
        (url("http://h/a//b"), &["`url`", "empty path segment"]),
        (host("http://h"), &["`host`", "`url`"]),
        (host("h/x"), &["`host`", "`prefix`"]),
        (host("h:6333"), &["`host`", "`port`"]),
        (host("u:hunter2@h"), &["`host`", "password"]),
        (host(""), &["`host`", "no host"]),
        ((Some("http://h"), Some("h"), None, None, None, None, None), &["`url`", "`host`"]),
        ((Some("http://h:1"), None, Some(2), None, None, None, None), &["`url`", "`port`"]),
        ((Some("http://h"), None, None, Some(true), None, None, None), &["`url`", "`https`"]),
        ((Some("https://h"), None, None, Some(false), None, None, None), &["`url`", "`https`"]),
        ((Some("http://h/x"), None, None, None, Some("y"), None, None), &["`url`", "`prefix`"]),
        ((Some("http://h"), None, None, None, Some("a?b"), None, None), &["`prefix`", "query"]),
        ((Some("http://h"), None, None, None, Some("a/../b"), None, None), &["`prefix`", "dots"]),
        ((None, None, Some(0), None, None, None, None), &["`port`", "0"]),
        ((None, None, None, None, None, None, Some(0)), &["`grpc_port`", "0"]),
        ((None, None, None, None, None, Some("http://g:1"), Some(2)), &["`grpc_url`", "`grpc_port`"]),
        ((Some("http://h"), None, None, None, None, Some("http://g/x"), None), &["`grpc_url`", "path"]),
        ((Some("http://h"), None, None, None, None, Some("u:hunter2@g"), None), &["`grpc_url`", "password"]),
        ((Some("http://h"), None, None, None, None, Some(""), None), &["`grpc_url`", "empty"]),
    ];
    for (row, named) in table {
        let error = match resolve(&options(*row)) {
            Err(error) => error.to_string(),
            Ok(addresses) => panic!("{row:?}: accepted as {addresses:?}"),
        };
        for name in *named {
            assert!(error.contains(name), "{row:?}: `{name}` is not in: {error}");
        }
        assert!(!error.contains("hunter2"), "{error}");
    }
}
