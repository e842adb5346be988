impl ConvertEnum<pb::Color> for models::Color {
    fn to_number(self) -> Result<i32, ConvertError> {
        match self {
            models::Color::Red => Ok(pb::Color::Red as i32),
            models::Color::Blue => Ok(pb::Color::Blue as i32),
            models::Color::Unknown(text) => {
                match text.as_str() {
                    _ => convert::unknown_number::<pb::Color>(text),
                }
            }
        }
    }
    fn from_number(number: i32) -> Result<Option<Self>, ConvertError> {
        Ok(
            match pb::Color::try_from(number) {
                Ok(pb::Color::Red) => Some(models::Color::Red),
                Ok(pb::Color::Blue) => Some(models::Color::Blue),
                Err(_) => Some(models::Color::Unknown(number.to_string())),
            },
        )
    }
}
impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            parts: rest_parts,
            colors: rest_colors,
            words: rest_words,
        } = self;
        let grpc_parts = convert::at(
            rest_parts
                .map(|value| {
                    match value {
                        models::PartOneOrMany::One(one) => vec![one],
                        models::PartOneOrMany::Many(many) => many,
                    }
                        .convert()
                })
                .transpose()
                .map(Option::unwrap_or_default),
            "parts",
        )?;
        let grpc_colors = convert::at(
            convert::list(
                match rest_colors {
                    models::ColorOneOrMany::One(one) => vec![one],
                    models::ColorOneOrMany::Many(many) => many,
                },
                |item| ConvertEnum::<pb::Color>::to_number(item),
            ),
            "colors",
        )?;
        let grpc_words = match rest_words {
            models::WordsOneOrMany::One(one) => vec![one],
            models::WordsOneOrMany::Many(many) => many,
        };
        Ok(pb::Thing {
            parts: grpc_parts,
            colors: grpc_colors,
            words: grpc_words,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { parts: grpc_parts, colors: grpc_colors, words: grpc_words } = self;
        let rest_parts = convert::at(
            (!grpc_parts.is_empty())
                .then_some(grpc_parts)
                .map(|value| {
                    value.convert().map(|value| models::PartOneOrMany::Many(value))
                })
                .transpose(),
            "parts",
        )?;
        let rest_colors = convert::at(
            convert::list(
                    grpc_colors,
                    |item| {
                        <models::Color as ConvertEnum<pb::Color>>::from_number(item)
                            .and_then(convert::required)
                    },
                )
                .map(|value| models::ColorOneOrMany::Many(value)),
            "colors",
        )?;
        let rest_words = {
            let value = grpc_words;
            models::WordsOneOrMany::Many(value)
        };
        Ok(models::Thing {
            parts: rest_parts,
            colors: rest_colors,
            words: rest_words,
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
