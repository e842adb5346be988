//! Every conversion by the names of its two sides, from JSON and message bytes to the other: for tests and tools.

use std::fmt;

use prost::Message;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Convert, ConvertError};
use crate::{Response, optional};

pub use super::generated::registry::{messages, pairs};

/// What the two sides of a pair are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PairKind {
    /// A component and a message.
    Type,
    /// A value that has no name on one side, and a message around it.
    Wrapper,
    /// An operation's request struct and its message.
    Request,
    /// An operation's reply envelope and its message.
    Reply,
}

type Translate = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, PairError> + Send + Sync>;

/// One pair.
pub struct Pair {
    /// What the two sides are.
    pub kind: PairKind,
    /// The component, the value's type, or the operationId.
    pub rest: &'static str,
    /// The message's full name.
    pub grpc: &'static str,
    to_grpc: Translate,
    to_rest: Translate,
    rest_again: Translate,
}

/// One message type.
pub struct MessageType {
    /// The full name.
    pub name: &'static str,
    again: fn(&[u8]) -> Result<Vec<u8>, PairError>,
    equal: fn(&[u8], &[u8]) -> Result<bool, PairError>,
}

impl fmt::Debug for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageType({})", self.name)
    }
}

impl MessageType {
    pub(crate) fn of<G: Message + Default + PartialEq>(name: &'static str) -> Self {
        Self { name, again: |bytes| Ok(decode::<G>(bytes)?.encode_to_vec()), equal: |a, b| Ok(decode::<G>(a)? == decode::<G>(b)?) }
    }

    /// Bytes decoded and encoded again.
    ///
    /// # Errors
    /// When the bytes are no message of the type.
    pub fn again(&self, bytes: &[u8]) -> Result<Vec<u8>, PairError> {
        (self.again)(bytes)
    }

    /// Whether two messages are equal once decoded: the order of map entries says nothing.
    ///
    /// # Errors
    /// When the bytes are no message of the type.
    pub fn equal(&self, a: &[u8], b: &[u8]) -> Result<bool, PairError> {
        (self.equal)(a, b)
    }
}

/// Why a pair could not translate.
#[derive(Debug)]
#[non_exhaustive]
pub enum PairError {
    /// The JSON is no value of the REST type.
    Json(serde_json::Error),
    /// The bytes are no message of the type.
    Message(Box<dyn std::error::Error + Send + Sync>),
    /// The value has no form in the other protocol.
    Convert(ConvertError),
}

impl fmt::Display for PairError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "JSON: {error}"),
            Self::Message(error) => write!(f, "message: {error}"),
            Self::Convert(error) => write!(f, "convert: {error}"),
        }
    }
}

impl std::error::Error for PairError {}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pair({:?}, {} = {})", self.kind, self.rest, self.grpc)
    }
}

/// A reply as REST writes it.
#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    result: T,
    #[serde(default)]
    time: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usage: Option<optional::Usage>,
}

fn read<R: DeserializeOwned>(json: &[u8]) -> Result<R, PairError> {
    serde_json::from_slice(json).map_err(PairError::Json)
}

fn write<R: Serialize>(value: &R) -> Result<Vec<u8>, PairError> {
    serde_json::to_vec(value).map_err(PairError::Json)
}

fn decode<G: Message + Default>(bytes: &[u8]) -> Result<G, PairError> {
    G::decode(bytes).map_err(|error| PairError::Message(error.into()))
}

impl Pair {
    /// JSON to message bytes.
    ///
    /// # Errors
    /// When the JSON is no value of the REST type, or has no form in gRPC.
    pub fn to_grpc(&self, json: &[u8]) -> Result<Vec<u8>, PairError> {
        (self.to_grpc)(json)
    }

    /// Message bytes to JSON.
    ///
    /// # Errors
    /// When the bytes are no message of the type, or have no form in REST.
    pub fn to_rest(&self, message: &[u8]) -> Result<Vec<u8>, PairError> {
        (self.to_rest)(message)
    }

    /// JSON decoded and encoded again, without leaving REST.
    ///
    /// # Errors
    /// When the JSON is no value of the REST type.
    pub fn rest_again(&self, json: &[u8]) -> Result<Vec<u8>, PairError> {
        (self.rest_again)(json)
    }

    pub(crate) fn of<R, G>(kind: PairKind, rest: &'static str, grpc: &'static str) -> Self
    where
        R: Serialize + DeserializeOwned + Convert<G> + 'static,
        G: Message + Default + Convert<R> + 'static,
    {
        Self::by::<R, G>(kind, rest, grpc, R::convert, G::convert)
    }

    pub(crate) fn by<R, G>(
        kind: PairKind,
        rest: &'static str,
        grpc: &'static str,
        forth: fn(R) -> Result<G, ConvertError>,
        back: fn(G) -> Result<R, ConvertError>,
    ) -> Self
    where
        R: Serialize + DeserializeOwned + 'static,
        G: Message + Default + 'static,
    {
        Self {
            kind,
            rest,
            grpc,
            to_grpc: Box::new(move |json| Ok(forth(read::<R>(json)?).map_err(PairError::Convert)?.encode_to_vec())),
            to_rest: Box::new(move |bytes| write(&back(decode::<G>(bytes)?).map_err(PairError::Convert)?)),
            rest_again: Box::new(|json| write(&read::<R>(json)?)),
        }
    }

    pub(crate) fn reply<T, G>(rest: &'static str, grpc: &'static str) -> Self
    where
        T: Serialize + DeserializeOwned + 'static,
        G: Message + Default + Convert<Response<T>> + 'static,
        Response<T>: Convert<G>,
    {
        let forth = |envelope: Envelope<T>| {
            let Envelope { result, time, usage } = envelope;
            Response::new(result).with_time(time).with_usage(usage).convert()
        };
        let back =
            |message: G| message.convert().map(|response| Envelope { result: response.result, time: response.time, usage: response.usage });
        Self::by::<Envelope<T>, G>(PairKind::Reply, rest, grpc, forth, back)
    }
}
