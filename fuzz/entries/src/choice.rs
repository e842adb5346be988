//! Which of several things an input is for: its first line says so.

/// The item that the first line names, and the rest of the input. Another first line chooses by its bytes, so that no
/// input is in vain.
pub(crate) fn choose<'a, 'b, T>(items: &'a [T], name: impl Fn(&T) -> &str, bytes: &'b [u8]) -> (&'a T, &'b [u8]) {
    let (head, rest) = split(bytes);
    let named = items.iter().find(|item| name(item).as_bytes() == head);
    let sum = head.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    (named.unwrap_or(&items[sum % items.len()]), rest)
}

/// The first line and the rest.
pub(crate) fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (bytes, &[]),
    }
}

/// An input for the item of this name.
pub(crate) fn input(name: &str, rest: &[u8]) -> Vec<u8> {
    [name.as_bytes(), b"\n", rest].concat()
}
