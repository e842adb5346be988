use qdrant_remote::models::{PointStruct, PointVectors, SetPayload, UpdateOperation};
use qdrant_remote::{Client, payload};

pub async fn run(client: &Client) -> super::Outcome {
    let payload = payload! { "test_payload_2": 2, "test_payload_3": 3 };
    let operations = [
        UpdateOperation::upsert([PointStruct::new(1, [1.0, 2.0, 3.0, 4.0])]),
        UpdateOperation::update_vectors([PointVectors::new(1, [1.0, 2.0, 3.0, 5.0])]),
        UpdateOperation::set_payload(SetPayload::new(payload).points([1])),
    ];
    client
        .batch_update("plain")
        .operations(operations)
        .wait(true)
        .send()
        .await?;
    Ok(())
}
