impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            id: rest_id,
            vector: rest_vector,
            note: rest_note,
            key: rest_key,
            groups: rest_groups,
        } = self;
        let grpc_id = {
            let value = {
                let value = rest_id;
                pb::Id {
                    kind: Some(pb::id::Kind::Uuid(value)),
                }
            };
            Some(value)
        };
        let grpc_vector = rest_vector
            .map(|value| {
                let value = value;
                pb::Vector { data: value }
            });
        let grpc_note = rest_note
            .map(|value| {
                let value = value;
                pb::Note { text: Some(value) }
            });
        let grpc_key = {
            let models::Key { point: value } = rest_key;
            value
        };
        let grpc_groups = rest_groups
            .into_iter()
            .map(|item| {
                let value = item;
                pb::Group { names: value }
            })
            .collect::<Vec<_>>();
        Ok(pb::Thing {
            id: grpc_id,
            vector: grpc_vector,
            note: grpc_note,
            key: grpc_key,
            groups: grpc_groups,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            id: grpc_id,
            vector: grpc_vector,
            note: grpc_note,
            key: grpc_key,
            groups: grpc_groups,
        } = self;
        let rest_id = convert::at(
            convert::required(grpc_id)
                .and_then(|value| match value {
                    pb::Id { kind: Some(pb::id::Kind::Uuid(value)) } => Ok(value),
                    pb::Id { kind: None } => Err(ConvertError::empty_oneof("kind")),
                }),
            "id",
        )?;
        let rest_vector = grpc_vector
            .map(|value| {
                let pb::Vector { data: value } = value;
                value
            });
        let rest_note = convert::at(
            grpc_note
                .map(|value| {
                    let pb::Note { text: value } = value;
                    convert::at(
                        convert::required(value).and_then(|value| Ok(value)),
                        "text",
                    )
                })
                .transpose(),
            "note",
        )?;
        let rest_key = {
            let value = grpc_key;
            models::Key { point: value }
        };
        let rest_groups = grpc_groups
            .into_iter()
            .map(|item| {
                let pb::Group { names: value } = item;
                value
            })
            .collect::<Vec<_>>();
        Ok(models::Thing {
            id: rest_id,
            vector: rest_vector,
            note: rest_note,
            key: rest_key,
            groups: rest_groups,
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
