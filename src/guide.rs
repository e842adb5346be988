//! Pages to read: choosing a protocol, errors and retries, bulk work, testing, coming from other clients.

macro_rules! pages {
    ($($name:ident: $title:literal, $file:literal;)*) => {$(
        #[doc = concat!($title, "\n\n")]
        #[cfg_attr(
            any(not(doctest), all(feature = "rest", feature = "grpc", feature = "testing")),
            doc = include_str!(concat!("../docs/guide/", $file))
        )]
        pub mod $name {}
    )*};
}

pages! {
    choosing_a_protocol: "REST or gRPC: what differs, and how to choose.", "choosing_a_protocol.md";
    errors_and_retries: "What can fail, how to tell, and what is sent again.", "errors_and_retries.md";
    bulk_work: "Millions of points in and out.", "bulk_work.md";
    testing_your_code: "Tests of code that uses a client.", "testing_your_code.md";
    coming_from_the_official_crate: "From the official Rust crate, call by call.", "coming_from_the_official_crate.md";
    coming_from_python: "From the Python client, call by call.", "coming_from_python.md";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::operations::OPERATIONS;

    const PYTHON: &str = include_str!("../docs/guide/coming_from_python.md");

    /// The public methods of `QdrantClient` in release 1.20.0 of `qdrant-client`.
    const METHODS: &str = "batch_update_points clear_payload close cluster_collection_update cluster_status cluster_telemetry \
        collection_cluster_info collection_exists count create_collection create_full_snapshot create_payload_index \
        create_shard_key create_shard_snapshot create_snapshot create_vector_name delete delete_collection \
        delete_full_snapshot delete_payload delete_payload_index delete_shard_key delete_shard_snapshot delete_snapshot \
        delete_vector_name delete_vectors facet get_aliases get_collection get_collection_aliases get_collections \
        get_optimizations grpc_collections grpc_points http info init_options list_full_snapshots list_shard_keys \
        list_shard_snapshots list_snapshots migrate overwrite_payload query_batch_points query_points query_points_groups \
        recover_current_peer recover_shard_snapshot recover_snapshot recreate_collection remove_peer retrieve scroll \
        search_matrix_offsets search_matrix_pairs set_payload update_collection update_collection_aliases update_vectors \
        upload_collection upload_points upsert get_embedding_size list_image_models list_late_interaction_multimodal_models \
        list_late_interaction_text_models list_sparse_models list_text_models";

    /// The cells of the table's rows that name a method.
    fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
        let rows = PYTHON.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        rows.filter(|(method, _)| method.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'))
    }

    #[test]
    fn every_method_of_the_python_client_has_its_row() {
        let told: BTreeSet<&str> = rows().map(|(method, _)| method).collect();
        assert_eq!(told, METHODS.split_whitespace().collect());
        assert_eq!(told.len(), rows().count(), "a method is there twice");
    }

    #[test]
    fn rows_name_methods_of_the_client() {
        let by_hand = ["close", "full_snapshots", "raw", "scroll_all", "server_version", "snapshots", "upload", "upload_columns"];
        for (method, here) in rows() {
            let calls = here.split("client.").skip(1).filter_map(|rest| rest.split('(').next());
            for call in calls {
                let known = by_hand.contains(&call) || OPERATIONS.iter().any(|operation| operation.name == call);
                assert!(known, "{method}: the client has no `{call}`");
            }
        }
    }
}
