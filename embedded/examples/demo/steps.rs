//! What the demo does over one protocol, each step measured.

use std::time::{Duration, Instant};

use qdrant_remote::filter::field;
use qdrant_remote::models::{Distance, ExtendedPointId, PayloadSchemaType, PointStruct, QueryRequest, Record, VectorParams};
use qdrant_remote::{Client, Error};

use crate::digits::Digit;

/// Points in one upload, on one page, in one batch of queries.
const BATCH: usize = 256;

/// What one step did.
pub struct Step {
    pub operation: &'static str,
    pub time: Duration,
    pub result: String,
}

/// What all steps found.
pub struct Report {
    pub steps: Vec<Step>,
    /// Points that scrolling saw.
    pub scrolled: usize,
    /// Digits whose nearest neighbour is the same digit.
    pub agreeing: usize,
    /// Digits that were asked about.
    pub asked: usize,
}

impl Report {
    fn done(&mut self, operation: &'static str, since: Instant, result: String) {
        self.steps.push(Step { operation, time: since.elapsed(), result });
    }
}

/// Runs all steps on a collection of its own, which is deleted in the end, whatever happens.
pub async fn run(client: &Client, collection: &str, digits: &[Digit]) -> Result<Report, Error> {
    let mut report = Report { steps: Vec::new(), scrolled: 0, agreeing: 0, asked: 0 };
    let outcome = steps(client, collection, digits, &mut report).await;
    let start = Instant::now();
    let deleted = client.delete_collection(collection).send().await;
    outcome?;
    report.done("delete_collection", start, format!("deleted: {}", *deleted?));
    Ok(report)
}

async fn steps(client: &Client, collection: &str, digits: &[Digit], report: &mut Report) -> Result<(), Error> {
    let start = Instant::now();
    client.create_collection(collection).vectors(VectorParams::new(64, Distance::Euclid)).send().await?;
    report.done("create_collection", start, "64 dimensions, Euclid".to_owned());

    let start = Instant::now();
    for (batch, digits) in (0..).zip(digits.chunks(BATCH)) {
        let points = (batch * BATCH..)
            .zip(digits)
            .map(|(id, digit)| PointStruct::new(id as u64, digit.pixels.clone()).payload([("label", digit.label)]));
        client.upsert_points(collection).points(points).wait(true).send().await?;
    }
    report.done("upsert_points", start, format!("{} digits in batches of {BATCH}", digits.len()));

    let start = Instant::now();
    let index = client.create_field_index(collection).field_name("label").field_schema(PayloadSchemaType::Integer);
    index.wait(true).send().await?;
    report.done("create_field_index", start, "label: integer".to_owned());

    let first = &digits[0];
    let start = Instant::now();
    let query = client.query_points(collection).query(first.pixels.clone()).limit(5).with_payload(true);
    let found = query.send().await?;
    let labels: Vec<_> = found.points.iter().filter_map(|point| label(point.payload.as_ref())).collect();
    report.done("query_points", start, format!("the nearest to a {} are {labels:?}", first.label));

    let other = (first.label + 3) % 10;
    let start = Instant::now();
    let filter = field("label").eq(other);
    let query = client.query_points(collection).query(first.pixels.clone()).filter(filter).limit(3);
    let found = query.send().await?;
    let ids: Vec<_> = found.points.iter().filter_map(|point| point.id.as_integer()).collect();
    report.done("query_points, filter", start, format!("label {other}: points {ids:?}"));

    let start = Instant::now();
    let points = scroll(client, collection).await?;
    report.scrolled = points.len();
    report.done("scroll_points", start, format!("{} points on pages of {BATCH}", points.len()));

    let start = Instant::now();
    for points in points.chunks(BATCH) {
        let searches = points.iter().map(|point| QueryRequest::new().query(point.id.clone()).limit(1).with_payload(true));
        let answers = client.query_batch_points(collection).searches(searches).send().await?.into_inner();
        let same = points.iter().zip(&answers).filter(|(point, answer)| {
            let nearest = answer.points.first();
            nearest.is_some_and(|nearest| label(nearest.payload.as_ref()) == label(point.payload.as_ref()))
        });
        report.agreeing += same.count();
        report.asked += points.len();
    }
    let result = format!("{} of {} have a neighbour with the same label", report.agreeing, report.asked);
    report.done("query_batch_points", start, result);
    Ok(())
}

/// Reads every point, page by page.
async fn scroll(client: &Client, collection: &str) -> Result<Vec<Record>, Error> {
    let mut points = Vec::new();
    let mut next: Option<ExtendedPointId> = None;
    loop {
        let mut request = client.scroll_points(collection).limit(BATCH as u64).with_payload(true);
        if let Some(offset) = next {
            request = request.offset(offset);
        }
        let page = request.send().await?.into_inner();
        points.extend(page.points);
        next = page.next_page_offset;
        if next.is_none() {
            return Ok(points);
        }
    }
}

fn label(payload: Option<&qdrant_remote::models::Payload>) -> Option<i64> {
    payload?.get("label")?.as_i64()
}
