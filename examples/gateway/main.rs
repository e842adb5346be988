//! A gateway: speaks both protocols to callers, and one of them to the server behind it.
//!
//! What comes in over REST can go out over gRPC, and the other way round. Operations that gRPC does not have go over
//! REST in any case. Each call carries its own `api-key` or `authorization` on.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

mod gateway;

use std::process::ExitCode;

use qdrant_remote::{Client, ClientBuilder, Protocol};
use tokio::net::TcpListener;

const USAGE: &str = "\
Usage: gateway --upstream-http URL --upstream-grpc URL --over rest|grpc [OPTIONS]

Answers REST and gRPC by a Qdrant server, to which it speaks one of the two.

  --listen-http ADDRESS  where to answer REST; port 0 takes a free one [default: 127.0.0.1:6433]
  --listen-grpc ADDRESS  where to answer gRPC; port 0 takes a free one [default: 127.0.0.1:6434]
  --upstream-http URL    the server's REST address [default: http://localhost:6333]
  --upstream-grpc URL    the server's gRPC address [default: http://localhost:6334]
  --over rest|grpc       the protocol to speak to the server
  --help                 print this text
";

struct Arguments {
    http: String,
    grpc: String,
    upstream: ClientBuilder,
    over: Protocol,
}

/// The stack of a thread, in bytes: requests may be nested a hundred levels deep, and are walked through by recursion.
const STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)) {
        Ok(None) => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(Some(arguments)) => match start(arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn start(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build()?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let client = gateway::client(arguments.upstream, arguments.over)?;
    let http = TcpListener::bind(&arguments.http).await.map_err(|error| format!("{}: {error}", arguments.http))?;
    let grpc = TcpListener::bind(&arguments.grpc).await.map_err(|error| format!("{}: {error}", arguments.grpc))?;
    println!("REST on http://{}\ngRPC on http://{}", http.local_addr()?, grpc.local_addr()?);
    Ok(gateway::run(client, http, grpc).await?)
}

/// Reads the arguments; `None` when only help is wanted.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let (mut http, mut grpc) = ("127.0.0.1:6433".to_owned(), "127.0.0.1:6434".to_owned());
    let (mut upstream_http, mut upstream_grpc) = ("http://localhost:6333".to_owned(), "http://localhost:6334".to_owned());
    let mut over = None;
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        if name == "--help" || name == "-h" {
            return Ok(None);
        }
        let value = inline.or_else(|| arguments.next()).ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--listen-http" => http = value,
            "--listen-grpc" => grpc = value,
            "--upstream-http" => upstream_http = value,
            "--upstream-grpc" => upstream_grpc = value,
            "--over" => over = Some(protocol(&value)?),
            _ => return Err(format!("{name} is not known")),
        }
    }
    let over = over.ok_or("--over is missing: rest or grpc")?;
    let upstream = Client::builder().url(upstream_http).grpc_url(upstream_grpc);
    Ok(Some(Arguments { http, grpc, upstream, over }))
}

fn protocol(value: &str) -> Result<Protocol, String> {
    match value {
        "rest" => Ok(Protocol::Rest),
        "grpc" => Ok(Protocol::Grpc),
        _ => Err(format!("--over: `{value}` is neither rest nor grpc")),
    }
}
