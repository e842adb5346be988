//! Command line of the generator.
#![forbid(unsafe_code)]

mod cli;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cli::{Command, USAGE};
use codegen::{Error, explain, generate, import, write};

fn main() -> ExitCode {
    match Command::parse(&root(), env::args().skip(1)) {
        Ok(command) => match run(command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                complain(&error.to_string());
                ExitCode::FAILURE
            }
        },
        Err(message) => {
            complain(&format!("{message}\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}

/// Cargo tells where the package is; outside of Cargo it is the current folder that counts.
fn root() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).and_then(|package| package.parent().map(Path::to_owned)).unwrap_or_default()
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Help => say(USAGE),
        Command::Import { options, out } => {
            let imported = import::import(&options)?;
            import::to_dir(&imported, &out)?;
            for name in &imported.dropped {
                say(&format!("left out, as no public service needs it: {name}"));
            }
        }
        Command::Generate { options, out, check } => {
            let files = generate(&options)?;
            if check {
                write::check(&files, &out)?;
            } else {
                write::to_dir(&files, &out)?;
            }
        }
        Command::Explain { ledger, overrides, id } => say(&explain::explain(&ledger, &overrides, &id)?),
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "what a command line is for")]
fn say(text: &str) {
    println!("{}", text.trim_end());
}

#[allow(clippy::print_stderr, reason = "what a command line is for")]
fn complain(text: &str) {
    eprintln!("error: {}", text.trim_end());
}
