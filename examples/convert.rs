//! Converts standard input from one protocol's form to the other's, for people who debug.
//!
//! `cargo run --example convert --features testing -- Filter < filter.json` prints the message as hexadecimal;
//! `… -- qdrant.Filter < message.hex` prints JSON. A second argument chooses among several pairs of one type, and
//! `… -- --list` lists them. Requests and replies go by their operationId.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command")]

use std::error::Error;
use std::io::{Read, Write};

use qdrant_remote::convert::registry::{Pair, pairs};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let pairs = pairs();
    let (name, other) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--list"] => {
            let mut out = std::io::stdout().lock();
            for pair in &pairs {
                // A reader that stops early, such as `head`, is no error.
                if writeln!(out, "{:?} {} = {}", pair.kind, pair.rest, pair.grpc).is_err() {
                    break;
                }
            }
            return Ok(());
        }
        [name] => ((*name).to_owned(), None),
        [name, other] => ((*name).to_owned(), Some((*other).to_owned())),
        _ => return Err("usage: convert REST_TYPE|GRPC_TYPE [OTHER_TYPE] < input, or convert --list".into()),
    };
    let to_rest = name.starts_with("qdrant.");
    let fits = |pair: &&Pair| {
        let (this, that) = if to_rest { (pair.grpc, pair.rest) } else { (pair.rest, pair.grpc) };
        this == name && other.as_deref().is_none_or(|other| that == other)
    };
    let found: Vec<&Pair> = pairs.iter().filter(fits).collect();
    let pair = match found.as_slice() {
        [pair] => pair,
        [] => return Err(format!("no pair has `{name}`; see --list").into()),
        several => return Err(format!("`{name}` has several pairs, name the other side too: {several:?}").into()),
    };
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    if to_rest {
        let text = String::from_utf8(input)?;
        let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let byte = |pair: &[u8]| Ok::<u8, Box<dyn Error>>(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
        let bytes = digits.chunks(2).map(byte).collect::<Result<Vec<_>, _>>()?;
        println!("{}", String::from_utf8(pair.to_rest(&bytes)?)?);
    } else {
        let message = pair.to_grpc(&input)?;
        println!("{}", message.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
    Ok(())
}
