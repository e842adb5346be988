//! TLS: who is trusted, who is shown, and what is said when that fails.

use std::collections::BTreeSet;

use qdrant_remote::tls::TlsOptions;
use qdrant_remote::{ConnectReason, Error, ErrorKind, Protocol, RetryPolicy};
use rustls::ServerConfig;

use crate::cases::NAME;
use crate::support::certificates::Authority;
use crate::support::{Answer, FakeServer, builder, secure_builder};

async fn server(protocol: Protocol, config: ServerConfig) -> FakeServer {
    FakeServer::secure(protocol, config, [Answer::exists()]).await
}

async fn call(server: &FakeServer, options: TlsOptions) -> Result<bool, Error> {
    let client = server.builder().tls(options).retry(RetryPolicy::off()).build()?;
    Ok(client.collection_exists(NAME).send().await?.exists)
}

/// Trusts one authority and nothing else.
fn trusting(authority: &Authority) -> TlsOptions {
    TlsOptions::new().ca_certificate(authority.pem()).only_given_certificates()
}

pub(crate) async fn own_authority_is_trusted(protocol: Protocol) {
    let authority = Authority::new();
    let server = server(protocol, authority.issue("localhost").server(None)).await;
    assert!(call(&server, trusting(&authority)).await.unwrap());
    assert!(call(&server, TlsOptions::new().ca_certificate(authority.pem())).await.unwrap(), "beside the system's");
    assert!(call(&server, TlsOptions::new().bundled_roots().ca_certificate(authority.pem())).await.unwrap(), "beside the bundled");
    let seen = server.last();
    match protocol {
        Protocol::Rest => assert_eq!(seen.header("host"), Some(format!("localhost:{}", server.address.port()).as_str())),
        Protocol::Grpc => assert_eq!(seen.uri.scheme_str(), Some("https")),
    }
}

pub(crate) async fn a_client_certificate_is_shown(protocol: Protocol) {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = server(protocol, authority.issue("localhost").server(Some(&clients))).await;
    let mine = clients.issue("me");
    let options = trusting(&authority).client_certificate(mine.certificate_pem(), mine.key_pem());
    assert!(call(&server, options).await.unwrap());
    assert_eq!(server.count(), 1);
}

pub(crate) async fn every_failure_has_its_own_words(protocol: Protocol) {
    let (authority, other) = (Authority::new(), Authority::new());
    let good = server(protocol, authority.issue("localhost").server(None)).await;
    let misnamed = server(protocol, authority.issue("elsewhere").server(None)).await;
    let expired = server(protocol, authority.issue_expired("localhost").server(None)).await;
    let demanding = server(protocol, authority.issue("localhost").server(Some(&other))).await;
    let plain = FakeServer::playing(protocol, [Answer::exists()]).await;
    let stranger = other.issue("me");
    let wrongly_shown = trusting(&authority).client_certificate(authority.issue("me").certificate_pem(), stranger.key_pem());

    let mut said = BTreeSet::new();
    for (what, server, options, words) in [
        ("unknown authority", &good, trusting(&other), "nobody that is trusted signed"),
        ("system roots", &good, TlsOptions::new(), "nobody that is trusted signed"),
        ("wrong name", &misnamed, trusting(&authority), "is for another name"),
        ("expired", &expired, trusting(&authority), "has expired"),
        ("no client certificate", &demanding, trusting(&authority), "client certificate"),
    ] {
        let error = call(server, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Tls), "{what}: {error:?}");
        assert!(!error.is_retryable(), "{what}");
        assert!(error.to_string().contains(words), "{what}: {error}");
        said.insert(error.to_string().split("; ").last().unwrap().to_owned());
        assert_eq!(server.count(), 0);
    }

    let behind_https = secure_builder(protocol, "localhost", plain.address.port()).tls(trusting(&authority)).retry(RetryPolicy::off());
    let error = behind_https.build().unwrap().collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Tls), "{error:?}");
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
    said.insert(error.to_string().split("; ").last().unwrap().to_owned());

    let behind_http = builder(protocol, good.address).retry(RetryPolicy::off());
    let error = behind_http.build().unwrap().collection_exists(NAME).send().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect(ConnectReason::Protocol | ConnectReason::Closed)), "{error:?}");
    assert!(error.to_string().contains("TLS"), "{error}");
    said.insert(error.to_string().split("; ").last().unwrap().to_owned());
    assert_eq!(said.len(), 6, "{said:#?}");

    let refused = good.builder().tls(wrongly_shown).build().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Config, "a key that does not fit is seen at once");
}

pub(crate) async fn a_server_name_may_be_given(protocol: Protocol) {
    let authority = Authority::new();
    let server = server(protocol, authority.issue("inside.example").server(None)).await;
    assert!(call(&server, trusting(&authority).server_name("inside.example")).await.unwrap());
    let error = call(&server, trusting(&authority).server_name("other.example")).await.unwrap_err();
    assert!(error.to_string().contains("is for another name"), "{error}");
}

pub(crate) async fn insecure_accepts_anything(protocol: Protocol) {
    let authority = Authority::new();
    for identity in [authority.issue("elsewhere"), authority.issue_expired("localhost")] {
        let server = server(protocol, identity.server(None)).await;
        assert!(call(&server, TlsOptions::new().danger_accept_invalid_certificates()).await.unwrap());
    }
}
