//! The protocols as they are on the wire, for requests that no client would send.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, dead_code, reason = "a test fails by panicking, and uses what it needs")]

use std::time::Duration;

use axum::body::Bytes;
use h2::client::SendRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends bytes to a port, says that nothing more will come if so told, and gives everything that comes back until the
/// connection ends.
pub async fn exchange(port: u16, bytes: &[u8], hang_up: bool) -> Vec<u8> {
    let work = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        // A server may answer and close before it has read everything.
        drop(stream.write_all(bytes).await);
        if hang_up {
            drop(stream.shutdown().await);
        }
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer).await);
        answer
    };
    tokio::time::timeout(PATIENCE, work).await.expect("the server hangs")
}

/// One HTTP request; the status and the body of the answer.
pub async fn http(port: u16, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, Vec<u8>) {
    let mut request = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
    request.push_str("\r\n");
    let answer = exchange(port, &[request.as_bytes(), body].concat(), false).await;
    parse(&answer).unwrap_or_else(|| panic!("no answer to {method} {target}: {:?}", String::from_utf8_lossy(&answer)))
}

fn parse(answer: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    let body = if head.contains("transfer-encoding: chunked") { unchunked(body)? } else { body.to_vec() };
    Some((status, body))
}

fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(end + 2..end + 2 + size)?);
        body = body.get(end + 4 + size..)?;
    }
}

/// A connection over which RPCs are called with any bytes.
pub async fn connect(port: u16) -> SendRequest<Bytes> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    // A request is several small frames, the later of which would wait for the server's word on the first.
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    sender
}

/// Calls an RPC with a body as it is; the status code and message, `None` where the stream broke.
pub async fn rpc(sender: &SendRequest<Bytes>, path: &str, body: Bytes) -> Option<(i32, String)> {
    let work = async {
        let request = axum::http::Request::post(format!("http://localhost{path}"))
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .body(())
            .unwrap();
        let (answer, mut sending) = sender.clone().ready().await.ok()?.send_request(request, false).ok()?;
        drop(sending.send_data(body, true));
        let answer = answer.await.ok()?;
        let code = |headers: &axum::http::HeaderMap| {
            let code = headers.get("grpc-status")?.to_str().ok()?.parse().ok()?;
            let message = headers.get("grpc-message").map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned());
            Some((code, message.unwrap_or_default()))
        };
        if let Some(found) = code(answer.headers()) {
            return Some(found);
        }
        let mut body = answer.into_body();
        while let Some(chunk) = body.data().await {
            drop(body.flow_control().release_capacity(chunk.ok()?.len()));
        }
        code(&body.trailers().await.ok()??)
    };
    tokio::time::timeout(PATIENCE, work).await.expect("the server hangs")
}

/// A message as gRPC frames it.
pub fn framed(message: &[u8]) -> Bytes {
    [&[0], &(message.len() as u32).to_be_bytes()[..], message].concat().into()
}

/// The bytes of a text in base64.
pub fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|known| *known == c);
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().filter_map(digit) {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

/// The rows of recorded traffic.
pub fn corpus() -> Vec<serde_json::Value> {
    let text = include_str!("../../../tests/corpus/wire.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
