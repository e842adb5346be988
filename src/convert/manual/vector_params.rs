//! Changes of vector parameters: a map whose empty key is the unnamed vector.

use std::collections::HashMap;

use crate::convert::{Convert, ConvertError};
use crate::known::{Known, newer};
use crate::{models, pb};

impl Convert<pb::VectorsConfigDiff> for HashMap<String, models::VectorParamsDiff> {
    fn convert(mut self) -> Result<pb::VectorsConfigDiff, ConvertError> {
        use pb::vectors_config_diff::Config;
        let config = match (self.len(), self.remove("")) {
            (1, Some(unnamed)) => Config::Params(unnamed.convert()?),
            (_, unnamed) => {
                self.extend(unnamed.map(|unnamed| (String::new(), unnamed)));
                Config::ParamsMap(pb::VectorParamsDiffMap { map: self.convert()?, ..Default::default() })
            }
        };
        Ok(pb::VectorsConfigDiff { config: Some(config), ..Default::default() })
    }
}

impl Convert<HashMap<String, models::VectorParamsDiff>> for pb::VectorsConfigDiff {
    fn convert(self) -> Result<HashMap<String, models::VectorParamsDiff>, ConvertError> {
        use pb::vectors_config_diff::Config;
        match self.known()?.config {
            Some(Config::Params(unnamed)) => Ok(HashMap::from([(String::new(), unnamed.convert()?)])),
            Some(Config::ParamsMap(params)) => params.known()?.map.convert(),
            Some(_) => Err(newer()),
            None => Err(ConvertError::empty_oneof("config")),
        }
    }
}
