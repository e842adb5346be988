//! Credentials are nowhere to be read: not in what is printed for debugging, not in errors and their causes, not in what
//! any crate tells at any level, not in what a panic says. All of them hold the same word, here and in other tests.

use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use qdrant_remote::auth::Token;
use qdrant_remote::models::SnapshotRecover;
use qdrant_remote::tls::TlsOptions;
use qdrant_remote::{Client, ClientBuilder, Error, Protocol, RetryPolicy, Status};
use tokio::sync::oneshot;

use crate::cases::{self, NAME, PerCall};
use crate::support::certificates::Authority;
use crate::support::traces::Watch;
use crate::support::{Answer, FakeServer, Seen, WORD, builder, causes};

const KEY: &str = "key-hunter2";
const TOKEN: &str = "token-hunter2";
const HEADER: &str = "header-hunter2";
const OF_CALL: &str = "call-hunter2";

fn check(text: &str) {
    assert!(!text.contains(WORD), "{text}");
}

fn check_error(error: &Error) {
    check(&format!("{error} {error:?} {error:#?} {} {:?} {:?}", error.server_message(), error.body_excerpt(), error.path()));
    for cause in causes(error) {
        check(&format!("{cause} {cause:?}"));
    }
}

/// A server on a thread of its own, so that what is said on that of the test is said by the client.
struct Apart {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: std::thread::JoinHandle<Vec<Seen>>,
}

impl Apart {
    fn start(protocol: Protocol, script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        let (sender, receiver) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async move {
                let server = FakeServer::start(protocol, script).await;
                sender.send(server.address).unwrap();
                stopped.await.unwrap();
                server.seen()
            })
        });
        Self { address: receiver.recv().unwrap(), stop, thread }
    }

    /// What it received.
    fn stop(self) -> Vec<Seen> {
        self.stop.send(()).unwrap();
        self.thread.join().unwrap()
    }
}

/// Settings with every kind of credentials.
fn with_secrets(builder: ClientBuilder) -> ClientBuilder {
    let provider = || async { Ok(Token::new(TOKEN).expires_in(Duration::from_secs(60))) };
    builder.api_key(KEY).token_provider(provider).header("x-secret", HEADER).retry(RetryPolicy::off())
}

pub(crate) async fn are_nowhere_to_be_read(protocol: Protocol) {
    // A server may repeat credentials; other headers are its and the caller's matter.
    let echo = format!("refused {KEY} and {TOKEN}");
    let reply = |json: String, message: &str| Answer::Reply { status: 200, json, message: message.to_owned().into(), gzip: false };
    let redirect = vec![("location", format!("http://elsewhere/{KEY}"))];
    let answers = [
        Answer::exists(),
        Answer::failure(401, 16, &echo),
        Answer::failure(400, 3, &echo),
        Answer::text(403, &echo),
        Answer::text(502, &echo),
        Answer::Body { status: 307, headers: redirect, chunks: Vec::new() },
        reply(format!("{{\"{echo}"), &echo),
        reply(format!("{{\"result\":{{\"exists\":\"{echo}\"}},\"time\":0.5}}"), ""),
        reply(format!("{{\"result\":{{\"exists\":true}},\"time\":\"{KEY}\"}}"), ""),
        Answer::fail(Status::Unavailable),
        Answer::Break,
        Answer::Hang,
    ];
    let count = answers.len();
    let server = Apart::start(protocol, move |n, _| answers[n].clone());
    let traces = Watch::over(WORD);
    let builder = with_secrets(builder(protocol, server.address));
    check(&format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    check(&format!("{client:?} {client:#?}"));
    for n in 0..count {
        let call = client.collection_exists(NAME).header(HeaderName::from_static("x-call"), HeaderValue::from_static(OF_CALL));
        match call.deadline(Duration::from_millis(500)).send().await {
            Ok(_) => assert_eq!(n, 0),
            Err(error) => check_error(&error),
        }
    }
    assert!(traces.lines() > count, "something was said");
    let seen = server.stop();
    assert_eq!(seen.len(), count);
    let bearer = format!("Bearer {TOKEN}");
    for (name, value) in [("api-key", KEY), ("authorization", bearer.as_str()), ("x-secret", HEADER), ("x-call", OF_CALL)] {
        assert!(seen.iter().all(|seen| seen.header(name) == Some(value)), "{name} was sent");
    }
}

pub(crate) async fn no_operation_tells_them(protocol: Protocol) {
    let cases = cases::all();
    let server = Apart::start(protocol, move |n, seen| match n % 2 {
        0 => cases.iter().find(|case| case.is_seen_as(protocol, seen)).unwrap().answer(),
        _ => Answer::failure(403, 7, &format!("not with {KEY} or {TOKEN}")),
    });
    let traces = Watch::over(WORD);
    let client = with_secrets(builder(protocol, server.address)).build().unwrap();
    let cases = cases::all();
    let cases: Vec<_> = cases.iter().filter(|case| case.exists_over(protocol)).collect();
    for case in &cases {
        (case.send)(&client, PerCall::default()).await.unwrap();
        check_error(&(case.send)(&client, PerCall::default()).await.unwrap_err());
    }
    assert!(traces.lines() > cases.len());
    let seen = server.stop();
    assert_eq!(seen.len(), 2 * cases.len());
    assert!(seen.iter().all(|seen| seen.header("api-key") == Some(KEY)));
}

#[test]
fn wrong_settings_are_not_echoed() {
    let refused = |builder: ClientBuilder| {
        check(&format!("{builder:?}"));
        check_error(&builder.build().unwrap_err());
    };
    let builder = || Client::builder().retry(RetryPolicy::off());
    for url in [
        "http://user:hunter2@localhost",
        "http://hunter2@localhost:6333",
        "http://localhost?api-key=hunter2",
        "http://localhost/#hunter2",
        "http://localhost:hunter2",
        "hunter2://localhost",
        "http://[hunter2]",
        "http://hunter2%",
        "http://local host/hunter2",
    ] {
        refused(builder().url(url));
        refused(builder().grpc_url(url));
    }
    refused(builder().host("user:hunter2@localhost"));
    refused(builder().prefix("a?api-key=hunter2"));
    refused(builder().api_key("hunter2\n"));
    refused(builder().header("x-secret", "hunter2\n"));
    refused(builder().user_agent("hunter2\n"));

    let pem = "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\nhunter2\n-----END PRIVATE KEY-----\n";
    let authority = Authority::new();
    for options in [
        TlsOptions::new().client_certificate(pem, pem),
        TlsOptions::new().client_certificate(authority.issue("me").certificate_pem(), pem),
        TlsOptions::new().ca_certificate(pem),
    ] {
        check(&format!("{options:?} {options:#?}"));
        refused(builder().url("https://localhost").tls(options));
    }
    let key = authority.issue("me").key_pem();
    let line = key.lines().nth(1).unwrap();
    let options = TlsOptions::new().client_certificate(authority.issue("you").certificate_pem(), key.as_str());
    let builder = builder().url("https://localhost").tls(options.clone());
    assert!(!format!("{options:?} {builder:?} {:?}", builder.clone().build()).contains(line), "a key is shown");
}

#[test]
fn requests_do_not_show_theirs() {
    let recover = SnapshotRecover::new("http://elsewhere/s").api_key(KEY);
    check(&format!("{recover:?} {recover:#?}"));
    assert!(format!("{recover:?}").contains("api_key: Some(\"***\")"), "{recover:?}");
    let client = Client::builder().build().unwrap();
    check(&format!("{:?}", client.snapshots("c").recover("http://elsewhere/s").api_key(KEY)));
    check(&format!("{:?}", Token::new(TOKEN)));
}

#[test]
fn a_panic_tells_none() {
    let echo = format!("not with {KEY}");
    let server = Apart::start(Protocol::Rest, move |_, _| Answer::failure(403, 7, &echo));
    let environment = [("QDRANT_URL", format!("http://{}", server.address)), ("QDRANT_API_KEY", KEY.to_owned())];
    let output = crate::processes::child("secrets::child_panics", &environment);
    let said = format!("{} {}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("panicked") && said.contains("not with ***"), "{said}");
    check(&said);
    assert_eq!(server.stop().last().unwrap().header("api-key"), Some(KEY));
}

#[tokio::test]
#[ignore = "run by another test"]
#[should_panic = "the whole of it"]
async fn child_panics() {
    let builder = ClientBuilder::from_env().unwrap();
    let client = builder.clone().build().unwrap();
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    panic!("the whole of it: {builder:#?} {client:?} {error:?} {error}");
}
