//! Documents that nobody would publish: each gives an error with its place or a whole folder that parses, and never a
//! panic, a hang, or a part of a folder.
//!
//! `HOSTILE` is how many mutations there are, `SEED` where they begin, `DOCUMENTS` a folder with the documents of a
//! release as published, `HOSTILE_OUT` a folder that gets what was generated, for `make hostile-specs` to compile.
#![allow(clippy::print_stdout, reason = "what was found is worth showing")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

mod documents;
mod json;
mod names;
mod proto;
mod random;

use std::collections::BTreeMap;
use std::path::Path;

use documents::{Documents, Verdict};
use random::Random;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn mutations_of_the_documents() {
    let (seed, count) = (number("SEED", 20_261_124), number("HOSTILE", 24));
    let original = Documents::read();
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for case in 0..count {
        let mut random = Random::new(seed.wrapping_add(case));
        let mut documents = original.clone();
        let mut changes = Vec::new();
        for _ in 0..=random.below(2) {
            changes.push(if random.below(3) == 0 {
                proto::mutate(&mut documents.protos, &mut random)
            } else {
                json::mutate(&mut documents.openapi, &mut random)
            });
        }
        let show = std::env::var_os("HOSTILE_SHOW").is_some();
        if show {
            println!("{} {changes:?}", seed.wrapping_add(case));
        }
        let verdict = documents.generate();
        let name = match &verdict {
            Verdict::Generated(files) => {
                if let Some(folder) = std::env::var_os("HOSTILE_OUT") {
                    codegen::write::to_dir(files, &Path::new(&folder).join(format!("{}", seed.wrapping_add(case)))).unwrap();
                }
                "generated"
            }
            Verdict::Refused(text) if documents::has_place(text) => "refused",
            Verdict::Refused(text) => {
                problems.push(format!("SEED={} {changes:?}: an error without a place: {text}", seed.wrapping_add(case)));
                "refused without a place"
            }
            Verdict::Broken(text) => {
                problems.push(format!("SEED={} {changes:?}: {text}", seed.wrapping_add(case)));
                "broken"
            }
        };
        *verdicts.entry(name).or_default() += 1;
        if show {
            println!("    {name} {}", verdict.text());
        }
    }
    println!("SEED={seed}: {count} mutations, {verdicts:?}");
    assert!(problems.is_empty(), "{} of {count}:\n{}", problems.len(), problems.join("\n"));
}
