//! What is to be copied, checked before anything is changed.

use std::collections::{HashMap, HashSet};

use super::collection::Copying;
use super::report::{CollectionReport, MigrationReport};
use super::{Collision, Migration};
use crate::client::Client;
use crate::error::Error;
use crate::models::{AliasOperations, CreateAlias, CreateAliasOperation};

/// The collections to copy.
pub(super) struct Plan {
    collections: Vec<Planned>,
}

struct Planned {
    name: String,
    /// Whether it is at the target.
    exists: bool,
    aliases: Vec<String>,
    /// Aliases that lead elsewhere at the target, and stay so.
    taken: Vec<String>,
}

/// What has a name at a server.
struct Names {
    collections: Vec<String>,
    /// Each alias with its collection.
    aliases: HashMap<String, String>,
}

impl Names {
    async fn of(client: &Client, with_aliases: bool) -> Result<Self, Error> {
        let collections = client.get_collections().send().await?.into_inner().collections;
        let aliases = match with_aliases {
            true => client.get_collections_aliases().send().await?.into_inner().aliases,
            false => Vec::new(),
        };
        Ok(Self {
            collections: collections.into_iter().map(|collection| collection.name).collect(),
            aliases: aliases.into_iter().map(|alias| (alias.alias_name, alias.collection_name)).collect(),
        })
    }
}

impl Plan {
    /// # Errors
    /// A collection is missing at the source, or a name is taken at the target.
    pub(super) async fn make(migration: &Migration<'_>) -> Result<Self, Error> {
        let Migration { from, to, collections, collision, aliases, .. } = migration;
        let source = Names::of(from, *aliases).await?;
        let target = Names::of(to, true).await?;
        let mut chosen = collections.clone().unwrap_or_else(|| source.collections.clone());
        let mut seen = HashSet::new();
        chosen.retain(|name| seen.insert(name.clone()));
        let missing: Vec<_> = chosen.iter().filter(|name| !source.collections.contains(name)).collect();
        if !missing.is_empty() {
            return Err(Error::invalid_request(format!("there are no such collections at the source: {missing:?}")));
        }
        let names_alias = |name: &&String| target.aliases.contains_key(*name);
        let plan = |name: &String| {
            let of_it = source.aliases.iter().filter(|(_, collection)| *collection == name).map(|(alias, _)| alias.clone());
            let (taken, mut aliases): (Vec<_>, Vec<_>) = of_it.partition(|alias| {
                target.aliases.get(alias).is_some_and(|collection| collection != name) || target.collections.contains(alias)
            });
            aliases.sort();
            Planned { name: name.clone(), exists: target.collections.contains(name), aliases, taken }
        };
        let collections: Vec<_> = chosen.iter().map(plan).collect();
        let mut taken: Vec<_> = chosen.iter().filter(names_alias).collect();
        if *collision == Collision::Fail {
            taken.extend(collections.iter().filter(|planned| planned.exists).map(|planned| &planned.name));
            taken.extend(collections.iter().flat_map(|planned| &planned.taken));
        }
        if !taken.is_empty() {
            let text = format!("these names are taken at the target: {taken:?}");
            return Err(Error::invalid_request(text).with_hint(
                "say with `on_collision` what to do with collections that are there; an alias in the way has to be removed first",
            ));
        }
        Ok(Self { collections })
    }

    pub(super) async fn carry_out(self, migration: &mut Migration<'_>, report: &mut MigrationReport) -> Result<(), Error> {
        for planned in self.collections {
            report.collections.push(CollectionReport { name: planned.name.clone(), ..CollectionReport::default() });
            if let Some(report) = report.collections.last_mut() {
                planned.carry_out(migration, report).await?;
            }
        }
        Ok(())
    }
}

impl Planned {
    async fn carry_out(self, migration: &mut Migration<'_>, report: &mut CollectionReport) -> Result<(), Error> {
        for alias in self.taken {
            report.not_copied.push(format!("alias `{alias}`: the name is taken at the target"));
        }
        Copying::new(migration, &self.name, report).run(self.exists).await?;
        if !self.aliases.is_empty() {
            let create = |alias: &String| AliasOperations::Create(CreateAliasOperation::new(CreateAlias::new(&*self.name, alias.as_str())));
            migration.to.update_aliases().actions(self.aliases.iter().map(create)).send().await?;
            report.aliases = self.aliases;
        }
        report.complete = true;
        Ok(())
    }
}
