//! The REST front: an axum router of all operations.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, RawPathParams, Request, State};
use axum::response::{IntoResponse, Response as HttpResponse};
use axum::routing::{MethodFilter, on};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::routes::routes;
use crate::body::{ByteStream, UploadBody};
use crate::decode::place;
use crate::operation::Operation;
use crate::stub::Stub;
use crate::{BoxFuture, CallOptions, Error, Response, optional};

/// The largest JSON body that is read, in bytes: the server's own limit.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// Answers one call of an operation.
pub(crate) type Handler = fn(Arc<dyn Stub>, Call) -> BoxFuture<'static, Result<Answer, Answer>>;

/// A router that answers every operation by `stub`.
///
/// Unknown paths, and methods that a path does not have, are answered with 404, bodies over [`BODY_LIMIT`] with 400.
pub fn router(stub: Arc<dyn Stub>) -> Router {
    let mut router = Router::new();
    for Place { path, operation, handler, named } in places() {
        let Ok(filter) = MethodFilter::try_from(method(operation.method)) else { continue };
        let answer = move |State(stub): State<Arc<dyn Stub>>, params: RawPathParams, request: Request| async move {
            let found = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let path = named.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(found).collect();
            let call = Call { path, options: super::options(request.headers()), request: Some(request) };
            let (Ok(answer) | Err(answer)) = handler(stub, call).await;
            *answer.0
        };
        router = router.route(path, on(filter, answer));
    }
    router.method_not_allowed_fallback(|| async { StatusCode::NOT_FOUND }).with_state(stub)
}

/// Where an operation is answered.
struct Place {
    path: &'static str,
    operation: &'static Operation,
    handler: Handler,
    /// Parameters of the operation's path whose values stand in `path` itself.
    named: Arc<[(&'static str, &'static str)]>,
}

/// Each operation at its own path, and where another path takes away a name that its own has room for: a collection may be
/// called `aliases`.
fn places() -> Vec<Place> {
    let routes = routes();
    let paths: BTreeSet<&'static str> = routes.iter().map(|(operation, _)| operation.path).collect();
    let mut taken: BTreeSet<_> = routes.iter().map(|(operation, _)| (operation.path, operation.method)).collect();
    let mut places: Vec<_> = routes
        .iter()
        .map(|(operation, handler)| Place { path: operation.path, operation, handler: *handler, named: Arc::default() })
        .collect();
    for (operation, handler) in routes {
        for path in &paths {
            if let Some(named) = room(operation.path, path)
                && taken.insert((path, operation.method))
            {
                places.push(Place { path, operation, handler, named: named.into() });
            }
        }
    }
    places
}

/// The parameters of `pattern` in whose place `path` has words, if that is the only difference.
fn room(pattern: &'static str, path: &'static str) -> Option<Vec<(&'static str, &'static str)>> {
    let (patterns, words) = (pattern.split('/'), path.split('/'));
    if patterns.clone().count() != words.clone().count() {
        return None;
    }
    let mut named = Vec::new();
    for (pattern, word) in patterns.zip(words).filter(|(pattern, word)| pattern != word) {
        let parameter = pattern.strip_prefix('{')?.strip_suffix('}')?;
        if word.starts_with('{') {
            return None;
        }
        named.push((parameter, word));
    }
    Some(named)
}

fn method(name: &str) -> http::Method {
    http::Method::from_bytes(name.as_bytes()).unwrap_or(http::Method::GET)
}

/// A call that came in.
pub(crate) struct Call {
    path: Vec<(String, String)>,
    /// Taken when the body is read.
    request: Option<Request>,
    options: CallOptions,
}

impl Call {
    /// A path parameter.
    pub(crate) fn path<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T, Answer> {
        let text = self.path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
        text.parse().map_err(|error| Answer::refuse(format!("Deserialize error in path parameters: {name}: {error}")))
    }

    /// A query parameter that may be absent.
    pub(crate) fn query<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>, Answer> {
        self.queries(name).next().transpose()
    }

    /// A query parameter that may be there several times.
    #[allow(dead_code, reason = "no operation of this release has one")]
    pub(crate) fn query_list<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<Vec<T>>, Answer> {
        let all: Vec<T> = self.queries(name).collect::<Result<_, _>>()?;
        Ok((!all.is_empty()).then_some(all))
    }

    fn queries<T: FromStr<Err: Display>>(&self, name: &str) -> impl Iterator<Item = Result<T, Answer>> {
        let query = self.request.as_ref().and_then(|request| request.uri().query()).unwrap_or_default();
        let found = form_urlencoded::parse(query.as_bytes()).filter(move |(key, _)| key == name);
        found.map(move |(_, text)| {
            text.parse().map_err(|error| Answer::refuse(format!("Deserialize error in query parameters: {name}: {error}")))
        })
    }

    /// A query parameter that must be there.
    #[allow(dead_code, reason = "no operation of this release has one")]
    pub(crate) fn required_query<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T, Answer> {
        self.query(name)?.ok_or_else(|| Answer::refuse(format!("Deserialize error in query parameters: missing field `{name}`")))
    }

    /// The JSON body.
    pub(crate) async fn json<T: DeserializeOwned>(&mut self) -> Result<T, Answer> {
        let request = self.request.take().unwrap_or_default();
        let told = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if let Some(length) = told.filter(|length| *length > BODY_LIMIT as u64) {
            return Err(Answer::refuse(format!("JSON payload ({length} bytes) is larger than allowed (limit: {BODY_LIMIT} bytes).")));
        }
        let bytes = match Limited::new(request.into_body(), BODY_LIMIT).collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(Answer::refuse(format!("JSON payload has exceeded limit ({BODY_LIMIT} bytes).")));
            }
            Err(error) => return Err(Answer::refuse(format!("the body broke off: {error}"))),
        };
        place::from_slice(&bytes).map_err(|error| Answer::refuse(format!("Format error in JSON body: {error}")))
    }

    /// The file of a multipart body, as a stream.
    pub(crate) async fn file(&mut self, field: &'static str) -> Result<UploadBody, Answer> {
        let request = self.request.take().unwrap_or_default();
        let mut form = Multipart::from_request(request, &()).await.map_err(|error| Answer::refuse(error.body_text()))?;
        let (sender, receiver) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(4);
        // The form lends its parts, so a task of its own reads them while the upload is carried out.
        tokio::spawn(async move {
            loop {
                let mut part = match form.next_field().await {
                    Ok(Some(part)) if part.name() == Some(field) => part,
                    Ok(Some(_)) => continue,
                    Ok(None) => return,
                    Err(error) => {
                        let _ = sender.send(Err(std::io::Error::other(error))).await;
                        return;
                    }
                };
                while let Some(chunk) = part.chunk().await.map_err(std::io::Error::other).transpose() {
                    if sender.send(chunk).await.is_err() {
                        return;
                    }
                }
            }
        });
        let next = |mut receiver: tokio::sync::mpsc::Receiver<_>| async move { receiver.recv().await.map(|chunk| (chunk, receiver)) };
        Ok(UploadBody::from_stream(stream::unfold(receiver, next)))
    }

    /// The options with which the stub is called.
    pub(crate) fn into_options(self) -> CallOptions {
        self.options
    }
}

/// An answer on its way out.
pub(crate) struct Answer(Box<HttpResponse>);

/// What the body of an error says.
#[derive(Clone)]
struct Message(String);

/// The envelope of a JSON answer.
#[derive(Serialize)]
struct Envelope<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<T>,
    status: &'static str,
    time: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<optional::Usage>,
}

impl Answer {
    fn new(answer: impl IntoResponse) -> Self {
        Self(Box::new(answer.into_response()))
    }

    /// A result in its envelope.
    pub(crate) fn envelope<T: Serialize>(response: Response<T>) -> Self {
        let Response { result, time, usage, .. } = response;
        Self::json(StatusCode::OK, &Envelope { result: Some(result), status: "ok", time, usage })
    }

    /// A result in its envelope, or 202 where the operation still runs.
    pub(crate) fn accepted<T: Serialize>(response: Response<Option<T>>) -> Self {
        let Response { result, time, usage, .. } = response;
        match result {
            Some(result) => Self::json(StatusCode::OK, &Envelope { result: Some(result), status: "ok", time, usage }),
            None => Self::json(StatusCode::ACCEPTED, &Envelope { result: None::<T>, status: "accepted", time, usage }),
        }
    }

    /// A result without envelope.
    pub(crate) fn bare<T: Serialize>(response: Response<T>) -> Self {
        Self::json(StatusCode::OK, &response.result)
    }

    /// Plain text.
    pub(crate) fn text(response: Response<String>) -> Self {
        Self::new(response.result)
    }

    /// A stream of bytes.
    pub(crate) fn bytes(response: Response<ByteStream>) -> Self {
        let bytes = response.into_inner();
        let length = bytes.content_length();
        let name = bytes.name().and_then(|name| HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok());
        let mut answer = HttpResponse::new(Body::from_stream(bytes));
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        if let Some(length) = length {
            headers.insert(header::CONTENT_LENGTH, length.into());
        }
        if let Some(name) = name {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Self::new(answer)
    }

    /// An error as the server writes it.
    pub(crate) fn error(error: &Error) -> Self {
        let status = match error.http_status() {
            // gRPC has one code where REST has two statuses; the words tell which it is.
            400 if error.server_message().starts_with("Validation error") => StatusCode::UNPROCESSABLE_ENTITY,
            status => StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        };
        let mut answer = if status == StatusCode::UNAUTHORIZED {
            Self::new((status, error.server_message()))
        } else {
            Self::failure(status, &error.server_message())
        };
        if let Some(wait) = error.retry_after() {
            answer.0.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().into());
        }
        answer
    }

    fn refuse(message: impl AsRef<str>) -> Self {
        Self::failure(StatusCode::BAD_REQUEST, message.as_ref())
    }

    fn failure(status: StatusCode, message: &str) -> Self {
        let mut answer = Self::json(status, &serde_json::json!({ "status": { "error": message }, "time": 0.0 }));
        answer.0.extensions_mut().insert(Message(message.to_owned()));
        answer
    }

    /// The answer with the words alone, if it is an error.
    pub(crate) fn worded(mut self) -> Self {
        match self.0.extensions_mut().remove::<Message>() {
            Some(Message(text)) => Self::new((self.0.status(), text)),
            None => self,
        }
    }

    fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => Self::new((status, [(header::CONTENT_TYPE, "application/json")], bytes)),
            Err(error) => Self::new((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
        }
    }
}
