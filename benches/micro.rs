//! The cases that need no server, by wall clock.

use qdrant_remote_bench::cases::{self, Case, Servers};

fn main() {
    divan::main();
}

fn local() -> impl Iterator<Item = String> {
    let remote = |case: &Case| ["grpc-query", "grpc-upsert", "rest-query", "concurrent-64"].contains(&case.row);
    cases::all().into_iter().filter(move |case| !remote(case)).map(|case| format!("{} {:?}", case.row, case.who))
}

#[divan::bench(args = local())]
fn case(bencher: divan::Bencher, name: &str) {
    let found = cases::all().into_iter().find(|case| format!("{} {:?}", case.row, case.who) == name);
    if let Some(case) = found {
        let mut work = (case.prepare)(&Servers::default(), usize::MAX);
        bencher.bench_local(&mut work);
    }
}
