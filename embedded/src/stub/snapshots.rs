//! Snapshots of collections, of their one shard, and of the whole server.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::{StreamExt, stream};
use qdrant_remote::body::{ByteStream, UploadBody};
use qdrant_remote::{BoxFuture, Error, Response, models, requests};

use super::EngineStub;
use crate::engine::{Engine, Fault, Of, Outcome};

const CHUNK: usize = 256 * 1024;

type Answer<'a, T> = BoxFuture<'a, Result<Response<T>, Error>>;

impl EngineStub {
    /// Runs an operation that the caller need not wait for: `None` is the answer to one who does not.
    fn run_or_leave<T: Send + 'static>(
        &self,
        wait: Option<bool>,
        work: impl FnOnce(&Engine) -> Outcome<T> + Send + 'static,
    ) -> Answer<'_, Option<T>> {
        if wait != Some(false) {
            return self.run(move |engine| work(engine).map(Some));
        }
        let running = self.clone();
        tokio::spawn(async move {
            if let Err(error) = running.run(work).await {
                tracing::warn!(%error, "an operation that nobody waited for failed");
            }
        });
        Box::pin(async { Ok(Response::new(None)) })
    }

    pub(super) fn take(&self, of: Target, wait: Option<bool>) -> Answer<'_, Option<models::SnapshotDescription>> {
        match wait {
            // What cannot be is said at once, even to those who do not wait.
            Some(false) => self.first_check(of, move |stub, of| stub.run_or_leave(wait, move |engine| engine.take_snapshot(of.known()))),
            _ => self.run_or_leave(wait, move |engine| engine.take_snapshot(of.checked(engine)?)),
        }
    }

    fn first_check<T: Send + 'static>(
        &self,
        of: Target,
        then: impl for<'a> FnOnce(&'a EngineStub, Target) -> Answer<'a, Option<T>> + Send + 'static,
    ) -> Answer<'_, Option<T>> {
        let stub = self.clone();
        Box::pin(async move {
            of.checked(&stub.engine)?;
            then(&stub, of).await
        })
    }

    pub(super) fn listed(&self, of: Target) -> Answer<'_, Vec<models::SnapshotDescription>> {
        self.run(move |engine| engine.list_snapshots(of.checked(engine)?))
    }

    pub(super) fn removed(&self, of: Target, name: String, wait: Option<bool>) -> Answer<'_, Option<bool>> {
        self.run_or_leave(wait, move |engine| engine.delete_snapshot(of.checked(engine)?, &name))
    }

    pub(super) fn downloaded(&self, of: Target, name: String) -> Answer<'_, ByteStream> {
        self.run(move |engine| {
            let path = engine.snapshot(of.checked(engine)?, &name)?;
            Ok(bytes(File::open(path)?, name)?)
        })
    }

    /// A snapshot that is made for the download alone.
    pub(super) fn streamed(&self, request: requests::StreamShardSnapshot) -> Answer<'_, ByteStream> {
        self.run(move |engine| {
            let of = Target::Shard(request.collection_name, request.shard_id);
            let of = of.checked(engine)?;
            let taken = engine.take_snapshot(of)?;
            let file = File::open(engine.snapshot(of, &taken.name)?)?;
            engine.delete_snapshot(of, &taken.name)?;
            Ok(bytes(file, taken.name)?)
        })
    }

    pub(super) fn recovered(&self, request: requests::RecoverFromSnapshot) -> Answer<'_, Option<bool>> {
        self.run_or_leave(request.wait, move |engine| {
            let models::SnapshotRecover { location, checksum, api_key, .. } = request.body;
            let path = located(engine, Of::Server, &location, api_key.as_deref())?;
            engine.recover(&request.collection_name, path.as_ref(), checksum.as_deref())?;
            Ok(true)
        })
    }

    pub(super) fn shard_recovered(&self, request: requests::RecoverShardFromSnapshot) -> Answer<'_, Option<bool>> {
        self.run_or_leave(request.wait, move |engine| {
            let of = Target::Shard(request.collection_name.clone(), request.shard_id);
            let of = of.checked(engine)?;
            let name = engine.collection(&request.collection_name)?.name.clone();
            let models::ShardSnapshotRecover { location, checksum, api_key, .. } = request.body;
            let path = located(engine, of, &location, api_key.as_deref())?;
            engine.recover(&name, path.as_ref(), checksum.as_deref())?;
            Ok(true)
        })
    }

    /// Takes in a file, and recovers the collection from it. `shard` is that of a collection that must be there.
    pub(super) fn uploaded(
        &self,
        collection: String,
        shard: Option<u64>,
        body: UploadBody,
        checksum: Option<String>,
        wait: Option<bool>,
    ) -> Answer<'_, Option<bool>> {
        Box::pin(async move {
            let name = match shard {
                Some(shard) => {
                    Target::Shard(collection.clone(), shard).checked(&self.engine)?;
                    self.engine.collection(&collection)?.name.clone()
                }
                None => collection,
            };
            let mut file = self.engine.scratch()?;
            let mut chunks = Box::pin(body.into_stream());
            while let Some(chunk) = chunks.next().await {
                let chunk = chunk.map_err(|error| Fault::bad_request(format_args!("the upload broke off: {error}")))?;
                file.write_all(&chunk).map_err(Fault::from)?;
            }
            let recover = move |engine: &Engine| {
                engine.recover(&name, file.path(), checksum.as_deref())?;
                Ok(true)
            };
            self.run_or_leave(wait, recover).await
        })
    }
}

/// What a request about snapshots is about.
pub(super) enum Target {
    Server,
    Collection(String),
    Shard(String, u64),
}

impl Target {
    fn known(&self) -> Of<'_> {
        match self {
            Target::Server => Of::Server,
            Target::Collection(name) => Of::Collection(name),
            Target::Shard(name, _) => Of::Shard(name),
        }
    }

    /// The same, if it is there.
    fn checked(&self, engine: &Engine) -> Outcome<Of<'_>> {
        match self {
            Target::Server => {}
            Target::Collection(name) => drop(engine.collection(name)?),
            Target::Shard(name, shard) => {
                engine.collection(name)?;
                if *shard != 0 {
                    return Err(Fault::not_found(format_args!("shard {shard} not found")));
                }
            }
        }
        Ok(self.known())
    }
}

/// A snapshot where a request says it is: here already, or fetched.
enum Located {
    Here(std::path::PathBuf),
    Fetched(Arc<tempfile::NamedTempFile>),
}

impl AsRef<Path> for Located {
    fn as_ref(&self) -> &Path {
        match self {
            Located::Here(path) => path,
            Located::Fetched(file) => file.path(),
        }
    }
}

fn located(engine: &Engine, of: Of<'_>, location: &str, api_key: Option<&str>) -> Outcome<Located> {
    if let Some(path) = location.strip_prefix("file://") {
        return match of {
            Of::Shard(_) => {
                Err(Fault::wrong_input(format_args!("Invalid snapshot URL {location}: URLs with file scheme are not supported")))
            }
            Of::Server | Of::Collection(_) => engine.own_file(path).map(Located::Here),
        };
    }
    match of {
        Of::Shard(_) if !location.contains("://") => engine.snapshot(of, location).map(Located::Here),
        _ => Ok(Located::Fetched(Arc::new(engine.fetch(location, api_key)?))),
    }
}

/// The bytes of a file, read while they are sent.
fn bytes(file: File, name: String) -> std::io::Result<ByteStream> {
    let length = file.metadata()?.len();
    let chunks = stream::try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut chunk = vec![0; CHUNK];
            let length = file.read(&mut chunk)?;
            chunk.truncate(length);
            Ok::<_, std::io::Error>((chunk, file))
        });
        let (chunk, file) = read.await.map_err(Fault::internal)?.map_err(Fault::from)?;
        Ok::<_, Error>((!chunk.is_empty()).then(|| (Bytes::from(chunk), file)))
    });
    Ok(ByteStream::new(chunks).with_content_length(Some(length)).with_name(Some(name)))
}
