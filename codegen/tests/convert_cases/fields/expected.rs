impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            name: rest_name,
            alias: rest_alias,
            note: rest_note,
            limit: rest_limit,
            exact: rest_exact,
            parts: rest_parts,
            labels: rest_labels,
            sizes: rest_sizes,
            by_name: rest_by_name,
            part: rest_part,
            spare: rest_spare,
        } = self;
        let grpc_name = rest_name;
        let grpc_alias = rest_alias;
        let grpc_note = rest_note.unwrap_or_default();
        let grpc_limit = rest_limit.unwrap_or_default();
        let grpc_exact = rest_exact.unwrap_or(true);
        let grpc_parts = convert::at(rest_parts.convert(), "parts")?;
        let grpc_labels = rest_labels.unwrap_or_default();
        let grpc_sizes = rest_sizes.unwrap_or_default();
        let grpc_by_name = convert::at(rest_by_name.convert(), "by_name")?;
        let grpc_part = convert::at(
            rest_part.convert().map(|value| Some(value)),
            "part",
        )?;
        let grpc_spare = convert::at(rest_spare.convert(), "spare")?;
        Ok(pb::Thing {
            name: grpc_name,
            alias: grpc_alias,
            note: grpc_note,
            limit: grpc_limit,
            exact: grpc_exact,
            parts: grpc_parts,
            labels: grpc_labels,
            sizes: grpc_sizes,
            by_name: grpc_by_name,
            part: grpc_part,
            spare: grpc_spare,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            name: grpc_name,
            alias: grpc_alias,
            note: grpc_note,
            limit: grpc_limit,
            exact: grpc_exact,
            parts: grpc_parts,
            labels: grpc_labels,
            sizes: grpc_sizes,
            by_name: grpc_by_name,
            part: grpc_part,
            spare: grpc_spare,
        } = self;
        let rest_name = grpc_name;
        let rest_alias = grpc_alias;
        let rest_note = {
            let value = grpc_note;
            Some(value)
        };
        let rest_limit = {
            let value = grpc_limit;
            Some(value)
        };
        let rest_exact = {
            let value = grpc_exact;
            Some(value)
        };
        let rest_parts = convert::at(grpc_parts.convert(), "parts")?;
        let rest_labels = (!grpc_labels.is_empty()).then_some(grpc_labels);
        let rest_sizes = (!grpc_sizes.is_empty()).then_some(grpc_sizes);
        let rest_by_name = convert::at(grpc_by_name.convert(), "by_name")?;
        let rest_part = convert::at(
            convert::required(grpc_part).and_then(Convert::convert),
            "part",
        )?;
        let rest_spare = convert::at(grpc_spare.convert(), "spare")?;
        Ok(models::Thing {
            name: rest_name,
            alias: rest_alias,
            note: rest_note,
            limit: rest_limit,
            exact: rest_exact,
            parts: rest_parts,
            labels: rest_labels,
            sizes: rest_sizes,
            by_name: rest_by_name,
            part: rest_part,
            spare: rest_spare,
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
