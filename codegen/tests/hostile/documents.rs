//! The documents of a release in memory, and what the generator makes of them, watched.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use codegen::write::{self, Files};
use codegen::{Options, generate, import};
use serde_json::Value;

/// The longest that one generation may take; it takes seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// What the mutations that break the place of an error name instead: a document, or an id in it.
const PLACES: &[&str] =
    &["openapi.json", ".proto", "proto", "rest:", "grpc:", "op:", "fix-up `", "overrides.toml", "/components/", "/paths/"];

/// A release.
#[derive(Clone)]
pub struct Documents {
    pub openapi: Value,
    pub protos: BTreeMap<String, String>,
    /// The release, where the documents are as published and so are to be imported.
    published: Option<String>,
}

/// What came of a generation.
pub enum Verdict {
    Generated(Files),
    Refused(String),
    Broken(String),
}

impl Verdict {
    pub fn text(&self) -> &str {
        match self {
            Self::Generated(_) => "",
            Self::Refused(text) | Self::Broken(text) => text,
        }
    }
}

/// Whether an error says where in which document.
pub fn has_place(text: &str) -> bool {
    PLACES.iter().any(|place| text.contains(place))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Documents {
    /// The release of the repository, or the published documents that `DOCUMENTS` names; the folder ends in its release.
    pub fn read() -> Self {
        let given = std::env::var("DOCUMENTS").ok().filter(|text| !text.is_empty()).map(PathBuf::from);
        let folder = given.clone().unwrap_or_else(|| root().join("specs"));
        let openapi = serde_json::from_str(&fs::read_to_string(folder.join("openapi.json")).unwrap()).unwrap();
        let files = fs::read_dir(folder.join("proto")).unwrap().map(|entry| entry.unwrap().path());
        let protos = files
            .filter(|path| path.extension().is_some_and(|extension| extension == "proto"))
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
        let published = given.map(|folder| folder.to_string_lossy().rsplit('-').next().unwrap_or_default().to_owned());
        Self { openapi, protos: protos.collect(), published }
    }

    /// Imports where that is needed, generates and writes, over a folder that held something before.
    pub fn generate(&self) -> Verdict {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().to_owned();
        let documents = self.clone();
        let (sender, receiver) = mpsc::channel();
        // A stack as the main thread's: recursion must end by itself.
        let builder = thread::Builder::new().stack_size(8 << 20);
        let worker = builder.spawn(move || {
            let verdict = catch_unwind(AssertUnwindSafe(|| documents.generate_in(&folder)));
            let text = |panic: Box<dyn std::any::Any + Send>| {
                let text = panic.downcast_ref::<String>().cloned().or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                format!("a panic: {}", text.unwrap_or_default())
            };
            let _ = sender.send(verdict.unwrap_or_else(|panic| Verdict::Broken(text(panic))));
        });
        let worker = worker.unwrap();
        match receiver.recv_timeout(LONGEST) {
            Ok(verdict) => {
                worker.join().unwrap();
                verdict
            }
            Err(_) => Verdict::Broken(format!("it takes longer than {LONGEST:?}")),
        }
    }

    fn generate_in(&self, folder: &Path) -> Verdict {
        let source = folder.join("source");
        fs::create_dir_all(source.join("proto")).unwrap();
        fs::write(source.join("openapi.json"), self.openapi.to_string()).unwrap();
        for (name, text) in &self.protos {
            fs::write(source.join("proto").join(name), text).unwrap();
        }
        let specs = match &self.published {
            None => {
                fs::copy(root().join("specs/release.toml"), source.join("release.toml")).unwrap();
                source
            }
            Some(version) => {
                let options =
                    import::Options { openapi: source.join("openapi.json"), proto: source.join("proto"), version: version.clone() };
                let specs = folder.join("specs");
                if let Err(error) = import::import(&options).and_then(|imported| import::to_dir(&imported, &specs)) {
                    return if specs.exists() { Verdict::Broken(format!("a part was imported: {error}")) } else { refused(&error, folder) };
                }
                specs
            }
        };
        let out = folder.join("generated");
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join("before.rs"), "").unwrap();
        let options = Options {
            specs,
            // What nobody reviewed is the usual end of a change; here the stages after it are of interest.
            accept_unreviewed: true,
            ..Options::of(&root())
        };
        match generate(&options).and_then(|files| write::to_dir(&files, &out).map(|()| files)) {
            Ok(files) => whole(&files, &out),
            Err(_) if !out.join("before.rs").exists() || fs::read_dir(&out).unwrap().count() != 1 => {
                Verdict::Broken("a part was written".to_owned())
            }
            Err(error) => refused(&error, folder),
        }
    }
}

fn refused(error: &codegen::Error, folder: &Path) -> Verdict {
    Verdict::Refused(error.to_string().replace(&folder.display().to_string(), "DIR"))
}

/// A folder with every file and no other, each of which is Rust.
fn whole(files: &Files, out: &Path) -> Verdict {
    if let Err(error) = write::check(files, out) {
        return Verdict::Broken(format!("the folder is not whole: {error}"));
    }
    for (path, text) in files.iter().filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs")) {
        if let Err(error) = syn::parse_file(text) {
            return Verdict::Broken(format!("{} does not parse: {error}", path.display()));
        }
    }
    Verdict::Generated(files.clone())
}
