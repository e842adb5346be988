impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            size: rest_size,
            id: rest_id,
            sizes: rest_sizes,
            scores: rest_scores,
        } = self;
        let grpc_size = rest_size.convert().map_err(|error| error.field("size"))?;
        let grpc_id = rest_id.convert().map_err(|error| error.field("id"))?;
        let grpc_sizes = rest_sizes.convert().map_err(|error| error.field("sizes"))?;
        let grpc_scores = rest_scores
            .map(|value| value.convert())
            .transpose()
            .map(Option::unwrap_or_default)
            .map_err(|error| error.field("scores"))?;
        Ok(pb::Thing {
            size: grpc_size,
            id: grpc_id,
            sizes: grpc_sizes,
            scores: grpc_scores,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            size: grpc_size,
            id: grpc_id,
            sizes: grpc_sizes,
            scores: grpc_scores,
        } = self;
        let rest_size = grpc_size.convert().map_err(|error| error.field("size"))?;
        let rest_id = grpc_id.convert().map_err(|error| error.field("id"))?;
        let rest_sizes = grpc_sizes.convert().map_err(|error| error.field("sizes"))?;
        let rest_scores = (!grpc_scores.is_empty())
            .then_some(grpc_scores)
            .map(|value| value.convert())
            .transpose()
            .map_err(|error| error.field("scores"))?;
        Ok(models::Thing {
            size: rest_size,
            id: rest_id,
            sizes: rest_sizes,
            scores: rest_scores,
        })
    }
}
impl TryFrom<models::Thing> for pb::Thing {
    type Error = ConvertError;
    fn try_from(value: models::Thing) -> Result<Self, ConvertError> {
        value.convert()
    }
}
impl TryFrom<pb::Thing> for models::Thing {
    type Error = ConvertError;
    fn try_from(value: pb::Thing) -> Result<Self, ConvertError> {
        value.convert()
    }
}
