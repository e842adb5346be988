//! Messages: what is decoded and encoded again decodes to the same.

use std::sync::LazyLock;

use qdrant_remote::convert::registry::{MessageType, messages};

use crate::choice::{choose, input};
use crate::seeds;

static MESSAGES: LazyLock<Vec<MessageType>> = LazyLock::new(messages);

pub(crate) fn run(bytes: &[u8]) {
    let (message, bytes) = choose(&MESSAGES, |message| message.name, bytes);
    let Ok(once) = message.again(bytes) else { return };
    let twice = message.again(&once).unwrap_or_else(|error| panic!("{}: {error} in what it wrote", message.name));
    // A float that is no number is not equal to itself, and a map has no order.
    let sorted = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.sort_unstable();
        bytes
    };
    let same = once == twice || message.equal(&once, &twice).unwrap_or(false) || sorted(&once) == sorted(&twice);
    assert!(same, "{}: {once:?} became {twice:?}", message.name);
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = seeds::messages().into_iter().map(|(name, bytes)| input(&name, &bytes)).collect();
    let deep = [1, 2, 3].map(seeds::deep_message);
    for message in MESSAGES.iter() {
        found.push(input(message.name, &[]));
        found.extend(deep.iter().map(|bytes| input(message.name, bytes)));
    }
    found
}
