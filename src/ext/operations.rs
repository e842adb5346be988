//! The parts of batch updates and of changes to aliases.

use crate::models::{
    AliasOperations, ClearPayloadOperation, Condition, CreateAlias, CreateAliasOperation, DeleteAlias, DeleteAliasOperation,
    DeleteOperation, DeletePayload, DeletePayloadOperation, DeleteVectors, DeleteVectorsOperation, ExtendedPointId, Filter, FilterSelector,
    OverwritePayloadOperation, PointIdsList, PointInsertOperations, PointStruct, PointVectors, PointsList, PointsSelector, RenameAlias,
    RenameAliasOperation, SetPayload, SetPayloadOperation, UpdateOperation, UpdateVectors, UpdateVectorsOperation, UpsertOperation,
};

/// One write among several of [`batch_update`](crate::Client::batch_update).
///
/// ```
/// use qdrant_remote::filter::field;
/// use qdrant_remote::models::{PointStruct, SetPayload, UpdateOperation};
/// use qdrant_remote::payload;
///
/// let operations = [
///     UpdateOperation::upsert([PointStruct::new(1, [0.1, 0.9]), PointStruct::new(2, [0.8, 0.2])]),
///     UpdateOperation::set_payload(SetPayload::new(payload! { "seen": true }).points([1])),
///     UpdateOperation::delete(field("old").eq(true)),
/// ];
/// ```
impl UpdateOperation {
    /// Writes whole points.
    #[must_use]
    pub fn upsert(points: impl IntoIterator<Item = impl Into<PointStruct>>) -> Self {
        UpsertOperation::new(PointInsertOperations::from(PointsList::new(points))).into()
    }

    /// Writes vectors of points, and leaves their other vectors and the payload.
    #[must_use]
    pub fn update_vectors(points: impl IntoIterator<Item = impl Into<PointVectors>>) -> Self {
        UpdateVectorsOperation::new(UpdateVectors::new(points)).into()
    }

    /// Sets these keys of the payload, and leaves the others.
    #[must_use]
    pub fn set_payload(payload: impl Into<SetPayload>) -> Self {
        SetPayloadOperation::new(payload).into()
    }

    /// Puts this in the place of the whole payload.
    #[must_use]
    pub fn overwrite_payload(payload: impl Into<SetPayload>) -> Self {
        OverwritePayloadOperation::new(payload).into()
    }

    /// Removes keys of the payload.
    #[must_use]
    pub fn delete_payload(keys: impl Into<DeletePayload>) -> Self {
        DeletePayloadOperation::new(keys).into()
    }

    /// Removes the whole payload of points, given by ids or a filter.
    #[must_use]
    pub fn clear_payload(points: impl Into<PointsSelector>) -> Self {
        ClearPayloadOperation::new(points).into()
    }

    /// Removes vectors by name.
    #[must_use]
    pub fn delete_vectors(vectors: impl Into<DeleteVectors>) -> Self {
        DeleteVectorsOperation::new(vectors).into()
    }

    /// Removes points, given by ids or a filter.
    #[must_use]
    pub fn delete(points: impl Into<PointsSelector>) -> Self {
        DeleteOperation::new(points).into()
    }
}

/// One change among those of [`update_aliases`](crate::Client::update_aliases).
impl AliasOperations {
    /// Gives a collection one more name; a name that another collection had goes over to this one.
    #[must_use]
    pub fn create(collection_name: impl Into<String>, alias_name: impl Into<String>) -> Self {
        CreateAliasOperation::new(CreateAlias::new(collection_name, alias_name)).into()
    }

    /// Changes a name.
    #[must_use]
    pub fn rename(old_alias_name: impl Into<String>, new_alias_name: impl Into<String>) -> Self {
        RenameAliasOperation::new(RenameAlias::new(old_alias_name, new_alias_name)).into()
    }

    /// Takes a name away.
    #[must_use]
    pub fn delete(alias_name: impl Into<String>) -> Self {
        DeleteAliasOperation::new(DeleteAlias::new(alias_name)).into()
    }
}

impl From<Filter> for PointsSelector {
    fn from(filter: Filter) -> Self {
        FilterSelector::new(filter).into()
    }
}

impl From<Condition> for PointsSelector {
    fn from(condition: Condition) -> Self {
        Filter::from(condition).into()
    }
}

impl<T: Into<ExtendedPointId>, const N: usize> From<[T; N]> for PointsSelector {
    fn from(ids: [T; N]) -> Self {
        PointIdsList::new(ids).into()
    }
}

impl<T: Into<ExtendedPointId>> From<Vec<T>> for PointsSelector {
    fn from(ids: Vec<T>) -> Self {
        PointIdsList::new(ids).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::filter::field;
    use crate::payload;

    #[test]
    fn each_operation_as_json() {
        let point = || PointStruct::new(1, [0.5]);
        let filter = json!({ "must": [{ "key": "a", "match": { "value": 1 } }] });
        for (operation, json) in [
            (UpdateOperation::upsert([point()]), json!({ "upsert": { "points": [{ "id": 1, "vector": [0.5] }] } })),
            (
                UpdateOperation::update_vectors([PointVectors::new(1, [0.5])]),
                json!({ "update_vectors": { "points": [{ "id": 1, "vector": [0.5] }] } }),
            ),
            (
                UpdateOperation::set_payload(SetPayload::new(payload! { "a": 1 }).points([1])),
                json!({ "set_payload": { "payload": { "a": 1 }, "points": [1] } }),
            ),
            (
                UpdateOperation::overwrite_payload(SetPayload::new(payload! {}).filter(field("a").eq(1))),
                json!({ "overwrite_payload": { "payload": {}, "filter": filter } }),
            ),
            (
                UpdateOperation::delete_payload(DeletePayload::new(["a"]).points([1])),
                json!({ "delete_payload": { "keys": ["a"], "points": [1] } }),
            ),
            (UpdateOperation::clear_payload([1, 2]), json!({ "clear_payload": { "points": [1, 2] } })),
            (UpdateOperation::delete(vec![1]), json!({ "delete": { "points": [1] } })),
            (UpdateOperation::delete(field("a").eq(1)), json!({ "delete": { "filter": filter } })),
            (
                UpdateOperation::delete_vectors(DeleteVectors::new(["v"]).points([1])),
                json!({ "delete_vectors": { "vector": ["v"], "points": [1] } }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&operation).ok(), Some(json));
        }
        for (operation, json) in [
            (AliasOperations::create("c", "a"), json!({ "create_alias": { "collection_name": "c", "alias_name": "a" } })),
            (AliasOperations::rename("a", "b"), json!({ "rename_alias": { "old_alias_name": "a", "new_alias_name": "b" } })),
            (AliasOperations::delete("a"), json!({ "delete_alias": { "alias_name": "a" } })),
        ] {
            assert_eq!(serde_json::to_value(&operation).ok(), Some(json));
        }
    }
}
