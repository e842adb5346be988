//! Which function carries out which operation.

use qdrant_remote::body::ByteStream;
use qdrant_remote::stub::Stub;
use qdrant_remote::{BoxFuture, CallOptions, Error, Response, models, requests};

use serde_json::{Map, Value};

use crate::engine::{Fault, Outcome};

use super::snapshots::Target;
use super::{EngineStub, aliases, cluster, collections, points, search, service, vectors, writes};

/// Operations that the engine carries out.
macro_rules! carried_out {
    ($($operation:ident($request:ident) -> $result:ty = $function:path $([$time:ident])?;)*) => {$(
        fn $operation<'a>(
            &'a self,
            request: requests::$request,
            _options: &'a CallOptions,
        ) -> BoxFuture<'a, Result<Response<$result>, Error>> {
            self.run(move |engine| {
                $($time(request.timeout)?;)?
                $function(engine, request)
            })
        }
    )*};
}

/// Operations on files, each with what it does.
macro_rules! on_files {
    ($($operation:ident($request:ident) -> $result:ty = |$stub:ident, $given:ident| $call:expr;)*) => {$(
        fn $operation<'a>(
            &'a self,
            $given: requests::$request,
            _options: &'a CallOptions,
        ) -> BoxFuture<'a, Result<Response<$result>, Error>> {
            let $stub = self;
            $call
        }
    )*};
}

/// Refuses to do anything in no time: where a server reads any number, and then finds it too small.
fn checked(timeout: Option<u64>) -> Outcome<()> {
    match timeout {
        Some(0) => Err(Fault::invalid_query("timeout: value 0 invalid, must be 1 or larger")),
        _ => Ok(()),
    }
}

/// Refuses to do anything in no time: where a server cannot read such a number.
fn typed(timeout: Option<u64>) -> Outcome<()> {
    match timeout {
        Some(0) => Err(Fault::query("timeout: invalid value: integer `0`, expected a nonzero u64")),
        _ => Ok(()),
    }
}

impl Stub for EngineStub {
    carried_out! {
        root(Root) -> models::VersionInfo = service::root;
        healthz(Healthz) -> String = service::healthz;
        livez(Livez) -> String = service::livez;
        readyz(Readyz) -> String = service::readyz;
        get_issues(GetIssues) -> Map<String, Value> = service::get_issues;
        clear_issues(ClearIssues) -> bool = service::clear_issues;
        telemetry(Telemetry) -> models::TelemetryData = service::telemetry [checked];
        metrics(Metrics) -> String = service::metrics [checked];
        get_quotas(GetQuotas) -> models::QuotaStatus = service::get_quotas;
        update_quotas(UpdateQuotas) -> bool = service::update_quotas;
        get_optimizations(GetOptimizations) -> models::OptimizationsResponse = service::get_optimizations;

        cluster_status(ClusterStatus) -> models::ClusterStatus = cluster::status;
        collection_cluster_info(CollectionClusterInfo) -> models::CollectionClusterInfo = cluster::of_collection;
        list_shard_keys(ListShardKeys) -> models::ShardKeysResponse = cluster::shard_keys;
        cluster_telemetry(ClusterTelemetry) -> models::DistributedTelemetryData = cluster::telemetry [checked];
        recover_current_peer(RecoverCurrentPeer) -> bool = cluster::recover;
        remove_peer(RemovePeer) -> bool = cluster::remove_peer [checked];
        update_collection_cluster(UpdateCollectionCluster) -> bool = cluster::change [checked];
        create_shard_key(CreateShardKey) -> bool = cluster::create_shard_key [checked];
        delete_shard_key(DeleteShardKey) -> bool = cluster::delete_shard_key [checked];

        get_collections(GetCollections) -> models::CollectionsResponse = collections::list;
        get_collection(GetCollection) -> models::CollectionInfo = collections::get;
        collection_exists(CollectionExists) -> models::CollectionExistence = collections::exists;
        create_collection(CreateCollection) -> bool = collections::create [checked];
        update_collection(UpdateCollection) -> bool = collections::update [checked];
        delete_collection(DeleteCollection) -> bool = collections::delete [checked];
        create_field_index(CreateFieldIndex) -> models::UpdateResult = collections::create_index [typed];
        delete_field_index(DeleteFieldIndex) -> models::UpdateResult = collections::delete_index [typed];
        create_vector_name(CreateVectorName) -> models::UpdateResult = vectors::create [typed];
        delete_vector_name(DeleteVectorName) -> models::UpdateResult = vectors::delete [typed];
        update_aliases(UpdateAliases) -> bool = aliases::update [checked];
        get_collection_aliases(GetCollectionAliases) -> models::CollectionsAliasesResponse = aliases::of_collection;
        get_collections_aliases(GetCollectionsAliases) -> models::CollectionsAliasesResponse = aliases::all;

        upsert_points(UpsertPoints) -> models::UpdateResult = writes::upsert [typed];
        delete_points(DeletePoints) -> models::UpdateResult = writes::delete [typed];
        set_payload(SetPayload) -> models::UpdateResult = writes::set_payload [typed];
        overwrite_payload(OverwritePayload) -> models::UpdateResult = writes::overwrite_payload [typed];
        delete_payload(DeletePayload) -> models::UpdateResult = writes::delete_payload [typed];
        clear_payload(ClearPayload) -> models::UpdateResult = writes::clear_payload [typed];
        update_vectors(UpdateVectors) -> models::UpdateResult = writes::update_vectors [typed];
        delete_vectors(DeleteVectors) -> models::UpdateResult = writes::delete_vectors [typed];
        batch_update(BatchUpdate) -> Vec<models::UpdateResult> = writes::batch [typed];

        get_point(GetPoint) -> models::Record = points::get;
        get_points(GetPoints) -> Vec<models::Record> = points::retrieve [typed];
        scroll_points(ScrollPoints) -> models::ScrollResult = points::scroll [typed];
        count_points(CountPoints) -> models::CountResult = points::count [typed];
        facet(Facet) -> models::FacetResponse = points::facet [typed];

        query_points(QueryPoints) -> models::QueryResponse = search::query [typed];
        query_batch_points(QueryBatchPoints) -> Vec<models::QueryResponse> = search::batch [typed];
        query_points_groups(QueryPointsGroups) -> models::GroupsResult = search::groups [typed];
        search_matrix_pairs(SearchMatrixPairs) -> models::SearchMatrixPairsResponse = search::matrix_pairs [typed];
        search_matrix_offsets(SearchMatrixOffsets) -> models::SearchMatrixOffsetsResponse = search::matrix_offsets [typed];
    }

    on_files! {
        list_snapshots(ListSnapshots) -> Vec<models::SnapshotDescription> =
            |stub, request| stub.listed(Target::Collection(request.collection_name));
        create_snapshot(CreateSnapshot) -> Option<models::SnapshotDescription> =
            |stub, request| stub.take(Target::Collection(request.collection_name), request.wait);
        delete_snapshot(DeleteSnapshot) -> Option<bool> =
            |stub, request| stub.removed(Target::Collection(request.collection_name), request.snapshot_name, request.wait);
        get_snapshot(GetSnapshot) -> ByteStream =
            |stub, request| stub.downloaded(Target::Collection(request.collection_name), request.snapshot_name);
        recover_from_snapshot(RecoverFromSnapshot) -> Option<bool> = |stub, request| stub.recovered(request);
        recover_from_uploaded_snapshot(RecoverFromUploadedSnapshot) -> Option<bool> =
            |stub, request| stub.uploaded(request.collection_name, None, request.body, request.checksum, request.wait);
        list_full_snapshots(ListFullSnapshots) -> Vec<models::SnapshotDescription> = |stub, _request| stub.listed(Target::Server);
        create_full_snapshot(CreateFullSnapshot) -> Option<models::SnapshotDescription> =
            |stub, request| stub.take(Target::Server, request.wait);
        delete_full_snapshot(DeleteFullSnapshot) -> Option<bool> =
            |stub, request| stub.removed(Target::Server, request.snapshot_name, request.wait);
        get_full_snapshot(GetFullSnapshot) -> ByteStream = |stub, request| stub.downloaded(Target::Server, request.snapshot_name);
        list_shard_snapshots(ListShardSnapshots) -> Vec<models::SnapshotDescription> =
            |stub, request| stub.listed(Target::Shard(request.collection_name, request.shard_id));
        create_shard_snapshot(CreateShardSnapshot) -> Option<models::SnapshotDescription> =
            |stub, request| stub.take(Target::Shard(request.collection_name, request.shard_id), request.wait);
        delete_shard_snapshot(DeleteShardSnapshot) -> Option<bool> = |stub, request| {
            stub.removed(Target::Shard(request.collection_name, request.shard_id), request.snapshot_name, request.wait)
        };
        get_shard_snapshot(GetShardSnapshot) -> ByteStream =
            |stub, request| stub.downloaded(Target::Shard(request.collection_name, request.shard_id), request.snapshot_name);
        stream_shard_snapshot(StreamShardSnapshot) -> ByteStream = |stub, request| stub.streamed(request);
        recover_shard_from_snapshot(RecoverShardFromSnapshot) -> Option<bool> = |stub, request| stub.shard_recovered(request);
        recover_shard_from_uploaded_snapshot(RecoverShardFromUploadedSnapshot) -> Option<bool> = |stub, request| {
            stub.uploaded(request.collection_name, Some(request.shard_id), request.body, request.checksum, request.wait)
        };
    }
}
