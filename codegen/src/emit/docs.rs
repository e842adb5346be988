//! Documentation of operations: one file each, in our own words.

use std::collections::BTreeMap;
use std::path::Path;

use super::rest::types::sentence;
use crate::Error;
use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::{Answer, Field, Operation, Ty};
use crate::plan::{OperationPlan, Plan};

/// What begins the example, at the end of a text.
const EXAMPLE: &str = "# Example\n";

/// The files of `codegen/docs`, by operationId.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    operations: BTreeMap<String, String>,
}

impl Docs {
    /// Reads `<operationId>.md` for every operation of the plan; where `lenient`, an operation without one gets its name
    /// in words.
    ///
    /// # Errors
    /// When an operation has no file.
    pub fn read(dir: &Path, plan: &Plan, lenient: bool) -> Result<Self, Error> {
        let mut operations = BTreeMap::new();
        for operation in &plan.operations {
            let file = dir.join(format!("{}.md", operation.rest.id));
            let text = match std::fs::read_to_string(&file) {
                Err(error) if lenient && error.kind() == std::io::ErrorKind::NotFound => sentence(&operation.rest.id).trim().to_owned(),
                text => text.map_err(Error::io(&file))?,
            };
            operations.insert(operation.rest.id.clone(), text);
        }
        Ok(Self { operations })
    }

    /// Every text with the operation that it is of.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.operations.iter().map(|(id, text)| (id.as_str(), text.as_bytes()))
    }

    /// The first line, as a doc attribute has it.
    pub fn first_line(&self, id: &str) -> String {
        format!(" {}", self.operations.get(id).and_then(|text| text.lines().next()).unwrap_or_default())
    }

    /// The whole text, line by line: what the operation does, its parameters, what it gives, how it fails, where it is
    /// found, an example.
    pub fn whole(&self, operation: &OperationPlan, settable: &[(&str, &Field)], rest: &Rest) -> Vec<String> {
        let text = self.operations.get(&operation.rest.id).map(String::as_str).unwrap_or_default().trim_end();
        let (text, example) = text.split_once(EXAMPLE).unwrap_or((text, ""));
        let mut sections = vec![text.trim_end().to_owned()];
        sections.extend(parameters(settable, rest));
        sections.push(format!("# Returns\n\n{}", returns(&operation.rest)));
        sections.push(format!("# Errors\n\n{}", errors(&operation.rest, settable)));
        sections.push(found(operation));
        if !example.is_empty() {
            sections.push(format!("{EXAMPLE}{example}"));
        }
        sections.join("\n\n").lines().map(|line| format!(" {line}")).collect()
    }

    /// The first line, a link to the async method, and where the operation is found.
    pub fn short(&self, operation: &OperationPlan) -> Vec<String> {
        let id = &operation.rest.id;
        let link = format!(" As [`Client::{id}`](crate::Client::{id}), which has the details; `send` blocks.");
        vec![self.first_line(id), String::new(), link, String::new(), format!(" {}", found(operation))]
    }
}

/// Where an operation is found on both protocols.
fn found(operation: &OperationPlan) -> String {
    let rest = &operation.rest;
    let (only, rpc) = match &operation.grpc {
        Some(half) => ("", format!(" and gRPC, `{}`", half.rpc)),
        None => (" alone", String::new()),
    };
    format!("Available over REST{only}, `{} {}`{}{rpc}.", rest.method, rest.path, if rpc.is_empty() { "" } else { "," })
}

/// The setters, each with what it means.
fn parameters(settable: &[(&str, &Field)], rest: &Rest) -> Option<String> {
    let lines: Vec<String> = settable
        .iter()
        .map(|(owner, field)| {
            let name = naming::ident(&field.name);
            let need = if field.optional() { "" } else { " (required)" };
            let text = rest.texts.field(owner, &field.wire).map_or_else(|| sentence(&field.name).trim().to_owned(), str::to_owned);
            let old = if field.deprecated { " Deprecated by the server." } else { "" };
            format!("- `{name}`{need}: {text}{old}")
        })
        .collect();
    (!lines.is_empty()).then(|| format!("# Parameters\n\n{}", lines.join("\n")))
}

/// What the call gives.
fn returns(operation: &Operation) -> String {
    match &operation.answer {
        Answer::Envelope { result, accepted: true, .. } => {
            format!("{}; nothing if the server took the request and answered before it was done (`wait(false)`).", named(result))
        }
        Answer::Envelope { result, .. } | Answer::Bare(result) => format!("{}.", named(result)),
        Answer::Text => "A text.".to_owned(),
        Answer::Bytes => "A [`ByteStream`](crate::body::ByteStream): the body piece by piece, while it comes.".to_owned(),
    }
}

/// A result in words, with a link to its model.
fn named(ty: &Ty) -> String {
    match ty {
        Ty::Named(name) => format!("[`{name}`](crate::models::{name})"),
        Ty::List(item) => format!("A list of {}", named(item)),
        Ty::Bool => "Whether it was done".to_owned(),
        Ty::Str => "A text".to_owned(),
        _ => "JSON as the server sends it".to_owned(),
    }
}

/// How the call can fail.
fn errors(operation: &Operation, settable: &[(&str, &Field)]) -> String {
    let required: Vec<String> =
        settable.iter().filter(|(_, field)| !field.optional()).map(|(_, field)| format!("`{}`", naming::ident(&field.name))).collect();
    let missing = match required.as_slice() {
        [] => String::new(),
        _ => format!(" Before anything is sent: when something required was not set ({}).", required.join(", ")),
    };
    let not_found = match operation.path_params.first().map(|field| field.wire.as_str()) {
        Some("collection_name") if operation.id != "collection_exists" && operation.id != "create_collection" => {
            " [`is_not_found`](crate::Error::is_not_found) where there is no such collection."
        }
        Some("snapshot_name") => " [`is_not_found`](crate::Error::is_not_found) where there is no such snapshot.",
        _ => "",
    };
    format!("An [`Error`](crate::Error) whose [`kind`](crate::Error::kind) says what kept the call from succeeding.{not_found}{missing}")
}
