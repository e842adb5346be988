//! What hand-written code was written for: each of its modules names the types that it takes apart or puts together,
//! with their members. A release that has them otherwise is not given to that code; one that adds to them is, and what
//! is new is refused when it is used.

use super::overrides::{ModuleRow, Overrides};
use crate::Error;
use crate::model::words::{self, Member};
use crate::model::written::Written;
use crate::model::{Grpc, Rest};

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

impl ModuleRow {
    /// What of its types this release has otherwise, or the members that it adds.
    fn fit(&self, rest: &Rest, grpc: &Grpc) -> Result<Vec<Known>, String> {
        let mut known = Vec::new();
        for text in &self.types {
            let written = Written::read(text)?;
            let members = words::members(rest, grpc, written.id).ok_or_else(|| format!("there is no `{}`", written.id))?;
            if let Some(mut newer) = written.fit(members)? {
                // What is unknown in an enum is kept as it came.
                newer.retain(|member| !member.text.is_empty());
                known.push(Known { module: self.name.clone(), facade: self.facade, id: written.id.to_owned(), newer });
            }
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
