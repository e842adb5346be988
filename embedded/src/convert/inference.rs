//! Text in the place of a vector: BM25, the one model that needs no service.

use qdrant_edge::SparseVector;
use qdrant_edge::bm25_embed::{EdgeBm25, EdgeBm25Config};
use qdrant_remote::models;
use serde::Serialize;

use super::same;
use crate::engine::{Fault, Outcome};

const BM25: &str = "qdrant/bm25";

/// The vector of a document that is to be stored.
pub(crate) fn stored(document: models::Document) -> Outcome<SparseVector> {
    let text = document.text.clone();
    Ok(model(document)?.embed_document(&text))
}

/// The vector of a document that others are to be compared with.
pub(crate) fn asked(document: models::Document) -> Outcome<SparseVector> {
    let text = document.text.clone();
    Ok(model(document)?.embed_query(&text))
}

fn model(document: models::Document) -> Outcome<EdgeBm25> {
    if !document.model.eq_ignore_ascii_case(BM25) {
        return Err(Fault::unsupported(format_args!("inference with model `{}`", document.model)));
    }
    let config: EdgeBm25Config = document.options.map_or_else(|| Ok(EdgeBm25Config::default()), same)?;
    EdgeBm25::new(config).map_err(Fault::wrong_input)
}

/// The fault of an image, or of any other object, in the place of a vector.
pub(crate) fn impossible(object: &impl Serialize) -> Fault {
    let model = serde_json::to_value(object).ok().and_then(|object| Some(object.get("model")?.as_str()?.to_owned()));
    Fault::unsupported(format_args!("inference with model `{}`", model.unwrap_or_default()))
}
