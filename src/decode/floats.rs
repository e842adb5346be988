//! Lists of 32-bit floats, of which most replies with vectors consist.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

/// The lower bits of a 64-bit float that are zero where it lies halfway between two 32-bit floats.
const BELOW_HALF: u64 = (1 << 28) - 1;

/// A 32-bit float that is read as a 64-bit one and then narrowed. The decimals of a 32-bit float fit into the integers
/// of a 64-bit one, so that the parser need not compute with more bits than the processor has.
struct Narrowed(f32);

impl<'de> Deserialize<'de> for Narrowed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(NarrowedVisitor)
    }
}

struct NarrowedVisitor;

#[allow(clippy::cast_precision_loss, reason = "a float is asked for")]
impl Visitor<'_> for NarrowedVisitor {
    type Value = Narrowed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("f32")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Narrowed, E> {
        Ok(Narrowed(narrow(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Narrowed, E> {
        Ok(Narrowed(value as f32))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Narrowed, E> {
        Ok(Narrowed(value as f32))
    }
}

/// The 32-bit float whose text was read as this 64-bit one; infinity where it is too large, as on the server.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "this is where it is decided")]
pub(crate) fn narrow(wide: f64) -> f32 {
    let near = wide as f32;
    if wide.to_bits() & BELOW_HALF == 0 { settle(wide, near) } else { near }
}

/// Rounding twice goes wrong where the first rounding ends halfway between two 32-bit floats, as with `7.038531e-26`:
/// then the one is meant whose own text reads so.
fn settle(wide: f64, near: f32) -> f32 {
    let back = f64::from(near);
    if back == wide {
        return near;
    }
    let other = if back < wide { near.next_up() } else { near.next_down() };
    let reads_so = |float: f32| float.to_string().parse() == Ok(wide);
    if (f64::from(other) - wide).abs() == (back - wide).abs() && reads_so(other) && !reads_so(near) { other } else { near }
}

/// The floats of a list that is being read.
pub(crate) fn float_items<'de, A: SeqAccess<'de>>(access: A) -> Result<Vec<f32>, A::Error> {
    fill(Vec::new(), access)
}

/// A list of floats of which the first was read to learn what it holds.
pub(crate) fn float_list<'de, A: SeqAccess<'de>>(first: f32, access: A) -> Result<Vec<f32>, A::Error> {
    fill(vec![first], access)
}

/// A list of lists of floats of which the first was read to learn what it holds.
pub(crate) fn float_rows<'de, A: SeqAccess<'de>>(first: Vec<f32>, mut access: A) -> Result<Vec<Vec<f32>>, A::Error> {
    let mut width = first.len();
    let mut rows = vec![first];
    while let Some(row) = access.next_element_seed(Floats(width))? {
        width = row.len();
        rows.push(row);
    }
    Ok(rows)
}

fn fill<'de, A: SeqAccess<'de>>(mut items: Vec<f32>, mut access: A) -> Result<Vec<f32>, A::Error> {
    /// Vectors are seldom shorter.
    const LEAST: usize = 64;
    items.reserve(LEAST);
    while let Some(Narrowed(item)) = access.next_element()? {
        items.push(item);
    }
    Ok(items)
}

/// A list of floats, of about this length.
pub(super) struct Floats(pub(super) usize);

impl<'de> DeserializeSeed<'de> for Floats {
    type Value = Vec<f32>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<f32>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Floats {
    type Value = Vec<f32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Vec<f32>, A::Error> {
        fill(Vec::with_capacity(self.0), access)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Error;

    use super::*;

    fn read(text: &str) -> Result<Vec<f32>, Error> {
        Floats(0).deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn every_float_comes_back_from_its_text() -> Result<(), Error> {
        let mut bits = 1_u32;
        for _ in 0..200_000 {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let float = f32::from_bits(bits);
            if float.is_finite() {
                assert_eq!(read(&serde_json::to_string(&[float])?)?, [float]);
            }
        }
        Ok(())
    }

    #[test]
    fn halfway_between_two_floats() -> Result<(), Error> {
        assert_eq!(read("[7.038531e-26]")?, [7.038_531e-26]);
        assert_eq!(read("[-7.038531e-26]")?, [-7.038_531e-26]);
        assert_eq!(read("[16777217.0]")?, [16_777_216.0]);
        assert_eq!(read("[16777219.0]")?, [16_777_220.0]);
        Ok(())
    }

    #[test]
    fn numbers_of_every_form() -> Result<(), Error> {
        assert_eq!(read("[]")?, [0.0; 0]);
        assert_eq!(read("[1, -2, 0.0, 1e3, 3.4028235e38, 1e-45]")?, [1.0, -2.0, 0.0, 1e3, f32::MAX, 1e-45]);
        assert!(read("[-0.0]")?[0].is_sign_negative());
        assert_eq!(read("[1e39, -1606938044258990275541962092341162602522202993782792835301376.0]")?, [f32::INFINITY, f32::NEG_INFINITY]);
        for text in ["[\"1\"]", "[null]", "1", "[1"] {
            assert!(read(text).is_err(), "{text}");
        }
        Ok(())
    }
}
