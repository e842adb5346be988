//! Tells keywords of an OpenAPI document from names that someone chose and from plain data.
//!
//! A schema may well have a property called `description` or `$ref`; only the position decides what a key means.

/// What the keys of a JSON object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Keywords of OpenAPI: an operation, a schema, a response ...
    Keywords,
    /// Chosen names, each for an object of keywords: properties, components, paths, status codes ...
    Names,
    /// Chosen names, each for an object of names: callbacks.
    NamesOfNames,
    /// Data that the document only carries: a default, an enumeration, an example.
    Data,
}

impl Position {
    /// The position of the value under `key` of an object in this position.
    #[must_use]
    pub fn under(self, key: &str) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Names => Self::Keywords,
            Self::NamesOfNames => Self::Names,
            Self::Keywords => match key {
                "properties" | "schemas" | "responses" | "parameters" | "requestBodies" | "headers" | "securitySchemes" | "links"
                | "examples" | "paths" | "content" | "variables" | "encoding" => Self::Names,
                "callbacks" => Self::NamesOfNames,
                "default" | "enum" | "example" | "security" | "mapping" | "scopes" => Self::Data,
                _ if key.starts_with("x-") => Self::Data,
                _ => Self::Keywords,
            },
        }
    }

    /// The position of the elements of an array in this position.
    #[must_use]
    pub fn in_array(self) -> Self {
        match self {
            Self::Data => Self::Data,
            // `parameters` is an array in an operation and a map in `components`.
            _ => Self::Keywords,
        }
    }
}

/// `pointer` extended by one key, escaped as RFC 6901 asks for.
#[must_use]
pub fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
