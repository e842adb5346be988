//! Shard keys: which points of a collection belong to which.
//!
//! There is one shard, so a point's keys are marks on it: sparse vectors with names that only this module knows. They
//! are stored, copied and deleted with the point, and a condition of the engine finds the points that have one. A point
//! id can so be only once in a collection, while a server can have it once a key.

use qdrant_edge::{EdgeShard, Filter, PointId, SparseVector, VectorPersisted, VectorStructPersisted, WithPayloadInterface};
use qdrant_remote::models::{self, ShardKey, ShardKeySelector};

use super::filter;
use crate::engine::{Collection, Fault, Outcome};

/// What the names of marks begin with; the number of the key follows, and then the key.
const MARK: &str = "\u{1}shard-key-";

/// A key with the number of its shard and the name of its mark.
pub(crate) struct Key {
    pub(crate) key: ShardKey,
    pub(crate) shard: u32,
    pub(crate) mark: String,
}

/// Whether vectors with this name are marks.
pub(crate) fn is_mark(name: &str) -> bool {
    name.starts_with(MARK)
}

/// The mark of a new key: its JSON in hexadecimal digits, since names become parts of file names.
pub(crate) fn mark(key: &ShardKey, shard: u32) -> String {
    let digits: String = shown(key).bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{MARK}{shard}-{digits}")
}

fn read(name: &str) -> Option<Key> {
    let (shard, digits) = name.strip_prefix(MARK)?.split_once('-')?;
    let bytes = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
    let key = serde_json::from_slice(&bytes.collect::<Option<Vec<u8>>>()?).ok()?;
    Some(Key { key, shard: shard.parse().ok()?, mark: name.to_owned() })
}

/// Whether points of a collection are put under keys.
pub(crate) fn custom(collection: &Collection) -> bool {
    collection.config().params.sharding_method == Some(models::ShardingMethod::Custom)
}

/// The keys of a collection: texts first, each kind in order.
pub(crate) fn known(shard: &EdgeShard) -> Vec<Key> {
    let mut keys: Vec<Key> = shard.config().sparse_vectors.keys().filter_map(|name| read(name)).collect();
    keys.sort_by_cached_key(|key| match key.key {
        ShardKey::Integer(number) => (true, number, String::new()),
        _ => (false, 0, shown(&key.key)),
    });
    keys
}

/// A key as error texts show it: as JSON.
pub(crate) fn shown(key: &ShardKey) -> String {
    serde_json::to_string(key).unwrap_or_default()
}

/// The marks that a selector means; `None` where it means every point.
fn marks(collection: &Collection, selector: Option<&ShardKeySelector>) -> Outcome<Option<Vec<String>>> {
    let asked = match selector {
        None => return Ok(None),
        Some(_) if !custom(collection) => {
            return Err(Fault::bad_request("Shard key cannot be specified on a collection with auto sharding"));
        }
        Some(ShardKeySelector::One(key)) => std::slice::from_ref(key),
        Some(ShardKeySelector::Many(keys)) => keys.as_slice(),
        Some(ShardKeySelector::WithFallback(keys)) => {
            let one = |key: &ShardKey| marks(collection, Some(&ShardKeySelector::One(key.clone())));
            return one(&keys.target).or_else(|_| one(&keys.fallback));
        }
        Some(_) => return Err(Fault::format("a shard key of an unknown form")),
    };
    let known = collection.shard.read(|shard| Ok(known(shard)))?;
    let mark = |key: &ShardKey| {
        let found = known.iter().find(|known| known.key == *key).map(|known| known.mark.clone());
        found.ok_or_else(|| Fault::bad_request(format_args!("Shard key {} not found", shown(key).trim_matches('"'))))
    };
    asked.iter().map(mark).collect::<Outcome<_>>().map(Some)
}

/// The filter of a read that is restricted to keys.
pub(crate) fn reading(
    collection: &Collection,
    selector: Option<&ShardKeySelector>,
    given: Option<models::Filter>,
) -> Outcome<Option<models::Filter>> {
    Ok(match marks(collection, selector)? {
        Some(marks) => Some(restricted(marks, given)),
        None => given,
    })
}

/// The same filter for the engine.
pub(crate) fn filtering(
    collection: &Collection,
    selector: Option<&ShardKeySelector>,
    given: Option<models::Filter>,
) -> Outcome<Option<Filter>> {
    filter::optional(collection, reading(collection, selector, given)?)
}

/// A filter that only points with one of the marks pass.
fn restricted(marks: Vec<String>, given: Option<models::Filter>) -> models::Filter {
    let marked: Vec<models::Condition> = marks.into_iter().map(|mark| models::HasVectorCondition::new(mark).into()).collect();
    let marked = models::Filter::should(models::ConditionOneOrMany::Many(marked));
    let both = [Some(marked), given].into_iter().flatten().map(models::Condition::from).collect();
    models::Filter::must(models::ConditionOneOrMany::Many(both))
}

/// Takes out the points that are not under the keys that a read is restricted to.
pub(crate) fn keep(collection: &Collection, selector: Option<&ShardKeySelector>, ids: &mut Vec<PointId>) -> Outcome<()> {
    let Some(marks) = marks(collection, selector)? else { return Ok(()) };
    let wanted = filter::filter(collection, restricted(marks, Some(has_ids(ids))))?;
    let found = collection.shard.read(|shard| matching(shard, wanted))?;
    ids.retain(|id| found.contains(id));
    Ok(())
}

fn has_ids(ids: &[PointId]) -> models::Filter {
    let ids = ids.iter().copied().map(super::point::id_out).collect::<Vec<_>>();
    models::Filter::must(models::ConditionOneOrMany::Many(vec![models::HasIdCondition::new(ids).into()]))
}

/// The points that pass a filter.
pub(crate) fn matching(shard: &EdgeShard, filter: Filter) -> Outcome<Vec<PointId>> {
    let records = filter::records(shard, Some(filter), WithPayloadInterface::Bool(false))?;
    Ok(records.into_iter().map(|record| record.id).collect())
}

/// The marks for points that a write brings. Under custom sharding each write says where.
pub(crate) fn writing(collection: &Collection, selector: Option<&ShardKeySelector>) -> Outcome<Vec<String>> {
    match marks(collection, selector)? {
        None if custom(collection) => Err(Fault::bad_request("Shard key not specified")),
        marks => Ok(marks.unwrap_or_default()),
    }
}

/// Marks a point that is to be stored.
pub(crate) fn put(vectors: &mut VectorStructPersisted, marks: &[String]) {
    if marks.is_empty() {
        return;
    }
    let mut named = match std::mem::replace(vectors, VectorStructPersisted::Single(Vec::new())) {
        VectorStructPersisted::Single(vector) => [(String::new(), VectorPersisted::Dense(vector))].into(),
        VectorStructPersisted::MultiDense(rows) => [(String::new(), VectorPersisted::MultiDense(rows))].into(),
        VectorStructPersisted::Named(named) => named,
    };
    let marked = || VectorPersisted::Sparse(SparseVector { indices: vec![0], values: vec![1.0] });
    named.extend(marks.iter().map(|mark| (mark.clone(), marked())));
    *vectors = VectorStructPersisted::Named(named);
}

/// The points and the filter of a write, restricted to the keys that it names.
pub(crate) fn chosen(
    collection: &Collection,
    selector: Option<&ShardKeySelector>,
    ids: Option<&mut Vec<PointId>>,
    given: Option<models::Filter>,
) -> Outcome<Option<models::Filter>> {
    writing(collection, selector)?;
    if let Some(ids) = ids {
        keep(collection, selector, ids)?;
    }
    given.map_or(Ok(None), |given| reading(collection, selector, Some(given)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_its_key() {
        for key in
            [ShardKey::Integer(7), ShardKey::Integer(u64::MAX), ShardKey::String("a/ä-7".to_owned()), ShardKey::String(String::new())]
        {
            let found = read(&mark(&key, 3)).unwrap();
            assert_eq!((found.key, found.shard), (key, 3));
        }
        assert!(read("shard-key-1-n7").is_none());
    }
}
