//! What is depended upon: with one protocol its own HTTP library and nothing of the other's, each with a reason, and none
//! with a known weakness.
#![allow(clippy::unwrap_used, reason = "a test fails so")]

use std::collections::BTreeSet;
use std::process::Command;

use semver::{Version, VersionReq};
use serde::Deserialize;

fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

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

/// The table of ARCHITECTURE.md says of each direct dependency of a published crate why it is there, and of no other.
#[test]
fn each_dependency_has_its_reason() {
    let mut brought = BTreeSet::new();
    for manifest in ["Cargo.toml", "embedded/Cargo.toml", "codegen/Cargo.toml"] {
        let manifest: toml::Table = read(manifest).parse().unwrap();
        if manifest["package"].get("publish").and_then(toml::Value::as_bool) != Some(false) {
            brought.extend(manifest["dependencies"].as_table().unwrap().keys().cloned());
        }
    }
    let text = read("ARCHITECTURE.md");
    let section = text.split("## Dependencies\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    let listed: BTreeSet<_> =
        cells.flat_map(|cell| cell.split('`')).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    assert_eq!(listed, brought);
}

/// An entry of `advisories.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advisory {
    id: String,
    package: String,
    what: String,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    patched: Vec<VersionReq>,
    #[serde(default)]
    unaffected: Vec<VersionReq>,
    accepted: Option<String>,
}

impl Advisory {
    fn affects(&self, package: &str, version: &Version) -> bool {
        self.package == package && !self.patched.iter().chain(&self.unaffected).any(|safe| safe.matches(version))
    }
}

/// What every lock file holds, with versions.
fn locked() -> BTreeSet<(String, Version)> {
    let mut found = BTreeSet::new();
    for path in ["Cargo.lock", "benches/Cargo.lock", "fuzz/Cargo.lock"] {
        let lock: toml::Table = read(path).parse().unwrap();
        let packages = lock["package"].as_array().unwrap();
        found.extend(
            packages
                .iter()
                .map(|package| (package["name"].as_str().unwrap().to_owned(), package["version"].as_str().unwrap().parse().unwrap())),
        );
    }
    found
}

#[test]
fn no_known_weakness_is_brought() {
    #[derive(Deserialize)]
    struct File {
        advisory: Vec<Advisory>,
    }
    let File { advisory: advisories } = toml::from_str(&read("advisories.toml")).unwrap();
    let locked = locked();
    let client = packages("rest,grpc,blocking,native-roots,webpki-roots,serve,testing");
    for advisory in &advisories {
        let affected = locked.iter().find(|(package, version)| advisory.affects(package, version));
        let Advisory { id, package, what, .. } = advisory;
        match (affected, &advisory.accepted) {
            (Some((_, version)), None) => panic!("{package} {version} has {id}: {what}"),
            (Some(_), Some(_)) => assert!(!client.contains(package), "the client brings {package}, which has {id}: {what}"),
            (None, Some(_)) => panic!("nothing has {id} of {package} any more: take `accepted` away"),
            (None, None) => {}
        }
    }
    // It would say so if one came.
    let h2 = advisories.iter().find(|advisory| advisory.id == "RUSTSEC-2026-0258").unwrap();
    assert!(h2.affects("h2", &Version::new(0, 4, 15)) && !h2.affects("h2", &Version::new(0, 4, 16)));
}
