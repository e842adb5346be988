impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let (grpc_selector, rest_shard) = match self {
            models::Thing::ByPoints(inner) => {
                let models::ByPoints { points: value, shard: rest_shard } = inner;
                (
                    pb::selector::One::Points({
                        let value = value;
                        pb::Ids { ids: value }
                    }),
                    rest_shard,
                )
            }
            models::Thing::ByFilter(inner) => {
                let models::ByFilter { filter: value, shard: rest_shard } = inner;
                (
                    pb::selector::One::Filter(convert::at(value.convert(), "filter")?),
                    rest_shard,
                )
            }
        };
        let grpc_selector = Some(pb::Selector {
            one: Some(grpc_selector),
        });
        let grpc_shard = rest_shard;
        Ok(pb::Thing {
            selector: grpc_selector,
            shard: grpc_shard,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { selector: grpc_selector, shard: grpc_shard } = self;
        let rest_shard = grpc_shard;
        Ok(
            match convert::at(convert::required(grpc_selector), "selector")? {
                pb::Selector { one: value } => {
                    match value {
                        Some(pb::selector::One::Points(value)) => {
                            models::Thing::ByPoints(models::ByPoints {
                                points: {
                                    let pb::Ids { ids: value } = value;
                                    value
                                },
                                shard: rest_shard,
                            })
                        }
                        Some(pb::selector::One::Filter(value)) => {
                            models::Thing::ByFilter(models::ByFilter {
                                filter: convert::at(
                                    convert::at(value.convert(), "filter"),
                                    "selector",
                                )?,
                                shard: rest_shard,
                            })
                        }
                        None => {
                            return Err(
                                ConvertError::empty_oneof("one").field("selector"),
                            );
                        }
                    }
                }
            },
        )
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
impl Convert<pb::Filter> for models::Filter {
    fn convert(self) -> Result<pb::Filter, ConvertError> {
        let models::Filter { must: rest_must, least: rest_least } = self;
        let grpc_must = rest_must;
        let grpc_least = rest_least;
        Ok(pb::Filter {
            must: grpc_must,
            least: grpc_least,
        })
    }
}
impl Convert<models::Filter> for pb::Filter {
    fn convert(self) -> Result<models::Filter, ConvertError> {
        let pb::Filter { must: grpc_must, least: grpc_least } = self;
        let rest_must = grpc_must;
        let rest_least = grpc_least;
        Ok(models::Filter {
            must: rest_must,
            least: rest_least,
        })
    }
}
impl TryFrom<models::Filter> for pb::Filter {
    type Error = ConvertError;
    fn try_from(value: models::Filter) -> Result<Self, ConvertError> {
        value.convert()
    }
}
impl TryFrom<pb::Filter> for models::Filter {
    type Error = ConvertError;
    fn try_from(value: pb::Filter) -> Result<Self, ConvertError> {
        value.convert()
    }
}
