//! One call of every operation: how it is made, what must arrive at the server, what comes back.
//!
//! The same call is made over both protocols and by both clients. What arrives is compared with the table of
//! operations and the published document, so that an operation without a case, or a parameter that no case sets, fails.

use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use qdrant_remote::body::ByteStream;
use qdrant_remote::operation::Operation;
use qdrant_remote::{BoxFuture, Client, Error, Protocol, Response, RetryPolicy, blocking};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{Answer, FakeServer, Seen};

mod cluster;
mod collections;
mod points;
mod search;
mod service;
mod snapshots;

/// A name with everything that means something in a URL, and how it travels in a path.
pub const NAME: &str = "a b/ü#%2F?&+";
pub const NAME_IN_PATH: &str = "a%20b%2F%C3%BC%23%252F%3F&+";
pub const SNAPSHOT: &str = "s 1.snapshot";
pub const FIELD: &str = "näme";
pub const VECTOR: &str = "v/1";
pub const SHARD: u64 = 3;
pub const PEER: u64 = 7;
pub const UUID: &str = "11111111-2222-3333-4444-555555555555";

/// The path parameters of all cases, as they travel.
const IN_PATH: [(&str, &str); 7] = [
    ("{collection_name}", NAME_IN_PATH),
    ("{snapshot_name}", "s%201.snapshot"),
    ("{field_name}", "n%C3%A4me"),
    ("{vector_name}", "v%2F1"),
    ("{shard_id}", "3"),
    ("{peer_id}", "7"),
    ("{id}", UUID),
];

/// Bytes of every download and upload.
pub const BYTES: &[u8] = b"not really a snapshot";

/// One call of one operation.
pub struct Case {
    pub operation: &'static Operation,
    pub send: for<'a> fn(&'a Client, PerCall) -> BoxFuture<'a, Result<Outcome, Error>>,
    pub block: fn(&blocking::Client, PerCall) -> Result<Outcome, Error>,
    /// Over REST: the query, sorted.
    pub query: &'static str,
    pub sent: Sent,
    pub envelope: Envelope,
    /// What comes back, the same over both protocols.
    pub result: Value,
    /// The result as a REST server writes it, where that is another form of the same.
    pub written: Option<Value>,
    pub grpc: Option<Grpc>,
}

/// The body of a REST request.
#[derive(Clone)]
pub enum Sent {
    Nothing,
    Json(Value),
    Form,
}

/// How a REST answer holds its result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    Full,
    Bare,
    Text,
    Download,
}

/// The other protocol's side.
pub struct Grpc {
    /// Looks at the message that arrived.
    pub check: fn(&Seen),
    /// The message that is answered.
    pub reply: Bytes,
}

/// What a call sets beside its request.
#[derive(Clone, Default)]
pub struct PerCall {
    pub protocol: Option<Protocol>,
    pub retry: Option<RetryPolicy>,
    pub deadline: Option<Duration>,
}

/// What a call returned, in a form that all operations have.
#[derive(Debug)]
pub struct Outcome {
    pub result: Value,
    pub time: f64,
    pub protocol: Protocol,
}

impl Outcome {
    pub fn of<T: Serialize>(response: Response<T>) -> Self {
        let Response { result, time, protocol, .. } = response;
        Self { result: without_nulls(serde_json::to_value(result).unwrap()), time, protocol }
    }

    pub async fn of_download(response: Response<ByteStream>) -> Result<Self, Error> {
        let Response { result, time, protocol, .. } = response;
        let bytes = result.collect().await?;
        Ok(Self { result: String::from_utf8(bytes.into()).unwrap().into(), time, protocol })
    }

    pub fn of_blocking_download(client: &blocking::Client, response: Response<ByteStream>) -> Result<Self, Error> {
        let Response { result, time, protocol, .. } = response;
        let chunks = client.read(result).collect::<Result<Vec<Bytes>, Error>>()?;
        Ok(Self { result: String::from_utf8(chunks.concat()).unwrap().into(), time, protocol })
    }
}

impl Case {
    fn new(
        operation: &'static Operation,
        send: for<'a> fn(&'a Client, PerCall) -> BoxFuture<'a, Result<Outcome, Error>>,
        block: fn(&blocking::Client, PerCall) -> Result<Outcome, Error>,
    ) -> Self {
        Self {
            operation,
            send,
            block,
            query: "",
            sent: Sent::Nothing,
            envelope: Envelope::Full,
            result: Value::Null,
            written: None,
            grpc: None,
        }
    }

    fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    fn json(mut self, body: Value) -> Self {
        self.sent = Sent::Json(body);
        self
    }

    fn form(mut self) -> Self {
        self.sent = Sent::Form;
        self
    }

    fn result(mut self, result: Value) -> Self {
        self.result = result;
        self
    }

    fn written(mut self, result: Value) -> Self {
        self.written = Some(result);
        self
    }

    fn bare(mut self, result: Value) -> Self {
        self.envelope = Envelope::Bare;
        self.result(result)
    }

    fn text(mut self, text: &str) -> Self {
        self.envelope = Envelope::Text;
        self.result(text.into())
    }

    fn download(mut self) -> Self {
        self.envelope = Envelope::Download;
        self.result(String::from_utf8_lossy(BYTES).into())
    }

    fn grpc(mut self, check: fn(&Seen), reply: impl Message) -> Self {
        self.grpc = Some(Grpc { check, reply: reply.encode_to_vec().into() });
        self
    }

    /// The path as it must arrive.
    pub fn path(&self) -> String {
        IN_PATH.iter().fold(self.operation.path.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    /// Whether the operation exists over the protocol.
    pub fn exists_over(&self, protocol: Protocol) -> bool {
        protocol == Protocol::Rest || self.grpc.is_some()
    }

    /// The answer of a server to this case, over both protocols.
    pub fn answer(&self) -> Answer {
        let message = self.grpc.as_ref().map(|grpc| grpc.reply.clone()).unwrap_or_default();
        let json = match self.envelope {
            Envelope::Full => json!({ "result": self.written.as_ref().unwrap_or(&self.result), "status": "ok", "time": TIME }),
            Envelope::Bare => self.result.clone(),
            Envelope::Text => return Answer::text(200, self.result.as_str().unwrap()),
            Envelope::Download => {
                let headers = vec![
                    ("content-type", "application/octet-stream".to_owned()),
                    ("content-length", BYTES.len().to_string()),
                    ("content-disposition", "attachment; filename=\"x.snapshot\"".to_owned()),
                ];
                return Answer::Body { status: 200, headers, chunks: BYTES.chunks(8).map(Bytes::from_static).collect() };
            }
        };
        Answer::Reply { status: 200, json: json.to_string(), message, gzip: false }
    }

    /// What a request must be for this case, as a server of the protocol sees it.
    pub fn is_seen_as(&self, protocol: Protocol, seen: &Seen) -> bool {
        match protocol {
            Protocol::Rest => seen.method == self.operation.method && seen.uri.path() == self.path(),
            Protocol::Grpc => self.operation.rpc.is_some_and(|rpc| seen.uri.path() == format!("/{rpc}")),
        }
    }
}

/// Seconds on the server in every answer; exact in every width of float.
pub const TIME: f64 = 0.25;

/// A call as both clients make it.
macro_rules! case {
    ($operation:ident, |$client:ident| $request:expr) => {
        Case::new(
            qdrant_remote::operations::$operation,
            |$client, per_call| Box::pin(async move { set!(per_call, $request).send().await.map(Outcome::of) }),
            |$client, per_call| set!(per_call, $request).send().map(Outcome::of),
        )
    };
}

/// A call whose result is a stream of bytes.
macro_rules! download {
    ($operation:ident, |$client:ident| $request:expr) => {
        Case::new(
            qdrant_remote::operations::$operation,
            |$client, per_call| Box::pin(async move { Outcome::of_download(set!(per_call, $request).send().await?).await }),
            |$client, per_call| Outcome::of_blocking_download($client, set!(per_call, $request).send()?),
        )
        .download()
    };
}

/// The request with the options of the call.
macro_rules! set {
    ($per_call:ident, $request:expr) => {{
        let PerCall { protocol, retry, deadline } = $per_call;
        let mut request = $request;
        if let Some(protocol) = protocol {
            request = request.protocol(protocol);
        }
        if let Some(policy) = retry {
            request = request.retry(policy);
        }
        if let Some(deadline) = deadline {
            request = request.deadline(deadline);
        }
        request
    }};
}

use {case, download, set};

/// A case for every operation.
pub fn all() -> Vec<Case> {
    [service::cases(), cluster::cases(), collections::cases(), points::cases(), search::cases(), snapshots::cases()]
        .into_iter()
        .flatten()
        .collect()
}

/// The case of one operation.
pub fn of(operation: &Operation) -> Case {
    all().into_iter().find(|case| case.operation.name == operation.name).unwrap()
}

/// A server that answers every case, on the runtime that the caller is in.
pub async fn server(protocol: Protocol) -> FakeServer {
    let cases = all();
    FakeServer::start(protocol, move |_, seen| cases.iter().find(|case| case.is_seen_as(protocol, seen)).map(Case::answer).unwrap()).await
}

/// The same on a runtime of its own.
pub fn served(protocol: Protocol) -> (Runtime, FakeServer) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(server(protocol));
    (runtime, server)
}

/// Absent and null mean the same.
pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
