//! Documentation of operations: one file each, in our own words.

use std::collections::BTreeMap;
use std::path::Path;

use super::rest::types::sentence;
use crate::Error;
use crate::plan::{OperationPlan, Plan};

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

    /// The whole text, line by line, with where the operation is found.
    pub fn whole(&self, operation: &OperationPlan) -> Vec<String> {
        let mut lines: Vec<String> = self
            .operations
            .get(&operation.rest.id)
            .into_iter()
            .flat_map(|text| text.trim_end().lines())
            .map(|line| format!(" {line}"))
            .collect();
        lines.push(String::new());
        lines.push(found(operation));
        lines
    }

    /// The first line, a link to the async method, and where the operation is found.
    pub fn short(&self, operation: &OperationPlan) -> Vec<String> {
        let id = &operation.rest.id;
        let link = format!(" As [`Client::{id}`](crate::Client::{id}), which has the details; `send` blocks.");
        vec![self.first_line(id), String::new(), link, String::new(), found(operation)]
    }
}

/// Where an operation is found on both protocols.
fn found(operation: &OperationPlan) -> String {
    let rest = &operation.rest;
    let rpc = operation.grpc.as_ref().map_or("REST only".to_owned(), |half| format!("RPC `{}`", half.rpc));
    format!(" REST `{} {}`; {rpc}.", rest.method, rest.path)
}
