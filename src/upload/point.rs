//! A point to upload, whose id may be left to the client.

use uuid::Uuid;

use crate::models::{ExtendedPointId, Payload, PointStruct, Record, VectorStruct};

/// A point to upload. Without an id it gets a random UUID.
///
/// Made from a [`PointStruct`], or from a [`Record`] that another collection gave.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NewPoint {
    /// The id, if it is not to be made up.
    pub id: Option<ExtendedPointId>,
    /// The vector, or the vectors by name.
    pub vector: VectorStruct,
    /// Free JSON.
    pub payload: Option<Payload>,
}

impl NewPoint {
    /// A point without id and payload.
    pub fn new(vector: impl Into<VectorStruct>) -> Self {
        Self { id: None, vector: vector.into(), payload: None }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<ExtendedPointId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the payload.
    #[must_use]
    pub fn payload(mut self, payload: impl Into<Payload>) -> Self {
        self.payload = Some(payload.into());
        self
    }

    pub(super) fn into_point(self) -> PointStruct {
        let id = self.id.unwrap_or_else(|| ExtendedPointId::Uuid(Uuid::new_v4()));
        PointStruct { id, vector: self.vector, payload: self.payload }
    }
}

impl From<PointStruct> for NewPoint {
    fn from(point: PointStruct) -> Self {
        let PointStruct { id, vector, payload } = point;
        Self { id: Some(id), vector, payload }
    }
}

/// What the record came without, the point lacks too. The shard key is no part of a point: it is a setting of the
/// upload.
impl From<Record> for NewPoint {
    fn from(record: Record) -> Self {
        let Record { id, payload, vector, .. } = record;
        let vector = vector.map_or_else(|| VectorStruct::Named(Default::default()), Into::into);
        Self { id: Some(id), vector, payload }
    }
}
