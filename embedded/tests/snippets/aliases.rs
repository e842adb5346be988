use qdrant_remote::Client;
use qdrant_remote::models::AliasOperations;

pub async fn run(client: &Client) -> super::Outcome {
    client
        .update_aliases()
        .actions([AliasOperations::create("colors", "production")])
        .send()
        .await?;
    client
        .update_aliases()
        .actions([AliasOperations::delete("production")])
        .send()
        .await?;
    Ok(())
}
