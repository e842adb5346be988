use crate::release::Release;
use std::error::Error;
pub fn add(_: &mut Release, _: u64) -> Result<(), Box<dyn Error>> {
    Ok(())
}
