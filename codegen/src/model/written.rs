//! Types as rows about hand-written code write them, with the members that the code was written for.
//!
//! `rest:Name { member: type, member: ?type }`; `..` at the end leaves the other members to others.

use super::words::Member;

/// A type as a row writes it.
pub struct Written<'a> {
    /// The type.
    pub id: &'a str,
    members: Vec<(&'a str, &'a str)>,
    whole: bool,
}

impl<'a> Written<'a> {
    /// Reads a type.
    ///
    /// # Errors
    /// When it is not written so.
    pub fn read(text: &'a str) -> Result<Self, String> {
        Self::parts(text).ok_or_else(|| format!("`{text}` is not written as `id {{ member: type }}`"))
    }

    fn parts(text: &'a str) -> Option<Self> {
        let (id, inner) = text.split_once(" { ")?;
        let mut members: Vec<&str> = inner.strip_suffix(" }")?.split(", ").collect();
        let whole = members.last() != Some(&"..");
        if !whole {
            members.pop();
        }
        let members = members.into_iter().map(|member| member.split_once(": ").unwrap_or((member, ""))).collect();
        Some(Self { id, members, whole })
    }

    /// Compares with the members that a release has. What it adds, or nothing where others see to that.
    ///
    /// # Errors
    /// What the release has otherwise.
    pub fn fit(&self, mut found: Vec<Member>) -> Result<Option<Vec<Member>>, String> {
        let id = self.id;
        for (name, ty) in &self.members {
            let index = found.iter().position(|member| member.name == *name).ok_or_else(|| format!("there is no `{id}.{name}`"))?;
            let member = found.remove(index);
            if member.text != *ty {
                return Err(format!("`{id}.{name}` is `{}` and not `{ty}`", member.text));
            }
        }
        if !self.whole {
            return Ok(None);
        }
        if let Some(must) = found.iter().find(|member| member.must) {
            return Err(format!("`{id}.{}` is new and must be there", must.name));
        }
        Ok(Some(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_read_with_its_members() {
        let written = Written::parts("rest:A { x: [f32], y: ?B, .. }").map(|written| (written.id, written.members, written.whole));
        assert_eq!(written, Some(("rest:A", vec![("x", "[f32]"), ("y", "?B")], false)));
        let values = Written::parts("rest:E { one, two }").map(|written| (written.members, written.whole));
        assert_eq!(values, Some((vec![("one", ""), ("two", "")], true)));
        assert!(Written::read("rest:A").is_err());
    }
}
