//! Uploads the handwritten digits many times over, with a bar that shows how far it is.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fmt::Write;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use qdrant_remote::models::{Distance, PointStruct, VectorParams};
use qdrant_remote::upload::UploadReport;

mod shared;

/// How often each digit is uploaded, under another id each time.
const TIMES: u64 = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(drop)
}

/// The whole example.
pub async fn run() -> Result<UploadReport, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("upload");
    client.create_collection(&collection).vectors(VectorParams::new(64, Distance::Euclid)).send().await?;

    let digits = shared::digits::load()?;
    let total = digits.len() as u64 * TIMES;
    // Taken one by one while the upload goes on: all points are never in memory together.
    let points = (0..total).map(|id| {
        let digit = &digits[id as usize % digits.len()];
        PointStruct::new(id, digit.pixels.clone()).payload([("label", digit.label)])
    });

    let bar = ProgressBar::new(total);
    let rate = |state: &ProgressState, line: &mut dyn Write| _ = write!(line, "{:.0} points/s", state.per_sec());
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len}, {rate}, {msg}")?.with_key("rate", rate));
    let upload = client.upload(&collection).points(points).parallel(4).progress(|progress| {
        bar.set_position(progress.points);
        bar.set_message(format!("{:.1} MB", progress.bytes as f64 / 1e6));
    });
    let report = upload.send().await?;
    bar.finish_and_clear();

    let rate = report.points as f64 / report.elapsed.as_secs_f64();
    println!(
        "{} points in {} batches, {:.1} MB, {:.2?}: {rate:.0} points/s",
        report.points,
        report.batches,
        report.bytes as f64 / 1e6,
        report.elapsed
    );
    client.delete_collection(&collection).send().await?;
    Ok(report)
}
