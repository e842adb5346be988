//! What a build with one protocol brings along: its own HTTP library, and nothing of the other's.
#![allow(clippy::unwrap_used, reason = "a test fails so")]

use std::collections::BTreeSet;
use std::process::Command;

/// The packages of a build with these features.
fn packages(features: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--package", env!("CARGO_PKG_NAME"), "--no-default-features", "--features", features])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

#[test]
fn each_protocol_brings_its_own() {
    const GRPC: &[&str] = &["h2", "hyper-timeout", "prost", "prost-types", "tonic", "tonic-prost"];
    const REST: &[&str] = &["progenitor-client", "reqwest", "tower-http"];
    const NEITHER: &[&str] = &["aws-lc-rs", "aws-lc-sys", "axum", "native-tls", "openssl-sys"];
    for (features, with, without) in [("rest", REST, GRPC), ("grpc", GRPC, REST)] {
        let found = packages(&format!("{features},blocking,native-roots,webpki-roots,testing"));
        for package in with {
            assert!(found.contains(*package), "{features} has no {package}: is this list up to date?");
        }
        for package in without.iter().chain(NEITHER) {
            assert!(!found.contains(*package), "{features} brings {package}");
        }
    }
}

/// Over gRPC: the HTTP library of REST brings the system's roots along, used or not.
#[test]
fn roots_are_a_choice() {
    const ROOTS: &[&str] = &["rustls-native-certs", "webpki-roots"];
    for (features, brought) in [("grpc", &[][..]), ("grpc,native-roots", &ROOTS[..1]), ("grpc,webpki-roots", &ROOTS[1..])] {
        let found = packages(features);
        let roots: Vec<&str> = ROOTS.iter().copied().filter(|package| found.contains(*package)).collect();
        assert_eq!(roots, brought, "{features}");
    }
}
