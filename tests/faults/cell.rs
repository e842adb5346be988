//! One cell of the table: a fault over a protocol, met by operations of every safety, and what is left behind.

use std::time::{Duration, Instant};

use qdrant_remote::auth::Token;
use qdrant_remote::operation::{Operation, Safety};
use qdrant_remote::tls::TlsOptions;
use qdrant_remote::{ClientBuilder, Error, ErrorKind, Protocol, RetryPolicy, operations};

use crate::cases::{self, Case, PerCall};
use crate::fault::Fault;
use crate::front::{Front, wait};
use crate::measure::handles;
use crate::memory::Memory;
use crate::support::certificates::Authority;
use crate::support::traces::Watch;
use crate::support::{WORD, builder, causes, secure_builder};

/// The deadline of a call that meets a fault, and how much later it may end.
const DEADLINE: Duration = Duration::from_millis(400);
const LATER: Duration = Duration::from_millis(400);
/// What client and server may take together while they meet a fault.
const MEMORY: usize = 16 << 20;
/// How many connections a client may hold open after it.
const CONNECTIONS: usize = 3;

/// What a call may do twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Read,
    IdempotentWrite,
    Write,
}

impl Class {
    pub const ALL: [Class; 3] = [Class::Read, Class::IdempotentWrite, Class::Write];

    fn operation(self) -> &'static Operation {
        match self {
            Class::Read => operations::GET_POINTS,
            Class::IdempotentWrite => operations::UPSERT_POINTS,
            Class::Write => operations::BATCH_UPDATE,
        }
    }

    /// The call that is made.
    pub fn case(self) -> Case {
        cases::of(self.operation())
    }
}

/// What became of it, as the table says it: the outcome, or those of reads and writes where they differ, and how often
/// each class of operation was received.
pub fn run(fault: Fault, protocol: Protocol) -> String {
    if !fault.exists_over(protocol) {
        return "there is none in HTTP/1.1".to_owned();
    }
    let met = Class::ALL.map(|class| {
        assert_eq!(class.operation().safety, [Safety::Read, Safety::IdempotentWrite, Safety::Write][class as usize]);
        meet(fault, protocol, class)
    });
    let counts = met.iter().map(|met| met.received.to_string()).collect::<Vec<_>>().join("/");
    let outcomes = met.map(|met| met.outcome);
    let outcome = match outcomes.iter().all(|outcome| *outcome == outcomes[0]) {
        true => outcomes[0].clone(),
        false => outcomes.join(" / "),
    };
    format!("{outcome}; {counts}")
}

struct Met {
    outcome: String,
    received: usize,
}

/// One call that meets the fault, and one after it is healed, by the same client.
fn meet(fault: Fault, protocol: Protocol, class: Class) -> Met {
    let what = format!("{} over {protocol}, {class:?}", fault.name());
    let authority = Authority::new();
    let tls = fault.secure().then(|| authority.issue("localhost").server(None));
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let other = format!("http://{}/", elsewhere.local_addr().unwrap());
    let mut front = Front::start(protocol, class, tls, |address| {
        let own = if fault.secure() { format!("https://localhost:{}/", address.port()) } else { format!("http://{address}/") };
        fault.stand(protocol, class, &own, &other)
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let tasks = || runtime.metrics().num_alive_tasks();
    let turn = || runtime.block_on(async { tokio::time::sleep(Duration::from_millis(1)).await });
    let before = handles() + usize::from(fault == Fault::Refused);

    let client = settings(fault, protocol, &front, &authority).build().unwrap();
    let case = class.case();
    let call = |deadline| (case.send)(&client, PerCall { deadline, ..PerCall::default() });
    let traces = Watch::over(WORD);
    let (memory, begun) = (Memory::begin(), Instant::now());
    let outcome = runtime.block_on(call(Some(DEADLINE)));
    let (peak, took) = (memory.peak(), begun.elapsed());
    assert!(took < DEADLINE + LATER, "{what}: it took {took:?} until {outcome:?}");
    assert!(peak < MEMORY, "{what}: {peak} bytes were in use");
    assert!(front.open() <= CONNECTIONS, "{what}: {} connections are open", front.open());
    assert!(elsewhere.accept().is_err(), "{what}: somebody else was called");
    let received = front.requests();
    if let Err(error) = &outcome {
        let said: String = causes(error).map(|cause| format!("{cause} {cause:?}")).chain([format!("{error} {error:?}")]).collect();
        assert!(!said.contains(WORD), "{what}: {said}");
    }

    front.heal();
    let next = runtime.block_on(call(None));
    next.unwrap_or_else(|error| panic!("{what}: and then, on a good server: {error:?}"));
    assert_eq!(front.requests(), received + 1, "{what}: the next call is sent once");

    assert!(traces.lines() > 0, "{what}: something was said");
    runtime.block_on(client.close());
    drop(client);
    let gone = wait(|| {
        turn();
        tasks() == 0 && front.open() == 0 && handles() == before
    });
    assert!(gone, "{what}: {} tasks, {} connections, {} handles more are left", tasks(), front.open(), handles().wrapping_sub(before));
    Met { outcome: outcome.map_or_else(|error| described(fault, &error), |_| "success".to_owned()), received }
}

fn settings(fault: Fault, protocol: Protocol, front: &Front, authority: &Authority) -> ClientBuilder {
    let address = front.address();
    let builder = match fault.secure() {
        false => builder(protocol, address),
        true => {
            let trusted = TlsOptions::new().ca_certificate(authority.pem()).only_given_certificates();
            secure_builder(protocol, "localhost", address.port()).tls(trusted)
        }
    };
    let token = || async { Ok(Token::new("token-hunter2")) };
    let builder = builder.api_key("key-hunter2").token_provider(token).header("x-secret", "header-hunter2");
    let builder = builder.retry(RetryPolicy::new().base_wait(Duration::from_millis(5))).connect_timeout(Duration::from_secs(2));
    let builder = builder.gzip(fault.compressed());
    if fault.limited() { builder.max_response_bytes(2 << 20) } else { builder }
}

/// An error as the table says it.
fn described(fault: Fault, error: &Error) -> String {
    let kind = match (error.kind(), error.status()) {
        (ErrorKind::Connect(reason), _) => format!("connection {reason:?}").to_lowercase(),
        (ErrorKind::Status, Some(_)) if (300..400).contains(&error.http_status()) && error.to_string().contains("://") => {
            format!("answered {} and where to", error.http_status())
        }
        (ErrorKind::Status, Some(status)) => format!("answered `{status}`"),
        (ErrorKind::TooLarge, _) => "too large".to_owned(),
        (kind, _) => format!("{kind:?}").to_lowercase(),
    };
    match (fault.races(), error.is_unsent()) {
        (true, _) => format!("{kind}, unsent or not"),
        (false, true) => format!("{kind}, unsent"),
        (false, false) => kind,
    }
}
