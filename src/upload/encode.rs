//! Makes the requests of an upload, and encodes them away from the caller's runtime.

use bytes::Bytes;

use super::collect::Batch;
use super::size::json_length;
use crate::client::Client;
use crate::error::Error;
use crate::models::{ExtendedPointId, PointInsertOperations, PointStruct, PointsList, WriteOrdering};
use crate::operations::UPSERT_POINTS;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::requests;

/// Room for what surrounds the points; a longer filter makes the buffer grow.
#[cfg(feature = "rest")]
const SURROUNDINGS: usize = 1024;

/// What all requests of an upload have in common.
#[derive(Clone)]
pub(super) struct Common {
    pub(super) collection: String,
    pub(super) wait: Option<bool>,
    pub(super) ordering: Option<WriteOrdering>,
    /// A list without points.
    pub(super) settings: PointsList,
}

/// A batch on its way.
pub(super) struct Ready {
    pub(super) ids: Vec<ExtendedPointId>,
    /// With points only where they are not encoded.
    pub(super) request: requests::UpsertPoints,
    pub(super) encoded: Option<Bytes>,
}

impl Common {
    pub(super) fn request(&self, points: Vec<PointStruct>) -> requests::UpsertPoints {
        let Self { collection, wait, ordering, settings } = self.clone();
        let body = PointInsertOperations::List(PointsList { points, ..settings });
        requests::UpsertPoints { wait, ordering, ..requests::UpsertPoints::new(collection, body) }
    }
}

/// Who encodes the requests of a client.
#[derive(Clone)]
pub(super) struct Encoder {
    client: Client,
    protocol: Protocol,
}

impl Encoder {
    pub(super) fn new(client: &Client, options: &CallOptions) -> Self {
        Self { client: client.clone(), protocol: client.protocol_of(UPSERT_POINTS, options) }
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// Whether there is anything to encode: a stub takes models.
    pub(super) fn encodes(&self) -> bool {
        self.client.transports().is_some()
    }

    /// What a request takes beside its points, in bytes at most.
    pub(super) fn overhead(&self, common: &Common) -> usize {
        let empty = common.request(Vec::new());
        match self.protocol {
            Protocol::Rest => json_length(&empty.body),
            // What has no message is refused when the first batch is encoded.
            Protocol::Grpc => self.encode(empty, 0).ok().flatten().map_or(0, |bytes| bytes.len()),
        }
    }

    /// A batch as it goes onto the wire.
    ///
    /// # Errors
    /// A point has no form in the protocol.
    pub(super) fn ready(&self, common: &Common, batch: Batch) -> Result<Ready, (Vec<ExtendedPointId>, Error)> {
        let ids: Vec<_> = batch.points.iter().map(|point| point.id.clone()).collect();
        let full = common.request(batch.points);
        if !self.encodes() {
            return Ok(Ready { ids, request: full, encoded: None });
        }
        match self.encode(full, batch.bound) {
            Ok(encoded) => Ok(Ready { ids, request: common.request(Vec::new()), encoded }),
            Err(error) => Err((ids, error)),
        }
    }

    #[cfg_attr(not(all(feature = "rest", feature = "grpc")), allow(unused_variables, reason = "not every protocol is there"))]
    fn encode(&self, request: requests::UpsertPoints, bound: usize) -> Result<Option<Bytes>, Error> {
        let Some(transports) = self.client.transports() else { return Ok(None) };
        match self.protocol {
            #[cfg(feature = "rest")]
            Protocol::Rest => {
                let mut json = Vec::with_capacity(bound + SURROUNDINGS);
                serde_json::to_writer(&mut json, &request.body)
                    .map_err(|source| Error::invalid_request("the points have no JSON").with_source(source))?;
                Ok(Some(json.into()))
            }
            #[cfg(feature = "grpc")]
            Protocol::Grpc => {
                use crate::convert::Convert;
                let message: crate::pb::UpsertPoints =
                    request.convert().map_err(|error| Error::convert(UPSERT_POINTS, Protocol::Grpc, error))?;
                transports.grpc.encode(message).map(Some)
            }
            // The call says that the protocol is missing.
            #[cfg(not(all(feature = "rest", feature = "grpc")))]
            _ => Ok(None),
        }
    }
}
