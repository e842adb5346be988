//! The table that is kept: one row a fault, one column a protocol.

use std::collections::BTreeMap;

use crate::fault::Fault;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/TABLE.md");
const HEAD: &str = "\
# What becomes of a call

Made and checked by the tests in this folder: `FAULTS=write cargo test --all-features --test faults` writes it anew.

A cell says how a call ends, and how often the request was received: a read, an idempotent write, another write, with
three attempts allowed. *Unsent* means that the error says so. Where outcomes differ they stand in the same order.
Beside what the table says, each of the calls ended within its deadline and in less than 16 MiB, client and server
together; no other address was called; at most three connections stayed open; the next call of the same client, once a
good server is at the address, succeeded and was sent once; and when the client was dropped no connection, task or file
handle was left. No error, and no trace of any crate at any level, held the credentials that the calls carried.

| fault | REST | gRPC |
|---|---|---|
";

pub type Rows = BTreeMap<Fault, [String; 2]>;

fn row(fault: Fault, [rest, grpc]: &[String; 2]) -> String {
    format!("| {} | {rest} | {grpc} |\n", fault.name())
}

pub fn write(rows: &Rows) {
    let rows: String = rows.iter().map(|(fault, outcomes)| row(*fault, outcomes)).collect();
    std::fs::write(PATH, format!("{HEAD}{rows}")).unwrap();
}

/// Compares with the file: row by row, and if these are all of them, as a whole.
pub fn check(rows: &Rows, all: bool) {
    let file = std::fs::read_to_string(PATH).unwrap_or_default();
    let wrong: String = rows.iter().map(|(fault, outcomes)| row(*fault, outcomes)).filter(|row| !file.contains(row.as_str())).collect();
    assert!(wrong.is_empty(), "these rows are not in {PATH}:\n{wrong}");
    let known = file.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault")).count();
    assert!(!all || (known == rows.len() && file.starts_with(HEAD)), "{PATH} holds something else: FAULTS=write writes it anew");
}
