impl ConvertEnum<pb::Color> for models::Color {
    fn to_number(self) -> Result<i32, ConvertError> {
        match self {
            models::Color::Red => Ok(pb::Color::Red as i32),
            models::Color::DarkBlue => Ok(pb::Color::DarkBlue as i32),
            models::Color::Green => Err(ConvertError::not_expressible("green")),
            models::Color::Unknown(text) => {
                match text.as_str() {
                    "violet" => Ok(pb::Color::Violet as i32),
                    _ => convert::unknown_number::<pb::Color>(text),
                }
            }
        }
    }
    fn from_number(number: i32) -> Result<Option<Self>, ConvertError> {
        Ok(
            match pb::Color::try_from(number) {
                Ok(pb::Color::Red) => Some(models::Color::Red),
                Ok(pb::Color::DarkBlue) => Some(models::Color::DarkBlue),
                Ok(pb::Color::Violet) => {
                    Some(models::Color::Unknown("violet".to_owned()))
                }
                Err(_) => Some(models::Color::Unknown(number.to_string())),
            },
        )
    }
}
impl ConvertEnum<pb::Shade> for models::Shade {
    fn to_number(self) -> Result<i32, ConvertError> {
        match self {
            models::Shade::Light => Ok(pb::Shade::Light as i32),
            models::Shade::Dark => Ok(pb::Shade::Dark as i32),
            models::Shade::Unknown(text) => {
                match text.as_str() {
                    _ => convert::unknown_number::<pb::Shade>(text),
                }
            }
        }
    }
    fn from_number(number: i32) -> Result<Option<Self>, ConvertError> {
        Ok(
            match pb::Shade::try_from(number) {
                Ok(pb::Shade::Light) => Some(models::Shade::Light),
                Ok(pb::Shade::Dark) => Some(models::Shade::Dark),
                Ok(pb::Shade::Unknown) => None,
                Err(_) => Some(models::Shade::Unknown(number.to_string())),
            },
        )
    }
}
impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing {
            color: rest_color,
            shade: rest_shade,
            before: rest_before,
            others: rest_others,
            word: rest_word,
            by_name: rest_by_name,
        } = self;
        let grpc_color = convert::at(
            ConvertEnum::<pb::Color>::to_number(rest_color),
            "color",
        )?;
        let grpc_shade = convert::at(
            rest_shade
                .map(|value| ConvertEnum::<pb::Shade>::to_number(value))
                .transpose(),
            "shade",
        )?;
        let grpc_before = convert::at(
            rest_before
                .map(|value| ConvertEnum::<pb::Shade>::to_number(value))
                .transpose()
                .map(Option::unwrap_or_default),
            "before",
        )?;
        let grpc_others = convert::at(
            convert::list(rest_others, |item| ConvertEnum::<pb::Color>::to_number(item)),
            "others",
        )?;
        let grpc_word = rest_word.as_str().to_owned();
        let grpc_by_name = convert::at(
            rest_by_name
                .map(|value| convert::map(
                    value,
                    |item| ConvertEnum::<pb::Color>::to_number(item),
                ))
                .transpose()
                .map(Option::unwrap_or_default),
            "by_name",
        )?;
        Ok(pb::Thing {
            color: grpc_color,
            shade: grpc_shade,
            before: grpc_before,
            others: grpc_others,
            word: grpc_word,
            by_name: grpc_by_name,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing {
            color: grpc_color,
            shade: grpc_shade,
            before: grpc_before,
            others: grpc_others,
            word: grpc_word,
            by_name: grpc_by_name,
        } = self;
        let rest_color = convert::at(
            <models::Color as ConvertEnum<pb::Color>>::from_number(grpc_color)
                .and_then(convert::required),
            "color",
        )?;
        let rest_shade = convert::at(
            grpc_shade
                .map(<models::Shade as ConvertEnum<pb::Shade>>::from_number)
                .transpose()
                .map(Option::flatten),
            "shade",
        )?;
        let rest_before = convert::at(
            <models::Shade as ConvertEnum<pb::Shade>>::from_number(grpc_before),
            "before",
        )?;
        let rest_others = convert::at(
            convert::list(
                grpc_others,
                |item| {
                    <models::Color as ConvertEnum<pb::Color>>::from_number(item)
                        .and_then(convert::required)
                },
            ),
            "others",
        )?;
        let rest_word = models::Word::from(grpc_word);
        let rest_by_name = convert::at(
            (!grpc_by_name.is_empty())
                .then_some(grpc_by_name)
                .map(|value| convert::map(
                    value,
                    |item| {
                        <models::Color as ConvertEnum<pb::Color>>::from_number(item)
                            .and_then(convert::required)
                    },
                ))
                .transpose(),
            "by_name",
        )?;
        Ok(models::Thing {
            color: rest_color,
            shade: rest_shade,
            before: rest_before,
            others: rest_others,
            word: rest_word,
            by_name: rest_by_name,
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
