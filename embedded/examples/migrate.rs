//! Copies a collection to another server, loses part of it, and lets the copy be finished.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use qdrant_remote::filter::field;
use qdrant_remote::migrate::{Collision, Migration, MigrationReport};
use qdrant_remote::models::PayloadSchemaType;

mod shared;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(drop)
}

/// What was copied.
pub struct Copies {
    /// At first.
    pub first: MigrationReport,
    /// After the loss.
    pub second: MigrationReport,
}

/// The whole example.
pub async fn run() -> Result<Copies, Box<dyn Error>> {
    let (from, _source) = shared::connect().await?;
    let (to, _target) = shared::embedded().await?;
    let collection = shared::collection("migrate");
    shared::fill(&from, &collection).await?;
    from.create_field_index(&collection).field_name("label").field_schema(PayloadSchemaType::Integer).wait(true).send().await?;

    let migration = Migration::new(&from, &to).collections([&collection]).progress(|progress| {
        println!("{}: {} of {} points", progress.collection, progress.points, progress.total);
    });
    let first = migration.run().await?;
    show(&first);

    let sevens = field("label").eq(7);
    to.delete_points(&collection).filter(sevens).wait(true).send().await?;
    println!("the target lost its sevens");
    let second = Migration::new(&from, &to).collections([&collection]).on_collision(Collision::Resume).run().await?;
    show(&second);

    from.delete_collection(&collection).send().await?;
    Ok(Copies { first, second })
}

fn show(report: &MigrationReport) {
    for copied in &report.collections {
        println!("{} points copied, {} were there; payload indexes made: {:?}", copied.points, copied.skipped, copied.indexes);
        println!("the counts agree: {}; what had no way across: {:?}", copied.complete, copied.not_copied);
    }
}
