impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing { name: rest_name, part: rest_part, size: rest_size } = self;
        let mut grpc_id = None;
        if let Some(value) = rest_name {
            grpc_id = Some(pb::id::Kind::Name(value));
        }
        if let Some(value) = rest_part {
            convert::refuse(grpc_id.is_some(), "part")?;
            grpc_id = Some(pb::id::Kind::Part(convert::at(value.convert(), "part")?));
        }
        let grpc_id = grpc_id.map(|value| pb::Id { kind: Some(value) });
        let grpc_size = rest_size;
        Ok(pb::Thing {
            id: grpc_id,
            size: grpc_size,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { id: grpc_id, size: grpc_size } = self;
        let mut rest_name = None;
        let mut rest_part = None;
        if let Some(pb::Id { kind: value }) = grpc_id {
            match value {
                Some(pb::id::Kind::Name(value)) => rest_name = Some(value),
                Some(pb::id::Kind::Part(value)) => {
                    rest_part = Some(
                        convert::at(convert::at(value.convert(), "part"), "id")?,
                    );
                }
                None => return Err(ConvertError::empty_oneof("kind").field("id")),
            }
        }
        let rest_size = grpc_size;
        Ok(models::Thing {
            name: rest_name,
            part: rest_part,
            size: rest_size,
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
impl Convert<pb::Part> for models::Part {
    fn convert(self) -> Result<pb::Part, ConvertError> {
        let models::Part { name: rest_name } = self;
        let grpc_name = rest_name;
        Ok(pb::Part { name: grpc_name })
    }
}
impl Convert<models::Part> for pb::Part {
    fn convert(self) -> Result<models::Part, ConvertError> {
        let pb::Part { name: grpc_name } = self;
        let rest_name = grpc_name;
        Ok(models::Part { name: rest_name })
    }
}
impl TryFrom<models::Part> for pb::Part {
    type Error = ConvertError;
    fn try_from(value: models::Part) -> Result<Self, ConvertError> {
        value.convert()
    }
}
impl TryFrom<pb::Part> for models::Part {
    type Error = ConvertError;
    fn try_from(value: pb::Part) -> Result<Self, ConvertError> {
        value.convert()
    }
}
