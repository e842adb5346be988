//! The engine as an implementation of the client's operations.

mod aliases;
mod cluster;
mod collections;
mod points;
mod search;
mod service;
mod snapshots;
mod strict;
mod table;
mod vectors;
mod writes;

use std::sync::Arc;
use std::time::Instant;

use qdrant_remote::{BoxFuture, Error, Response};

use crate::engine::{Engine, Fault, Outcome, caught};

/// The operations of a server on the collections of one engine. Cheap to clone.
#[derive(Clone)]
pub(crate) struct EngineStub {
    engine: Arc<Engine>,
    /// How faults are worded for those who ask.
    worded: fn(Fault) -> Fault,
}

impl EngineStub {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        EngineStub { engine, worded: |fault| fault }
    }

    /// The same, for callers over gRPC.
    pub(crate) fn for_grpc(&self) -> Self {
        EngineStub { engine: Arc::clone(&self.engine), worded: Fault::for_grpc }
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Runs an operation where it may block, measures it, and keeps its panics from spreading.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Outcome<T> + Send + 'static,
    ) -> BoxFuture<'_, Result<Response<T>, Error>> {
        let engine = Arc::clone(&self.engine);
        Box::pin(async move {
            let started = Instant::now();
            let outcome = tokio::task::spawn_blocking(move || caught(|| work(&engine))).await;
            let result = outcome.unwrap_or_else(|stopped| Err(Fault::internal(stopped))).map_err(self.worded)?;
            Ok(Response::new(result).with_time(started.elapsed().as_secs_f64()))
        })
    }
}
