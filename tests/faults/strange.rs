//! Servers of neither good will nor good form: the bytes of both protocols, written by hand.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use qdrant_remote::Protocol;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::cell::Class;
use crate::replies::{bomb, framed, good};

/// How much of a long reply comes at a time.
const PIECE: usize = 0x4000;

/// What is strange about a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strange {
    /// The connection is reset in the middle.
    Reset,
    /// The body is whole, and nothing says so.
    NoEnd,
    /// The stream is reset in the middle.
    StreamReset,
    /// The server goes away in the middle, and completes the reply.
    GoingAway,
    /// The server goes away in the middle, and is gone.
    Gone,
    /// Headers without end.
    EndlessHeaders,
    /// Less than was announced.
    Truncated,
    /// So many bytes are announced, and a few are sent.
    Announced(u32),
    /// A body without end.
    EndlessReply,
    /// What is no reply yet, now and then, without end.
    EndlessAsides,
    /// A gibibyte that takes a mebibyte on the wire.
    Bomb,
    /// A failure with details in no form.
    MalformedDetails,
}

impl Strange {
    /// Serves one connection, and counts its request.
    pub async fn speak(self, client: &mut TcpStream, protocol: Protocol, class: Class, count: &AtomicUsize) {
        let heard = match protocol {
            Protocol::Rest => read_http1(client).await,
            Protocol::Grpc => read_http2(client).await,
        };
        if heard.is_none() {
            return;
        }
        count.fetch_add(1, Ordering::SeqCst);
        let (json, message) = good(class);
        let said = match protocol {
            Protocol::Rest => self.over_http1(client, json.into()).await,
            Protocol::Grpc => self.over_http2(client, &message).await,
        };
        if said.is_none() {
            return;
        }
        match self {
            Strange::Reset => client.set_zero_linger().unwrap(),
            Strange::NoEnd | Strange::GoingAway | Strange::Gone | Strange::Truncated => drop(client.shutdown().await),
            // The client may hang up, and is heard until then.
            _ => while client.read(&mut [0; 1024]).await.is_ok_and(|length| length > 0) {},
        }
    }

    async fn over_http1(self, client: &mut TcpStream, body: Bytes) -> Option<()> {
        let half = &body[..body.len() / 2];
        let head = |more: String| format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{more}\r\n\r\n").into_bytes();
        let sized = |length: usize| head(format!("content-length: {length}"));
        let reply = match self {
            Strange::Reset | Strange::StreamReset | Strange::Gone | Strange::MalformedDetails => [&sized(body.len()), half].concat(),
            Strange::NoEnd => {
                let chunk = format!("{:x}\r\n", body.len());
                [&head("transfer-encoding: chunked".to_owned()), chunk.as_bytes(), &body, b"\r\n"].concat()
            }
            Strange::GoingAway => [&head(format!("connection: close\r\ncontent-length: {}", body.len()))[..], &body].concat(),
            Strange::Truncated => [&sized(body.len() + 100)[..], &body].concat(),
            Strange::Announced(length) => [&sized(length as usize)[..], half].concat(),
            Strange::EndlessReply => {
                client.write_all(&head("transfer-encoding: chunked".to_owned())).await.ok()?;
                return endlessly(client, &[&b"4000\r\n"[..], &[b' '; PIECE], b"\r\n"].concat()).await;
            }
            Strange::EndlessAsides => return again_and_again(client, b"HTTP/1.1 100 Continue\r\n\r\n").await,
            Strange::Bomb => {
                let bomb = bomb();
                [&head(format!("content-encoding: gzip\r\ncontent-length: {}", bomb.len()))[..], &bomb].concat()
            }
            Strange::EndlessHeaders => {
                client.write_all(b"HTTP/1.1 200 OK\r\n").await.ok()?;
                return endlessly(client, b"x-more: and more and more and more\r\n").await;
            }
        };
        client.write_all(&reply).await.ok()
    }

    async fn over_http2(self, client: &mut TcpStream, message: &[u8]) -> Option<()> {
        let body = framed(0, message);
        let (half, rest) = body.split_at(body.len() / 2);
        let begin = frame(HEADERS, END_HEADERS, &head(&[]));
        let end = frame(HEADERS, END_HEADERS | END_STREAM, &literal("grpc-status", "0"));
        let leave = frame_of(GOAWAY, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 0]);
        let reply = match self {
            Strange::Reset => [begin, frame(DATA, 0, half)].concat(),
            Strange::NoEnd => [begin, frame(DATA, END_STREAM, &body)].concat(),
            Strange::StreamReset => [begin, frame(DATA, 0, half), frame(RST_STREAM, 0, &[0, 0, 0, 2])].concat(),
            Strange::GoingAway => [begin, frame(DATA, 0, half), leave, frame(DATA, 0, rest), end].concat(),
            Strange::Gone => [begin, frame(DATA, 0, half), leave].concat(),
            Strange::Truncated => {
                let longer = u32::try_from(message.len()).unwrap() + 100;
                [begin, frame(DATA, 0, &[&[0], &longer.to_be_bytes()[..], message].concat()), end].concat()
            }
            Strange::Announced(length) => {
                [begin, frame(DATA, 0, &[&[0], &length.to_be_bytes()[..], &message[..message.len() / 2]].concat())].concat()
            }
            Strange::EndlessReply => {
                client.write_all(&[begin, frame(DATA, 0, &[0, 0, 1, 0, 0])].concat()).await.ok()?;
                return again_and_again(client, &frame(DATA, 0, &[0; PIECE])).await;
            }
            Strange::EndlessAsides => return again_and_again(client, &frame_of(PING, 0, 0, &[7; 8])).await,
            Strange::Bomb => {
                let data: Vec<u8> = framed(1, &bomb()).chunks(PIECE).flat_map(|piece| frame(DATA, 0, piece)).collect();
                [frame(HEADERS, END_HEADERS, &head(&literal("grpc-encoding", "gzip"))), data, end].concat()
            }
            Strange::MalformedDetails => {
                let status = [literal("grpc-status", "13"), literal("grpc-status-details-bin", "***")].concat();
                [begin, frame(HEADERS, END_HEADERS | END_STREAM, &status)].concat()
            }
            Strange::EndlessHeaders => {
                client.write_all(&frame(HEADERS, 0, &head(&[]))).await.ok()?;
                return endlessly(client, &frame(CONTINUATION, 0, &literal("x-more", "and more and more and more"))).await;
            }
        };
        client.write_all(&reply).await.ok()
    }
}

/// Says the same until nobody hears it.
async fn endlessly(client: &mut TcpStream, words: &[u8]) -> Option<()> {
    let many = words.repeat(100);
    loop {
        client.write_all(&many).await.ok()?;
    }
}

/// Says the same now and then until nobody hears it.
async fn again_and_again(client: &mut TcpStream, words: &[u8]) -> Option<()> {
    loop {
        client.write_all(words).await.ok()?;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Reads one request, head and body.
async fn read_http1(client: &mut TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).map_or(0, |text| text.parse().unwrap());
    client.read_exact(&mut vec![0; length]).await.ok().map(drop)
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACKNOWLEDGED: u8 = 1;

/// A frame of the first stream.
fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
    frame_of(kind, flags, 1, payload)
}

fn frame_of(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// The head of a good reply, and more.
fn head(more: &[u8]) -> Vec<u8> {
    [&[0x88], &literal("content-type", "application/grpc")[..], more].concat()
}

/// A header in the plainest form.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let sized = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    [vec![0], sized(name), sized(value)].concat()
}

/// Opens a connection and reads its first request.
async fn read_http2(client: &mut TcpStream) -> Option<()> {
    client.write_all(&frame_of(SETTINGS, 0, 0, &[])).await.ok()?;
    client.read_exact(&mut [0; 24]).await.ok()?;
    loop {
        let mut head = [0; 9];
        client.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        client.read_exact(&mut vec![0; length]).await.ok()?;
        let (kind, flags) = (head[3], head[4]);
        if kind == SETTINGS && flags & ACKNOWLEDGED == 0 {
            client.write_all(&frame_of(SETTINGS, ACKNOWLEDGED, 0, &[])).await.ok()?;
        }
        if matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
            return Some(());
        }
    }
}
