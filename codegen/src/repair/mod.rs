//! Named fix-ups that bring the published OpenAPI document into the one normal form that the model and progenitor read.
//!
//! The normal form: every schema is a scalar, a list, a map, free JSON or a `$ref`; every struct, union and string
//! enum is a named component; a union is `oneOf`; a value that may be absent or null is `nullable`; every operation has
//! one success answer. Each fix-up is one function with its reason, and is named when the document does not need it.

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
}

/// All fix-ups in the order in which they run.
const FIX_UPS: &[FixUp] = &[
    FixUp { name: "errors_to_transport", apply: operations::errors_to_transport },
    FixUp { name: "one_success_answer", apply: operations::one_success_answer },
    FixUp { name: "plain_operations", apply: operations::plain_operations },
    FixUp { name: "bodies_required", apply: operations::bodies_required },
    FixUp { name: "statistics_may_lack", apply: schemas::statistics_may_lack },
    FixUp { name: "drop_bounds", apply: schemas::drop_bounds },
    FixUp { name: "plain_formats", apply: schemas::plain_formats },
    FixUp { name: "null_to_nullable", apply: schemas::null_to_nullable },
    FixUp { name: "nullable_components", apply: schemas::nullable_components },
    FixUp { name: "merge_enums", apply: schemas::merge_enums },
    FixUp { name: "one_of_only", apply: schemas::one_of_only },
    FixUp { name: "collapse_equal_variants", apply: schemas::collapse_equal_variants },
    FixUp { name: "name_replies", apply: operations::name_replies },
    FixUp { name: "hoist_inline", apply: schemas::hoist_inline },
    FixUp { name: "optional_is_nullable", apply: schemas::optional_is_nullable },
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
        if (fix_up.apply)(&mut document)? == 0 {
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

/// Runs `visit` on every operation: path, method, operation.
fn for_each_operation(
    document: &mut Value,
    mut visit: impl FnMut(&str, &mut serde_json::Map<String, Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return Err(Error::other("repair: the document has no `paths`"));
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for (method, operation) in item.iter_mut() {
            if let ("get" | "put" | "post" | "delete" | "patch", Some(operation)) = (method.as_str(), operation.as_object_mut()) {
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
                visit(&id, operation)?;
            }
        }
    }
    Ok(())
}
