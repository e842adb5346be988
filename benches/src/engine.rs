//! Queries from end to end: against the real engine in a process of its own, as a table.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use qdrant_remote::Protocol;
use qdrant_remote::models::{Distance, PointStruct, VectorParams};
use qdrant_remote_bench::cases::{self, Servers, Work};
use qdrant_remote_bench::data::{self, COLLECTION, WIDTH};
use qdrant_remote_bench::served::EmbeddedServer;

use crate::count;

/// Points of the collection.
const POINTS: u64 = 10_000;
const AT_ONCE: [usize; 3] = [1, 8, 64];
/// How often each client has its turn.
const ROUNDS: usize = 5;
/// Queries of one turn.
const QUERIES: usize = 512;

/// What one turn took, for each query.
struct Took {
    clock: Duration,
    busy: Duration,
}

/// Measures against the embedded server, and prints.
pub fn print(program: &Path) -> Result<(), Box<dyn Error>> {
    let server = EmbeddedServer::start(program)?;
    fill(&server.servers)?;
    println!("| queries at once | client | clock, µs a query | client's CPU, µs a query | queries/s |");
    println!("|--:|---|--:|--:|--:|");
    for at_once in AT_ONCE {
        let mut clients: [(&str, Work, Vec<Took>); 3] = [
            ("ours, gRPC", cases::concurrent(cases::ours(&server.servers, Protocol::Grpc), at_once), Vec::new()),
            ("official", cases::official_concurrent(&server.servers, at_once), Vec::new()),
            ("ours, REST", cases::concurrent(cases::ours(&server.servers, Protocol::Rest), at_once), Vec::new()),
        ];
        for _ in 0..ROUNDS {
            for (_, work, took) in &mut clients {
                took.push(turn(work, at_once)?);
            }
        }
        for (client, _, took) in &mut clients {
            let clock = median(took.iter().map(|took| took.clock).collect());
            let busy = median(took.iter().map(|took| took.busy).collect());
            let micros = |time: Duration| time.as_secs_f64() * 1e6;
            println!("| {at_once} | {client} | {:.0} | {:.0} | {:.0} |", micros(clock), micros(busy), 1.0 / clock.as_secs_f64());
        }
    }
    Ok(())
}

fn fill(servers: &Servers) -> Result<(), Box<dyn Error>> {
    let client = cases::ours(servers, Protocol::Grpc);
    cases::runtime().block_on(async {
        client.create_collection(COLLECTION).vectors(VectorParams::new(WIDTH as u64, Distance::Cosine)).send().await?;
        let points = (0..POINTS).map(|id| PointStruct::new(id, data::vector(id, WIDTH)).payload(data::payload(id)));
        client.upload(COLLECTION).points(points).wait(true).send().await?;
        Ok(())
    })
}

fn turn(work: &mut Work, at_once: usize) -> Result<Took, Box<dyn Error>> {
    let times = QUERIES / at_once;
    let (begun, busy) = (Instant::now(), count::on_processor()?);
    for _ in 0..times {
        work();
    }
    let queries = u32::try_from(times * at_once)?;
    Ok(Took { clock: begun.elapsed() / queries, busy: (count::on_processor()? - busy) / queries })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
