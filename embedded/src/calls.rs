//! Counts the calls under way, so that stopping need not wait for connections that merely stay open.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use tokio::sync::watch;

/// The calls under way at one server. Clones count together.
#[derive(Clone)]
pub(crate) struct Calls(watch::Sender<usize>);

impl Calls {
    pub(crate) fn new() -> Self {
        Calls(watch::Sender::new(0))
    }

    /// Returns once no call is under way.
    pub(crate) async fn none(&self) {
        // The sender is here, so waiting cannot fail.
        drop(self.0.subscribe().wait_for(|calls| *calls == 0).await);
    }

    fn begin(&self) -> Call {
        self.0.send_modify(|calls| *calls += 1);
        Call(self.clone())
    }
}

/// One call, under way as long as this lives.
struct Call(Calls);

impl Drop for Call {
    fn drop(&mut self) {
        self.0.0.send_modify(|calls| *calls -= 1);
    }
}

/// Counts a call until its answer is sent.
pub(crate) async fn count(State(calls): State<Calls>, request: Request, next: Next) -> Response {
    let call = calls.begin();
    next.run(request).await.map(|body| Body::new(Answer { body, _until_sent: call }))
}

/// The body of an answer to a call that is under way.
struct Answer {
    body: Body,
    _until_sent: Call,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
