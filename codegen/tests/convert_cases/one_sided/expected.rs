impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            name: rest_name,
            color: rest_color,
            size: rest_size,
            wait: rest_wait,
        } = self;
        let grpc_name = rest_name;
        convert::refuse(rest_color.is_some(), "color")?;
        let _ = rest_size;
        convert::refuse(rest_wait.is_some_and(|value| value != true), "wait")?;
        let grpc_flat = Default::default();
        let grpc_weights = Default::default();
        let grpc_extra = None;
        Ok(pb::Thing {
            name: grpc_name,
            flat: grpc_flat,
            weights: grpc_weights,
            extra: grpc_extra,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            name: grpc_name,
            flat: grpc_flat,
            weights: grpc_weights,
            extra: grpc_extra,
        } = self;
        convert::refuse(grpc_flat.is_some(), "flat")?;
        let _ = grpc_weights;
        convert::refuse(grpc_extra.is_some(), "extra")?;
        let rest_name = grpc_name;
        let rest_color = None;
        let rest_size = None;
        let rest_wait = None;
        Ok(models::Thing {
            name: rest_name,
            color: rest_color,
            size: rest_size,
            wait: rest_wait,
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
