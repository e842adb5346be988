//! Payload indexes: a type, or params that imply one; gRPC wants the type beside the params.

use crate::convert::{Convert, ConvertEnum, ConvertError};
use crate::known::newer;
use crate::models::{self, PayloadFieldSchema, PayloadSchemaParams};
use crate::pb;

/// A type, or params that imply one: gRPC wants the type in both cases.
pub(crate) fn field_schema_to_grpc(
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
                _ => return Err(newer()),
            };
            (number(kind)?, Some(params.convert()?))
        }
        Some(_) => return Err(newer()),
    })
}

/// Params say more than the type beside them.
pub(crate) fn field_schema_to_rest(
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
