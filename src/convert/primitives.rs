//! Values that both protocols know under different types: numbers, UUIDs, date-times, free JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use uuid::Uuid;

use super::{Convert, ConvertError};
use crate::models::{DateTime, Payload};
use crate::pb;

macro_rules! checked {
    ($($from:ty => $to:ty, $name:literal);* $(;)?) => {$(
        impl Convert<$to> for $from {
            fn convert(self) -> Result<$to, ConvertError> {
                <$to>::try_from(self).map_err(|_| ConvertError::out_of_range(self, $name))
            }
        }
    )*};
}

checked! {
    u64 => u32, "32 bits";
    u32 => u64, "64 bits";
    u8 => u32, "32 bits";
    u32 => u8, "8 bits";
    u64 => i64, "a signed 64-bit integer";
    i64 => u64, "an unsigned 64-bit integer";
}

impl Convert<f32> for f64 {
    #[allow(clippy::cast_possible_truncation, reason = "gRPC keeps these values as floats; the server narrows REST's likewise")]
    fn convert(self) -> Result<f32, ConvertError> {
        let narrow = self as f32;
        if narrow.is_finite() || !self.is_finite() { Ok(narrow) } else { Err(ConvertError::out_of_range(self, "a 32-bit float")) }
    }
}

/// The shortest decimal that reads as this float: what the number looked like before it was narrowed.
impl Convert<f64> for f32 {
    fn convert(self) -> Result<f64, ConvertError> {
        Ok(f64::from(self))
    }
}

impl Convert<String> for Uuid {
    fn convert(self) -> Result<String, ConvertError> {
        Ok(self.hyphenated().to_string())
    }
}

impl Convert<Uuid> for String {
    fn convert(self) -> Result<Uuid, ConvertError> {
        Uuid::parse_str(&self).map_err(|_| ConvertError::invalid("UUID", self))
    }
}

impl Convert<prost_types::Timestamp> for DateTime {
    fn convert(self) -> Result<prost_types::Timestamp, ConvertError> {
        Ok(prost_types::Timestamp { seconds: self.seconds(), nanos: self.nanos() })
    }
}

impl Convert<DateTime> for prost_types::Timestamp {
    fn convert(self) -> Result<DateTime, ConvertError> {
        DateTime::from_parts(self.seconds, self.nanos)
            .map_err(|_| ConvertError::invalid("date-time", format_args!("{} s {} ns", self.seconds, self.nanos)))
    }
}

impl Convert<String> for DateTime {
    fn convert(self) -> Result<String, ConvertError> {
        Ok(self.to_string())
    }
}

impl Convert<DateTime> for String {
    fn convert(self) -> Result<DateTime, ConvertError> {
        self.parse().map_err(|_| ConvertError::invalid("date-time", self))
    }
}

impl Convert<pb::Value> for Value {
    fn convert(self) -> Result<pb::Value, ConvertError> {
        use pb::value::Kind;
        let kind = match self {
            Value::Null => Kind::NullValue(pb::NullValue::NullValue as i32),
            Value::Bool(value) => Kind::BoolValue(value),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Kind::IntegerValue(integer),
                (None, Some(double)) if number.is_f64() => Kind::DoubleValue(double),
                _ => return Err(ConvertError::out_of_range(number, "a signed 64-bit integer")),
            },
            Value::String(text) => Kind::StringValue(text),
            Value::Array(items) => Kind::ListValue(pb::ListValue { values: items.convert()? }),
            Value::Object(fields) => Kind::StructValue(pb::Struct { fields: fields.convert()? }),
        };
        Ok(pb::Value { kind: Some(kind) })
    }
}

impl Convert<Value> for pb::Value {
    fn convert(self) -> Result<Value, ConvertError> {
        use pb::value::Kind;
        Ok(match self.kind {
            None => return Err(ConvertError::empty_oneof("kind")),
            Some(Kind::NullValue(_)) => Value::Null,
            Some(Kind::BoolValue(value)) => Value::Bool(value),
            Some(Kind::IntegerValue(integer)) => Value::Number(integer.into()),
            Some(Kind::DoubleValue(double)) => {
                Value::Number(Number::from_f64(double).ok_or_else(|| ConvertError::invalid("JSON number", double))?)
            }
            Some(Kind::StringValue(text)) => Value::String(text),
            Some(Kind::ListValue(pb::ListValue { values })) => Value::Array(values.convert()?),
            Some(Kind::StructValue(pb::Struct { fields })) => Value::Object(fields.convert()?),
        })
    }
}

impl Convert<BTreeMap<String, pb::Value>> for Map<String, Value> {
    fn convert(self) -> Result<BTreeMap<String, pb::Value>, ConvertError> {
        entries(self, Value::convert)
    }
}

impl Convert<Map<String, Value>> for BTreeMap<String, pb::Value> {
    fn convert(self) -> Result<Map<String, Value>, ConvertError> {
        entries(self, pb::Value::convert)
    }
}

/// Converts the values of a map into another; an error gets the value's key.
fn entries<A, B, M: FromIterator<(String, B)>>(
    map: impl IntoIterator<Item = (String, A)>,
    convert: fn(A) -> Result<B, ConvertError>,
) -> Result<M, ConvertError> {
    map.into_iter()
        .map(|(key, value)| match convert(value) {
            Ok(value) => Ok((key, value)),
            Err(error) => Err(error.key(key)),
        })
        .collect()
}

impl Convert<BTreeMap<String, pb::Value>> for Payload {
    fn convert(self) -> Result<BTreeMap<String, pb::Value>, ConvertError> {
        self.0.convert()
    }
}

impl Convert<Payload> for BTreeMap<String, pb::Value> {
    fn convert(self) -> Result<Payload, ConvertError> {
        self.convert().map(Payload)
    }
}
