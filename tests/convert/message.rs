//! Random messages by the descriptors of the `.proto` files.

use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

use crate::random::Random;

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

    fn message(&self, name: &str) -> MessageDescriptor {
        self.pool.get_message_by_name(name).unwrap_or_else(|| panic!("no message {name}"))
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
