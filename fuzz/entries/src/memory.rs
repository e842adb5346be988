//! How much memory an input may cost: in proportion to its length.

/// A bound on the memory that is in use at once.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Bytes for any input, tables that are made once among them.
    pub base: usize,
    /// Bytes more for each byte of the input.
    pub each: usize,
}

impl Memory {
    /// Of what runs in a client.
    pub(crate) const DECODER: Self = Self { base: 8 << 20, each: 4096 };
    /// Of what runs in the generator, on documents that somebody chose.
    pub(crate) const TOOL: Self = Self { base: 64 << 20, each: 16 << 10 };

    /// The most bytes that an input of this length may cost.
    #[must_use]
    pub fn of(self, length: usize) -> usize {
        self.base + self.each * length
    }
}
