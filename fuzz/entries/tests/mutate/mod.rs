//! Random mutations of seeds, the same for the same seed.

/// Makes inputs.
pub struct Mutator<'a> {
    state: u64,
    seeds: &'a [Vec<u8>],
}

/// Bytes that mean something to some reader.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"\"\\ud800\"",
    b"\xff",
    b"\0",
    b"%2e%2e/",
    b"://",
    b"@",
    b"::",
    b"0x",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\x0a",
    b"..",
    b"\xf0\x9f\xa6\x80",
];

impl<'a> Mutator<'a> {
    pub fn new(seed: u64, seeds: &'a [Vec<u8>]) -> Self {
        Self { state: seed, seeds }
    }

    /// SplitMix64.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        let length = self.below(32).min(bytes.len() - start);
        start..start + length
    }

    /// The next input.
    pub fn next(&mut self) -> Vec<u8> {
        let mut bytes = self.seeds[self.below(self.seeds.len())].clone();
        for _ in 0..=self.below(4) {
            let range = self.range(&bytes);
            match self.below(6) {
                0 => drop(bytes.drain(range)),
                1 => {
                    let again = bytes[range.clone()].to_vec();
                    bytes.splice(range.start..range.start, again);
                }
                2 => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(range, token.iter().copied());
                }
                3 => {
                    let other = &self.seeds[self.below(self.seeds.len())];
                    let part = self.range(other);
                    let part = other[part].to_vec();
                    bytes.splice(range, part);
                }
                4 => bytes.truncate(range.start.max(1)),
                _ => {
                    if let Some(byte) = bytes.get_mut(range.start) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes
    }
}
