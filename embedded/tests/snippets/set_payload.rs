use qdrant_remote::{Client, payload};

pub async fn run(client: &Client) -> super::Outcome {
    let payload = payload! { "property1": "string", "property2": "string" };
    client
        .set_payload("colors")
        .payload(payload)
        .points([1, 3])
        .wait(true)
        .send()
        .await?;
    Ok(())
}
