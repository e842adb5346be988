impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing { name: rest_name, size: rest_size } = self;
        let grpc_name = rest_name;
        let grpc_size = rest_size;
        Ok(pb::Thing {
            name: grpc_name,
            size: grpc_size,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { name: grpc_name, size: grpc_size } = self;
        let rest_name = grpc_name;
        let rest_size = grpc_size;
        Ok(models::Thing {
            name: rest_name,
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
impl Convert<pb::FindThings> for requests::FindThings {
    fn convert(self) -> Result<pb::FindThings, ConvertError> {
        let requests::FindThings {
            collection_name: rest_collection_name,
            exact: rest_exact,
            limit_parameter: rest_limit_parameter,
            body: rest_body,
        } = self;
        let models::FindThings { limit: rest_limit, name: rest_name } = rest_body;
        let grpc_collection_name = rest_collection_name;
        let grpc_exact = rest_exact;
        let grpc_limit = rest_limit;
        convert::refuse(rest_limit_parameter.is_some(), "limit")?;
        let grpc_name = rest_name;
        Ok(pb::FindThings {
            collection_name: grpc_collection_name,
            exact: grpc_exact,
            name: grpc_name,
            limit: grpc_limit,
        })
    }
}
impl Convert<requests::FindThings> for pb::FindThings {
    fn convert(self) -> Result<requests::FindThings, ConvertError> {
        let pb::FindThings {
            collection_name: grpc_collection_name,
            exact: grpc_exact,
            name: grpc_name,
            limit: grpc_limit,
        } = self;
        let rest_collection_name = grpc_collection_name;
        let rest_exact = grpc_exact;
        let rest_limit = grpc_limit;
        let rest_limit_parameter = None;
        let rest_name = grpc_name;
        let rest_body = models::FindThings {
            limit: rest_limit,
            name: rest_name,
        };
        Ok(requests::FindThings {
            collection_name: rest_collection_name,
            exact: rest_exact,
            limit_parameter: rest_limit_parameter,
            body: rest_body,
        })
    }
}
impl Convert<pb::Found> for Response<Vec<crate::models::Thing>> {
    fn convert(self) -> Result<pb::Found, ConvertError> {
        let Response { result: rest_result, time, usage, protocol: _ } = self;
        let rest_time = time;
        let _ = usage;
        let grpc_things = convert::at(rest_result.convert(), "result")?;
        let grpc_time = rest_time;
        Ok(pb::Found {
            things: grpc_things,
            time: grpc_time,
        })
    }
}
impl Convert<Response<Vec<crate::models::Thing>>> for pb::Found {
    fn convert(self) -> Result<Response<Vec<crate::models::Thing>>, ConvertError> {
        let pb::Found { things: grpc_things, time: grpc_time } = self;
        let rest_result = convert::at(grpc_things.convert(), "things")?;
        let rest_time = grpc_time;
        Ok(
            Response::<Vec<crate::models::Thing>>::new(rest_result)
                .with_time(rest_time)
                .with_protocol(Protocol::Grpc),
        )
    }
}
