//! Counts the calls under way, so that stopping need not wait for connections that merely stay open.

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
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
    next.run(request).await.map(|body| {
        if body.is_end_stream() {
            return body;
        }
        Body::new(body.map_frame(move |frame| {
            let _until_sent = &call;
            frame
        }))
    })
}
