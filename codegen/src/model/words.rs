//! Types and members in words, the same for both sides wherever a human reads or writes them.

use std::fmt;

use super::rest::{Kind, Ty};
use super::{Grpc, Rest, grpc, rest};

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::I64 => f.write_str("i64"),
            Self::Uint(bits) => write!(f, "u{bits}"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::Str => f.write_str("string"),
            Self::Uuid => f.write_str("uuid"),
            Self::DateTime => f.write_str("date-time"),
            Self::Json => f.write_str("any"),
            Self::Bytes => f.write_str("bytes"),
            Self::Named(name) => f.write_str(name),
            Self::List(item) => write!(f, "[{item}]"),
            Self::Map(values) => write!(f, "{{{values}}}"),
            Self::Nullable(inner) => write!(f, "{inner}|null"),
        }
    }
}

impl fmt::Display for grpc::Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::I64 => f.write_str("int64"),
            Self::I32 => f.write_str("int32"),
            Self::U32 => f.write_str("uint32"),
            Self::U64 => f.write_str("uint64"),
            Self::F32 => f.write_str("float"),
            Self::F64 => f.write_str("double"),
            Self::Str => f.write_str("string"),
            Self::Timestamp => f.write_str("Timestamp"),
            Self::Other(name) => f.write_str(name),
            Self::Message(name) | Self::Enum(name) => f.write_str(name),
        }
    }
}

/// A field, a variant or an enum value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name in upstream spelling.
    pub name: String,
    /// What it holds, in words; nothing for an enum value. A field that may be absent starts with `?`.
    pub text: String,
    /// The oneof that it is a variant of.
    pub oneof: Option<String>,
    /// Whether no value of the type can do without it.
    pub must: bool,
    /// Whether the server has given it up.
    pub deprecated: bool,
    /// What the server takes when it is absent.
    pub default: Option<String>,
    /// Its number on the wire.
    pub number: Option<i32>,
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.as_str(), self.text.as_str()) {
            (name, "") => f.write_str(name),
            ("", text) => f.write_str(text),
            (name, text) => write!(f, "{name}: {text}"),
        }
    }
}

impl Member {
    /// Of a REST field.
    pub fn of_rest(field: &rest::Field) -> Self {
        let absent = if field.optional() { "?" } else { "" };
        let null = if field.required && field.nullable { "|null" } else { "" };
        Self {
            name: field.wire.clone(),
            text: format!("{absent}{}{null}", field.ty),
            oneof: None,
            must: field.required,
            deprecated: field.deprecated,
            default: field.default.as_ref().map(ToString::to_string),
            number: None,
        }
    }

    /// Of a gRPC field.
    pub fn of_grpc(field: &grpc::Field, oneof: Option<&str>) -> Self {
        let ty = &field.ty;
        let text = match field.presence {
            _ if oneof.is_some() => ty.to_string(),
            grpc::Presence::Plain => ty.to_string(),
            grpc::Presence::Optional => format!("?{ty}"),
            grpc::Presence::Repeated => format!("[{ty}]"),
            grpc::Presence::Map => format!("{{{ty}}}"),
        };
        let (name, oneof) = (field.wire.clone(), oneof.map(str::to_owned));
        Self { name, text, oneof, must: false, deprecated: field.deprecated, default: None, number: Some(field.number) }
    }

    fn value(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), text, oneof: None, must: false, deprecated: false, default: None, number: None }
    }
}

/// The members of a component; an alias has none but what it stands for, under an empty name.
pub fn of_schema(kind: &Kind) -> Vec<Member> {
    match kind {
        Kind::Struct(fields) => fields.iter().map(Member::of_rest).collect(),
        Kind::Union(variants) => variants.iter().map(|variant| Member::value(&variant.name, variant.ty.to_string())).collect(),
        Kind::Enum(values) => values.iter().map(|value| Member::value(value, String::new())).collect(),
        Kind::Alias(ty) => vec![Member::value("", ty.to_string())],
    }
}

/// The members of a message, those of its oneofs included.
pub fn of_message(message: &grpc::Message) -> Vec<Member> {
    let fields = message.fields.iter().map(|field| Member::of_grpc(field, None));
    let oneofs = message.oneofs.iter().flat_map(|oneof| oneof.fields.iter().map(|field| Member::of_grpc(field, Some(oneof.wire.as_str()))));
    fields.chain(oneofs).collect()
}

/// The values of an enum.
pub fn of_enum(item: &grpc::Enum) -> Vec<Member> {
    let of = |(name, number): &(String, i32)| Member { number: Some(*number), ..Member::value(name, String::new()) };
    item.values.iter().map(of).collect()
}

/// The members of the type with this id, `rest:Name` or `grpc:package.Name`; of an operation, `op:name`, the parameters
/// that every call of it has.
pub fn members(rest: &Rest, grpc: &Grpc, id: &str) -> Option<Vec<Member>> {
    let Some(name) = id.strip_prefix("grpc:") else { return members_of_rest(rest, id) };
    match grpc.messages.get(name) {
        Some(message) => Some(of_message(message)),
        None => grpc.enums.get(name).map(of_enum),
    }
}

/// The same for what REST has.
pub fn members_of_rest(rest: &Rest, id: &str) -> Option<Vec<Member>> {
    if let Some(name) = id.strip_prefix("rest:") {
        return rest.schemas.get(name).map(|schema| of_schema(&schema.kind));
    }
    let operation = rest.operations.get(id.strip_prefix("op:")?)?;
    let parameters = operation.path_params.iter().chain(&operation.query_params);
    Some(parameters.filter(|parameter| parameter.required).map(Member::of_rest).collect())
}
