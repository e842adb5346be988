impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            r#type: rest_type,
            name: rest_name,
            all: rest_all,
            state: rest_state,
            any: rest_any,
        } = self;
        convert::tag(rest_type.as_str(), models::ThingType::Thing.as_str(), "type")?;
        let grpc_name = rest_name;
        let grpc_all = rest_all.unwrap_or_default().then_some(pb::All {});
        let grpc_state = convert::at(
            rest_state
                .map(|value| match value {
                    models::Disabled::Disabled => Ok(pb::Off {}),
                    other => Err(ConvertError::unknown_value(other.as_str())),
                })
                .transpose(),
            "state",
        )?;
        let grpc_any = rest_any.then_some(pb::All {});
        Ok(pb::Thing {
            name: grpc_name,
            all: grpc_all,
            state: grpc_state,
            any: grpc_any,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            name: grpc_name,
            all: grpc_all,
            state: grpc_state,
            any: grpc_any,
        } = self;
        let rest_type = models::ThingType::Thing;
        let rest_name = grpc_name;
        let rest_all = grpc_all.map(|pb::All {}| true);
        let rest_state = grpc_state
            .map(|value| {
                let pb::Off {} = value;
                models::Disabled::Disabled
            });
        let rest_any = grpc_any.is_some();
        Ok(models::Thing {
            r#type: rest_type,
            name: rest_name,
            all: rest_all,
            state: rest_state,
            any: rest_any,
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
