impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::OrderBy { key: rest_key, descending: rest_descending } = match self {
            models::Thing::String(text) => {
                models::OrderBy {
                    key: text,
                    descending: None,
                }
            }
            models::Thing::OrderBy(full) => full,
        };
        let grpc_key = rest_key;
        let grpc_descending = rest_descending;
        Ok(pb::Thing {
            key: grpc_key,
            descending: grpc_descending,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { key: grpc_key, descending: grpc_descending } = self;
        let rest_key = grpc_key;
        let rest_descending = grpc_descending;
        Ok(
            models::Thing::OrderBy(models::OrderBy {
                key: rest_key,
                descending: rest_descending,
            }),
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
