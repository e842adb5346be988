//! The cases: one piece of work each, once for each who does it.

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;

use prost::Message;
use qdrant_client::{Payload as OfficialPayload, Qdrant, qdrant};
use qdrant_remote::convert::Convert;
use qdrant_remote::stub::Stub;
use qdrant_remote::{BoxFuture, CallOptions, Client, Error, Protocol, Response, models, pb, requests};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Runtime};

use crate::data::{self, COLLECTION, Form, WIDTH};
use crate::floor;

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Ours,
    Official,
    Floor,
    Progenitor,
}

/// Where the null server listens.
#[derive(Clone, Debug, Default)]
pub struct Servers {
    pub rest: String,
    pub grpc: String,
}

/// The work, ready to be done as often as was asked for.
pub type Work = Box<dyn FnMut()>;

/// One piece of work and how to prepare it.
#[derive(Clone, Copy)]
pub struct Case {
    pub row: &'static str,
    pub who: Who,
    /// How often it is done under the counting of instructions.
    pub repeat: usize,
    /// How often it is done between two looks at the clock.
    pub timed: usize,
    /// Prepares the work for a number of repetitions, none of which is prepared while it is measured.
    pub prepare: fn(&Servers, usize) -> Work,
}

/// Every case.
pub fn all() -> Vec<Case> {
    use Who::{Floor, Official, Ours, Progenitor};
    let case = |row, who, repeat, timed, prepare| Case { row, who, repeat, timed, prepare };
    vec![
        case("grpc-query", Ours, 200, 400, |servers, _| query(ours(servers, Protocol::Grpc))),
        case("grpc-query", Official, 200, 400, |servers, _| official_query(servers)),
        case("grpc-upsert", Ours, 20, 40, |servers, times| upsert(servers, Protocol::Grpc, times)),
        case("grpc-upsert", Official, 20, 40, official_upsert),
        case("grpc-decode", Ours, 2, 4, |_, _| grpc_decode()),
        case("grpc-decode", Official, 2, 4, |_, _| official_decode()),
        case("rest-query", Ours, 200, 400, |servers, _| query(ours(servers, Protocol::Rest))),
        case("rest-dense", Ours, 1, 2, |_, _| json::<models::QueryPointsReply>(Form::Dense)),
        case("rest-dense", Floor, 1, 2, |_, _| json::<floor::Reply<floor::Dense>>(Form::Dense)),
        case("rest-dense", Progenitor, 1, 1, |_, _| json::<plain::types::QueryPointsReply>(Form::Dense)),
        case("rest-named", Ours, 1, 2, |_, _| json::<models::QueryPointsReply>(Form::Named)),
        case("rest-named", Floor, 1, 2, |_, _| json::<floor::Reply<floor::Named>>(Form::Named)),
        case("rest-named", Progenitor, 1, 1, |_, _| json::<plain::types::QueryPointsReply>(Form::Named)),
        case("rest-multi", Ours, 1, 2, |_, _| json::<models::QueryPointsReply>(Form::Multi)),
        case("rest-multi", Floor, 1, 2, |_, _| json::<floor::Reply<floor::Multi>>(Form::Multi)),
        case("rest-multi", Progenitor, 1, 1, |_, _| json::<plain::types::QueryPointsReply>(Form::Multi)),
        case("rest-sparse", Ours, 1, 2, |_, _| json::<models::QueryPointsReply>(Form::Sparse)),
        case("rest-sparse", Floor, 1, 2, |_, _| json::<floor::Reply<floor::NamedSparse>>(Form::Sparse)),
        case("rest-sparse", Progenitor, 1, 1, |_, _| json::<plain::types::QueryPointsReply>(Form::Sparse)),
        case("rest-payload", Ours, 2, 5, |_, _| json::<models::QueryPointsReply>(Form::None)),
        case("rest-payload", Floor, 2, 5, |_, _| json::<floor::Reply<floor::Dense>>(Form::None)),
        case("rest-payload", Progenitor, 2, 5, |_, _| json::<plain::types::QueryPointsReply>(Form::None)),
        case("rest-encode", Ours, 5, 20, |_, _| encode(models::PointInsertOperations::List(models::PointsList::new(points())))),
        case("rest-encode", Floor, 5, 20, |_, _| encode(floor_points())),
        case("facade", Ours, 500, 20_000, |_, _| facade()),
        case("concurrent-64", Ours, 20, 40, |servers, _| concurrent(ours(servers, Protocol::Grpc), 64)),
        case("concurrent-64", Official, 20, 40, |servers, _| official_concurrent(servers, 64)),
    ]
}

/// The runtime of all cases that need one: a single thread, the one that is measured.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// This library's client, pool at its default of three.
pub fn ours(servers: &Servers, protocol: Protocol) -> Client {
    let builder = Client::builder().url(&servers.rest).grpc_url(&servers.grpc).protocol(protocol).check_version(false);
    builder.build().expect("a client")
}

/// The official client, pool at its default of three.
pub fn official(servers: &Servers) -> Qdrant {
    Qdrant::from_url(&servers.grpc).skip_compatibility_check().build().expect("the official client")
}

/// Work that is a future each time; connections are opened before.
fn repeated<F: Future>(make: impl Fn() -> F + 'static) -> Work {
    let runtime = runtime();
    runtime.block_on(async {
        for _ in 0..6 {
            make().await;
        }
    });
    Box::new(move || {
        black_box(runtime.block_on(make()));
    })
}

fn query(client: Client) -> Work {
    query_of(client, 10)
}

/// A query that is answered with so many points.
pub fn query_of(client: Client, points: u64) -> Work {
    let vector = data::vector(1, WIDTH);
    repeated(move || {
        let request = client.query_points(COLLECTION).query(vector.clone()).limit(points).with_payload(true);
        async move { assert_eq!(request.send().await.expect("a reply").result.points.len() as u64, points) }
    })
}

fn official_query(servers: &Servers) -> Work {
    official_query_of(servers, 10)
}

/// The same by the official client.
pub fn official_query_of(servers: &Servers, points: u64) -> Work {
    let client = Arc::new(official(servers));
    let vector = data::vector(1, WIDTH);
    repeated(move || {
        let request = qdrant::QueryPointsBuilder::new(COLLECTION).query(vector.clone()).limit(points).with_payload(true);
        let client = Arc::clone(&client);
        async move { assert_eq!(client.query(request).await.expect("a reply").result.len() as u64, points) }
    })
}

/// So many queries at once, on one task.
pub fn concurrent(client: Client, at_once: usize) -> Work {
    let vector = data::vector(1, WIDTH);
    repeated(move || {
        let calls = (0..at_once).map(|_| {
            let request = client.query_points(COLLECTION).query(vector.clone()).limit(10).with_payload(true);
            async move { request.send().await.expect("a reply") }
        });
        futures_util::future::join_all(calls)
    })
}

/// The same by the official client.
pub fn official_concurrent(servers: &Servers, at_once: usize) -> Work {
    let client = Arc::new(official(servers));
    let vector = data::vector(1, WIDTH);
    repeated(move || {
        let calls = (0..at_once).map(|_| {
            let request = qdrant::QueryPointsBuilder::new(COLLECTION).query(vector.clone()).limit(10).with_payload(true);
            let client = Arc::clone(&client);
            async move { client.query(request).await.expect("a reply") }
        });
        futures_util::future::join_all(calls)
    })
}

fn points() -> Vec<models::PointStruct> {
    (0..100).map(|id| models::PointStruct::new(id, data::vector(id, WIDTH)).payload(data::payload(id))).collect()
}

fn official_points() -> Vec<qdrant::PointStruct> {
    (0..100).map(|id| qdrant::PointStruct::new(id, data::vector(id, WIDTH), OfficialPayload::from(data::payload(id)))).collect()
}

fn floor_points() -> floor::Upsert {
    let point = |id| floor::Point { id, vector: data::vector(id, WIDTH), payload: data::payload(id) };
    floor::Upsert { points: (0..100).map(point).collect() }
}

fn upsert(servers: &Servers, protocol: Protocol, times: usize) -> Work {
    let client = ours(servers, protocol);
    let runtime = runtime();
    let send = move |points: Vec<models::PointStruct>| {
        runtime.block_on(client.upsert_points(COLLECTION).points(points).wait(true).send()).expect("a reply");
    };
    consuming(times, points, send)
}

fn official_upsert(servers: &Servers, times: usize) -> Work {
    let client = official(servers);
    let runtime = runtime();
    let send = move |points: Vec<qdrant::PointStruct>| {
        let request = qdrant::UpsertPointsBuilder::new(COLLECTION, points).wait(true);
        runtime.block_on(client.upsert_points(request)).expect("a reply");
    };
    consuming(times, official_points, send)
}

/// Work that uses up its input, of which there is enough; connections are opened before.
fn consuming<T: 'static>(times: usize, make: fn() -> T, mut send: impl FnMut(T) + 'static) -> Work {
    for _ in 0..6 {
        send(make());
    }
    let mut inputs: Vec<T> = (0..times).map(|_| make()).collect();
    Box::new(move || send(inputs.pop().expect("as many inputs as repetitions")))
}

fn grpc_decode() -> Work {
    let bytes = data::grpc_reply(1000, WIDTH);
    Box::new(move || {
        let reply = pb::QueryResponse::decode(bytes.as_slice()).expect("a reply");
        let reply: Response<models::QueryResponse> = reply.convert().expect("a reply");
        black_box(reply);
    })
}

fn official_decode() -> Work {
    let bytes = data::grpc_reply(1000, WIDTH);
    Box::new(move || {
        black_box(qdrant::QueryResponse::decode(bytes.as_slice()).expect("a reply"));
    })
}

fn json<T: DeserializeOwned>(form: Form) -> Work {
    let bytes = data::rest_reply(1000, form, matches!(form, Form::None).then_some(data::nested));
    Box::new(move || {
        black_box(serde_json::from_slice::<T>(&bytes).expect("a reply"));
    })
}

fn encode<T: Serialize + 'static>(value: T) -> Work {
    Box::new(move || {
        black_box(serde_json::to_vec(&value).expect("JSON"));
    })
}

/// A transport that answers at once.
struct AtOnce;

impl Stub for AtOnce {
    fn query_points<'a>(
        &'a self,
        request: requests::QueryPoints,
        _options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<models::QueryResponse>, Error>> {
        Box::pin(async move {
            drop(request);
            Ok(Response::new(models::QueryResponse::new(Vec::<models::ScoredPoint>::new())))
        })
    }
}

fn facade() -> Work {
    let client = Client::from_stub(AtOnce);
    let runtime = runtime();
    Box::new(move || {
        let call = client.query_points(COLLECTION).query(vec![0.5; 8]).limit(10).with_payload(true).send();
        black_box(runtime.block_on(call).expect("a reply"));
    })
}
