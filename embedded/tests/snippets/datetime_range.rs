use qdrant_remote::filter::field;
use qdrant_remote::models::{Condition, DateTime, DatetimeRange};

pub async fn run() -> super::Outcome<Condition> {
    let after: DateTime = "2023-02-08T10:49:00Z".parse()?;
    let until: DateTime = "2024-01-31T10:14:31Z".parse()?;
    let dated = field("date").between(DatetimeRange::new().gt(after).lte(until));
    Ok(dated)
}
