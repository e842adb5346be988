//! The configuration of a collection as a request that creates the like. Everything is taken apart in full, so that a field
//! that a release adds cannot be left behind in silence.

use crate::models::{
    CollectionConfig, CollectionInfo, CollectionParams, CollectionParamsDiff, CreateCollection, HnswConfig, HnswConfigDiff,
    MaxOptimizationThreads, OptimizersConfig, OptimizersConfigDiff, StrictModeConfig, StrictModeConfigOutput, StrictModeMultivector,
    StrictModeMultivectorOutput, StrictModeSparse, StrictModeSparseOutput, WalConfig, WalConfigDiff,
};

/// How to create a collection.
pub(super) struct Creation {
    pub(super) body: CreateCollection,
    /// What a collection can only be given once it is there.
    pub(super) afterwards: Option<CollectionParamsDiff>,
}

pub(super) fn creation(config: &CollectionConfig) -> Creation {
    let CollectionConfig { params, hnsw_config, optimizer_config, wal_config, quantization_config, strict_mode_config, metadata } =
        config.clone();
    let CollectionParams {
        vectors,
        shard_number,
        sharding_method,
        replication_factor,
        write_consistency_factor,
        read_fan_out_factor,
        read_fan_out_delay_ms,
        on_disk_payload,
        payload,
        sparse_vectors,
    } = params;
    let fan_out = read_fan_out_factor.is_some() || read_fan_out_delay_ms.is_some();
    let afterwards = fan_out.then_some(CollectionParamsDiff {
        replication_factor: None,
        write_consistency_factor: None,
        read_fan_out_factor,
        read_fan_out_delay_ms,
        on_disk_payload: None,
        payload: None,
    });
    let body = CreateCollection {
        vectors,
        shard_number,
        sharding_method,
        replication_factor,
        write_consistency_factor,
        on_disk_payload,
        payload,
        hnsw_config: Some(hnsw(hnsw_config)),
        wal_config: wal_config.map(wal),
        optimizers_config: Some(optimizers(optimizer_config)),
        quantization_config,
        sparse_vectors,
        strict_mode_config: strict_mode_config.map(strict_mode),
        metadata,
    };
    Creation { body, afterwards }
}

/// The page size, and the points of a batch, that the strict mode of the collection allows.
pub(super) fn within_strict_mode(page_size: u64, source: &CollectionInfo) -> (u64, usize) {
    let strict = source.config.strict_mode_config.as_ref().filter(|strict| strict.enabled == Some(true));
    let page = strict.and_then(|strict| strict.max_query_limit).unwrap_or(u64::MAX).max(1);
    let batch = strict.and_then(|strict| strict.upsert_max_batchsize).unwrap_or(u64::MAX).max(1);
    (page_size.min(page), usize::try_from(page_size.min(batch)).unwrap_or(usize::MAX))
}

fn hnsw(config: HnswConfig) -> HnswConfigDiff {
    let HnswConfig { m, ef_construct, full_scan_threshold, max_indexing_threads, on_disk, memory, payload_m, inline_storage } = config;
    HnswConfigDiff {
        m: Some(m),
        ef_construct: Some(ef_construct),
        full_scan_threshold: Some(full_scan_threshold),
        max_indexing_threads,
        on_disk,
        memory,
        payload_m,
        inline_storage,
    }
}

fn wal(config: WalConfig) -> WalConfigDiff {
    let WalConfig { wal_capacity_mb, wal_segments_ahead, wal_retain_closed } = config;
    WalConfigDiff { wal_capacity_mb: Some(wal_capacity_mb), wal_segments_ahead: Some(wal_segments_ahead), wal_retain_closed }
}

fn optimizers(config: OptimizersConfig) -> OptimizersConfigDiff {
    let OptimizersConfig {
        deleted_threshold,
        vacuum_min_vector_number,
        default_segment_number,
        max_segment_size,
        memmap_threshold,
        indexing_threshold,
        flush_interval_sec,
        max_optimization_threads,
        prevent_unoptimized,
    } = config;
    OptimizersConfigDiff {
        deleted_threshold,
        vacuum_min_vector_number,
        default_segment_number: Some(default_segment_number),
        max_segment_size,
        memmap_threshold,
        indexing_threshold,
        flush_interval_sec: Some(flush_interval_sec),
        max_optimization_threads: max_optimization_threads.map(MaxOptimizationThreads::Threads),
        prevent_unoptimized,
    }
}

fn strict_mode(config: StrictModeConfigOutput) -> StrictModeConfig {
    let StrictModeConfigOutput {
        enabled,
        max_query_limit,
        max_timeout,
        unindexed_filtering_retrieve,
        unindexed_filtering_update,
        search_max_hnsw_ef,
        search_allow_exact,
        search_max_oversampling,
        upsert_max_batchsize,
        search_max_batchsize,
        max_collection_vector_size_bytes,
        read_rate_limit,
        write_rate_limit,
        max_collection_payload_size_bytes,
        max_points_count,
        filter_max_conditions,
        condition_max_size,
        multivector_config,
        sparse_config,
        max_payload_index_count,
        max_resident_memory_percent,
    } = config;
    let multivector = |config: StrictModeMultivectorOutput| {
        let StrictModeMultivectorOutput { max_vectors } = config;
        StrictModeMultivector { max_vectors }
    };
    let sparse = |config: StrictModeSparseOutput| {
        let StrictModeSparseOutput { max_length } = config;
        StrictModeSparse { max_length }
    };
    StrictModeConfig {
        enabled,
        max_query_limit,
        max_timeout,
        unindexed_filtering_retrieve,
        unindexed_filtering_update,
        search_max_hnsw_ef,
        search_allow_exact,
        search_max_oversampling,
        upsert_max_batchsize,
        search_max_batchsize,
        max_collection_vector_size_bytes,
        read_rate_limit,
        write_rate_limit,
        max_collection_payload_size_bytes,
        max_points_count,
        filter_max_conditions,
        condition_max_size,
        multivector_config: multivector_config.map(|all| all.into_iter().map(|(name, config)| (name, multivector(config))).collect()),
        sparse_config: sparse_config.map(|all| all.into_iter().map(|(name, config)| (name, sparse(config))).collect()),
        max_payload_index_count,
        max_resident_memory_percent,
    }
}
