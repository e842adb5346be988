//! TLS on both ports, with a certificate made for the test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../tests/support/certificates.rs"]
#[allow(dead_code, reason = "made for more tests than these")]
mod certificates;
mod support;

use certificates::Authority;
use qdrant_remote::models::Distance;
use qdrant_remote::tls::TlsOptions;
use qdrant_remote::{Client, ClientBuilder, Protocol};
use qdrant_remote_embedded::Embedded;
use support::{count, line, plane, upsert};

const PROTOCOLS: [Protocol; 2] = [Protocol::Rest, Protocol::Grpc];

fn to(server: &Embedded, protocol: Protocol, tls: TlsOptions) -> ClientBuilder {
    Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol).tls(tls)
}

#[tokio::test]
async fn both_protocols_are_encrypted() {
    let authority = Authority::new();
    let identity = authority.issue("127.0.0.1");
    let server = Embedded::builder().tls(identity.certificate_pem(), identity.key_pem()).api_key("hunter2").start().await.unwrap();
    assert!(server.url().starts_with("https://") && server.grpc_url().starts_with("https://"));
    for protocol in PROTOCOLS {
        let name = format!("{protocol:?}");
        let client = to(&server, protocol, TlsOptions::new().ca_certificate(authority.pem())).api_key("hunter2").build().unwrap();
        plane(&client, &name, Distance::Dot).await;
        upsert(&client, &name, line(0..20)).await;
        assert_eq!(count(&client, &name).await, 20);
        let stranger = to(&server, protocol, TlsOptions::new()).api_key("hunter2").build().unwrap();
        let refused = stranger.get_collections().send().await.unwrap_err();
        assert_eq!(refused.status(), None, "nothing was sent to a server that nobody vouches for: {refused}");
        let in_clear = Client::builder().url(server.url().replace("https", "http")).grpc_url(server.grpc_url().replace("https", "http"));
        in_clear.protocol(protocol).build().unwrap().get_collections().send().await.unwrap_err();
    }
    server.stop().await;
}

#[tokio::test]
async fn clients_may_have_to_show_who_they_are() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let (identity, client) = (authority.issue("127.0.0.1"), clients.issue("somebody"));
    let server = Embedded::builder().tls(identity.certificate_pem(), identity.key_pem()).tls_client_authority(clients.pem());
    let server = server.start().await.unwrap();
    for protocol in PROTOCOLS {
        let known = || TlsOptions::new().ca_certificate(authority.pem());
        let nobody = to(&server, protocol, known()).build().unwrap();
        nobody.get_collections().send().await.unwrap_err();
        let somebody = known().client_certificate(client.certificate_pem(), client.key_pem());
        to(&server, protocol, somebody).build().unwrap().get_collections().send().await.unwrap();
    }
}

#[tokio::test]
async fn handshakes_that_do_not_come_hold_nobody_up() {
    let authority = Authority::new();
    let identity = authority.issue("127.0.0.1");
    let server = Embedded::builder().tls(identity.certificate_pem(), identity.key_pem()).start().await.unwrap();
    for (protocol, port) in PROTOCOLS.into_iter().zip([server.http_port(), server.grpc_port()]) {
        let _silent = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let client = to(&server, protocol, TlsOptions::new().ca_certificate(authority.pem())).build().unwrap();
        client.get_collections().send().await.unwrap();
    }
}

#[test]
fn what_is_no_certificate_is_told_with_its_file() {
    let authority = Authority::new();
    let (identity, other) = (authority.issue("127.0.0.1"), authority.issue("127.0.0.1"));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (certificate, key) = (file("good.pem", &identity.certificate_pem()), file("good.key", &identity.key_pem()));
    let (empty, others) = (file("empty.pem", "no certificate"), file("others.key", &other.key_pem()));
    let missing = folder.path().join("missing.pem");
    let cases = [(&missing, &key, &missing), (&empty, &key, &empty), (&certificate, &empty, &empty), (&certificate, &others, &others)];
    for (certificate, key, wrong) in cases {
        let error = Embedded::builder().tls_files(certificate, key).start_blocking().unwrap_err();
        assert!(error.server_message().contains(&*wrong.to_string_lossy()), "{error}");
    }
    Embedded::builder().tls_files(certificate, key).start_blocking().unwrap();
    let error = Embedded::builder().tls("", identity.key_pem()).start_blocking().unwrap_err();
    assert!(error.server_message().contains("the TLS certificate: holds no certificate"), "{error}");
}
