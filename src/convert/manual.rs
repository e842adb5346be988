//! What neither structure nor data can say: the few pairs that are written by hand, each named by a row of the
//! generator's overrides.

use std::collections::{BTreeMap, HashMap};

use super::{Convert, ConvertEnum, ConvertError};
use crate::models::{self, PayloadFieldSchema, PayloadSchemaParams};
use crate::pb;

// Vectors: the oneof of a current peer, or the flat fields of an older one.

/// Flat numbers with the number of rows that they make.
fn rows(data: Vec<f32>, count: u32) -> Result<Vec<Vec<f32>>, ConvertError> {
    let count = usize::try_from(count).unwrap_or_default();
    if count == 0 || !data.len().is_multiple_of(count) {
        return Err(ConvertError::out_of_range(count, "the rows of a multivector").field("vectors_count"));
    }
    let width = data.len() / count;
    if width == 0 {
        return Ok(vec![Vec::new(); count]);
    }
    Ok(data.chunks_exact(width).map(<[f32]>::to_vec).collect())
}

/// A vector of a peer that does not know the oneof yet.
#[allow(deprecated, reason = "older servers fill these fields")]
fn flat(data: Vec<f32>, indices: Option<pb::SparseIndices>, count: Option<u32>) -> Result<models::VectorOutput, ConvertError> {
    Ok(match (indices, count) {
        (Some(indices), _) => models::VectorOutput::Sparse(models::SparseVector { indices: indices.data, values: data }),
        (None, Some(count)) => models::VectorOutput::MultiDense(rows(data, count)?),
        (None, None) => models::VectorOutput::Dense(data),
    })
}

fn multi(vectors: Vec<Vec<f32>>) -> pb::MultiDenseVector {
    pb::MultiDenseVector { vectors: vectors.into_iter().map(|data| pb::DenseVector { data }).collect() }
}

fn multi_rows(multi: pb::MultiDenseVector) -> Vec<Vec<f32>> {
    multi.vectors.into_iter().map(|row| row.data).collect()
}

#[allow(deprecated, reason = "the flat fields stay empty")]
fn vector(vector: pb::vector::Vector) -> pb::Vector {
    pb::Vector { data: Vec::new(), indices: None, vectors_count: None, vector: Some(vector) }
}

impl Convert<pb::Vector> for models::Vector {
    fn convert(self) -> Result<pb::Vector, ConvertError> {
        use pb::vector::Vector as V;
        Ok(vector(match self {
            Self::Dense(data) => V::Dense(pb::DenseVector { data }),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
            Self::Document(document) => V::Document(document.convert()?),
            Self::Image(image) => V::Image(image.convert()?),
            Self::InferenceObject(object) => V::Object(object.convert()?),
        }))
    }
}

impl Convert<models::Vector> for pb::Vector {
    #[allow(deprecated, reason = "older clients fill these fields")]
    fn convert(self) -> Result<models::Vector, ConvertError> {
        use pb::vector::Vector as V;
        let Self { data, indices, vectors_count, vector } = self;
        Ok(match vector {
            Some(V::Dense(dense)) => models::Vector::Dense(dense.data),
            Some(V::Sparse(sparse)) => models::Vector::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::Vector::MultiDense(multi_rows(multi)),
            Some(V::Document(document)) => models::Vector::Document(document.convert()?),
            Some(V::Image(image)) => models::Vector::Image(image.convert()?),
            Some(V::Object(object)) => models::Vector::InferenceObject(object.convert()?),
            None => match flat(data, indices, vectors_count)? {
                models::VectorOutput::Dense(dense) => models::Vector::Dense(dense),
                models::VectorOutput::Sparse(sparse) => models::Vector::Sparse(sparse),
                models::VectorOutput::MultiDense(rows) => models::Vector::MultiDense(rows),
            },
        })
    }
}

impl Convert<pb::VectorOutput> for models::VectorOutput {
    #[allow(deprecated, reason = "the flat fields stay empty")]
    fn convert(self) -> Result<pb::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let vector = match self {
            Self::Dense(data) => V::Dense(pb::DenseVector { data }),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
        };
        Ok(pb::VectorOutput { data: Vec::new(), indices: None, vectors_count: None, vector: Some(vector) })
    }
}

impl Convert<models::VectorOutput> for pb::VectorOutput {
    #[allow(deprecated, reason = "older servers fill these fields")]
    fn convert(self) -> Result<models::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let Self { data, indices, vectors_count, vector } = self;
        Ok(match vector {
            Some(V::Dense(dense)) => models::VectorOutput::Dense(dense.data),
            Some(V::Sparse(sparse)) => models::VectorOutput::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::VectorOutput::MultiDense(multi_rows(multi)),
            None => flat(data, indices, vectors_count)?,
        })
    }
}

impl Convert<pb::Vectors> for models::VectorStruct {
    fn convert(self) -> Result<pb::Vectors, ConvertError> {
        use pb::vectors::VectorsOptions as O;
        let one = |vector: models::Vector| vector.convert().map(O::Vector);
        let options = match self {
            Self::Dense(data) => one(models::Vector::Dense(data))?,
            Self::MultiDense(rows) => one(models::Vector::MultiDense(rows))?,
            Self::Document(document) => one(models::Vector::Document(document))?,
            Self::Image(image) => one(models::Vector::Image(image))?,
            Self::InferenceObject(object) => one(models::Vector::InferenceObject(object))?,
            Self::Named(named) => O::Vectors(pb::NamedVectors { vectors: named.convert()? }),
        };
        Ok(pb::Vectors { vectors_options: Some(options) })
    }
}

impl Convert<models::VectorStruct> for pb::Vectors {
    fn convert(self) -> Result<models::VectorStruct, ConvertError> {
        use pb::vectors::VectorsOptions as O;
        match self.vectors_options {
            Some(O::Vector(vector)) => Ok(match vector.convert().map_err(|error| error.field("vector"))? {
                models::Vector::Dense(data) => models::VectorStruct::Dense(data),
                models::Vector::MultiDense(rows) => models::VectorStruct::MultiDense(rows),
                models::Vector::Document(document) => models::VectorStruct::Document(document),
                models::Vector::Image(image) => models::VectorStruct::Image(image),
                models::Vector::InferenceObject(object) => models::VectorStruct::InferenceObject(object),
                // REST knows sparse vectors by name only; the unnamed one's name is empty.
                sparse @ models::Vector::Sparse(_) => models::VectorStruct::Named(HashMap::from([(String::new(), sparse)])),
            }),
            Some(O::Vectors(named)) => named.vectors.convert().map(models::VectorStruct::Named).map_err(|error| error.field("vectors")),
            None => Err(ConvertError::empty_oneof("vectors_options")),
        }
    }
}

impl Convert<pb::VectorsOutput> for models::VectorStructOutput {
    fn convert(self) -> Result<pb::VectorsOutput, ConvertError> {
        use pb::vectors_output::VectorsOptions as O;
        let options = match self {
            Self::Dense(data) => O::Vector(models::VectorOutput::Dense(data).convert()?),
            Self::MultiDense(rows) => O::Vector(models::VectorOutput::MultiDense(rows).convert()?),
            Self::Named(named) => O::Vectors(pb::NamedVectorsOutput { vectors: named.convert()? }),
        };
        Ok(pb::VectorsOutput { vectors_options: Some(options) })
    }
}

impl Convert<models::VectorStructOutput> for pb::VectorsOutput {
    fn convert(self) -> Result<models::VectorStructOutput, ConvertError> {
        use pb::vectors_output::VectorsOptions as O;
        match self.vectors_options {
            Some(O::Vector(vector)) => Ok(match vector.convert().map_err(|error| error.field("vector"))? {
                models::VectorOutput::Dense(data) => models::VectorStructOutput::Dense(data),
                models::VectorOutput::MultiDense(rows) => models::VectorStructOutput::MultiDense(rows),
                sparse @ models::VectorOutput::Sparse(_) => models::VectorStructOutput::Named(HashMap::from([(String::new(), sparse)])),
            }),
            Some(O::Vectors(named)) => {
                named.vectors.convert().map(models::VectorStructOutput::Named).map_err(|error| error.field("vectors"))
            }
            None => Err(ConvertError::empty_oneof("vectors_options")),
        }
    }
}

/// A batch is columns; gRPC has points only. Every column must be as long as that of the ids.
pub(super) fn points_list(operations: models::PointInsertOperations) -> Result<models::PointsList, ConvertError> {
    use models::BatchVectorStruct as B;
    let batch = match operations {
        models::PointInsertOperations::List(list) => return Ok(list),
        models::PointInsertOperations::Batch(batch) => batch,
    };
    let models::PointsBatch { batch: models::Batch { ids, vectors, payloads }, shard_key, update_filter, update_mode } = batch;
    let count = ids.len();
    let same = |length: usize, column: &'static str| {
        let differs = ConvertError::out_of_range(format_args!("a column of {length}"), "the number of ids");
        if length == count { Ok(()) } else { Err(differs.field(column).field("batch")) }
    };
    let rows: Vec<models::VectorStruct> = match vectors {
        B::Dense(rows) => rows.into_iter().map(models::VectorStruct::Dense).collect(),
        B::MultiDense(rows) => rows.into_iter().map(models::VectorStruct::MultiDense).collect(),
        B::Documents(rows) => rows.into_iter().map(models::VectorStruct::Document).collect(),
        B::Images(rows) => rows.into_iter().map(models::VectorStruct::Image).collect(),
        B::InferenceObjects(rows) => rows.into_iter().map(models::VectorStruct::InferenceObject).collect(),
        B::Named(columns) => {
            let mut rows = vec![HashMap::with_capacity(columns.len()); count];
            for (name, column) in columns {
                same(column.len(), "vectors")?;
                for (row, vector) in rows.iter_mut().zip(column) {
                    row.insert(name.clone(), vector);
                }
            }
            rows.into_iter().map(models::VectorStruct::Named).collect()
        }
    };
    same(rows.len(), "vectors")?;
    let payloads = match payloads {
        Some(payloads) => {
            same(payloads.len(), "payloads")?;
            payloads
        }
        None => vec![None; count],
    };
    let points = ids.into_iter().zip(rows).zip(payloads);
    let points = points.map(|((id, vector), payload)| models::PointStruct { id, vector, payload }).collect();
    Ok(models::PointsList { points, shard_key, update_filter, update_mode })
}

/// Without `mmr` a nearest query is the plain variant.
pub(super) fn nearest_query(query: models::NearestQuery) -> Result<pb::query::Variant, ConvertError> {
    match query {
        models::NearestQuery { nearest, mmr: None } => {
            Ok(pb::query::Variant::Nearest(nearest.convert().map_err(|error: ConvertError| error.field("nearest"))?))
        }
        with_mmr => Ok(pb::query::Variant::NearestWithMmr(with_mmr.convert()?)),
    }
}

// Selectors and settings whose short REST form stands for a whole message.

impl Convert<pb::ShardKeySelector> for models::ShardKeySelector {
    fn convert(self) -> Result<pb::ShardKeySelector, ConvertError> {
        let (keys, fallback) = match self {
            Self::One(key) => (vec![key], None),
            Self::Many(keys) => (keys, None),
            Self::WithFallback(models::ShardKeyWithFallback { target, fallback }) => (vec![target], Some(fallback)),
        };
        Ok(pb::ShardKeySelector { shard_keys: keys.convert()?, fallback: fallback.convert()? })
    }
}

impl Convert<models::ShardKeySelector> for pb::ShardKeySelector {
    fn convert(self) -> Result<models::ShardKeySelector, ConvertError> {
        let Self { shard_keys, fallback } = self;
        let mut keys: Vec<models::ShardKey> = shard_keys.convert().map_err(|error: ConvertError| error.field("shard_keys"))?;
        let fallback: Option<models::ShardKey> = fallback.convert()?;
        match (keys.len(), keys.pop(), fallback) {
            (1, Some(key), None) => Ok(models::ShardKeySelector::One(key)),
            (1, Some(target), Some(fallback)) => {
                Ok(models::ShardKeySelector::WithFallback(models::ShardKeyWithFallback { target, fallback }))
            }
            (_, last, None) => {
                keys.extend(last);
                Ok(models::ShardKeySelector::Many(keys))
            }
            (_, _, Some(_)) => Err(ConvertError::not_expressible("a fallback for other than one shard key").field("fallback")),
        }
    }
}

impl Convert<pb::VectorsConfigDiff> for HashMap<String, models::VectorParamsDiff> {
    fn convert(mut self) -> Result<pb::VectorsConfigDiff, ConvertError> {
        use pb::vectors_config_diff::Config;
        let config = match (self.len(), self.remove("")) {
            (1, Some(unnamed)) => Config::Params(unnamed.convert()?),
            (_, unnamed) => {
                self.extend(unnamed.map(|unnamed| (String::new(), unnamed)));
                Config::ParamsMap(pb::VectorParamsDiffMap { map: self.convert()? })
            }
        };
        Ok(pb::VectorsConfigDiff { config: Some(config) })
    }
}

impl Convert<HashMap<String, models::VectorParamsDiff>> for pb::VectorsConfigDiff {
    fn convert(self) -> Result<HashMap<String, models::VectorParamsDiff>, ConvertError> {
        use pb::vectors_config_diff::Config;
        match self.config {
            Some(Config::Params(unnamed)) => Ok(HashMap::from([(String::new(), unnamed.convert()?)])),
            Some(Config::ParamsMap(pb::VectorParamsDiffMap { map })) => map.convert(),
            None => Err(ConvertError::empty_oneof("config")),
        }
    }
}

impl Convert<pb::OptimizerStatus> for models::OptimizersStatus {
    fn convert(self) -> Result<pb::OptimizerStatus, ConvertError> {
        match self {
            Self::Name(models::OptimizersStatusName::Ok) => Ok(pb::OptimizerStatus { ok: true, error: String::new() }),
            Self::Name(other) => Err(ConvertError::unknown_value(other.as_str())),
            Self::Error(models::OptimizersStatusError { error }) => Ok(pb::OptimizerStatus { ok: false, error }),
        }
    }
}

impl Convert<models::OptimizersStatus> for pb::OptimizerStatus {
    fn convert(self) -> Result<models::OptimizersStatus, ConvertError> {
        let Self { ok, error } = self;
        Ok(if ok && error.is_empty() {
            models::OptimizersStatus::Name(models::OptimizersStatusName::Ok)
        } else {
            models::OptimizersStatus::Error(models::OptimizersStatusError { error })
        })
    }
}

impl Convert<pb::StopwordsSet> for models::StopwordsInterface {
    fn convert(self) -> Result<pb::StopwordsSet, ConvertError> {
        let text = |languages: Vec<models::Language>| languages.iter().map(|language| language.as_str().to_owned()).collect();
        Ok(match self {
            Self::Language(language) => pb::StopwordsSet { languages: text(vec![language]), custom: Vec::new() },
            Self::Set(models::StopwordsSet { languages, custom }) => {
                pb::StopwordsSet { languages: text(languages.unwrap_or_default()), custom: custom.unwrap_or_default() }
            }
        })
    }
}

impl Convert<models::StopwordsInterface> for pb::StopwordsSet {
    fn convert(self) -> Result<models::StopwordsInterface, ConvertError> {
        let Self { languages, custom } = self;
        let mut languages: Vec<models::Language> = languages.into_iter().map(models::Language::from).collect();
        if custom.is_empty()
            && languages.len() == 1
            && let Some(only) = languages.pop()
        {
            return Ok(models::StopwordsInterface::Language(only));
        }
        Ok(models::StopwordsInterface::Set(models::StopwordsSet { languages: Some(languages), custom: Some(custom) }))
    }
}

impl Convert<pb::IdfParams> for models::IdfParams {
    fn convert(self) -> Result<pb::IdfParams, ConvertError> {
        let corpus = match self {
            Self::Scope(models::IdfScope::Global) => None,
            Self::Scope(other) => return Err(ConvertError::unknown_value(other.as_str())),
            Self::IdfCorpus(models::IdfCorpusParams { corpus }) => {
                Some(corpus.convert().map_err(|error: ConvertError| error.field("corpus"))?)
            }
        };
        Ok(pb::IdfParams { corpus })
    }
}

impl Convert<models::IdfParams> for pb::IdfParams {
    fn convert(self) -> Result<models::IdfParams, ConvertError> {
        Ok(match self.corpus {
            None => models::IdfParams::Scope(models::IdfScope::Global),
            Some(corpus) => models::IdfParams::IdfCorpus(models::IdfCorpusParams {
                corpus: corpus.convert().map_err(|error: ConvertError| error.field("corpus"))?,
            }),
        })
    }
}

impl Convert<BTreeMap<String, pb::Value>> for models::DocumentOptions {
    fn convert(self) -> Result<BTreeMap<String, pb::Value>, ConvertError> {
        let fields = match self {
            Self::Free(fields) => fields,
            Self::Bm25Config(config) => match serde_json::to_value(config) {
                Ok(serde_json::Value::Object(fields)) => fields,
                _ => return Err(ConvertError::not_expressible("these options")),
            },
        };
        fields.convert()
    }
}

impl Convert<models::DocumentOptions> for BTreeMap<String, pb::Value> {
    fn convert(self) -> Result<models::DocumentOptions, ConvertError> {
        self.convert().map(models::DocumentOptions::Free)
    }
}

// Groups of fields.

/// A type, or params that imply one: gRPC wants the type in both cases.
pub(super) fn field_schema_to_grpc(
    schema: Option<PayloadFieldSchema>,
) -> Result<(Option<i32>, Option<pb::PayloadIndexParams>), ConvertError> {
    use models::PayloadSchemaType as T;
    let number = |kind: T| ConvertEnum::<pb::FieldType>::to_number(kind).map(Some);
    Ok(match schema {
        None => (None, None),
        Some(PayloadFieldSchema::SchemaType(kind)) => (number(kind)?, None),
        Some(PayloadFieldSchema::SchemaParams(params)) => {
            let kind = match &params {
                PayloadSchemaParams::KeywordIndex(_) => T::Keyword,
                PayloadSchemaParams::IntegerIndex(_) => T::Integer,
                PayloadSchemaParams::FloatIndex(_) => T::Float,
                PayloadSchemaParams::GeoIndex(_) => T::Geo,
                PayloadSchemaParams::TextIndex(_) => T::Text,
                PayloadSchemaParams::BoolIndex(_) => T::Bool,
                PayloadSchemaParams::DatetimeIndex(_) => T::Datetime,
                PayloadSchemaParams::UuidIndex(_) => T::Uuid,
            };
            (number(kind)?, Some(params.convert().map_err(|error: ConvertError| error.field("field_schema"))?))
        }
    })
}

/// Params say more than the type beside them.
pub(super) fn field_schema_to_rest(
    kind: Option<i32>,
    params: Option<pb::PayloadIndexParams>,
) -> Result<Option<PayloadFieldSchema>, ConvertError> {
    match (kind, params) {
        (_, Some(params)) => params.convert().map(|params| Some(PayloadFieldSchema::SchemaParams(params))),
        (Some(kind), None) => {
            let kind = <models::PayloadSchemaType as ConvertEnum<pb::FieldType>>::from_number(kind)?;
            Ok(kind.map(PayloadFieldSchema::SchemaType))
        }
        (None, None) => Ok(None),
    }
}

/// A number is said twice, for servers that know the older field only.
pub(super) fn max_threads_diff_to_grpc(
    threads: Option<models::MaxOptimizationThreads>,
) -> Result<(Option<pb::MaxOptimizationThreads>, Option<u64>), ConvertError> {
    let deprecated = match &threads {
        Some(models::MaxOptimizationThreads::Threads(count)) => Some(*count),
        _ => None,
    };
    Ok((threads.convert()?, deprecated))
}

/// The current field says more than the older one.
pub(super) fn max_threads_diff_to_rest(
    threads: Option<pb::MaxOptimizationThreads>,
    deprecated: Option<u64>,
) -> Result<Option<models::MaxOptimizationThreads>, ConvertError> {
    match threads {
        Some(threads) => threads.convert().map(Some),
        None => Ok(deprecated.map(models::MaxOptimizationThreads::Threads)),
    }
}

/// As the setting in force: nothing stands for `auto`.
pub(super) fn max_threads_to_grpc(threads: Option<u64>) -> Result<(Option<pb::MaxOptimizationThreads>, Option<u64>), ConvertError> {
    max_threads_diff_to_grpc(threads.map(models::MaxOptimizationThreads::Threads))
}

/// As the setting in force: `auto` is nothing.
pub(super) fn max_threads_to_rest(
    threads: Option<pb::MaxOptimizationThreads>,
    deprecated: Option<u64>,
) -> Result<Option<u64>, ConvertError> {
    Ok(match max_threads_diff_to_rest(threads, deprecated)? {
        Some(models::MaxOptimizationThreads::Threads(count)) => Some(count),
        Some(models::MaxOptimizationThreads::Setting(models::MaxOptimizationThreadsSetting::Auto)) | None => None,
        Some(models::MaxOptimizationThreads::Setting(other)) => return Err(ConvertError::unknown_value(other.as_str())),
    })
}
