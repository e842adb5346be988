//! What a query compares with: vectors as given, or those of points here or in another collection.

use qdrant_edge::{VectorInternal, WithPayloadInterface, WithVector};
use qdrant_remote::models;

use super::scoring::Scoring;
use crate::convert::{point, vector};
use crate::engine::{Collection, Fault, Outcome, asked, kind};

impl Scoring<'_> {
    pub(super) fn resolve_all(&mut self, inputs: Vec<models::VectorInput>) -> Outcome<Vec<VectorInternal>> {
        inputs.into_iter().map(|input| self.resolve(input)).collect()
    }

    /// The vector that an input stands for, fit to be compared with the ones that are searched.
    pub(super) fn resolve(&mut self, input: models::VectorInput) -> Outcome<VectorInternal> {
        kind(&self.context.config, &self.using)?;
        let vector = match vector::asked(input)? {
            vector::Asked::Vector(vector) => vector,
            vector::Asked::Point(id) => self.look_up(id)?,
        };
        asked(&self.context.config, &self.using, &vector)?;
        Ok(vector)
    }

    fn look_up(&mut self, id: models::ExtendedPointId) -> Outcome<VectorInternal> {
        let id = point::id(id)?;
        let other = self.other()?;
        let source = other.as_deref().unwrap_or(self.context.collection);
        if source.name == self.context.collection.name {
            self.mentioned.push(id);
        }
        let name = self.lookup.as_ref().and_then(|lookup| lookup.vector.as_deref()).unwrap_or(&self.using);
        let found = source.shard.read(|shard| {
            kind(&shard.config(), name)?;
            let wanted = WithVector::Selector(vec![name.to_owned()]);
            Ok(shard.retrieve(&[id], Some(WithPayloadInterface::Bool(false)), Some(wanted))?)
        })?;
        let record = found.into_iter().next().ok_or_else(|| Fault::no_point(id))?;
        match record.vector {
            Some(vectors) => vector::named(vectors, name),
            None => Err(Fault::no_point(id)),
        }
    }

    /// The collection to look points up in, where it is not the one that is searched.
    pub(super) fn other(&self) -> Outcome<Option<std::sync::Arc<Collection>>> {
        let Some(lookup) = &self.lookup else { return Ok(None) };
        let found = self.context.engine.find(&lookup.collection);
        found.map(Some).ok_or_else(|| Fault::not_found(format_args!("Collection {} not found", lookup.collection)))
    }
}
