//! Replies that a server gives in proper form, and that hold what no good server sends.

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};
use prost::Message;
use qdrant_remote::{Protocol, pb};

use crate::cell::Class;
use crate::support::{Answer, Chunks};

const DEPTH: usize = 10_000;
/// Stands in a reply where bytes are put that are no text.
const PLACE: &str = "no-text";
const NO_TEXT: &[u8; PLACE.len()] = &[0xff; PLACE.len()];

/// The good reply to a call of this class, as JSON and as a message.
pub fn good(class: Class) -> (String, Bytes) {
    match class.case().answer() {
        Answer::Reply { json, message, .. } => (json, message),
        other => panic!("{other:?}"),
    }
}

fn reply(json: String, message: Vec<u8>) -> Answer {
    Answer::Reply { status: 200, json, message: message.into(), gzip: false }
}

/// The good reply under another content type.
pub fn typed(protocol: Protocol, class: Class, kind: &str) -> Answer {
    let (json, message) = good(class);
    let body = if protocol == Protocol::Rest { json.into() } else { framed(0, &message) };
    Answer::Body { status: 200, headers: vec![("content-type", kind.to_owned())], chunks: vec![body] }
}

pub fn html(status: u16) -> Answer {
    let headers = vec![("content-type", "text/html".to_owned())];
    Answer::Body { status, headers, chunks: vec![Bytes::from_static(b"<html><h1>not from here</h1></html>")] }
}

pub fn redirect(status: u16, to: &str) -> Answer {
    Answer::Body { status, headers: vec![("location", to.to_owned())], chunks: Vec::new() }
}

/// The good reply with a header of this length. Over gRPC it can be given once.
pub fn with_header(protocol: Protocol, class: Class, length: usize) -> Answer {
    let (json, message) = good(class);
    let long = ("x-long", "x".repeat(length));
    match protocol {
        Protocol::Rest => {
            let headers = vec![("content-type", "application/json".to_owned()), long];
            Answer::Body { status: 200, headers, chunks: vec![json.into()] }
        }
        Protocol::Grpc => {
            let (sender, chunks) = Chunks::new();
            sender.send(framed(0, &message)).unwrap();
            Answer::Stream { headers: vec![("content-type", "application/grpc".to_owned()), long], chunks }
        }
    }
}

/// A reply with bytes in the place of a text: of a payload, or of the name of a model that was used.
pub fn invalid_utf8(protocol: Protocol, class: Class) -> Answer {
    let json = match class {
        Class::Read => format!(r#"{{"result":[{{"id":1,"payload":{{"t":"{PLACE}"}}}}],"status":"ok","time":0.1}}"#),
        Class::IdempotentWrite => format!(r#"{{"result":{{"operation_id":4,"status":"{PLACE}"}},"status":"ok","time":0.1}}"#),
        Class::Write => format!(r#"{{"result":[{{"operation_id":4,"status":"{PLACE}"}}],"status":"ok","time":0.1}}"#),
    };
    let used = pb::InferenceUsage { models: [(PLACE.to_owned(), pb::ModelUsage { tokens: 1 })].into() };
    let usage = Some(pb::Usage { hardware: None, inference: Some(used) });
    let message = match class {
        Class::Read => pb::GetResponse { usage, ..Default::default() }.encode_to_vec(),
        Class::IdempotentWrite => pb::PointsOperationResponse { usage, ..Default::default() }.encode_to_vec(),
        Class::Write => pb::UpdateBatchResponse { usage, ..Default::default() }.encode_to_vec(),
    };
    match protocol {
        Protocol::Rest => {
            let headers = vec![("content-type", "application/json".to_owned())];
            Answer::Body { status: 200, headers, chunks: vec![without_text(json.as_bytes()).into()] }
        }
        Protocol::Grpc => reply(json, without_text(&message)),
    }
}

fn without_text(bytes: &[u8]) -> Vec<u8> {
    let at = bytes.windows(PLACE.len()).position(|window| window == PLACE.as_bytes()).unwrap();
    let mut spoiled = bytes.to_vec();
    spoiled[at..at + PLACE.len()].copy_from_slice(NO_TEXT);
    spoiled
}

/// Lists in lists: in a payload; over gRPC, where there is none, groups in a field that nobody knows.
pub fn deep(class: Class) -> Answer {
    let nested = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    match class {
        Class::Read => {
            let json = format!(r#"{{"result":[{{"id":1,"payload":{{"t":{nested}}}}}],"status":"ok","time":0.1}}"#);
            let value = (0..DEPTH).fold(Vec::new(), |inner, _| field(LIST_VALUE, &field(LIST_VALUES, &inner)));
            let entry = [field(1, b"t"), field(2, &value)].concat();
            reply(json, field(RESULT, &field(PAYLOAD, &entry)))
        }
        // The beginnings of groups with the number 99.
        _ => reply(format!(r#"{{"result":{nested},"status":"ok","time":0.1}}"#), [0x9b, 0x06].repeat(DEPTH)),
    }
}

/// Numbers of fields: of the answer to a read, of a point in it, of a value, of a list.
const RESULT: u32 = 1;
const PAYLOAD: u32 = 2;
const LIST_VALUE: u32 = 7;
const LIST_VALUES: u32 = 1;

/// A field of a message that holds bytes.
fn field(number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut field = Vec::with_capacity(bytes.len() + 8);
    prost::encoding::encode_key(number, prost::encoding::WireType::LengthDelimited, &mut field);
    prost::encoding::encode_varint(bytes.len() as u64, &mut field);
    field.extend_from_slice(bytes);
    field
}

/// A number that no type holds: beyond 64-bit floats and integers over REST, a varint of twelve bytes over gRPC,
/// in a field that nobody knows.
pub fn overflow(class: Class) -> Answer {
    let json = match class {
        Class::Read => r#"{"result":[{"id":1,"payload":{"n":1e999}}],"status":"ok","time":0.1}"#,
        Class::IdempotentWrite => r#"{"result":{"operation_id":18446744073709551616,"status":"completed"},"status":"ok","time":0.1}"#,
        Class::Write => r#"{"result":[{"operation_id":-1,"status":"completed"}],"status":"ok","time":1e999}"#,
    };
    reply(json.to_owned(), [&[0x78_u8][..], &[0xff; 11], &[0x01]].concat())
}

/// A message as gRPC frames it.
pub fn framed(compressed: u8, message: &[u8]) -> Bytes {
    [&[compressed], &u32::try_from(message.len()).unwrap().to_be_bytes()[..], message].concat().into()
}

/// About a mebibyte of gzip that unpacks to 1,024.
pub fn bomb() -> Bytes {
    static ZEROS: [u8; 1 << 20] = [0; 1 << 20];
    let mut packed = Vec::with_capacity(1 << 16);
    Compress::new(Compression::best(), false).compress_vec(&ZEROS, &mut packed, FlushCompress::Full).unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let end = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    [&head[..], &packed.repeat(1024), &end].concat().into()
}
