//! The data set: handwritten digits, from `data/digits.csv`.

use std::error::Error;

/// One handwritten digit.
pub struct Digit {
    /// Its 64 pixels, row by row.
    pub pixels: Vec<f32>,
    /// What was written.
    pub label: i64,
}

/// All digits of the data set.
pub fn load() -> Result<Vec<Digit>, Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/digits.csv");
    std::fs::read_to_string(path)?.lines().map(parse).collect()
}

fn parse(line: &str) -> Result<Digit, Box<dyn Error>> {
    let (pixels, label) = line.rsplit_once(',').ok_or("a line without a label")?;
    let pixels = pixels.split(',').map(str::parse).collect::<Result<_, _>>()?;
    Ok(Digit { pixels, label: label.parse()? })
}
