//! `qdrant-remote-bench [table]` prints the table; the other words are what it runs itself with.

mod builds;
mod count;
mod engine;
mod growth;
mod table;

use qdrant_remote_bench::alloc::Counting;
use qdrant_remote_bench::served;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", points, width] => served::serve(points.parse()?, width.parse()?),
        ["instructions", row, who, rest, grpc] => count::measured_once(row, who, rest, grpc),
        ["builds", names @ ..] => builds::print(names),
        ["growth"] => growth::print(),
        ["engine", program] => engine::print(std::path::Path::new(program)),
        ["time", row, who, rest, grpc] => count::print_time(row, who, rest, grpc),
        [] | ["table"] => table::print(&[]),
        ["table", rows @ ..] => table::print(rows),
        _ => Err("usage: qdrant-remote-bench [table [ROW ...] | builds [LIBRARY ...] | growth | engine EMBEDDED_SERVER]".into()),
    }
}
