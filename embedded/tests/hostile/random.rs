//! Numbers and values that look random and are the same for the same seed.

use serde_json::{Value, json};

/// A small generator of numbers: the same seed gives the same requests everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.next() as u8).collect()
    }

    /// A value that is nothing in particular, or at the edge of something.
    pub fn value(&mut self) -> Value {
        match self.below(16) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(u64::MAX),
            4 => json!(i64::MIN),
            5 => json!(1e308),
            6 => json!(0),
            7 => json!(""),
            8 => json!("\u{0}\u{202e}../../etc/passwd"),
            9 => json!([]),
            10 => json!({}),
            11 => json!([[[[]]]]),
            12 => json!({"key": {"key": []}}),
            13 => json!("x".repeat(self.below(5000))),
            14 => (0..self.below(120)).fold(json!(1), |inner, _| json!([inner])),
            _ => json!(self.next() as f64 / 7.0),
        }
    }

    /// Changes something somewhere in a value.
    pub fn mutate(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) if !fields.is_empty() && self.chance(85) => {
                let keys: Vec<String> = fields.keys().cloned().collect();
                let key = self.pick(&keys).clone();
                match self.below(10) {
                    0 => drop(fields.remove(&key)),
                    1 => drop(fields.insert("surplus".to_owned(), self.value())),
                    _ => self.mutate(fields.get_mut(&key).unwrap()),
                }
            }
            Value::Array(items) if !items.is_empty() && self.chance(85) => {
                let place = self.below(items.len());
                match self.below(10) {
                    0 => drop(items.remove(place)),
                    1 => items.extend(items.clone()),
                    _ => self.mutate(&mut items[place]),
                }
            }
            value => *value = self.value(),
        }
    }
}
