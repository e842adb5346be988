//! A stand-in for a server in your own tests: it answers as scripted and remembers what it was asked.

#[doc(hidden)]
pub mod inside;

use std::any::{Any, TypeId};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::future::BoxFuture;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::response::Response;

/// A request of [`requests`](crate::requests): ties an operation to its result.
pub trait Request: Send + 'static {
    /// What the operation results in.
    type Result: Send + 'static;

    /// The operation that this is a request of.
    fn operation() -> &'static Operation;
}

/// A [`Stub`](crate::stub::Stub) with scripted answers, which remembers every request. Clones share both.
///
/// The type of the request in a script says which operation it answers. An operation without a script fails with
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported).
///
/// ```
/// use qdrant_remote::models::{CountResult, Filter};
/// use qdrant_remote::testing::MockStub;
/// use qdrant_remote::{Client, Error, requests};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let mock = MockStub::new();
/// mock.once(|_: &requests::CountPoints| Err(Error::from_status(503, "starting")))
///     .on(|request: &requests::CountPoints| Ok(CountResult::new(if request.collection_name == "cities" { 3 } else { 0 })));
///
/// let client = Client::from_stub(mock.clone());
/// assert!(client.count_points("cities").send().await.is_err());
/// assert_eq!(client.count_points("cities").filter(Filter::default()).send().await?.count, 3);
///
/// let asked = mock.take::<requests::CountPoints>();
/// assert_eq!(asked.len(), 2);
/// assert!(asked[1].body.filter.is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct MockStub {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// For each type of request its `Script`.
    scripts: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
    received: Mutex<Vec<Entry>>,
}

struct Entry {
    operation: &'static str,
    /// A `Received` of the operation's request; gone once it was taken.
    received: Option<Box<dyn Any + Send>>,
}

type Answer<R> = Result<<R as Request>::Result, Error>;
type Once<R> = Box<dyn FnOnce(&R) -> Answer<R> + Send>;
type Always<R> = Arc<dyn Fn(&R) -> Answer<R> + Send + Sync>;

/// What one operation is answered.
struct Script<R: Request> {
    next: VecDeque<Once<R>>,
    always: Option<Always<R>>,
}

impl<R: Request> Default for Script<R> {
    fn default() -> Self {
        Self { next: VecDeque::new(), always: None }
    }
}

/// A request that a [`MockStub`] received, with the options of its call. Dereferences to the request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<R> {
    /// The request.
    pub request: R,
    /// The options of the call.
    pub options: CallOptions,
}

impl<R> Deref for Received<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.request
    }
}

impl MockStub {
    /// A mock that answers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers each request of this type so, once all answers of [`once`](Self::once) are used. Replaces what was said
    /// before.
    pub fn on<R: Request>(&self, answer: impl Fn(&R) -> Result<R::Result, Error> + Send + Sync + 'static) -> &Self {
        self.script::<R, _>(|script| script.always = Some(Arc::new(answer)));
        self
    }

    /// Answers the next request of this type so. Called again, it scripts the one after.
    pub fn once<R: Request>(&self, answer: impl FnOnce(&R) -> Result<R::Result, Error> + Send + 'static) -> &Self {
        self.script::<R, _>(|script| script.next.push_back(Box::new(answer)));
        self
    }

    /// The operations that were asked for, in order.
    pub fn operations(&self) -> Vec<&'static str> {
        locked(&self.inner.received).iter().map(|entry| entry.operation).collect()
    }

    /// The requests of this type that were received since they were last taken, in order.
    pub fn take<R: Request>(&self) -> Vec<Received<R>> {
        let mut all = locked(&self.inner.received);
        let of_type = all.iter_mut().filter(|entry| entry.received.as_ref().is_some_and(|received| received.is::<Received<R>>()));
        of_type.filter_map(|entry| entry.received.take()?.downcast().ok()).map(|received| *received).collect()
    }

    /// Answers one call.
    #[allow(dead_code, reason = "called by generated code")]
    pub(crate) fn play<'a, R: Request>(
        &'a self,
        request: R,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<R::Result>, Error>> {
        Box::pin(async move {
            let answer = self.answer(&request);
            let received = Received { request, options: options.clone() };
            locked(&self.inner.received).push(Entry { operation: R::operation().name, received: Some(Box::new(received)) });
            answer.map(Response::new)
        })
    }

    /// The script's answer. It runs unlocked, so that it may use the mock.
    fn answer<R: Request>(&self, request: &R) -> Answer<R> {
        let (next, always) = self.script::<R, _>(|script| (script.next.pop_front(), script.always.clone()));
        match (next, always) {
            (Some(answer), _) => answer(request),
            (None, Some(answer)) => answer(request),
            (None, None) => {
                let error = Error::context("the mock has no answer: script one with `MockStub::on` or `MockStub::once`");
                Err(error.at(R::operation(), Protocol::default()))
            }
        }
    }

    fn script<R: Request, T>(&self, f: impl FnOnce(&mut Script<R>) -> T) -> T {
        let mut scripts = locked(&self.inner.scripts);
        let slot = scripts.entry(TypeId::of::<R>()).or_insert_with(|| Box::new(Script::<R>::default()));
        match slot.downcast_mut() {
            Some(script) => f(script),
            // Not reached: the key is the type.
            None => f(&mut Script::default()),
        }
    }
}

impl fmt::Debug for MockStub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockStub").field("operations", &self.operations()).finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::CountResult;
    use crate::{Client, ErrorKind, RetryPolicy, requests};

    fn count(n: u64) -> impl Fn(&requests::CountPoints) -> Result<CountResult, Error> {
        move |_| Ok(CountResult::new(n))
    }

    async fn counted(client: &Client) -> u64 {
        client.count_points("x").send().await.unwrap().count
    }

    #[tokio::test]
    async fn answers_in_turn_and_then_the_last_word() {
        let mock = MockStub::new();
        let client = Client::from_stub(mock.clone());
        mock.on(count(1)).once(count(2)).once(count(3)).on(count(4));
        let answers = [counted(&client).await, counted(&client).await, counted(&client).await, counted(&client).await];
        assert_eq!(answers, [2, 3, 4, 4]);
    }

    #[tokio::test]
    async fn requests_are_kept_with_their_options() {
        let mock = MockStub::new();
        let client = Client::from_stub(mock.clone());
        mock.on(|_: &requests::Healthz| Ok("fine".to_owned())).on(count(1));
        client.healthz().send().await.unwrap();
        client.count_points("a").retry(RetryPolicy::off()).send().await.unwrap();
        client.count_points("b").send().await.unwrap();
        assert_eq!(mock.operations(), ["healthz", "count_points", "count_points"]);
        let received = mock.take::<requests::CountPoints>();
        assert_eq!(received.iter().map(|one| one.collection_name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(received[0].options.retry, Some(RetryPolicy::off()));
        assert!(mock.take::<requests::CountPoints>().is_empty(), "they were taken");
        assert_eq!(mock.take::<requests::Healthz>().len(), 1);
        assert_eq!(mock.operations().len(), 3, "what was taken still happened");
    }

    #[tokio::test]
    async fn what_has_no_script_fails_and_is_kept() {
        let mock = MockStub::new();
        let client = Client::from_stub(mock.clone());
        let error = client.delete_collection("x").send().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unsupported, Some("delete_collection")));
        assert!(error.to_string().contains("MockStub::on"), "{error}");
        assert_eq!(mock.take::<requests::DeleteCollection>()[0].collection_name, "x");
    }

    #[tokio::test]
    async fn streams_go_both_ways() {
        use crate::body::{ByteStream, UploadBody};
        use futures_util::TryStreamExt;
        let mock = MockStub::new();
        let client = Client::from_stub(mock.clone());
        let bytes = bytes::Bytes::from_static(b"bytes");
        let answer = bytes.clone();
        mock.on(move |_: &requests::GetSnapshot| {
            let answer = answer.clone();
            Ok(ByteStream::new(futures_util::stream::once(async move { Ok(answer) })))
        });
        mock.on(|_: &requests::RecoverFromUploadedSnapshot| Ok(None));
        let download = client.get_snapshot("x", "y").send().await.unwrap().into_inner();
        let accepted = client.recover_from_uploaded_snapshot("x", UploadBody::from(download)).send().await.unwrap();
        assert_eq!(*accepted, None);
        let upload = mock.take::<requests::RecoverFromUploadedSnapshot>().remove(0).request.body;
        let sent: Vec<_> = upload.into_stream().try_collect().await.unwrap();
        assert_eq!(sent.concat(), bytes);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn a_script_may_use_the_mock() {
        let mock = MockStub::new();
        let inner = mock.clone();
        mock.on(move |_: &requests::CountPoints| Ok(CountResult::new(inner.operations().len() as u64)));
        let client = crate::blocking::Client::from_stub(mock);
        assert_eq!(client.count_points("x").send().unwrap().count, 0);
        assert_eq!(client.count_points("x").send().unwrap().count, 1);
    }
}
