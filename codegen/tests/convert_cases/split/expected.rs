impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing { start_from: rest_start_from, limit_by: rest_limit_by } = self;
        let mut grpc_start_from_number = None;
        let mut grpc_start_from_text = None;
        if let Some(value) = rest_start_from {
            match value {
                models::StartFrom::Float(value) => grpc_start_from_number = Some(value),
                models::StartFrom::String(value) => grpc_start_from_text = Some(value),
            }
        }
        let mut grpc_limit_number = None;
        let mut grpc_limit_flag = None;
        let value = rest_limit_by;
        match value {
            models::LimitBy::Integer(value) => {
                grpc_limit_number = Some(convert::at(value.convert(), "limit_by")?);
            }
            models::LimitBy::Bool(value) => grpc_limit_flag = Some(value),
        }
        Ok(pb::Thing {
            start_from_number: grpc_start_from_number,
            start_from_text: grpc_start_from_text,
            limit_number: grpc_limit_number,
            limit_flag: grpc_limit_flag,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            start_from_number: grpc_start_from_number,
            start_from_text: grpc_start_from_text,
            limit_number: grpc_limit_number,
            limit_flag: grpc_limit_flag,
        } = self;
        let mut rest_start_from = None;
        if let Some(value) = grpc_start_from_number {
            rest_start_from = Some(models::StartFrom::Float(value));
        }
        if let Some(value) = grpc_start_from_text {
            convert::refuse(rest_start_from.is_some(), "start_from_text")?;
            rest_start_from = Some(models::StartFrom::String(value));
        }
        let mut rest_limit_by = None;
        if let Some(value) = grpc_limit_number {
            rest_limit_by = Some(
                models::LimitBy::Integer(convert::at(value.convert(), "limit_number")?),
            );
        }
        if let Some(value) = grpc_limit_flag {
            convert::refuse(rest_limit_by.is_some(), "limit_flag")?;
            rest_limit_by = Some(models::LimitBy::Bool(value));
        }
        let rest_limit_by = convert::at(convert::required(rest_limit_by), "limit_by")?;
        Ok(models::Thing {
            start_from: rest_start_from,
            limit_by: rest_limit_by,
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
