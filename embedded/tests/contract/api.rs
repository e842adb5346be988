//! What a scenario has: a client on its route, names of its own, and a transcript of every answer.

use std::sync::Mutex;

use qdrant_remote::body::UploadBody;
use qdrant_remote::{CallOptions, Client, Error, Protocol};
use serde_json::{Value, json};

use crate::backend::Route;
use crate::calls;
use crate::compare::normal;

/// One run of one scenario on one route.
pub struct Api {
    pub client: Client,
    /// The protocol that the client speaks on this route.
    pub protocol: Protocol,
    /// The protocol that reaches the server: another one where a gateway is between.
    pub reaches: Protocol,
    /// Where the server finds itself over REST, and the key it asks for.
    pub own_address: String,
    pub key: Option<String>,
    /// What the names of this run's collections begin with.
    pub prefix: String,
    options: CallOptions,
    transcript: Mutex<Vec<Value>>,
}

/// A collection of the run.
pub struct Collection<'a> {
    pub api: &'a Api,
    pub name: String,
}

impl Api {
    pub fn new(route: Route, prefix: String) -> Self {
        let Route { protocol, reaches, client, own_address, key, .. } = route;
        Api { client, protocol, reaches, own_address, key, prefix, options: CallOptions::default(), transcript: Mutex::default() }
    }

    /// What was answered so far, in a form in which the routes can be compared.
    pub fn transcript(&self) -> Value {
        json!(*self.transcript.lock().unwrap())
    }

    /// Adds something to the transcript.
    pub fn note(&self, operation: &str, mut answer: Value) {
        normal(&mut answer, &self.prefix);
        self.transcript.lock().unwrap().push(json!({ operation: answer }));
    }

    /// Whether a value that only REST has a form for reaches the server.
    pub fn rest_all_the_way(&self) -> bool {
        (self.protocol, self.reaches) == (Protocol::Rest, Protocol::Rest)
    }

    /// Calls an operation, which must succeed.
    #[track_caller]
    pub fn ok<'a>(&'a self, operation: &'a str, request: Value) -> impl Future<Output = Value> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let answer = self.quietly(operation, request.clone()).await;
            let answer = answer.unwrap_or_else(|error| panic!("{place}: {operation} {request}: {error:?}"));
            self.note(operation, answer.clone());
            answer
        }
    }

    /// Calls an operation, and leaves the answer out of the transcript.
    pub async fn quietly(&self, operation: &str, request: Value) -> Result<Value, Error> {
        calls::call(&self.client, &self.options, operation, request).await
    }

    /// Calls an operation, which must fail.
    #[track_caller]
    pub fn refused<'a>(&'a self, operation: &'a str, request: Value) -> impl Future<Output = Error> + 'a {
        let place = std::panic::Location::caller();
        async move {
            match self.quietly(operation, request.clone()).await {
                Ok(answer) => panic!("{place}: {operation} {request} is answered {answer}"),
                Err(error) => {
                    self.note(operation, described(&error));
                    error
                }
            }
        }
    }

    /// Downloads what must be there.
    pub async fn download(&self, operation: &str, request: Value) -> (Vec<u8>, Option<String>) {
        let stream = calls::download(&self.client, &self.options, operation, request).await.unwrap();
        let name = stream.name().map(str::to_owned);
        (stream.collect().await.unwrap().to_vec(), name)
    }

    pub async fn not_downloaded(&self, operation: &str, request: Value) -> Error {
        let error = calls::download(&self.client, &self.options, operation, request).await.unwrap_err();
        self.note(operation, described(&error));
        error
    }

    pub async fn upload(&self, collection: &str, shard: Option<u64>, body: impl Into<UploadBody>) -> Result<Value, Error> {
        calls::upload(&self.client, &self.options, collection, shard, body.into()).await
    }

    /// A name that no other run has.
    pub fn name(&self, suffix: &str) -> String {
        format!("{}{suffix}", self.prefix)
    }

    /// A new collection.
    pub async fn collection(&self, suffix: &str, body: Value) -> Collection<'_> {
        let name = self.name(suffix);
        self.quietly("delete_collection", json!({"collection_name": name})).await.unwrap();
        self.ok("create_collection", json!({"collection_name": name, "body": body})).await;
        Collection { api: self, name }
    }

    /// Ten points on a line in the plane, of two kinds, with integer ranks and a city each, indexed.
    pub async fn line(&self, distance: &str) -> Collection<'_> {
        let collection = self.collection("line", json!({"vectors": {"size": 2, "distance": distance}})).await;
        let points: Vec<Value> = (0..10_u64)
            .map(|id| {
                let kind = if id % 2 == 0 { "even" } else { "odd" };
                let payload = json!({
                    "kind": kind, "rank": 100 - id as i64, "ratio": id as f64 / 4.0, "small": id < 3,
                    "place": {"lon": id as f64, "lat": 50.0}, "day": format!("2024-01-{:02}T00:00:00Z", id + 1),
                    "tags": (0..id % 3).map(|tag| format!("t{tag}")).collect::<Vec<_>>(),
                    "parts": [{"name": format!("p{id}"), "size": id}, {"name": "common", "size": 10 - id}],
                });
                json!({"id": id, "vector": [id as f64, 1.0], "payload": payload})
            })
            .collect();
        collection.put(json!(points)).await;
        for (field, schema) in
            [("kind", "keyword"), ("rank", "integer"), ("ratio", "float"), ("small", "bool"), ("place", "geo"), ("day", "datetime")]
        {
            collection.with("create_field_index", json!({"wait": true}), json!({"field_name": field, "field_schema": schema})).await;
        }
        collection
    }
}

impl Collection<'_> {
    /// Calls an operation on the collection, which must succeed.
    #[track_caller]
    pub fn ok<'a>(&'a self, operation: &'a str, body: Value) -> impl Future<Output = Value> + 'a {
        self.api.ok(operation, json!({"collection_name": self.name, "body": body}))
    }

    /// As [`ok`](Self::ok), with parameters beside the body.
    #[track_caller]
    pub fn with<'a>(&'a self, operation: &'a str, parameters: Value, body: Value) -> impl Future<Output = Value> + 'a {
        self.api.ok(operation, self.request(parameters, body))
    }

    /// Calls an operation that has no body.
    #[track_caller]
    pub fn bare<'a>(&'a self, operation: &'a str, parameters: Value) -> impl Future<Output = Value> + 'a {
        self.api.ok(operation, self.request(parameters, Value::Null))
    }

    /// Writes, and waits for it.
    #[track_caller]
    pub fn write<'a>(&'a self, operation: &'a str, body: Value) -> impl Future<Output = Value> + 'a {
        self.with(operation, json!({"wait": true}), body)
    }

    /// Calls an operation on the collection, which must fail.
    #[track_caller]
    pub fn refused<'a>(&'a self, operation: &'a str, body: Value) -> impl Future<Output = Error> + 'a {
        self.api.refused(operation, json!({"collection_name": self.name, "body": body}))
    }

    /// As [`refused`](Self::refused), with parameters beside the body.
    #[track_caller]
    pub fn refused_with<'a>(&'a self, operation: &'a str, parameters: Value, body: Value) -> impl Future<Output = Error> + 'a {
        self.api.refused(operation, self.request(parameters, body))
    }

    /// Stores points and waits for it.
    pub async fn put(&self, points: Value) {
        self.write("upsert_points", json!({"points": points})).await;
    }

    /// All points, with everything that is not empty.
    pub async fn all(&self) -> Vec<Value> {
        let mut page = self.ok("scroll_points", json!({"limit": 1000, "with_vector": true})).await;
        normal(&mut page, &self.api.prefix);
        page["points"].as_array().unwrap().clone()
    }

    /// The payload of a point.
    pub async fn payload(&self, id: impl Into<Value>) -> Value {
        let found = self.ok("get_points", json!({"ids": [id.into()], "with_payload": true})).await;
        found[0].get("payload").cloned().unwrap_or_else(|| json!({}))
    }

    pub async fn count(&self, filter: Value) -> u64 {
        self.ok("count_points", json!({"filter": filter})).await["count"].as_u64().unwrap()
    }

    /// The integer ids of the points that pass a filter.
    pub async fn passing(&self, filter: Value) -> Vec<u64> {
        let page = self.ok("scroll_points", json!({"limit": 1000, "filter": filter, "with_payload": false})).await;
        ids(&page["points"])
    }

    /// As [`passing`](Self::passing), of which there are five at most.
    pub async fn passing_few(&self, filter: Value) -> Vec<u64> {
        let page = self.ok("scroll_points", json!({"limit": 5, "filter": filter})).await;
        ids(&page["points"])
    }

    /// The integer ids that a query finds.
    pub async fn found(&self, body: Value) -> Vec<u64> {
        ids(&self.ok("query_points", body).await["points"])
    }

    fn request(&self, parameters: Value, body: Value) -> Value {
        let mut request = parameters;
        request["collection_name"] = json!(self.name);
        if !body.is_null() {
            request["body"] = body;
        }
        request
    }
}

/// The integer ids of points.
pub fn ids(points: &Value) -> Vec<u64> {
    points.as_array().unwrap().iter().map(|point| point["id"].as_u64().unwrap()).collect()
}

/// The integer ids of points in order.
pub fn sorted(mut ids: Vec<u64>) -> Vec<u64> {
    ids.sort_unstable();
    ids
}

/// What is the same of an error whichever way it came.
fn described(error: &Error) -> Value {
    let message = error.server_message();
    // The protocols word these differently, and a real server names other places in them.
    let collapsed = ["Validation error", "Format error", "Deserialize error"].into_iter().find(|start| message.starts_with(start));
    json!({
        "kind": format!("{:?}", error.kind()),
        "status": error.status().map(|status| status.to_string()),
        "message": collapsed.unwrap_or(&message),
        "not_found": error.is_not_found(),
        "already_exists": error.is_already_exists(),
        "invalid_request": error.is_invalid_request(),
        "unsupported": error.is_unsupported(),
        "retryable": error.is_retryable(),
    })
}
