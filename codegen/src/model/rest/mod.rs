//! The REST side: schemas and operations of the repaired document.

mod read;
mod variants;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Helpers, Texts, endless, parameters, spelling};
use crate::error::Error;
use crate::repair::LEFT_OUT;

/// A type as a field, an item or a parameter holds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `true` or `false`.
    Bool,
    /// A signed 64-bit integer.
    I64,
    /// An unsigned integer of that many bits: 8, 32 or 64.
    Uint(u8),
    /// A 32-bit float.
    F32,
    /// A 64-bit float.
    F64,
    /// A string.
    Str,
    /// A UUID.
    Uuid,
    /// A date with time.
    DateTime,
    /// Any JSON value.
    Json,
    /// Raw bytes: a body, never a field.
    Bytes,
    /// A component.
    Named(String),
    /// A list.
    List(Box<Ty>),
    /// An object with free keys.
    Map(Box<Ty>),
    /// A list item or map value that may be null.
    Nullable(Box<Ty>),
}

/// A field of a struct, a path or a query parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust, a keyword unescaped.
    pub name: String,
    /// What it holds, without the `Option` that `optional` asks for.
    pub ty: Ty,
    /// Whether the key must be there.
    pub required: bool,
    /// Whether the value may be null.
    pub nullable: bool,
    /// Whether the server has given it up.
    pub deprecated: bool,
    /// What the server takes when the field is absent.
    pub default: Option<Value>,
}

impl Field {
    /// A field that must be there.
    pub fn required(name: &str, ty: Ty) -> Self {
        let name = name.to_owned();
        Self { wire: name.clone(), name, ty, required: true, nullable: false, deprecated: false, default: None }
    }

    /// Whether the field is an `Option` in Rust.
    pub fn optional(&self) -> bool {
        !self.required || self.nullable
    }
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in Rust.
    pub name: String,
    /// What it holds.
    pub ty: Ty,
    /// Whether what it holds contains the union itself without a list or map between.
    pub boxed: bool,
}

/// What a component is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with known keys.
    Struct(Vec<Field>),
    /// One of several types, told apart by their form.
    Union(Vec<Variant>),
    /// One of several strings, as on the wire.
    Enum(Vec<String>),
    /// Another name for a map, a list or a scalar.
    Alias(Ty),
}

/// A component.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its name, the same in the document and in Rust.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// What an operation answers with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An envelope (the named component) around this result; `accepted` where 202 may come without one.
    Envelope {
        /// The envelope's component.
        reply: String,
        /// What it carries.
        result: Ty,
        /// Whether it reports usage, of the type in which answers do.
        usage: bool,
        /// Whether the answer may be a bare 202.
        accepted: bool,
    },
    /// This JSON value, bare.
    Bare(Ty),
    /// Plain text.
    Text,
    /// A stream of bytes.
    Bytes,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub enum Body {
    /// JSON of this type.
    Json(Ty),
    /// A multipart form with one file in this field.
    Multipart(String),
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path with `{parameters}`.
    pub path: String,
    /// The first tag.
    pub tag: String,
    /// Path parameters in the order of the path.
    pub path_params: Vec<Field>,
    /// Query parameters in the order of the document.
    pub query_params: Vec<Field>,
    /// The request's body.
    pub body: Option<Body>,
    /// What it answers with.
    pub answer: Answer,
}

/// The whole REST side.
#[derive(Clone, Debug)]
pub struct Rest {
    /// Components by name, in the order of the document.
    pub schemas: IndexMap<String, Schema>,
    /// Operations by operationId, in the order of the document.
    pub operations: IndexMap<String, Operation>,
    /// What answers report usage in: of different types the one that most of them have.
    pub usage: Option<Ty>,
    /// What components and fields are, where their names do not say it.
    pub texts: Texts,
    /// What is written by hand beside the models.
    pub helpers: Helpers,
    /// Ids that somebody has to look at before the model is right for sure, and why.
    pub doubts: IndexMap<String, String>,
    /// What is wrong with the names that rows give to variants.
    pub name_faults: Vec<String>,
}

impl Rest {
    /// Reads the repaired document. `names` gives variants other names than the rules do: `Union.Name` to name.
    ///
    /// # Errors
    /// When a schema or an operation is not in the normal form.
    pub fn read(document: &Value, names: &IndexMap<String, String>) -> Result<Self, Error> {
        let mut schemas = IndexMap::new();
        let components = document["components"]["schemas"].as_object().ok_or_else(|| Error::other("model: no components"))?;
        for (name, schema) in components {
            schemas.insert(name.clone(), Schema { name: name.clone(), kind: read::kind(name, schema)? });
        }
        let mut operations = IndexMap::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let mut operation = read::operation(path, method, operation, &schemas)?;
                parameters::name(&mut operation, &schemas);
                operations.insert(operation.id.clone(), operation);
            }
        }
        let left_out = document[LEFT_OUT].as_object().into_iter().flatten();
        let doubts = left_out.map(|(id, why)| (format!("op:{id}"), why.as_str().unwrap_or_default().to_owned())).collect();
        let name_faults = Vec::new();
        let (texts, helpers) = (Texts::default(), Helpers::default());
        let usage = read::usage(&mut operations, &schemas);
        let mut rest = Self { schemas, operations, usage, texts, helpers, doubts, name_faults };
        rest.name_variants(names);
        spelling::rest(&rest)?;
        endless::rest(&rest)?;
        rest.box_variants();
        rest.leave_out_structures();
        Ok(rest)
    }

    /// Whether a value is one number, string, boolean, id or date, so that it can be printed and read as text.
    pub fn is_text(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Bool | Ty::I64 | Ty::Uint(_) | Ty::F32 | Ty::F64 | Ty::Str | Ty::Uuid | Ty::DateTime => true,
            Ty::Named(name) => match self.schemas.get(name).map(|schema| &schema.kind) {
                Some(Kind::Enum(_)) => true,
                Some(Kind::Alias(inner)) => self.is_text(inner),
                Some(Kind::Union(variants)) => variants.iter().all(|variant| self.is_text(&variant.ty)),
                _ => false,
            },
            _ => false,
        }
    }

    /// The items of a list of texts, as a query holds it.
    pub fn text_items<'a>(&self, ty: &'a Ty) -> Option<&'a Ty> {
        match ty {
            Ty::List(item) if self.is_text(item) => Some(item),
            _ => None,
        }
    }

    /// Leaves out parameters that no address can hold, and operations that cannot do without them.
    fn leave_out_structures(&mut self) {
        let (mut operations, mut doubts) = (std::mem::take(&mut self.operations), IndexMap::new());
        operations.retain(|id, operation| {
            let fits = |field: &Field| self.is_text(&field.ty) || self.text_items(&field.ty).is_some();
            operation.query_params.retain(|field| {
                let kept = field.required || fits(field);
                if !kept {
                    let why = format!("its parameter `{}` is a structure, which has no form in an address, and is left out", field.wire);
                    doubts.insert(format!("op:{id}"), why);
                }
                kept
            });
            let mut must = operation.path_params.iter().filter(|field| !self.is_text(&field.ty));
            let Some(field) = must.next().or_else(|| operation.query_params.iter().find(|field| !fits(field))) else { return true };
            let why =
                format!("its parameter `{}` is a structure, which has no form in an address, so the operation is left out", field.wire);
            doubts.insert(format!("op:{id}"), why);
            false
        });
        self.operations = operations;
        self.doubts.extend(doubts);
    }

    /// Takes over what components and fields are. Texts for those of other releases are left alone.
    pub fn describe(&mut self, texts: Texts) {
        self.texts = texts;
    }

    /// Takes over what is written by hand beside the models.
    pub fn help(&mut self, helpers: Helpers) {
        self.helpers = helpers;
    }

    /// A component.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn schema(&self, name: &str) -> Result<&Schema, Error> {
        self.schemas.get(name).ok_or_else(|| Error::other(format!("model: no schema `{name}`")))
    }

    /// The fields of a struct component.
    pub fn fields(&self, ty: &Ty) -> Option<&[Field]> {
        match self.kind_of(ty)? {
            Kind::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// The variants of a union component.
    pub fn variants(&self, ty: &Ty) -> Option<&[Variant]> {
        match self.kind_of(ty)? {
            Kind::Union(variants) => Some(variants),
            _ => None,
        }
    }

    /// The values of an enum component.
    pub fn values(&self, ty: &Ty) -> Option<&[String]> {
        match self.kind_of(ty)? {
            Kind::Enum(values) => Some(values),
            _ => None,
        }
    }

    fn kind_of(&self, ty: &Ty) -> Option<&Kind> {
        match ty {
            Ty::Named(name) => self.schemas.get(name).map(|schema| &schema.kind),
            _ => None,
        }
    }

    /// A field of the envelope in which an operation answers.
    pub fn envelope_field(&self, operation: &Operation, name: &str) -> Option<&Field> {
        let Answer::Envelope { reply, .. } = &operation.answer else { return None };
        self.fields(&Ty::Named(reply.clone()))?.iter().find(|field| field.wire == name)
    }

    /// Whether a type is an enum with one value: a tag that says which struct this is.
    pub fn is_tag(&self, ty: &Ty) -> bool {
        self.values(ty).is_some_and(|values| values.len() == 1)
    }
}
