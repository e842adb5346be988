//! A point to upload, whose id may be left to the client.

use uuid::Uuid;

use super::report::UploadFailure;
use crate::convert::ConvertError;
use crate::error::Error;
use crate::models::{ExtendedPointId, Payload, PointStruct, Record, VectorStruct};

/// A point to upload. Without an id it gets a random UUID.
///
/// Made from a [`PointStruct`], or from a [`Record`] that another collection gave.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPoint {
    point: PointStruct,
    /// Whether the id is to be made up.
    nameless: bool,
    /// Why what was read cannot be written.
    unwritable: Option<ConvertError>,
}

impl NewPoint {
    /// A point without id and payload.
    pub fn new(vector: impl Into<VectorStruct>) -> Self {
        Self { point: PointStruct::new(0, vector), nameless: true, unwritable: None }
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

    /// The point, or why there is none for any request.
    pub(super) fn into_point(mut self) -> Result<PointStruct, UploadFailure> {
        if let Some(unwritable) = self.unwritable {
            let text = format!("the vectors of the point {} cannot be written: {unwritable}", self.point.id);
            let error = Error::not_expressible(text).with_source(unwritable).with_unsent(true);
            return Err(UploadFailure { ids: vec![self.point.id], error });
        }
        if self.nameless {
            self.point.id = ExtendedPointId::Uuid(Uuid::new_v4());
        }
        Ok(self.point)
    }
}

impl From<PointStruct> for NewPoint {
    fn from(point: PointStruct) -> Self {
        Self { point, nameless: false, unwritable: None }
    }
}

/// What the record came without, the point lacks too. The shard key is no part of a point: it is a setting of the
/// upload.
impl From<Record> for NewPoint {
    fn from(record: Record) -> Self {
        let Record { id, payload, vector, .. } = record;
        let none = || VectorStruct::Named(Default::default());
        let (vector, unwritable) = match vector.map(VectorStruct::try_from) {
            None => (none(), None),
            Some(Ok(vector)) => (vector, None),
            Some(Err(error)) => (none(), Some(error.field("vector"))),
        };
        let mut point = PointStruct::new(id, vector);
        point.payload = payload;
        Self { point, nameless: false, unwritable }
    }
}
