//! The REST side: schemas and operations of the repaired document.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Helpers, Texts, endless, naming, parameters, spelling};
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
            schemas.insert(name.clone(), Schema { name: name.clone(), kind: kind(name, schema)? });
        }
        let mut operations = IndexMap::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let mut operation = read_operation(path, method, operation, &schemas)?;
                parameters::name(&mut operation, &schemas);
                operations.insert(operation.id.clone(), operation);
            }
        }
        let left_out = document[LEFT_OUT].as_object().into_iter().flatten();
        let doubts = left_out.map(|(id, why)| (format!("op:{id}"), why.as_str().unwrap_or_default().to_owned())).collect();
        let name_faults = Vec::new();
        let (texts, helpers) = (Texts::default(), Helpers::default());
        let usage = usage(&mut operations, &schemas);
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

    fn name_variants(&mut self, names: &IndexMap<String, String>) {
        let mut faults = Vec::new();
        let mut used = BTreeSet::new();
        let mut renamed = Vec::new();
        let mut doubts = IndexMap::new();
        for (union, schema) in &self.schemas {
            let Kind::Union(variants) = &schema.kind else { continue };
            let mut taken = BTreeSet::new();
            for (index, variant) in variants.iter().enumerate() {
                let by_rule = self.variant_name(union, variants, &variant.ty);
                let key = format!("{union}.{by_rule}");
                let mut name = match names.get(&key) {
                    Some(name) => {
                        if *name == by_rule {
                            faults.push(format!("overrides: [[variants]] `rest:{key}` repeats what the rule says: remove it"));
                        }
                        used.insert(key);
                        name.clone()
                    }
                    None => by_rule,
                };
                if !taken.insert(name.clone()) {
                    let why = format!("two variants are called `{name}`: add a row to [[variants]]");
                    name = (2..).map(|number| format!("{name}{number}")).find(|name| taken.insert(name.clone())).unwrap_or(name);
                    doubts.insert(format!("rest:{union}.{name}"), why);
                }
                renamed.push((union.clone(), index, name));
            }
        }
        let unused = names.keys().filter(|key| !used.contains(*key));
        faults.extend(unused.map(|key| format!("overrides: [[variants]] `rest:{key}` matches no variant")));
        self.name_faults = faults;
        self.doubts.extend(doubts);
        for (union, index, name) in renamed {
            if let Some(Schema { kind: Kind::Union(variants), .. }) = self.schemas.get_mut(&union) {
                variants[index].name = name;
            }
        }
    }

    /// A variant's name by rule: the payload's own name without the words that it shares with the union's, the form of
    /// a vector, or the kind of a scalar.
    fn variant_name(&self, union: &str, variants: &[Variant], ty: &Ty) -> String {
        let one_or_many = union.ends_with("OneOrMany");
        match ty {
            _ if one_or_many => if matches!(ty, Ty::List(_)) { "Many" } else { "One" }.to_owned(),
            Ty::Named(name) => {
                let outer = naming::words(union);
                let inner = naming::words(name);
                let front = inner.iter().zip(&outer).take_while(|(a, b)| a == b).count();
                let back = inner.iter().rev().zip(outer.iter().rev()).take_while(|(a, b)| singular(a) == singular(b)).count();
                let kept = if back > 0 && back < inner.len() {
                    &inner[..inner.len() - back]
                } else if front > 0 && front < inner.len() {
                    &inner[front..]
                } else {
                    &inner[..]
                };
                naming::variant(&kept.join("_"))
            }
            Ty::List(item) => match &**item {
                Ty::F32 => "Dense".to_owned(),
                Ty::List(inner) if **inner == Ty::F32 => "MultiDense".to_owned(),
                Ty::List(_) => "MultiDenseBatch".to_owned(),
                Ty::Named(name) => format!("{name}s"),
                Ty::Str => "Strings".to_owned(),
                Ty::I64 | Ty::Uint(_) => "Integers".to_owned(),
                _ => "List".to_owned(),
            },
            Ty::Map(_) => "Named".to_owned(),
            Ty::Bool => "Bool".to_owned(),
            Ty::I64 if variants.iter().any(|other| matches!(other.ty, Ty::Uint(_))) => "Negative".to_owned(),
            Ty::I64 | Ty::Uint(_) => "Integer".to_owned(),
            Ty::F32 | Ty::F64 => "Float".to_owned(),
            Ty::Str => "String".to_owned(),
            Ty::Uuid => "Uuid".to_owned(),
            Ty::DateTime => "DateTime".to_owned(),
            Ty::Json | Ty::Bytes | Ty::Nullable(_) => "Any".to_owned(),
        }
    }

    fn box_variants(&mut self) {
        let mut boxed = Vec::new();
        for (union, schema) in &self.schemas {
            let Kind::Union(variants) = &schema.kind else { continue };
            for (index, variant) in variants.iter().enumerate() {
                if self.holds(&variant.ty, union, &mut BTreeSet::new()) {
                    boxed.push((union.clone(), index));
                }
            }
        }
        for (union, index) in boxed {
            if let Some(Schema { kind: Kind::Union(variants), .. }) = self.schemas.get_mut(&union) {
                variants[index].boxed = true;
            }
        }
    }

    /// Whether a value of `ty` contains a `wanted` without a list or map between.
    fn holds<'a>(&'a self, ty: &'a Ty, wanted: &str, seen: &mut BTreeSet<&'a str>) -> bool {
        let name = match ty {
            Ty::Named(name) => name,
            Ty::Nullable(inner) => return self.holds(inner, wanted, seen),
            _ => return false,
        };
        if name == wanted {
            return true;
        }
        if !seen.insert(name) {
            return false;
        }
        match self.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Struct(fields)) => fields.iter().any(|field| self.holds(&field.ty, wanted, seen)),
            Some(Kind::Union(variants)) => variants.iter().any(|variant| self.holds(&variant.ty, wanted, seen)),
            Some(Kind::Alias(inner)) => self.holds(inner, wanted, seen),
            _ => false,
        }
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn kind(name: &str, schema: &Value) -> Result<Kind, Error> {
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        let variants = variants
            .iter()
            .map(|variant| Ok(Variant { name: String::new(), ty: read_ty(name, variant)?, boxed: false }))
            .collect::<Result<_, Error>>()?;
        return Ok(Kind::Union(variants));
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return Ok(Kind::Enum(values.iter().filter_map(Value::as_str).map(str::to_owned).collect()));
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let fields =
            properties.iter().map(|(key, property)| field(&format!("{name}.{key}"), key, property, required.contains(&key.as_str())));
        return Ok(Kind::Struct(fields.collect::<Result<_, _>>()?));
    }
    Ok(Kind::Alias(read_ty(name, schema)?))
}

fn field(place: &str, wire: &str, schema: &Value, required: bool) -> Result<Field, Error> {
    Ok(Field {
        wire: wire.to_owned(),
        name: naming::field(wire),
        ty: read_ty(place, schema)?,
        required,
        nullable: schema.get("nullable") == Some(&Value::Bool(true)),
        deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
        default: schema.get("x-default").cloned(),
    })
}

/// The type of a schema in the normal form; `place` is for the error.
fn read_ty(place: &str, schema: &Value) -> Result<Ty, Error> {
    let unknown = || Error::other(format!("model: rest:{place}: unknown form of schema: {schema}"));
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return Ok(Ty::Named(reference.rsplit('/').next().unwrap_or_default().to_owned()));
    }
    if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        return read_ty(place, only);
    }
    let format = schema.get("format").and_then(Value::as_str);
    Ok(match (schema.get("type").and_then(Value::as_str), format) {
        (None, _) => Ty::Json,
        (Some("boolean"), _) => Ty::Bool,
        (Some("integer"), Some("int64")) => Ty::I64,
        (Some("integer"), Some("uint8")) => Ty::Uint(8),
        (Some("integer"), Some("uint32")) => Ty::Uint(32),
        (Some("integer"), Some("uint64")) => Ty::Uint(64),
        (Some("number"), Some("float")) => Ty::F32,
        (Some("number"), Some("double") | None) => Ty::F64,
        (Some("string"), None) => Ty::Str,
        (Some("string"), Some("uuid")) => Ty::Uuid,
        (Some("string"), Some("date-time")) => Ty::DateTime,
        (Some("string"), Some("binary")) => Ty::Bytes,
        (Some("array"), _) => Ty::List(Box::new(nullable_ty(place, schema.get("items").ok_or_else(unknown)?)?)),
        (Some("object"), _) => match schema.get("additionalProperties") {
            None | Some(Value::Bool(true)) => Ty::Map(Box::new(Ty::Json)),
            Some(values) => Ty::Map(Box::new(nullable_ty(place, values)?)),
        },
        _ => return Err(unknown()),
    })
}

fn nullable_ty(place: &str, schema: &Value) -> Result<Ty, Error> {
    let inner = read_ty(place, schema)?;
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    Ok(if nullable && inner != Ty::Json { Ty::Nullable(Box::new(inner)) } else { inner })
}

fn read_operation(path: &str, method: &str, operation: &Value, schemas: &IndexMap<String, Schema>) -> Result<Operation, Error> {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let mut path_params = Vec::new();
    let mut query_params = Vec::new();
    for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let in_path = parameter["in"] == "path";
        let required = in_path || parameter.get("required") == Some(&Value::Bool(true));
        let read = field(&format!("{id}.{name}"), name, &parameter["schema"], required)?;
        if in_path { &mut path_params } else { &mut query_params }.push(read);
    }
    path_params.sort_by_key(|field| path.find(&format!("{{{}}}", field.wire)));
    let body = match operation.get("requestBody") {
        None => None,
        Some(body) => Some(match body.get("x-multipart").and_then(Value::as_str) {
            Some(name) => Body::Multipart(name.to_owned()),
            None => match body["content"]["application/json"].get("schema") {
                Some(schema) => Body::Json(read_ty(&id, schema)?),
                None => return Err(Error::other(format!("model: op:{id} has a body without a JSON schema"))),
            },
        }),
    };
    let tag = operation["tags"][0].as_str().unwrap_or_default().to_owned();
    let method = method.to_ascii_uppercase();
    let answer = read_answer(&id, &operation["responses"], schemas)?;
    Ok(Operation { id, method, path: path.to_owned(), tag, path_params, query_params, body, answer })
}

/// The type in which most answers report usage; what reports it otherwise counts as reporting none.
fn usage(operations: &mut IndexMap<String, Operation>, schemas: &IndexMap<String, Schema>) -> Option<Ty> {
    let reported = |reply: &str| match schemas.get(reply).map(|schema| &schema.kind) {
        Some(Kind::Struct(fields)) => fields.iter().find(|field| field.wire == "usage").map(|field| field.ty.clone()),
        _ => None,
    };
    let mut counts: IndexMap<Ty, usize> = IndexMap::new();
    for operation in operations.values() {
        if let Answer::Envelope { reply, .. } = &operation.answer
            && let Some(ty) = reported(reply)
        {
            *counts.entry(ty).or_default() += 1;
        }
    }
    // Of equals the first.
    let (most, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    for operation in operations.values_mut() {
        if let Answer::Envelope { reply, usage, .. } = &mut operation.answer {
            *usage = reported(reply).as_ref() == Some(&most);
        }
    }
    Some(most)
}

/// The envelope that a type is by its name, and the field with the result.
fn envelope<'a>(ty: &'a Ty, schemas: &'a IndexMap<String, Schema>) -> Option<(&'a str, &'a Field)> {
    let Ty::Named(name) = ty else { return None };
    match &schemas.get(name)?.kind {
        Kind::Struct(fields) if name.ends_with("Reply") => Some((name, fields.iter().find(|field| field.wire == "result")?)),
        _ => None,
    }
}

fn read_answer(id: &str, responses: &Value, schemas: &IndexMap<String, Schema>) -> Result<Answer, Error> {
    let response = responses.as_object().and_then(|all| all.values().next());
    let content = response.and_then(|response| response["content"].as_object()).and_then(|content| content.iter().next());
    let Some((media, body)) = content else {
        return Err(Error::other(format!("model: op:{id} has no success answer")));
    };
    let schema = body.get("schema").ok_or_else(|| Error::other(format!("model: op:{id} answers with `{media}` without a schema")))?;
    let ty = read_ty(id, schema)?;
    Ok(match media.as_str() {
        "text/plain" => Answer::Text,
        media if media != "application/json" => Answer::Bytes,
        _ => match envelope(&ty, schemas) {
            Some((reply, result)) => {
                let accepted = response.is_some_and(|response| response.get("x-accepted").is_some());
                let may_be_null = result.nullable && !accepted && result.ty != Ty::Json;
                let result = if may_be_null { Ty::Nullable(Box::new(result.ty.clone())) } else { result.ty.clone() };
                Answer::Envelope { reply: reply.to_owned(), result, usage: false, accepted }
            }
            None => Answer::Bare(ty),
        },
    })
}
