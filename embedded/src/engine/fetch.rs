//! Snapshots from elsewhere: a plain HTTP download, of this server's own as of anybody's.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use super::fault::{Fault, Outcome};

const PATIENCE: Duration = Duration::from_secs(30);

/// Downloads `http://host:port/path` into a file.
pub(super) fn fetch(location: &str, api_key: Option<&str>, to: &Path) -> Outcome<()> {
    let Some(rest) = location.strip_prefix("http://") else {
        return Err(Fault::unsupported("a snapshot location other than `http` and the server's own files"));
    };
    let failed = |error: std::io::Error| Fault::bad_request(format_args!("Failed to download snapshot from {location}: {error}"));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let refused = |c: char| c.is_control() || c == ' ';
    if rest.contains(refused) || api_key.is_some_and(|key| key.contains(refused)) {
        return Err(Fault::bad_request("Invalid snapshot URI"));
    }
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let key = api_key.map(|key| format!("api-key: {key}\r\n")).unwrap_or_default();
    // The older version, because its answers come whole and unframed.
    write!(stream, "GET /{path} HTTP/1.0\r\nhost: {host}\r\n{key}accept: */*\r\n\r\n").map_err(failed)?;
    let mut answer = BufReader::new(stream);
    let mut line = String::new();
    (&mut answer).take(1024).read_line(&mut line).map_err(failed)?;
    let status = line.split(' ').nth(1).unwrap_or_default().to_owned();
    if status != "200" {
        return Err(Fault::bad_request(format_args!("Failed to download snapshot from {location}: status - {status}")));
    }
    let mut length = None;
    for _ in 0..100 {
        line.clear();
        (&mut answer).take(16 * 1024).read_line(&mut line).map_err(failed)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse::<u64>().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let copied = std::io::copy(&mut answer, &mut File::create(to)?).map_err(failed)?;
    match length {
        Some(length) if length != copied => {
            Err(Fault::bad_request(format_args!("Failed to download snapshot from {location}: it broke off")))
        }
        _ => Ok(()),
    }
}
