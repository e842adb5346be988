//! Servers in processes of their own, which end with the value that stands for them.

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::cases::{self, Servers};
use crate::null;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The null server.
pub struct NullServer {
    process: Child,
    pub servers: Servers,
}

impl NullServer {
    /// Starts it: this program, told to [`serve`].
    ///
    /// # Errors
    /// It says no ports.
    pub fn start(points: u64, width: usize) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let (process, mut output) = started(command.args(["serve", &points.to_string(), &width.to_string()]))?;
        let line = line(&mut output)?;
        let (rest, grpc) = line.split_once(' ').ok_or("no ports")?;
        let servers = Servers { rest: format!("http://127.0.0.1:{rest}"), grpc: format!("http://127.0.0.1:{grpc}") };
        Ok(Self { process, servers })
    }
}

impl Drop for NullServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves until the parent goes away.
///
/// # Errors
/// No port can be had.
pub fn serve(points: u64, width: usize) -> Outcome<()> {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    cases::runtime().block_on(null::serve(points, width, |rest, grpc| println!("{rest} {grpc}")))?;
    Ok(())
}

/// The embedded server, with storage that goes at its end.
pub struct EmbeddedServer {
    process: Child,
    pub servers: Servers,
}

impl EmbeddedServer {
    /// Starts the program.
    ///
    /// # Errors
    /// It does not start, or says no addresses.
    pub fn start(program: &Path) -> Outcome<Self> {
        let (process, mut output) = started(Command::new(program).args(["--http-port", "0", "--grpc-port", "0"]))?;
        let mut address = || Ok::<_, Box<dyn Error>>(line(&mut output)?.rsplit_once(' ').ok_or("no address")?.1.to_owned());
        let servers = Servers { rest: address()?, grpc: address()? };
        Ok(Self { process, servers })
    }
}

impl Drop for EmbeddedServer {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// Starts a process that is talked to by its standard input and output.
///
/// # Errors
/// It does not start.
pub fn started(command: &mut Command) -> Outcome<(Child, BufReader<ChildStdout>)> {
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let output = BufReader::new(process.stdout.take().ok_or("no output")?);
    Ok((process, output))
}

/// The next line that it says.
///
/// # Errors
/// It says no more.
pub fn line(output: &mut impl BufRead) -> Outcome<String> {
    let mut line = String::new();
    match output.read_line(&mut line)? {
        0 => Err("the process ended without a word".into()),
        _ => Ok(line.trim().to_owned()),
    }
}
