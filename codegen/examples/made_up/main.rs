//! Writes a release that nobody made: the one in a folder, where every type has one member more, every operation one
//! parameter more, and there are operations, types and variants that no release has. With a seed, changes that a release
//! could well bring are drawn by chance. `made_up SPECS OUT [SEED]`.
#![allow(clippy::expect_used, reason = "documents that are none of a release make it fail so")]

mod chance;
mod everywhere;
mod forms;
#[path = "../../tests/hostile/random.rs"]
mod random;
mod release;
mod schemas;

use std::error::Error;
use std::path::Path;

use release::Release;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(specs), Some(out)) = (arguments.next(), arguments.next()) else { return Err("made_up SPECS OUT [SEED]".into()) };
    let mut release = Release::read(Path::new(&specs))?;
    match arguments.next() {
        None => {
            everywhere::add(&mut release);
            forms::add(&mut release);
        }
        Some(seed) => chance::add(&mut release, seed.parse()?)?,
    }
    release.write(Path::new(&out))
}
