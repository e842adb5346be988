//! What it costs to build a program with each library, and how large it becomes.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Library {
    name: &'static str,
    dependency: String,
    program: &'static str,
}

const OURS: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = qdrant_remote::Client::builder().PREFER.build()?;
    let found = client.query_points("cities").query(vec![0.2, 0.1]).limit(3).with_payload(true).send().await?;
    println!("{found:?}");
    Ok(())
}
"#;

const OFFICIAL: &str = r#"
use qdrant_client::Qdrant;
use qdrant_client::qdrant::QueryPointsBuilder;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Qdrant::from_url("http://localhost:6334").build()?;
    let found = client.query(QueryPointsBuilder::new("cities").query(vec![0.2, 0.1]).limit(3).with_payload(true)).await?;
    println!("{found:?}");
    Ok(())
}
"#;

/// Prints the sum of the seconds of all units of a cold build, and the size of a stripped program with one query.
pub fn print(only: &[&str]) -> Result<(), Box<dyn Error>> {
    let root = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    let ours = |name, features: &str| Library {
        name,
        dependency: format!("qdrant-remote = {{ path = {:?}{features} }}", root.display()),
        program: OURS,
    };
    let libraries = [
        ours("default", ""),
        Library { name: "official", dependency: "qdrant-client = \"1.20\"".to_owned(), program: OFFICIAL },
        ours("grpc", ", default-features = false, features = [\"grpc\"]"),
        ours("rest", ", default-features = false, features = [\"rest\"]"),
    ];
    println!(
        "| library | crates | cold debug build: seconds of all units | of the processor | stripped release program with one query, KiB |"
    );
    println!("|---|--:|--:|--:|--:|");
    for library in libraries.iter().filter(|library| only.is_empty() || only.contains(&library.name)) {
        let folder = prepare(library)?;
        cargo(&folder, &["fetch"])?;
        let before = children()?;
        cargo(&folder, &["build", "--lib", "--timings"])?;
        let busy = children()? - before;
        let (units, seconds) = timings(&folder)?;
        cargo(&folder, &["build", "--release"])?;
        let size = fs::metadata(folder.join("target/release/one-query"))?.len() / 1024;
        println!("| {} | {units} | {seconds:.1} | {busy:.1} | {size} |", library.name);
        fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

fn prepare(library: &Library) -> Result<PathBuf, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("one-query-{}-{}", library.name, std::process::id()));
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[workspace]\n[package]\nname = \"one-query\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n[profile.release]\nstrip = true\n",
        library.dependency
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let preferred = if library.name == "rest" { "prefer_grpc(false)" } else { "prefer_grpc(true)" };
    fs::write(folder.join("src/main.rs"), library.program.replace("PREFER", preferred))?;
    Ok(folder)
}

fn cargo(folder: &Path, words: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new("cargo").current_dir(folder).env_remove("CARGO_TARGET_DIR").args(words).output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}

/// The processor's seconds of all processes that were started and have ended: they move less with other load.
fn children() -> Result<f64, Box<dyn Error>> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = text.rsplit_once(')').ok_or("no statistics")?;
    let ticks = fields.split_whitespace().skip(13).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
    Ok(ticks / TICKS_PER_SECOND)
}

/// How many units were built and how long they took, added up: so many cores as there are do not matter.
fn timings(folder: &Path) -> Result<(usize, f64), Box<dyn Error>> {
    let html = fs::read_to_string(folder.join("target/cargo-timings/cargo-timing.html"))?;
    let (_, data) = html.split_once("UNIT_DATA = ").ok_or("no timings")?;
    let mut values = serde_json::Deserializer::from_str(data).into_iter::<Vec<serde_json::Value>>();
    let units = values.next().ok_or("no timings")??;
    Ok((units.len(), units.iter().filter_map(|unit| unit["duration"].as_f64()).sum()))
}
