//! Collections and their payload indexes.

use qdrant_edge::{CreateIndex, FieldIndexOperations, UpdateOperation};
use qdrant_remote::{models, requests};

use super::strict::Strict;
use super::writes::done;
use crate::convert::{config, info, path, same};
use crate::engine::{Engine, Fault, Outcome};

/// What no name may contain.
const NOT_IN_NAMES: [char; 11] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*', '\0', '\u{1f}'];

pub(super) fn list(engine: &Engine, _: requests::GetCollections) -> Outcome<models::CollectionsResponse> {
    let names = engine.all();
    let described = names.iter().map(|collection| models::CollectionDescription::new(collection.name.clone()));
    Ok(models::CollectionsResponse::new(described.collect::<Vec<_>>()))
}

pub(super) fn get(engine: &Engine, request: requests::GetCollection) -> Outcome<models::CollectionInfo> {
    let collection = engine.collection(&request.collection_name)?;
    let shard = collection.shard.read(|shard| Ok(shard.info()))?;
    info::info(collection.config(), shard, &collection.indexes())
}

pub(super) fn exists(engine: &Engine, request: requests::CollectionExists) -> Outcome<models::CollectionExistence> {
    Ok(models::CollectionExistence::new(engine.find(&request.collection_name).is_some()))
}

pub(super) fn create(engine: &Engine, request: requests::CreateCollection) -> Outcome<bool> {
    check_name(&request.collection_name)?;
    let config = config::new(request.body)?;
    let told = config::engine(&config)?;
    engine.create(&request.collection_name, config, told)?;
    Ok(true)
}

pub(super) fn update(engine: &Engine, request: requests::UpdateCollection) -> Outcome<bool> {
    let collection = engine.collection(&request.collection_name)?;
    collection.change(|shard, config| {
        config::update(config, request.body)?;
        shard.reconfigure(|told| config::engine_update(told, config))
    })?;
    Ok(true)
}

pub(super) fn delete(engine: &Engine, request: requests::DeleteCollection) -> Outcome<bool> {
    engine.delete(&request.collection_name)
}

pub(super) fn create_index(engine: &Engine, request: requests::CreateFieldIndex) -> Outcome<models::UpdateResult> {
    check_index(request.body.field_schema.as_ref())?;
    let collection = engine.collection(&request.collection_name)?;
    Strict::of(&collection)?.one_more_index(&request.body.field_name)?;
    let index: CreateIndex = same(known(request.body.clone()))?;
    let field = index.field_name.to_string();
    let number = collection.update(UpdateOperation::FieldIndexOperation(FieldIndexOperations::CreateIndex(index)))?;
    collection.remember(field, request.body.field_schema)?;
    Ok(done(number, request.wait))
}

pub(super) fn delete_index(engine: &Engine, request: requests::DeleteFieldIndex) -> Outcome<models::UpdateResult> {
    let field = path(&request.field_name)?;
    let collection = engine.collection(&request.collection_name)?;
    let operation = UpdateOperation::FieldIndexOperation(FieldIndexOperations::DeleteIndex(field));
    Ok(done(collection.update(operation)?, request.wait))
}

fn check_name(name: &str) -> Outcome<()> {
    match name.chars().find(|c| NOT_IN_NAMES.contains(c)) {
        Some(found) => Err(Fault::invalid_path(format_args!("collection_name: collection name cannot contain {found:?} char"))),
        None => Ok(()),
    }
}

/// The same index without what the engine does not know: to it, no stemmer is none.
fn known(mut index: models::CreateFieldIndex) -> models::CreateFieldIndex {
    if let Some(models::PayloadFieldSchema::SchemaParams(models::PayloadSchemaParams::TextIndex(params))) = &mut index.field_schema
        && matches!(params.stemmer, Some(models::StemmingAlgorithm::DisabledStemmerParams(_)))
    {
        params.stemmer = None;
    }
    index
}

/// Refuses an integer index that would serve nothing.
fn check_index(schema: Option<&models::PayloadFieldSchema>) -> Outcome<()> {
    match schema {
        Some(models::PayloadFieldSchema::SchemaParams(models::PayloadSchemaParams::IntegerIndex(params)))
            if (params.lookup, params.range) == (Some(false), Some(false)) =>
        {
            let text = "Validation error: the 'lookup' and 'range' capabilities can't be both disabled [{}]";
            Err(Fault::invalid("field_schema.lookup", text))
        }
        _ => Ok(()),
    }
}
