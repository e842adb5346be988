//! Which function carries out which operation.

use qdrant_remote::body::ByteStream;
use qdrant_remote::stub::Stub;
use qdrant_remote::{BoxFuture, CallOptions, Error, Response, models, requests};

use serde_json::{Map, Value};

use super::{EngineStub, aliases, cluster, collections, points, search, service, vectors, writes};

/// Operations that the engine carries out.
macro_rules! carried_out {
    ($($operation:ident($request:ident) -> $result:ty = $function:path;)*) => {$(
        fn $operation<'a>(
            &'a self,
            request: requests::$request,
            _options: &'a CallOptions,
        ) -> BoxFuture<'a, Result<Response<$result>, Error>> {
            self.run(move |engine| $function(engine, request))
        }
    )*};
}

/// Operations that one node without snapshots has nothing to answer to.
macro_rules! refused {
    ($($operation:ident($request:ident) -> $result:ty;)*) => {$(
        fn $operation<'a>(
            &'a self,
            _request: requests::$request,
            _options: &'a CallOptions,
        ) -> BoxFuture<'a, Result<Response<$result>, Error>> {
            EngineStub::refuse(stringify!($operation))
        }
    )*};
}

impl Stub for EngineStub {
    carried_out! {
        root(Root) -> models::VersionInfo = service::root;
        healthz(Healthz) -> String = service::healthz;
        livez(Livez) -> String = service::livez;
        readyz(Readyz) -> String = service::readyz;
        get_issues(GetIssues) -> Map<String, Value> = service::get_issues;
        clear_issues(ClearIssues) -> bool = service::clear_issues;
        telemetry(Telemetry) -> models::TelemetryData = service::telemetry;
        metrics(Metrics) -> String = service::metrics;
        get_quotas(GetQuotas) -> models::QuotaStatus = service::get_quotas;
        get_optimizations(GetOptimizations) -> models::OptimizationsResponse = service::get_optimizations;

        cluster_status(ClusterStatus) -> models::ClusterStatus = cluster::status;
        collection_cluster_info(CollectionClusterInfo) -> models::CollectionClusterInfo = cluster::of_collection;
        list_shard_keys(ListShardKeys) -> models::ShardKeysResponse = cluster::shard_keys;
        create_shard_key(CreateShardKey) -> bool = cluster::create_shard_key;
        delete_shard_key(DeleteShardKey) -> bool = cluster::delete_shard_key;

        get_collections(GetCollections) -> models::CollectionsResponse = collections::list;
        get_collection(GetCollection) -> models::CollectionInfo = collections::get;
        collection_exists(CollectionExists) -> models::CollectionExistence = collections::exists;
        create_collection(CreateCollection) -> bool = collections::create;
        update_collection(UpdateCollection) -> bool = collections::update;
        delete_collection(DeleteCollection) -> bool = collections::delete;
        create_field_index(CreateFieldIndex) -> models::UpdateResult = collections::create_index;
        delete_field_index(DeleteFieldIndex) -> models::UpdateResult = collections::delete_index;
        create_vector_name(CreateVectorName) -> models::UpdateResult = vectors::create;
        delete_vector_name(DeleteVectorName) -> models::UpdateResult = vectors::delete;
        update_aliases(UpdateAliases) -> bool = aliases::update;
        get_collection_aliases(GetCollectionAliases) -> models::CollectionsAliasesResponse = aliases::of_collection;
        get_collections_aliases(GetCollectionsAliases) -> models::CollectionsAliasesResponse = aliases::all;

        upsert_points(UpsertPoints) -> models::UpdateResult = writes::upsert;
        delete_points(DeletePoints) -> models::UpdateResult = writes::delete;
        set_payload(SetPayload) -> models::UpdateResult = writes::set_payload;
        overwrite_payload(OverwritePayload) -> models::UpdateResult = writes::overwrite_payload;
        delete_payload(DeletePayload) -> models::UpdateResult = writes::delete_payload;
        clear_payload(ClearPayload) -> models::UpdateResult = writes::clear_payload;
        update_vectors(UpdateVectors) -> models::UpdateResult = writes::update_vectors;
        delete_vectors(DeleteVectors) -> models::UpdateResult = writes::delete_vectors;
        batch_update(BatchUpdate) -> Vec<models::UpdateResult> = writes::batch;

        get_point(GetPoint) -> models::Record = points::get;
        get_points(GetPoints) -> Vec<models::Record> = points::retrieve;
        scroll_points(ScrollPoints) -> models::ScrollResult = points::scroll;
        count_points(CountPoints) -> models::CountResult = points::count;
        facet(Facet) -> models::FacetResponse = points::facet;

        query_points(QueryPoints) -> models::QueryResponse = search::query;
        query_batch_points(QueryBatchPoints) -> Vec<models::QueryResponse> = search::batch;
        query_points_groups(QueryPointsGroups) -> models::GroupsResult = search::groups;
        search_matrix_pairs(SearchMatrixPairs) -> models::SearchMatrixPairsResponse = search::matrix_pairs;
        search_matrix_offsets(SearchMatrixOffsets) -> models::SearchMatrixOffsetsResponse = search::matrix_offsets;
    }

    refused! {
        update_quotas(UpdateQuotas) -> bool;
        cluster_telemetry(ClusterTelemetry) -> models::DistributedTelemetryData;
        recover_current_peer(RecoverCurrentPeer) -> bool;
        remove_peer(RemovePeer) -> bool;
        update_collection_cluster(UpdateCollectionCluster) -> bool;

        list_snapshots(ListSnapshots) -> Vec<models::SnapshotDescription>;
        create_snapshot(CreateSnapshot) -> Option<models::SnapshotDescription>;
        delete_snapshot(DeleteSnapshot) -> Option<bool>;
        get_snapshot(GetSnapshot) -> ByteStream;
        recover_from_snapshot(RecoverFromSnapshot) -> Option<bool>;
        recover_from_uploaded_snapshot(RecoverFromUploadedSnapshot) -> Option<bool>;
        list_full_snapshots(ListFullSnapshots) -> Vec<models::SnapshotDescription>;
        create_full_snapshot(CreateFullSnapshot) -> Option<models::SnapshotDescription>;
        delete_full_snapshot(DeleteFullSnapshot) -> Option<bool>;
        get_full_snapshot(GetFullSnapshot) -> ByteStream;
        list_shard_snapshots(ListShardSnapshots) -> Vec<models::SnapshotDescription>;
        create_shard_snapshot(CreateShardSnapshot) -> Option<models::SnapshotDescription>;
        delete_shard_snapshot(DeleteShardSnapshot) -> Option<bool>;
        get_shard_snapshot(GetShardSnapshot) -> ByteStream;
        stream_shard_snapshot(StreamShardSnapshot) -> ByteStream;
        recover_shard_from_snapshot(RecoverShardFromSnapshot) -> Option<bool>;
        recover_shard_from_uploaded_snapshot(RecoverShardFromUploadedSnapshot) -> Option<bool>;
    }
}
