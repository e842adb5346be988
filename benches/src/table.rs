//! The table: what was measured as ratios.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use qdrant_remote_bench::cases::{self, Case, Who};
use qdrant_remote_bench::served::NullServer;

use crate::count;

/// How often the clock is looked at for each case, one case after the other.
const ROUNDS: usize = 7;

struct Row {
    name: &'static str,
    what: &'static str,
    against: &'static [(Who, &'static str)],
}

const ROWS: &[Row] = &[
    Row { name: "grpc-query", what: "gRPC query, limit 10, payload", against: &[(Who::Official, "1.00")] },
    Row { name: "grpc-upsert", what: "gRPC upsert, 100 x 768, payload", against: &[(Who::Official, "1.00")] },
    Row { name: "grpc-decode", what: "gRPC reply, 1,000 x 768: decode, convert", against: &[(Who::Official, "1.05")] },
    Row { name: "rest-query", what: "REST query, limit 10, payload", against: &[] },
    Row { name: "rest-dense", what: "REST reply, 1,000 x 768, dense: decode", against: &[(Who::Floor, "1.05"), (Who::Progenitor, "0.75")] },
    Row { name: "rest-named", what: "REST reply, 1,000 x 768, named: decode", against: &[(Who::Floor, "1.05"), (Who::Progenitor, "0.75")] },
    Row { name: "rest-multi", what: "REST reply, 1,000 x 768, multi: decode", against: &[(Who::Floor, "1.05"), (Who::Progenitor, "0.75")] },
    Row {
        name: "rest-sparse",
        what: "REST reply, 1,000 x 768, sparse: decode",
        against: &[(Who::Floor, "1.05"), (Who::Progenitor, "0.75")],
    },
    Row { name: "rest-payload", what: "REST reply, 1,000 nested payloads: decode", against: &[(Who::Floor, "1.1"), (Who::Progenitor, "")] },
    Row { name: "rest-encode", what: "REST upsert, 100 x 768: encode", against: &[(Who::Floor, "1.05")] },
    Row { name: "facade", what: "A call to a stub that answers at once", against: &[] },
    Row { name: "concurrent-64", what: "64 queries at once over gRPC", against: &[(Who::Official, "0.91")] },
];

struct Measured {
    instructions: f64,
    allocations: f64,
    busy: Vec<Duration>,
    clock: Vec<Duration>,
}

/// Measures and prints the rows with these names, or all.
pub fn print(only: &[&str]) -> Result<(), Box<dyn Error>> {
    let server = NullServer::start(10, 0)?;
    println!("| work | who | instructions | allocations | CPU, µs | instructions, ours/theirs | CPU | clock | goal |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    for row in ROWS.iter().filter(|row| only.is_empty() || only.contains(&row.name)) {
        let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.row == row.name).collect();
        let measured = measure(&cases, &server)?;
        let Some(ours) = measured.get("Ours") else { continue };
        line(row.what, Who::Ours, ours, "");
        for (who, goal) in row.against {
            let Some(theirs) = measured.get(format!("{who:?}").as_str()) else { continue };
            let ratios = format!(
                "{:.2} | {:.2} | {:.2} | {goal}",
                ours.instructions / theirs.instructions,
                paired(&ours.busy, &theirs.busy),
                paired(&ours.clock, &theirs.clock)
            );
            line("", *who, theirs, &ratios);
        }
    }
    Ok(())
}

fn line(what: &str, who: Who, measured: &Measured, ratios: &str) {
    let ratios = if ratios.is_empty() { " | | |" } else { ratios };
    let busy = median(measured.busy.iter().map(|time| time.as_secs_f64() * 1e6).collect());
    println!("| {what} | {who:?} | {:.0} | {:.1} | {busy:.1} | {ratios} |", measured.instructions, measured.allocations);
}

fn measure(cases: &[Case], server: &NullServer) -> Result<BTreeMap<String, Measured>, Box<dyn Error>> {
    let mut measured = BTreeMap::new();
    for case in cases {
        let instructions = count::instructions(case, &server.servers)?;
        let allocations = count::allocations(case, &server.servers);
        measured.insert(format!("{:?}", case.who), Measured { instructions, allocations, busy: Vec::new(), clock: Vec::new() });
    }
    for _ in 0..ROUNDS {
        for case in cases {
            let (busy, clock) = count::time(case, &server.servers)?;
            if let Some(measured) = measured.get_mut(&format!("{:?}", case.who)) {
                measured.busy.push(busy);
                measured.clock.push(clock);
            }
        }
    }
    Ok(measured)
}

/// The median of the ratios of what was measured one after the other.
fn paired(ours: &[Duration], theirs: &[Duration]) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64()).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
