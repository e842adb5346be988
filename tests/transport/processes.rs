//! What needs a process of its own: the environment, the output, the threads.

use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::time::Duration;

use qdrant_remote::{Client, Protocol, blocking};

use crate::cases::{self, NAME, PerCall, served};

/// Runs one test of this binary in another process.
pub(crate) fn child(test: &str, environment: &[(&str, String)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]);
    for name in ["QDRANT_URL", "QDRANT_GRPC_URL", "QDRANT_API_KEY"] {
        command.env_remove(name);
    }
    let output = command.envs(environment.iter().map(|(name, value)| (name, value))).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

#[test]
fn the_environment_says_where_and_nothing_is_printed() {
    let ((_one, rest), (_other, grpc)) = (served(Protocol::Rest), served(Protocol::Grpc));
    let environment = [
        ("QDRANT_URL", format!("http://{}", rest.address)),
        ("QDRANT_GRPC_URL", format!("http://{}", grpc.address)),
        ("QDRANT_API_KEY", " hunter2\n".to_owned()),
    ];
    let output = child("processes::child_calls_everything", &environment);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let of_harness = |line: &&str| line.is_empty() || line.starts_with("running ") || line.starts_with("test ");
    assert_eq!(stdout.lines().filter(|line| !of_harness(line)).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!((rest.count(), grpc.count()), (69 + 1, 43), "and one question for the version");
    assert!(rest.seen().iter().chain(&grpc.seen()).all(|seen| seen.header("api-key") == Some("hunter2")));
}

#[tokio::test]
#[ignore = "run by another test"]
async fn child_calls_everything() {
    if std::env::var_os("QDRANT_URL").is_none() {
        return;
    }
    let client = Client::from_env().unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        for case in cases::all().iter().filter(|case| case.exists_over(protocol)) {
            (case.send)(&client, PerCall { protocol: Some(protocol), ..PerCall::default() }).await.unwrap();
        }
    }
    client.close().await;
}

/// The table of `tests/README.md` has no empty cell, and names no test that is not there.
#[test]
fn the_table_of_behaviours_is_true() {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let tests: BTreeSet<_> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/README.md")).unwrap();
    let rows: Vec<_> = readme.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|')).collect();
    assert!(rows.iter().all(|row| row.split('|').all(|cell| !cell.trim().is_empty())), "an empty cell");
    let named = rows.iter().flat_map(|row| row.split('`').skip(1).step_by(2)).filter(|name| name.contains("::") && !name.starts_with(":"));
    let mut count = 0;
    for name in named {
        for protocol in ["rest", "grpc"] {
            let name = name.replace('*', protocol);
            assert!(tests.contains(name.as_str()), "{name}");
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_blocking_client_has_one_thread() {
    let (_runtime, server) = served(Protocol::Rest);
    child("processes::child_counts_threads", &[("QDRANT_URL", format!("http://{}", server.address))]);
    assert_eq!(server.count(), 5);
}

#[test]
#[ignore = "run by another test"]
fn child_counts_threads() {
    if std::env::var_os("QDRANT_URL").is_none() {
        return;
    }
    let client = blocking::Client::builder().url(std::env::var("QDRANT_URL").unwrap()).check_version(false).build_blocking().unwrap();
    assert_eq!(own_threads(), 0, "none before the first call");
    assert!(client.collection_exists(NAME).send().unwrap().exists);
    let others: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.collection_exists(NAME).send().unwrap().exists)
        })
        .collect();
    assert!(others.into_iter().all(|thread| thread.join().unwrap()));
    assert_eq!(own_threads(), 1);
    drop(client);
    for _ in 0..200 {
        if own_threads() == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the thread did not end with the last clone");
}

/// How many threads of this process carry the name of the client.
fn own_threads() -> usize {
    let names =
        std::fs::read_dir("/proc/self/task").unwrap().filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    names.filter(|name| name.trim() == "qdrant-remote").count()
}
