//! Options of documents: the typed ones of BM25 are a free map over gRPC.

use std::collections::BTreeMap;

use crate::convert::{Convert, ConvertError};
use crate::known::newer;
use crate::{models, pb};

impl Convert<BTreeMap<String, pb::Value>> for models::DocumentOptions {
    fn convert(self) -> Result<BTreeMap<String, pb::Value>, ConvertError> {
        let fields = match self {
            Self::Free(fields) => fields,
            Self::Bm25Config(config) => match serde_json::to_value(config) {
                Ok(serde_json::Value::Object(fields)) => fields,
                _ => return Err(ConvertError::not_expressible("these options")),
            },
            _ => return Err(newer()),
        };
        fields.convert()
    }
}

impl Convert<models::DocumentOptions> for BTreeMap<String, pb::Value> {
    fn convert(self) -> Result<models::DocumentOptions, ConvertError> {
        self.convert().map(models::DocumentOptions::Free)
    }
}
