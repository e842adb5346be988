//! A point to upload, whose id may be left to the client.

use uuid::Uuid;

use crate::models::{ExtendedPointId, Payload, PointStruct, Record, VectorStruct};

/// A point to upload. Without an id it gets a random UUID.
///
/// Made from a [`PointStruct`], or from a [`Record`] that another collection gave.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPoint {
    point: PointStruct,
    /// Whether the id is to be made up.
    nameless: bool,
}

impl NewPoint {
    /// A point without id and payload.
    pub fn new(vector: impl Into<VectorStruct>) -> Self {
        Self { point: PointStruct::new(0, vector), nameless: true }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<ExtendedPointId>) -> Self {
        self.point.id = id.into();
        self.nameless = false;
        self
    }

    /// Sets the payload.
    #[must_use]
    pub fn payload(mut self, payload: impl Into<Payload>) -> Self {
        self.point.payload = Some(payload.into());
        self
    }

    pub(super) fn into_point(mut self) -> PointStruct {
        if self.nameless {
            self.point.id = ExtendedPointId::Uuid(Uuid::new_v4());
        }
        self.point
    }
}

impl From<PointStruct> for NewPoint {
    fn from(point: PointStruct) -> Self {
        Self { point, nameless: false }
    }
}

/// What the record came without, the point lacks too. The shard key is no part of a point: it is a setting of the
/// upload.
impl From<Record> for NewPoint {
    fn from(record: Record) -> Self {
        let Record { id, payload, vector, .. } = record;
        let mut point = Self::new(vector.map_or_else(|| VectorStruct::Named(Default::default()), Into::into)).id(id);
        point.point.payload = payload;
        point
    }
}
