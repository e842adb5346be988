//! Which operations were called, over which protocol, and answered: read from the client's own spans.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use qdrant_remote::operations::OPERATIONS;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Operations with the protocol over which each was answered.
#[derive(Clone, Default)]
pub struct Coverage(Arc<Mutex<BTreeSet<(String, String)>>>);

impl Coverage {
    /// Watches all calls of this process from now on.
    pub fn watch() -> Self {
        let coverage = Coverage::default();
        let watcher = Watcher { coverage: coverage.clone(), next: AtomicU64::new(1), open: Mutex::default() };
        tracing::subscriber::set_global_default(watcher).unwrap();
        coverage
    }

    /// Operations of all, and RPCs of those that have an operation, that nobody answered with success.
    pub fn missing(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let seen = self.0.lock().unwrap();
        let answered = |name: &str, protocol: Option<&str>| {
            seen.iter().any(|(operation, over)| operation == name && protocol.is_none_or(|protocol| protocol == over))
        };
        let operations = OPERATIONS.iter().map(|operation| operation.name).filter(|name| !answered(name, None));
        let rpcs = OPERATIONS.iter().filter(|operation| !answered(operation.name, Some("gRPC"))).filter_map(|operation| operation.rpc);
        (operations.collect(), rpcs.collect())
    }
}

struct Watcher {
    coverage: Coverage,
    next: AtomicU64,
    open: Mutex<HashMap<u64, Call>>,
}

/// A call that is not closed yet.
#[derive(Default)]
struct Call {
    references: usize,
    operation: String,
    protocol: String,
    failed: bool,
}

impl Visit for Call {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.operation.name" => value.clone_into(&mut self.operation),
            "network.protocol.name" => value.clone_into(&mut self.protocol),
            "otel.status_code" => self.failed = true,
            _ => {}
        }
    }
}

impl Subscriber for Watcher {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("qdrant_remote::transport")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut call = Call { references: 1, ..Call::default() };
        span.record(&mut call);
        self.open.lock().unwrap().insert(id, call);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(call) = self.open.lock().unwrap().get_mut(&span.into_u64()) {
            values.record(call);
        }
    }

    fn clone_span(&self, span: &Id) -> Id {
        if let Some(call) = self.open.lock().unwrap().get_mut(&span.into_u64()) {
            call.references += 1;
        }
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let mut open = self.open.lock().unwrap();
        let Some(call) = open.get_mut(&span.into_u64()) else { return false };
        call.references -= 1;
        if call.references > 0 {
            return false;
        }
        if let Some(call) = open.remove(&span.into_u64())
            && !call.failed
        {
            self.coverage.0.lock().unwrap().insert((call.operation, call.protocol));
        }
        true
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
