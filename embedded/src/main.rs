//! Runs an embedded server by itself, until it is told to stop.
#![forbid(unsafe_code)]

use std::io::Write;
use std::process::ExitCode;

use qdrant_remote_embedded::{Builder, Embedded};

const USAGE: &str = "\
Usage: qdrant-remote-embedded [OPTIONS]

A Qdrant on loopback: REST and gRPC, one node.

  --host ADDRESS     address to listen at [default: 127.0.0.1]
  --http-port PORT   port for REST; 0 takes a free one [default: 6333]
  --grpc-port PORT   port for gRPC; 0 takes a free one [default: 6334]
  --storage FOLDER   keep the data here; without it the data goes at the end
  --api-key KEY      refuse calls that do not carry this key
  --tls-cert FILE    TLS on both ports, with the certificate (and its chain) in this PEM file
  --tls-key FILE     the certificate's key, in PEM
  --help             print this text
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let builder = match parse(std::env::args().skip(1)) {
        Ok(Some(builder)) => builder,
        Ok(None) => return say(&mut std::io::stdout(), USAGE, ExitCode::SUCCESS),
        Err(problem) => return say(&mut std::io::stderr(), &format!("{problem}\n\n{USAGE}"), ExitCode::from(2)),
    };
    match builder.start().await {
        Ok(server) => {
            let addresses = format!("REST on {}\ngRPC on {}\n", server.url(), server.grpc_url());
            let code = say(&mut std::io::stdout(), &addresses, ExitCode::SUCCESS);
            asked_to_stop().await;
            server.stop().await;
            code
        }
        Err(error) => say(&mut std::io::stderr(), &format!("{}\n", error.server_message()), ExitCode::FAILURE),
    }
}

/// Reads the arguments; `None` when only help is wanted.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Builder>, String> {
    let mut builder = Embedded::builder().http_port(6333).grpc_port(6334);
    let (mut certificate, mut key) = (None, None);
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        if name == "--help" || name == "-h" {
            return Ok(None);
        }
        let mut value = || inline.clone().or_else(|| arguments.next()).ok_or_else(|| format!("{name} needs a value"));
        builder = match name.as_str() {
            "--host" => builder.host(host(&name, &value()?)?),
            "--http-port" => builder.http_port(port(&name, &value()?)?),
            "--grpc-port" => builder.grpc_port(port(&name, &value()?)?),
            "--storage" => builder.storage(value()?),
            "--api-key" => builder.api_key(value()?),
            "--tls-cert" => {
                certificate = Some(value()?);
                builder
            }
            "--tls-key" => {
                key = Some(value()?);
                builder
            }
            _ => return Err(format!("{name} is not known")),
        };
    }
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(builder.tls_files(certificate, key))),
        (None, None) => Ok(Some(builder)),
        _ => Err("--tls-cert and --tls-key go together".to_owned()),
    }
}

fn host(name: &str, value: &str) -> Result<std::net::IpAddr, String> {
    value.parse().map_err(|_| format!("{name}: `{value}` is no IP address"))
}

fn port(name: &str, value: &str) -> Result<u16, String> {
    value.parse().map_err(|_| format!("{name}: `{value}` is not a port"))
}

/// Writes a text; the process ends with `code` unless nobody can be told.
fn say(to: &mut impl Write, text: &str, code: ExitCode) -> ExitCode {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Waits for Ctrl-C, or for the signal that asks a process to end.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}
