//! Named fix-ups that bring the published OpenAPI document into the one normal form that the model and progenitor read.
//!
//! The normal form: every schema is a scalar, a list, a map, free JSON or a `$ref`; every struct, union and string
//! enum is a named component; a union is `oneOf`; a value that may be absent or null is `nullable`; every operation has
//! one success answer. Each fix-up is one function with its reason, and is named when the document does not need it.

mod cycles;
mod operations;
mod schemas;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::error::Error;

pub use operations::LEFT_OUT;

/// A fix-up: what it is called in errors, and the function that returns how many places it changed.
struct FixUp {
    name: &'static str,
    apply: fn(&mut Value) -> Result<usize, Error>,
    /// Whether it stays for forms that a release may have, when the present one has none of them.
    standing: bool,
}

impl FixUp {
    const fn new(name: &'static str, apply: fn(&mut Value) -> Result<usize, Error>) -> Self {
        Self { name, apply, standing: false }
    }

    const fn standing(name: &'static str, apply: fn(&mut Value) -> Result<usize, Error>) -> Self {
        Self { name, apply, standing: true }
    }
}

/// All fix-ups in the order in which they run.
const FIX_UPS: &[FixUp] = &[
    FixUp::standing("own_parameters", operations::own_parameters),
    FixUp::new("errors_to_transport", operations::errors_to_transport),
    FixUp::new("one_success_answer", operations::one_success_answer),
    FixUp::new("plain_operations", operations::plain_operations),
    FixUp::new("bodies_required", operations::bodies_required),
    FixUp::new("statistics_may_lack", schemas::statistics_may_lack),
    FixUp::new("drop_bounds", schemas::drop_bounds),
    FixUp::new("plain_formats", schemas::plain_formats),
    FixUp::new("null_to_nullable", schemas::null_to_nullable),
    FixUp::new("nullable_components", schemas::nullable_components),
    FixUp::new("merge_enums", schemas::merge_enums),
    FixUp::new("one_of_only", schemas::one_of_only),
    FixUp::new("collapse_equal_variants", schemas::collapse_equal_variants),
    FixUp::new("name_replies", operations::name_replies),
    FixUp::new("hoist_inline", schemas::hoist_inline),
    FixUp::new("optional_is_nullable", schemas::optional_is_nullable),
    FixUp::standing("boxes", cycles::boxes),
];

/// Brings `document` into the normal form; also the fix-ups that found nothing to change, because the document was
/// mended upstream or is of a release before the fault.
///
/// # Errors
/// When a fix-up meets a shape that it does not know.
pub fn repair(document: Value) -> Result<(Value, Vec<&'static str>), Error> {
    run(FIX_UPS, document)
}

/// An error about a fix-up that changed nothing.
pub fn unused(name: &str) -> Error {
    Error::other(format!("repair: fix-up `{name}` changed nothing: the document no longer needs it, remove it"))
}

fn run(fix_ups: &[FixUp], mut document: Value) -> Result<(Value, Vec<&'static str>), Error> {
    let mut unused = Vec::new();
    for fix_up in fix_ups {
        if (fix_up.apply)(&mut document)? == 0 && !fix_up.standing {
            unused.push(fix_up.name);
        }
    }
    Ok((document, unused))
}

/// The first of the names without a number, with 2, with 3 … that is free.
fn free(name: impl Fn(&str) -> String, taken: impl Fn(&str) -> bool) -> String {
    let numbers = (2_usize..).map(|number| number.to_string());
    let mut names = std::iter::once(String::new()).chain(numbers).map(|number| name(&number));
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The only entry of a `content` object: media type and schema.
fn only_content(response: &Value) -> Option<(&str, &Value)> {
    let (media, body) = response.get("content")?.as_object()?.iter().next()?;
    Some((media.as_str(), body.get("schema")?))
}

/// What of a path is an operation.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Runs `visit` on every operation: its id, and the operation.
fn for_each_operation(
    document: &mut Value,
    mut visit: impl FnMut(&str, &mut serde_json::Map<String, Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return Err(Error::other("repair: the document has no `paths`"));
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for (method, operation) in item.iter_mut() {
            if METHODS.contains(&method.as_str())
                && let Some(operation) = operation.as_object_mut()
            {
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
                visit(&id, operation)?;
            }
        }
    }
    Ok(())
}
