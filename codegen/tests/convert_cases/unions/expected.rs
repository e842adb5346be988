impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let grpc_kind = Some(
            match self {
                models::Thing::String(value) => {
                    Ok({
                        let value = value;
                        pb::thing::Kind::Text(value)
                    })
                }
                models::Thing::Not(value) => {
                    {
                        let models::Not { negated: value } = (*value);
                        convert::at(value.convert(), "negated")
                    }
                        .map(|value| pb::thing::Kind::Negated(Box::new(value)))
                }
                models::Thing::All(value) => {
                    {
                        let models::All { all: value } = value;
                        convert::at(
                            value.convert().map(|value| pb::Several { things: value }),
                            "all",
                        )
                    }
                        .map(|value| pb::thing::Kind::All(value))
                }
                models::Thing::Match(value) => {
                    match value {
                        models::Match::Value(value) => {
                            match value {
                                models::Value::Integer(value) => {
                                    Ok({
                                        let value = value;
                                        pb::thing::Kind::Integer(value)
                                    })
                                }
                                models::Value::Bool(value) => {
                                    Ok({
                                        let value = value;
                                        pb::thing::Kind::Flag(value)
                                    })
                                }
                            }
                        }
                        models::Match::AnyOf(value) => {
                            let models::AnyOf { any: value } = value;
                            convert::at(
                                match value {
                                    models::Several::Integers(value) => {
                                        Ok({
                                            let value = {
                                                let value = value;
                                                pb::Integers { integers: value }
                                            };
                                            pb::thing::Kind::Integers(value)
                                        })
                                    }
                                    models::Several::List(value) => {
                                        Ok({
                                            let value = {
                                                let value = value;
                                                pb::Flags { flags: value }
                                            };
                                            pb::thing::Kind::Flags(value)
                                        })
                                    }
                                },
                                "any",
                            )
                        }
                        models::Match::Pair(value) => {
                            value.convert().map(|value| pb::thing::Kind::Pair(value))
                        }
                    }
                }
            }?,
        );
        Ok(pb::Thing { kind: grpc_kind })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { kind: grpc_kind } = self;
        Ok(
            match grpc_kind {
                Some(pb::thing::Kind::Negated(value)) => {
                    convert::at(
                            (*value)
                                .convert()
                                .map(|value| models::Not { negated: value }),
                            "negated",
                        )
                        .map(|value| models::Thing::Not(Box::new(value)))
                }
                Some(pb::thing::Kind::All(value)) => {
                    convert::at(
                            {
                                let pb::Several { things: value } = value;
                                convert::at(value.convert(), "things")
                            }
                                .map(|value| models::All { all: value }),
                            "all",
                        )
                        .map(|value| models::Thing::All(value))
                }
                Some(pb::thing::Kind::Text(value)) => {
                    Ok({
                        let value = value;
                        models::Thing::String(value)
                    })
                }
                Some(pb::thing::Kind::Pair(value)) => {
                    convert::at(value.convert(), "pair")
                        .map(|value| models::Thing::Match(models::Match::Pair(value)))
                }
                Some(pb::thing::Kind::Integer(value)) => {
                    Ok({
                        let value = value;
                        models::Thing::Match(
                            models::Match::Value(models::Value::Integer(value)),
                        )
                    })
                }
                Some(pb::thing::Kind::Flag(value)) => {
                    Ok({
                        let value = value;
                        models::Thing::Match(
                            models::Match::Value(models::Value::Bool(value)),
                        )
                    })
                }
                Some(pb::thing::Kind::Integers(value)) => {
                    Ok({
                        let value = {
                            let pb::Integers { integers: value } = value;
                            value
                        };
                        models::Thing::Match(
                            models::Match::AnyOf(models::AnyOf {
                                any: models::Several::Integers(value),
                            }),
                        )
                    })
                }
                Some(pb::thing::Kind::Flags(value)) => {
                    Ok({
                        let value = {
                            let pb::Flags { flags: value } = value;
                            value
                        };
                        models::Thing::Match(
                            models::Match::AnyOf(models::AnyOf {
                                any: models::Several::List(value),
                            }),
                        )
                    })
                }
                Some(pb::thing::Kind::OldInteger(value)) => {
                    Ok({
                        let value = value;
                        models::Thing::Match(
                            models::Match::Value(models::Value::Integer(value)),
                        )
                    })
                }
                Some(pb::thing::Kind::Weight(_)) => {
                    Err(ConvertError::not_expressible("weight"))
                }
                None => Err(ConvertError::empty_oneof("kind")),
            }?,
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
impl Convert<pb::Pair> for models::Pair {
    fn convert(self) -> Result<pb::Pair, ConvertError> {
        let models::Pair { a: rest_a, b: rest_b } = self;
        let grpc_a = rest_a;
        let grpc_b = rest_b;
        Ok(pb::Pair { a: grpc_a, b: grpc_b })
    }
}
impl Convert<models::Pair> for pb::Pair {
    fn convert(self) -> Result<models::Pair, ConvertError> {
        let pb::Pair { a: grpc_a, b: grpc_b } = self;
        let rest_a = grpc_a;
        let rest_b = grpc_b;
        Ok(models::Pair {
            a: rest_a,
            b: rest_b,
        })
    }
}
impl TryFrom<models::Pair> for pb::Pair {
    type Error = ConvertError;
    fn try_from(value: models::Pair) -> Result<Self, ConvertError> {
        value.convert()
    }
}
impl TryFrom<pb::Pair> for models::Pair {
    type Error = ConvertError;
    fn try_from(value: pb::Pair) -> Result<Self, ConvertError> {
        value.convert()
    }
}
