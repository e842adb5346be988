//! Other names of collections.

use qdrant_remote::{models, requests};

use crate::engine::{Engine, Fault, Outcome};

pub(super) fn update(engine: &Engine, request: requests::UpdateAliases) -> Outcome<bool> {
    engine.change_aliases(|aliases, collections| {
        for action in request.body.actions {
            match action {
                models::AliasOperations::Create(action) => {
                    let models::CreateAlias { collection_name, alias_name, .. } = action.create_alias;
                    if !collections.contains_key(&collection_name) {
                        return Err(Fault::no_collection(&collection_name));
                    }
                    if collections.contains_key(&alias_name) {
                        return Err(Fault::already_exists(&alias_name));
                    }
                    aliases.insert(alias_name, collection_name);
                }
                models::AliasOperations::Delete(action) => {
                    aliases.remove(&action.delete_alias.alias_name);
                }
                models::AliasOperations::Rename(action) => {
                    let models::RenameAlias { old_alias_name, new_alias_name, .. } = action.rename_alias;
                    let target = aliases
                        .remove(&old_alias_name)
                        .ok_or_else(|| Fault::not_found(format_args!("Alias {old_alias_name} does not exists!")))?;
                    aliases.insert(new_alias_name, target);
                }
                _ => return Err(Fault::format("an unknown alias action")),
            }
        }
        Ok(())
    })?;
    Ok(true)
}

pub(super) fn of_collection(engine: &Engine, request: requests::GetCollectionAliases) -> Outcome<models::CollectionsAliasesResponse> {
    let collection = engine.collection(&request.collection_name)?;
    Ok(listed(engine, |target| target == collection.name))
}

pub(super) fn all(engine: &Engine, _: requests::GetCollectionsAliases) -> Outcome<models::CollectionsAliasesResponse> {
    Ok(listed(engine, |_| true))
}

fn listed(engine: &Engine, wanted: impl Fn(&str) -> bool) -> models::CollectionsAliasesResponse {
    let aliases = engine.aliases().into_iter().filter(|(_, target)| wanted(target));
    let aliases: Vec<_> = aliases.map(|(alias, target)| models::AliasDescription::new(alias, target)).collect();
    models::CollectionsAliasesResponse::new(aliases)
}
