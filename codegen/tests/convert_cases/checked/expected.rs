impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            size: rest_size,
            id: rest_id,
            sizes: rest_sizes,
            scores: rest_scores,
        } = self;
        let grpc_size = convert::at(rest_size.convert(), "size")?;
        let grpc_id = convert::at(rest_id.convert(), "id")?;
        let grpc_sizes = convert::at(rest_sizes.convert(), "sizes")?;
        let grpc_scores = convert::at(
            rest_scores.convert().map(Option::unwrap_or_default),
            "scores",
        )?;
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
        let rest_size = convert::at(grpc_size.convert(), "size")?;
        let rest_id = convert::at(grpc_id.convert(), "id")?;
        let rest_sizes = convert::at(grpc_sizes.convert(), "sizes")?;
        let rest_scores = convert::at(
            (!grpc_scores.is_empty()).then_some(grpc_scores).convert(),
            "scores",
        )?;
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
