//! Reads an OpenAPI 3.0 document and checks that its references and operations hold together.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::position::{Position, child};
use crate::Error;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A checked OpenAPI document.
#[derive(Clone, Debug)]
pub struct OpenApi {
    /// Where it was read from; errors of later stages name it.
    pub path: PathBuf,
    /// The text as read.
    pub text: String,
    /// The document.
    pub document: Value,
}

/// Reads the OpenAPI document at `path`.
///
/// # Errors
///
/// The file is no JSON, is not OpenAPI 3.0, has a `$ref` that leads nowhere, or an operation without an
/// `operationId` of its own.
pub fn openapi(path: &Path) -> Result<OpenApi, Error> {
    openapi_text(path, super::text(path)?)
}

/// Reads the text of an OpenAPI document; errors name `path`.
///
/// # Errors
///
/// As [`openapi`], but for reading.
pub fn openapi_text(path: &Path, text: String) -> Result<OpenApi, Error> {
    let document = parse(path, &text)?;
    version(path, &document)?;
    references(path, &document, &document, Position::Keywords, "")?;
    operations(path, &document)?;
    shape(path, &document)?;
    Ok(OpenApi { path: path.to_owned(), text, document })
}

fn parse(path: &Path, text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        // serde_json repeats the place at the end of its message.
        let message = message.split(" at line ").next().unwrap_or(&message);
        let place = format!("line {} column {}", error.line(), error.column());
        Error::at(path, place, message)
    })
}

fn version(path: &Path, document: &Value) -> Result<(), Error> {
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(Error::at(path, "/openapi", format!("OpenAPI 3.0 expected, found {version}"))),
        None => Err(Error::at(path, "/openapi", "OpenAPI 3.0 expected, found no version")),
    }
}

fn references(path: &Path, document: &Value, value: &Value, position: Position, pointer: &str) -> Result<(), Error> {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let pointer = child(pointer, key);
                if position == Position::Keywords && key == "$ref" {
                    resolves(path, document, value, &pointer)?;
                }
                references(path, document, value, position.under(key), &pointer)?;
            }
            Ok(())
        }
        Value::Array(array) => array.iter().enumerate().try_for_each(|(index, value)| {
            let pointer = format!("{pointer}/{index}");
            references(path, document, value, position.in_array(), &pointer)
        }),
        _ => Ok(()),
    }
}

fn resolves(path: &Path, document: &Value, reference: &Value, pointer: &str) -> Result<(), Error> {
    let Some(reference) = reference.as_str() else {
        return Err(Error::at(path, pointer, "a reference must be a string"));
    };
    match reference.strip_prefix('#').and_then(|target| document.pointer(target)) {
        Some(_) => Ok(()),
        None => Err(Error::at(path, pointer, format!("`{reference}` is not in this document"))),
    }
}

/// What the specification says of the form of every node.
fn shape(path: &Path, document: &Value) -> Result<(), Error> {
    let read: Result<openapiv3::OpenAPI, _> = serde_path_to_error::deserialize(document);
    read.map(drop).map_err(|error| {
        let pointer = error.path().iter().fold(String::new(), |pointer, step| match step {
            Segment::Map { key } => child(&pointer, key),
            Segment::Seq { index } => format!("{pointer}/{index}"),
            Segment::Enum { .. } | Segment::Unknown => pointer,
        });
        Error::at(path, pointer, error.inner().to_string())
    })
}

fn operations(path: &Path, document: &Value) -> Result<(), Error> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Err(Error::at(path, "/paths", "an object of paths expected"));
    };
    let mut seen: HashMap<&str, String> = HashMap::new();
    for (pointer, operation) in paths.iter().flat_map(|(name, item)| of_path(name, item)) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            return Err(Error::at(path, pointer, "operation without operationId"));
        };
        if let Some(first) = seen.insert(id, pointer.clone()) {
            return Err(Error::at(path, format!("{pointer}/operationId"), format!("`{id}` is the operationId of {first} already")));
        }
    }
    Ok(())
}

fn of_path<'a>(name: &str, item: &'a Value) -> impl Iterator<Item = (String, &'a Value)> + use<'a> {
    let pointer = child("/paths", name);
    item.as_object()
        .into_iter()
        .flat_map(Map::iter)
        .filter(|(method, _)| METHODS.contains(&method.as_str()))
        .map(move |(method, operation)| (child(&pointer, method), operation))
}
