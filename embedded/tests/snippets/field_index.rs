use qdrant_remote::Client;
use qdrant_remote::models::PayloadSchemaType;

pub async fn run(client: &Client) -> super::Outcome {
    client
        .create_field_index("cities")
        .field_name("city")
        .field_schema(PayloadSchemaType::Keyword)
        .wait(true)
        .send()
        .await?;
    Ok(())
}
