//! The gRPC side: messages, enums and RPCs of the descriptor set.

use indexmap::IndexMap;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorSet};

use super::{endless, naming, spelling};
use crate::error::Error;

/// A type as a field holds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `bool`.
    Bool,
    /// `int64`.
    I64,
    /// `int32`.
    I32,
    /// `uint32`.
    U32,
    /// `uint64`.
    U64,
    /// `float`.
    F32,
    /// `double`.
    F64,
    /// `string`.
    Str,
    /// `google.protobuf.Timestamp`.
    Timestamp,
    /// `bytes`, and numbers that no field of the server has so far: nothing goes with them.
    Other(&'static str),
    /// A message, by full name without the leading dot.
    Message(String),
    /// An enum, by full name without the leading dot.
    Enum(String),
}

/// How often a field occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A scalar without presence: absent is the zero value.
    Plain,
    /// `optional`, or a message: absent is `None`.
    Optional,
    /// `repeated`.
    Repeated,
    /// `map<string, _>`.
    Map,
}

/// A field of a message or a variant of a oneof.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in the `.proto`.
    pub wire: String,
    /// The name in Rust, a keyword unescaped.
    pub name: String,
    /// What it holds; a map's value.
    pub ty: Ty,
    /// How often it occurs.
    pub presence: Presence,
    /// Whether the server has given it up.
    pub deprecated: bool,
    /// Whether prost puts it in a `Box`.
    pub boxed: bool,
    /// Its number on the wire.
    pub number: i32,
}

/// A oneof.
#[derive(Clone, Debug)]
pub struct Oneof {
    /// The name in the `.proto`.
    pub wire: String,
    /// Its variants.
    pub fields: Vec<Field>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The full name: `qdrant.PointsUpdateOperation.SetPayload`.
    pub name: String,
    /// Fields outside oneofs.
    pub fields: Vec<Field>,
    /// Oneofs.
    pub oneofs: Vec<Oneof>,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The full name.
    pub name: String,
    /// Names as in the `.proto`, with their numbers.
    pub values: Vec<(String, i32)>,
}

/// An RPC.
#[derive(Clone, Debug)]
pub struct Rpc {
    /// `qdrant.Points/Query`.
    pub path: String,
    /// The service's simple name.
    pub service: String,
    /// The method's name.
    pub method: String,
    /// The request message.
    pub request: String,
    /// The reply message.
    pub reply: String,
    /// Whether the server has given it up.
    pub deprecated: bool,
    /// Whether there are many requests.
    pub requests_stream: bool,
    /// Whether there are many replies.
    pub replies_stream: bool,
}

/// The whole gRPC side.
#[derive(Clone, Debug)]
pub struct Grpc {
    /// Messages by full name, in the order of the files.
    pub messages: IndexMap<String, Message>,
    /// Enums by full name.
    pub enums: IndexMap<String, Enum>,
    /// RPCs by path.
    pub rpcs: IndexMap<String, Rpc>,
}

impl Grpc {
    /// Reads a descriptor set; `google.protobuf` stays outside.
    ///
    /// # Errors
    /// When the set holds what the model does not know (groups, bytes, other scalars).
    pub fn read(set: &FileDescriptorSet) -> Result<Self, Error> {
        let mut grpc = Self { messages: IndexMap::new(), enums: IndexMap::new(), rpcs: IndexMap::new() };
        for file in set.file.iter().filter(|file| !file.package().starts_with("google.")) {
            for message in &file.message_type {
                grpc.read_message(file.package(), message)?;
            }
            for item in &file.enum_type {
                grpc.read_enum(file.package(), item);
            }
            for service in &file.service {
                for method in &service.method {
                    let path = format!("{}.{}/{}", file.package(), service.name(), method.name());
                    let rpc = Rpc {
                        path: path.clone(),
                        service: service.name().to_owned(),
                        method: method.name().to_owned(),
                        request: full_name(method.input_type()),
                        reply: full_name(method.output_type()),
                        deprecated: method.options.as_ref().is_some_and(|options| options.deprecated()),
                        requests_stream: method.client_streaming(),
                        replies_stream: method.server_streaming(),
                    };
                    grpc.rpcs.insert(path, rpc);
                }
            }
        }
        spelling::grpc(&grpc)?;
        endless::grpc(&grpc)?;
        grpc.box_fields();
        Ok(grpc)
    }

    /// A message.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn message(&self, name: &str) -> Result<&Message, Error> {
        self.messages.get(name).ok_or_else(|| Error::other(format!("model: no message `{name}`")))
    }

    /// An enum.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn enumeration(&self, name: &str) -> Result<&Enum, Error> {
        self.enums.get(name).ok_or_else(|| Error::other(format!("model: no enum `{name}`")))
    }

    fn read_message(&mut self, scope: &str, message: &DescriptorProto) -> Result<(), Error> {
        let name = format!("{scope}.{}", message.name());
        for item in &message.enum_type {
            self.read_enum(&name, item);
        }
        for nested in message.nested_type.iter().filter(|nested| !is_map_entry(nested)) {
            self.read_message(&name, nested)?;
        }
        let mut fields = Vec::new();
        let mut oneofs: Vec<Oneof> =
            message.oneof_decl.iter().map(|oneof| Oneof { wire: oneof.name().to_owned(), fields: Vec::new() }).collect();
        for field in &message.field {
            let read = read_field(&name, message, field)?;
            match field.oneof_index {
                Some(index) if !field.proto3_optional() => oneofs[index as usize].fields.push(read),
                _ => fields.push(read),
            }
        }
        oneofs.retain(|oneof| !oneof.fields.is_empty());
        self.messages.insert(name.clone(), Message { name, fields, oneofs });
        Ok(())
    }

    fn read_enum(&mut self, scope: &str, item: &EnumDescriptorProto) {
        let name = format!("{scope}.{}", item.name());
        let values = item.value.iter().map(|value| (value.name().to_owned(), value.number())).collect();
        self.enums.insert(name.clone(), Enum { name, values });
    }

    /// prost boxes a field whose message contains the field's own message without a list between.
    fn box_fields(&mut self) {
        let reaches = |from: &str, to: &str| {
            let mut stack = vec![from.to_owned()];
            let mut seen = std::collections::BTreeSet::new();
            while let Some(name) = stack.pop() {
                if name == to {
                    return true;
                }
                if !seen.insert(name.clone()) {
                    continue;
                }
                if let Some(message) = self.messages.get(&name) {
                    let all = message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields));
                    stack.extend(all.filter_map(|field| match (&field.ty, &field.presence) {
                        (Ty::Message(inner), Presence::Plain | Presence::Optional) => Some(inner.clone()),
                        _ => None,
                    }));
                }
            }
            false
        };
        let mut boxed = Vec::new();
        for message in self.messages.values() {
            let all = message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields));
            for field in all {
                if let (Ty::Message(inner), Presence::Plain | Presence::Optional) = (&field.ty, &field.presence)
                    && reaches(inner, &message.name)
                {
                    boxed.push((message.name.clone(), field.wire.clone()));
                }
            }
        }
        for (message, wire) in boxed {
            if let Some(message) = self.messages.get_mut(&message) {
                let all = message.fields.iter_mut().chain(message.oneofs.iter_mut().flat_map(|oneof| &mut oneof.fields));
                all.filter(|field| field.wire == wire).for_each(|field| field.boxed = true);
            }
        }
    }
}

/// A type reference without its leading dot.
fn full_name(reference: &str) -> String {
    reference.trim_start_matches('.').to_owned()
}

fn is_map_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(|options| options.map_entry())
}

fn read_field(place: &str, message: &DescriptorProto, field: &FieldDescriptorProto) -> Result<Field, Error> {
    let wire = field.name().to_owned();
    let deprecated = field.options.as_ref().is_some_and(|options| options.deprecated());
    let entry = message
        .nested_type
        .iter()
        .find(|nested| is_map_entry(nested) && full_name(field.type_name()) == format!("{place}.{}", nested.name()));
    let (ty, presence) = match entry {
        Some(entry) => (read_ty(place, &entry.field[1])?, Presence::Map),
        None => {
            let ty = read_ty(place, field)?;
            let presence = if field.label() == Label::Repeated {
                Presence::Repeated
            } else if field.proto3_optional() || matches!(ty, Ty::Message(_) | Ty::Timestamp) {
                Presence::Optional
            } else {
                Presence::Plain
            };
            (ty, presence)
        }
    };
    Ok(Field { name: naming::field(&wire), wire, ty, presence, deprecated, boxed: false, number: field.number() })
}

fn read_ty(place: &str, field: &FieldDescriptorProto) -> Result<Ty, Error> {
    Ok(match field.r#type() {
        Type::Bool => Ty::Bool,
        Type::Int64 => Ty::I64,
        Type::Int32 => Ty::I32,
        Type::Uint32 => Ty::U32,
        Type::Uint64 => Ty::U64,
        Type::Float => Ty::F32,
        Type::Double => Ty::F64,
        Type::String => Ty::Str,
        Type::Message if full_name(field.type_name()) == "google.protobuf.Timestamp" => Ty::Timestamp,
        Type::Message => Ty::Message(full_name(field.type_name())),
        Type::Enum => Ty::Enum(full_name(field.type_name())),
        Type::Bytes => Ty::Other("bytes"),
        Type::Fixed32 => Ty::Other("fixed32"),
        Type::Fixed64 => Ty::Other("fixed64"),
        Type::Sfixed32 => Ty::Other("sfixed32"),
        Type::Sfixed64 => Ty::Other("sfixed64"),
        Type::Sint32 => Ty::Other("sint32"),
        Type::Sint64 => Ty::Other("sint64"),
        Type::Group => return Err(Error::other(format!("model: grpc:{place}.{}: a group is no field of this syntax", field.name()))),
    })
}
