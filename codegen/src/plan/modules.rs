//! What hand-written code was written for: each of its modules names the types that it takes apart or puts together,
//! with their members. A release that has them otherwise is not given to that code; one that adds to them is, and what
//! is new is refused when it is used.

use serde::Deserialize;

use super::overrides::Overrides;
use crate::Error;
use crate::model::words::{self, Member};
use crate::model::{Grpc, Rest};

/// A module, and the types that it was written for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleRow {
    pub(super) name: String,
    /// Whether it is a part of the facade, which no release can do without.
    #[serde(default)]
    pub(super) facade: bool,
    /// `rest:Name { member: type, member: ?type }`; `..` at the end leaves the other members to others. Of an operation,
    /// `op:name`, the members are its required parameters.
    pub(super) types: Vec<String>,
    /// What the module can do without: types, and fields of types.
    #[serde(default)]
    pub(super) optional: Vec<String>,
    pub(super) why: String,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
}

/// A type that hand-written code takes apart or puts together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The module.
    pub module: String,
    /// Whether it is a part of the facade.
    pub facade: bool,
    /// The type.
    pub id: String,
    /// The members that the code was not written for.
    pub newer: Vec<Member>,
}

/// A type as a row writes it.
struct Written<'a> {
    id: &'a str,
    members: Vec<(&'a str, &'a str)>,
    whole: bool,
}

fn read(text: &str) -> Option<Written<'_>> {
    let (id, inner) = text.split_once(" { ")?;
    let mut members: Vec<&str> = inner.strip_suffix(" }")?.split(", ").collect();
    let whole = members.last() != Some(&"..");
    if !whole {
        members.pop();
    }
    let members = members.into_iter().map(|member| member.split_once(": ").unwrap_or((member, ""))).collect();
    Some(Written { id, members, whole })
}

impl ModuleRow {
    /// What of its types this release has otherwise, or the members that it adds.
    fn fit(&self, rest: &Rest, grpc: &Grpc) -> Result<Vec<Known>, String> {
        let mut known = Vec::new();
        for text in &self.types {
            let written = read(text).ok_or_else(|| format!("`{text}` is not written as `id {{ member: type }}`"))?;
            let id = written.id;
            let mut members = words::members(rest, grpc, id).ok_or_else(|| format!("there is no `{id}`"))?;
            for (name, ty) in written.members {
                let index = members.iter().position(|member| member.name == name).ok_or_else(|| format!("there is no `{id}.{name}`"))?;
                let found = members.remove(index);
                if found.text != ty {
                    return Err(format!("`{id}.{name}` is `{}` and not `{ty}`", found.text));
                }
            }
            if !written.whole {
                continue;
            }
            if let Some(must) = members.iter().find(|member| member.must) {
                return Err(format!("`{id}.{}` is new and must be there", must.name));
            }
            // What is unknown in an enum is kept as it came.
            members.retain(|member| !member.text.is_empty());
            known.push(Known { module: self.name.clone(), facade: self.facade, id: id.to_owned(), newer: members });
        }
        Ok(known)
    }
}

impl Overrides {
    /// Leaves out the modules that were not written for this release.
    ///
    /// # Errors
    /// When the facade cannot do without what the release lacks.
    pub fn fit_modules(&self, rest: &Rest, grpc: &Grpc) -> Result<(), Error> {
        for row in self.module_rows() {
            match row.fit(rest, grpc) {
                Err(why) if row.facade => {
                    return Err(Error::other(format!("the facade's `{}` cannot be built on this release: {why}", row.name)));
                }
                Err(why) => self.leave_out(&row.name, why),
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// What the facade can do without.
    pub fn optional(&self) -> Vec<String> {
        self.module_rows().flat_map(|row| row.optional.iter().cloned()).collect()
    }

    /// The types that the hand-written code in use takes apart or puts together.
    pub fn known(&self, rest: &Rest, grpc: &Grpc) -> Vec<Known> {
        let used = self.modules();
        let rows = self.module_rows().filter(|row| row.facade || used.contains(&row.name));
        rows.filter_map(|row| row.fit(rest, grpc).ok()).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_read_with_its_members() {
        let written = read("rest:A { x: [f32], y: ?B, .. }").map(|written| (written.id, written.members, written.whole));
        assert_eq!(written, Some(("rest:A", vec![("x", "[f32]"), ("y", "?B")], false)));
        let values = read("rest:E { one, two }").map(|written| (written.members, written.whole));
        assert_eq!(values, Some((vec![("one", ""), ("two", "")], true)));
        assert!(read("rest:A").is_none());
    }
}
