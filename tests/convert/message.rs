//! Random messages by the descriptors of the `.proto` files.

use std::collections::BTreeSet;

use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

use crate::random::Random;

/// Fields that a message may set and not get back, for gRPC says the same without them.
pub const SECOND_FORMS: &[(&str, &str)] = &[
    ("qdrant.FieldCondition.datetime_range", "a range without bounds is one of numbers"),
    ("qdrant.GroupId.integer_value", "a number that is not negative is an unsigned one"),
    ("qdrant.Match.except_integers", "an empty list has no type: of words"),
    ("qdrant.Match.integers", "an empty list has no type: of words"),
    ("qdrant.OptimizerStatus.ok", "what has an error is not well, whatever else it says"),
    ("qdrant.OptimizersConfigDiff.deprecated_max_optimization_threads", "the current field says more"),
    ("qdrant.OptimizersConfigDiff.max_optimization_threads", "a setting in force that is `auto` is none"),
    ("qdrant.QueryPoints.collection_name", "a query of a batch has that of the batch"),
    ("qdrant.DiscoverPoints.collection_name", "the same, until 1.18"),
    ("qdrant.RecommendPoints.collection_name", "the same, until 1.18"),
    ("qdrant.SearchPoints.collection_name", "the same, until 1.18"),
    ("qdrant.StartFrom.timestamp", "a time is text"),
    ("qdrant.Vector.multi_dense", "no vectors are an empty one"),
    ("qdrant.VectorInput.multi_dense", "no vectors are an empty one"),
    ("qdrant.VectorOutput.multi_dense", "no vectors are an empty one"),
    ("qdrant.Vectors.vector", "a sparse vector has the empty name"),
    ("qdrant.VectorsOutput.vector", "a sparse vector has the empty name"),
];

/// Makes messages.
pub struct Messages {
    pool: DescriptorPool,
}

impl Messages {
    /// Reads the imported files.
    pub fn read() -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/proto");
        let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let set = protox::compile(files, [folder]).unwrap();
        Self { pool: DescriptorPool::from_file_descriptor_set(set).unwrap() }
    }

    /// Whether messages of this type have this field.
    pub fn has(&self, name: &str, field: &str) -> bool {
        self.message(name).get_field_by_name(field).is_some()
    }

    /// The bytes of a message of this type.
    pub fn bytes(&self, name: &str, random: &mut Random) -> Vec<u8> {
        prost_reflect::prost::Message::encode_to_vec(&fill(&self.message(name), random, 0))
    }

    /// The fields that a message sets and another of its type does not.
    pub fn lost(&self, name: &str, before: &[u8], after: &[u8]) -> BTreeSet<String> {
        let read = |bytes| Value::Message(DynamicMessage::decode(self.message(name), bytes).unwrap());
        let mut found = BTreeSet::new();
        missing(name, &read(before), &read(after), &mut found);
        found
    }

    fn message(&self, name: &str) -> MessageDescriptor {
        self.pool.get_message_by_name(name).unwrap_or_else(|| panic!("no message {name}"))
    }
}

/// Names what is set in `before` only, at any depth; both are values of the field `name`.
fn missing(name: &str, before: &Value, after: &Value, found: &mut BTreeSet<String>) {
    match (before, after) {
        (Value::Message(before), Value::Message(after)) => {
            // The first value of an enum says that nothing is said.
            for (field, value) in before.fields().filter(|(_, value)| **value != Value::EnumNumber(0)) {
                if after.has_field(&field) {
                    missing(field.full_name(), value, &after.get_field(&field), found);
                } else {
                    found.insert(field.full_name().to_owned());
                }
            }
        }
        (Value::List(before), Value::List(after)) => {
            if before.len() > after.len() {
                found.insert(name.to_owned());
            }
            before.iter().zip(after).for_each(|(before, after)| missing(name, before, after, found));
        }
        (Value::Map(before), Value::Map(after)) => {
            for (key, value) in before {
                match after.get(key) {
                    Some(after) => missing(name, value, after, found),
                    None => drop(found.insert(name.to_owned())),
                }
            }
        }
        _ => {}
    }
}

fn fill(descriptor: &MessageDescriptor, random: &mut Random, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    if descriptor.full_name() == "google.protobuf.Timestamp" {
        message.set_field_by_name("seconds", Value::I64(random.seconds()));
        message.set_field_by_name("nanos", Value::I32(random.nanos()));
        return message;
    }
    for oneof in descriptor.oneofs().filter(|oneof| oneof.fields().count() > 1) {
        let fields: Vec<FieldDescriptor> = oneof.fields().filter(|field| !outdated(field)).collect();
        // Deep inside, a scalar variant ends recursive types.
        let scalar = fields.iter().position(|field| !matches!(field.kind(), Kind::Message(_)));
        let field = match scalar {
            Some(index) if depth > 5 => &fields[index],
            _ => &fields[random.below(fields.len())],
        };
        let value = single(field, random, depth);
        message.set_field(field, value);
    }
    for field in descriptor.fields() {
        let in_oneof = field.containing_oneof().is_some_and(|oneof| oneof.fields().count() > 1);
        if in_oneof || outdated(&field) {
            continue;
        }
        // Two ranges at once are one of the things that REST cannot say.
        let other = match field.name() {
            "range" => "datetime_range",
            "datetime_range" => "range",
            _ => "",
        };
        if message.has_field_by_name(other) || (field.name() == "range" && !other.is_empty() && random.chance(2)) {
            continue;
        }
        let lone = field.containing_oneof().is_some() && !field.field_descriptor_proto().proto3_optional();
        let message_field = matches!(field.kind(), Kind::Message(_)) && !field.is_list() && !field.is_map();
        // A message without `optional` must be there where the other side requires it; so it is nearly always.
        let must = lone || (message_field && !field.field_descriptor_proto().proto3_optional());
        let wanted = if must { depth < 9 } else { depth < 6 && random.chance(2) };
        let scalar = !field.is_list() && !field.is_map() && !message_field && !field.supports_presence();
        if !(wanted || scalar) {
            continue;
        }
        let value = if field.is_map() {
            let Kind::Message(entry) = field.kind() else { continue };
            let values = entry.map_entry_value_field();
            let count = random.below(3);
            Value::Map((0..count).map(|_| (MapKey::String(random.word()), single(&values, random, depth))).collect())
        } else if field.is_list() {
            let count = random.below(3);
            Value::List((0..count).map(|_| single(&field, random, depth)).collect())
        } else {
            single(&field, random, depth)
        };
        message.set_field(&field, value);
    }
    message
}

/// Fields that no current peer sets: they are tested by their own cases.
fn outdated(field: &FieldDescriptor) -> bool {
    let deprecated = field.field_descriptor_proto().options.as_ref().is_some_and(|options| options.deprecated());
    deprecated && (field.name().ends_with("deprecated") || matches!(field.name(), "data" | "indices" | "vectors_count"))
}

fn single(field: &FieldDescriptor, random: &mut Random, depth: usize) -> Value {
    match field.kind() {
        Kind::Bool => Value::Bool(random.chance(2)),
        Kind::Int32 => Value::I32(random.nanos()),
        Kind::Int64 => Value::I64(random.signed()),
        Kind::Uint32 => Value::U32(random.unsigned() as u32),
        Kind::Uint64 => Value::U64(random.unsigned()),
        Kind::Float => Value::F32(random.float() as f32),
        Kind::Double => Value::F64(random.float()),
        Kind::String if field.name() == "uuid" => Value::String(random.uuid()),
        Kind::String if field.name() == "datetime" => Value::String(random.date()),
        Kind::String => Value::String(random.word()),
        Kind::Enum(values) => {
            let values: Vec<i32> = values.values().map(|value| value.number()).collect();
            Value::EnumNumber(values[random.below(values.len())])
        }
        Kind::Message(inner) => Value::Message(fill(&inner, random, depth + 1)),
        other => panic!("{}: {other:?}", field.full_name()),
    }
}
