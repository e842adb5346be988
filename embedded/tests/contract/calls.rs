//! Calls by the name of their operation, with request and result as JSON.

use qdrant_remote::body::{ByteStream, UploadBody};
use qdrant_remote::stub::Stub;
use qdrant_remote::{CallOptions, Client, Error, requests};
use serde_json::{Value, json};

macro_rules! calls {
    ($($operation:ident $request:ident;)*) => {
        /// Calls an operation. A request that is no request of the operation panics.
        pub async fn call(client: &Client, options: &CallOptions, operation: &str, request: Value) -> Result<Value, Error> {
            match operation {
                $(stringify!($operation) => {
                    let request: requests::$request = serde_json::from_value(request).unwrap_or_else(|error| panic!("{operation}: {error}"));
                    Ok(serde_json::to_value(Stub::$operation(client, request, options).await?.into_inner()).unwrap())
                })*
                _ => panic!("{operation} is not called this way"),
            }
        }
    };
}

calls! {
    root Root; healthz Healthz; livez Livez; readyz Readyz; telemetry Telemetry; metrics Metrics;
    get_issues GetIssues; clear_issues ClearIssues; get_quotas GetQuotas; update_quotas UpdateQuotas;
    cluster_status ClusterStatus; cluster_telemetry ClusterTelemetry; recover_current_peer RecoverCurrentPeer;
    remove_peer RemovePeer; collection_cluster_info CollectionClusterInfo; update_collection_cluster UpdateCollectionCluster;
    create_shard_key CreateShardKey; list_shard_keys ListShardKeys; delete_shard_key DeleteShardKey;
    get_collections GetCollections; get_collection GetCollection; collection_exists CollectionExists;
    create_collection CreateCollection; update_collection UpdateCollection; delete_collection DeleteCollection;
    update_aliases UpdateAliases; get_collection_aliases GetCollectionAliases; get_collections_aliases GetCollectionsAliases;
    get_optimizations GetOptimizations; create_field_index CreateFieldIndex; delete_field_index DeleteFieldIndex;
    create_vector_name CreateVectorName; delete_vector_name DeleteVectorName;
    upsert_points UpsertPoints; update_vectors UpdateVectors; delete_vectors DeleteVectors; delete_points DeletePoints;
    set_payload SetPayload; overwrite_payload OverwritePayload; delete_payload DeletePayload; clear_payload ClearPayload;
    batch_update BatchUpdate;
    get_point GetPoint; get_points GetPoints; scroll_points ScrollPoints; count_points CountPoints; facet Facet;
    query_points QueryPoints; query_batch_points QueryBatchPoints; query_points_groups QueryPointsGroups;
    search_matrix_pairs SearchMatrixPairs; search_matrix_offsets SearchMatrixOffsets;
    list_snapshots ListSnapshots; create_snapshot CreateSnapshot; delete_snapshot DeleteSnapshot;
    recover_from_snapshot RecoverFromSnapshot;
    list_full_snapshots ListFullSnapshots; create_full_snapshot CreateFullSnapshot; delete_full_snapshot DeleteFullSnapshot;
    list_shard_snapshots ListShardSnapshots; create_shard_snapshot CreateShardSnapshot; delete_shard_snapshot DeleteShardSnapshot;
    recover_shard_from_snapshot RecoverShardFromSnapshot;
}

/// Downloads, by the name of the operation.
pub async fn download(client: &Client, options: &CallOptions, operation: &str, request: Value) -> Result<ByteStream, Error> {
    let stream = match operation {
        "get_snapshot" => Stub::get_snapshot(client, serde_json::from_value(request).unwrap(), options).await?,
        "get_full_snapshot" => Stub::get_full_snapshot(client, serde_json::from_value(request).unwrap(), options).await?,
        "get_shard_snapshot" => Stub::get_shard_snapshot(client, serde_json::from_value(request).unwrap(), options).await?,
        "stream_shard_snapshot" => Stub::stream_shard_snapshot(client, serde_json::from_value(request).unwrap(), options).await?,
        _ => panic!("{operation} is no download"),
    };
    Ok(stream.into_inner())
}

/// Uploads a snapshot to a collection, or to one of its shards.
pub async fn upload(
    client: &Client,
    options: &CallOptions,
    collection: &str,
    shard: Option<u64>,
    body: UploadBody,
) -> Result<Value, Error> {
    let result = match shard {
        None => {
            let mut request = requests::RecoverFromUploadedSnapshot::new(collection.to_owned(), body);
            request.wait = Some(true);
            Stub::recover_from_uploaded_snapshot(client, request, options).await?.into_inner()
        }
        Some(shard) => {
            let mut request = requests::RecoverShardFromUploadedSnapshot::new(collection.to_owned(), shard, body);
            request.wait = Some(true);
            Stub::recover_shard_from_uploaded_snapshot(client, request, options).await?.into_inner()
        }
    };
    Ok(json!(result))
}
