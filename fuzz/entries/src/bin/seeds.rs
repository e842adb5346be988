//! Writes the seeds of every target, or of those that are named, and their dictionary to a folder.
#![forbid(unsafe_code)]

use std::path::Path;
use std::{env, fs, io};

use fuzz_entries::{ENTRIES, seeds};

/// What is longer slows a fuzzer down; the smoke test runs it as well.
const LONGEST: usize = 16 << 10;

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "fuzz/corpus".to_owned());
    let wanted: Vec<String> = arguments.collect();
    let folder = Path::new(&folder);
    for entry in ENTRIES.iter().filter(|entry| wanted.is_empty() || wanted.iter().any(|name| name == entry.name)) {
        let folder = folder.join(entry.name);
        fs::create_dir_all(&folder)?;
        let seeds = (entry.seeds)().into_iter().chain(seeds::cases(entry.name));
        for (number, seed) in seeds.filter(|seed| seed.len() <= LONGEST).enumerate() {
            fs::write(folder.join(format!("seed-{number:05}")), seed)?;
        }
    }
    let words = seeds::words().into_iter().map(|word| {
        let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02X}")).collect();
        format!("\"{bytes}\"\n")
    });
    fs::write(folder.join("words.dict"), words.collect::<String>())
}
