//! The reader of the generator's exceptions: rows, or an error that names the file.

use std::path::Path;

use codegen::plan::overrides::Overrides;

use crate::choice::{input, split};
use crate::seeds;

/// The first line is the release.
pub(crate) fn run(bytes: &[u8]) {
    let (version, text) = split(bytes);
    let (Ok(version), Ok(text)) = (str::from_utf8(version), str::from_utf8(text)) else { return };
    match Overrides::parse(Path::new("overrides.toml"), text, version) {
        Ok(rows) => {
            assert!(rows.unused().len() <= rows.count.0);
            drop(rows.variant_names());
            for (rest, grpc, without) in rows.without_each_field() {
                assert_eq!(
                    rows.renamed(rest.trim_start_matches("rest:"), grpc.trim_start_matches("grpc:")),
                    rest.starts_with("rest:") && grpc.starts_with("grpc:")
                );
                assert!(without.unused().len() < rows.unused().len());
            }
            drop(rows.modules());
        }
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains("overrides.toml") || text.contains("is no release"), "{text}");
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let text = seeds::file("codegen/overrides.toml");
    let mut found: Vec<Vec<u8>> = text.split("\n\n").map(|row| input("1.19.0", row.as_bytes())).collect();
    found.push(input("1.18.0", text.as_bytes()));
    found.push(input("1.19.0", format!("a = {}", "[".repeat(20_000)).as_bytes()));
    found.push(input("1.19.0", format!("{}a = 1", "a.".repeat(20_000)).as_bytes()));
    found.push(input("1.19.0", format!("a = {}", "{ a = ".repeat(20_000)).as_bytes()));
    found
}
