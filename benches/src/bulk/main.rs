//! `bulk [EMBEDDED_SERVER]` prints how fast points are uploaded, beside the peers, and what memory that and a scroll take;
//! the other words are what it runs itself with.

mod process;
mod work;

use std::error::Error;
use std::path::Path;
use std::process::Command;

use qdrant_remote::Protocol;
use qdrant_remote::models::{Distance, VectorParams};
use qdrant_remote_bench::cases::{self, Servers};
use qdrant_remote_bench::data::{BULK_WIDTH, COLLECTION, PAGE};
use qdrant_remote_bench::served::{self, EmbeddedServer, NullServer, line, started};

use process::{Took, measured};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How often each client has its turn.
const ROUNDS: usize = 3;
/// Points of one upload.
const POINTS: u64 = 100_000;
const PARALLEL: [usize; 3] = [1, 2, 4];
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bulk_client.py");

/// Each client, with what the table says of it.
const CLIENTS: [(&str, &str); 5] = [
    ("grpc", "ours, gRPC"),
    ("official", "official, gRPC"),
    ("python-grpc", "Python, gRPC"),
    ("rest", "ours, REST"),
    ("python-rest", "Python, REST"),
];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let servers = |rest: &str, grpc: &str| Servers { rest: rest.to_owned(), grpc: grpc.to_owned() };
    match words.as_slice() {
        ["serve", points, width] => served::serve(points.parse()?, width.parse()?),
        ["upload", who, parallel, count, rest, grpc] => work::upload(who, parallel.parse()?, count.parse()?, &servers(rest, grpc)),
        ["scroll", who, count, rest, grpc] => work::scroll(who, count.parse()?, &servers(rest, grpc)),
        ["delay", who, batch, rest, grpc] => work::delay(who, batch.parse()?, &servers(rest, grpc)),
        ["delays"] => print_delays(),
        ["memory"] => print_memory(),
        ["uploads"] => print_uploads(None),
        ["uploads", embedded] => print_uploads(Some(Path::new(embedded))),
        [] | [_] => {
            print_uploads(words.first().map(Path::new))?;
            print_memory()?;
            print_delays()
        }
        _ => Err("usage: bulk [EMBEDDED_SERVER] | uploads [EMBEDDED_SERVER] | memory | delays".into()),
    }
}

/// This program, or the Python client, as a client.
fn client(words: &[&str], servers: &Servers) -> Outcome<Command> {
    let python = words.iter().any(|word| word.starts_with("python"));
    let mut command = match python {
        true => Command::new(std::env::var("BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned())),
        false => Command::new(std::env::current_exe()?),
    };
    if python {
        command.arg(PYTHON);
    }
    command.args(words).args([&servers.rest, &servers.grpc]);
    Ok(command)
}

fn upload(who: &str, parallel: usize, count: u64, servers: &Servers) -> Outcome<Took> {
    measured(&mut client(&["upload", who, &parallel.to_string(), &count.to_string()], servers)?)
}

fn print_uploads(embedded: Option<&Path>) -> Outcome<()> {
    println!("| server | client | parallel | points/s | CPU, µs a point | peak memory, MiB |");
    println!("|---|---|--:|--:|--:|--:|");
    let null = NullServer::start(1, 0)?;
    print_uploads_to("null", &null.servers, || Ok(()))?;
    if let Some(program) = embedded {
        let server = EmbeddedServer::start(program)?;
        print_uploads_to("embedded", &server.servers, || emptied(&server.servers))?;
    }
    Ok(())
}

/// Makes the collection anew.
fn emptied(servers: &Servers) -> Outcome<()> {
    let client = cases::ours(servers, Protocol::Rest);
    cases::runtime().block_on(async {
        client.delete_collection(COLLECTION).send().await?;
        client.create_collection(COLLECTION).vectors(VectorParams::new(BULK_WIDTH as u64, Distance::Dot)).send().await?;
        Ok(())
    })
}

fn print_uploads_to(server: &str, servers: &Servers, prepare: impl Fn() -> Outcome<()>) -> Outcome<()> {
    let mut rows: Vec<_> = PARALLEL.iter().flat_map(|parallel| CLIENTS.map(|(who, name)| (who, name, *parallel, Vec::new()))).collect();
    for _ in 0..ROUNDS {
        for (who, _, parallel, took) in &mut rows {
            prepare()?;
            took.push(upload(who, *parallel, POINTS, servers)?);
        }
    }
    for (_, name, parallel, took) in rows {
        let rate = POINTS as f64 / median(&took, |took| took.seconds);
        let busy = median(&took, |took| took.busy) / POINTS as f64 * 1e6;
        let peak = median(&took, |took| took.kib as f64) / 1024.0;
        println!("| {server} | {name} | {parallel} | {rate:.0} | {busy:.1} | {peak:.1} |");
    }
    Ok(())
}

fn print_memory() -> Outcome<()> {
    let null = NullServer::start(1, 0)?;
    println!("\n| work | client | points | points/s | peak memory, MiB |");
    println!("|---|---|--:|--:|--:|");
    let row = |work: &str, name: &str, count: u64, took: &Took| {
        println!("| {work} | {name} | {count} | {:.0} | {:.1} |", count as f64 / took.seconds, took.kib as f64 / 1024.0);
    };
    for (who, name) in CLIENTS.iter().filter(|(who, _)| !who.starts_with("python")) {
        for count in [100_000, 1_000_000] {
            row("upload, 4 at once", name, count, &upload(who, 4, count, &null.servers)?);
        }
    }
    for (who, name) in CLIENTS.iter().filter(|(who, _)| ["grpc", "rest"].contains(who)) {
        for count in [100_000, 1_000_000] {
            let took = measured(&mut client(&["scroll", who, &count.to_string()], &null.servers)?)?;
            row(&format!("scroll, pages of {PAGE}, prefetched"), name, count, &took);
        }
    }
    Ok(())
}

fn print_delays() -> Outcome<()> {
    let null = NullServer::start(1, 0)?;
    println!(
        "\n| beside the timer | bytes of a batch | ticks | late by at most, µs | 99.9 % | work between two ticks at most, µs | 99.9 % |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let large = usize::MAX.to_string();
    for (name, who, batch) in [
        ("nothing", "nobody", "1"),
        ("upload over gRPC, batches of 256 points", "grpc", "256"),
        ("upload over gRPC, batches of 24 MiB", "grpc", &large),
        ("upload over REST, batches of 256 points", "rest", "256"),
        ("upload over REST, batches of 24 MiB", "rest", &large),
    ] {
        let (mut process, mut output) = started(&mut client(&["delay", who, batch], &null.servers)?)?;
        println!("| {name} | {} |", line(&mut output)?.replace(' ', " | "));
        process.wait()?;
    }
    Ok(())
}

fn median(took: &[Took], value: impl Fn(&Took) -> f64) -> f64 {
    let mut values: Vec<f64> = took.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
