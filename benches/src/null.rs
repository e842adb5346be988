//! A server that answers every request at once with the same bytes, over both protocols.
//!
//! It runs in a process of its own, so that what a benchmark counts is the client's.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http::HeaderMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::data;

/// What is answered.
#[derive(Clone)]
struct Answers {
    query: Bytes,
    written: Bytes,
    /// A page of a scroll, given the number of it.
    page: fn(u64) -> Bytes,
    pages: Arc<AtomicU64>,
}

impl Answers {
    fn new(query: Bytes, written: Bytes, page: fn(u64) -> Bytes) -> Self {
        Self { query, written, page, pages: Arc::default() }
    }

    /// The same page of a scroll for ever, but for the offset of the next.
    fn page(&self) -> Bytes {
        (self.page)(self.pages.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

fn rest_page(number: u64) -> Bytes {
    static PAGE: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(data::rest_page);
    let (before, after) = &*PAGE;
    answer(&[before, (number * data::PAGE).to_string().as_bytes(), after].concat())
}

fn grpc_page(number: u64) -> Bytes {
    static PAGE: LazyLock<Vec<u8>> = LazyLock::new(data::grpc_page);
    frame(&[&data::grpc_next_page(number * data::PAGE), &**PAGE].concat())
}

/// Serves both protocols on free ports until the process ends; `ready` gets the ports of REST and gRPC.
///
/// # Errors
/// When no port can be had.
pub async fn serve(points: u64, width: usize, ready: impl FnOnce(u16, u16)) -> io::Result<()> {
    let rest = TcpListener::bind("127.0.0.1:0").await?;
    let grpc = TcpListener::bind("127.0.0.1:0").await?;
    let form = if width > 0 { data::Form::Dense } else { data::Form::None };
    let query = answer(&data::rest_reply(points, form, Some(data::payload)));
    let over_rest = Answers::new(query, answer(&data::rest_written()), rest_page);
    let over_grpc = Answers::new(frame(&data::grpc_reply(points, width)), frame(&data::grpc_written()), grpc_page);
    ready(rest.local_addr()?.port(), grpc.local_addr()?.port());
    loop {
        tokio::select! {
            connection = rest.accept() => { tokio::spawn(http1(connection?.0, over_rest.clone())); }
            connection = grpc.accept() => { tokio::spawn(http2(connection?.0, over_grpc.clone())); }
        }
    }
}

fn answer(body: &[u8]) -> Bytes {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat().into()
}

fn frame(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    [&[0], length.to_be_bytes().as_slice(), message].concat().into()
}

async fn http1(mut stream: TcpStream, answers: Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(1 << 16);
    loop {
        let head = loop {
            if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
        let mut missing = length - (buffer.len() - head).min(length);
        while missing > 0 {
            buffer.clear();
            let read = stream.read_buf(&mut buffer).await?;
            if read == 0 {
                return Ok(());
            }
            missing -= read.min(missing);
        }
        buffer.clear();
        let reply = match text.lines().next().unwrap_or_default() {
            line if line.starts_with("put") => answers.written.clone(),
            line if line.contains("/points/scroll") => answers.page(),
            _ => answers.query.clone(),
        };
        stream.write_all(&reply).await?;
    }
}

async fn http2(stream: TcpStream, answers: Answers) -> Result<(), h2::Error> {
    const WINDOW: u32 = 64 << 20;
    let _ = stream.set_nodelay(true);
    let mut builder = h2::server::Builder::new();
    builder.initial_window_size(WINDOW).initial_connection_window_size(WINDOW).max_concurrent_streams(1024);
    builder.max_send_buffer_size(64 << 20);
    let mut connection = builder.handshake(stream).await?;
    while let Some(request) = connection.accept().await {
        let (request, mut respond) = request?;
        let body = match request.uri().path().rsplit('/').next() {
            Some("Upsert") => answers.written.clone(),
            Some("Scroll") => answers.page(),
            _ => answers.query.clone(),
        };
        tokio::spawn(async move {
            let mut received = request.into_body();
            while let Some(chunk) = received.data().await {
                let length = chunk?.len();
                received.flow_control().release_capacity(length)?;
            }
            let head = http::Response::builder().header("content-type", "application/grpc").body(()).unwrap_or_default();
            let mut sent = respond.send_response(head, false)?;
            sent.send_data(body, false)?;
            let status = ("grpc-status".parse(), "0".parse());
            let trailers: HeaderMap = match status {
                (Ok(name), Ok(value)) => [(name, value)].into_iter().collect(),
                _ => HeaderMap::new(),
            };
            sent.send_trailers(trailers)
        });
    }
    Ok(())
}
