//! Expressions that convert one value.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emitter;
use crate::emit::names;
use crate::model::{grpc, naming};
use crate::plan::Conv;

/// An expression, and whether it is a `Result`.
pub struct Expr {
    /// The expression.
    pub tokens: TokenStream,
    /// Whether it is a `Result<_, ConvertError>`.
    pub fallible: bool,
}

impl Expr {
    /// An expression that cannot fail.
    pub fn plain(tokens: TokenStream) -> Self {
        Self { tokens, fallible: false }
    }

    /// An expression that is a `Result`.
    pub fn result(tokens: TokenStream) -> Self {
        Self { tokens, fallible: true }
    }

    /// The expression with `wrap` around its value, which `wrap` calls `value`.
    pub fn map(self, wrap: &TokenStream) -> Self {
        let Self { tokens, fallible } = self;
        if fallible { Self::result(quote!(#tokens.map(|value| #wrap))) } else { Self::plain(quote!({ let value = #tokens; #wrap })) }
    }

    /// The expression as a `Result`.
    pub fn into_result(self) -> TokenStream {
        let tokens = self.tokens;
        if self.fallible { tokens } else { quote!(Ok(#tokens)) }
    }

    /// The expression's value, where `?` may be used; an error gets `path` in front.
    pub fn value_at(self, path: &str) -> TokenStream {
        let tokens = self.tokens;
        if self.fallible { quote!(convert::at(#tokens, #path)?) } else { tokens }
    }

    /// The expression with `path` in front of an error's.
    pub fn at(self, path: &str) -> Self {
        let Self { tokens, fallible } = self;
        if fallible { Self::result(quote!(convert::at(#tokens, #path))) } else { Self::plain(tokens) }
    }
}

impl Emitter<'_> {
    /// REST to gRPC.
    pub(super) fn to_grpc(&self, conv: &Conv, x: &TokenStream) -> Expr {
        match conv {
            Conv::Same => Expr::plain(x.clone()),
            Conv::Trait => Expr::result(quote!(#x.convert())),
            Conv::Enum { grpc, .. } => {
                let grpc = names::proto(grpc);
                Expr::result(quote!(ConvertEnum::<#grpc>::to_number(#x)))
            }
            Conv::EnumText { .. } => Expr::plain(quote!(#x.as_str().to_owned())),
            Conv::List(item) => list(x, &self.to_grpc(item, &quote!(item))),
            Conv::Map(item) => map(x, &self.to_grpc(item, &quote!(item))),
            Conv::OneOrMany { union, one: (one, boxed), many, item } => {
                let (one, many) = (names::model_variant(union, one), names::model_variant(union, many));
                let single = if *boxed { quote!(*one) } else { quote!(one) };
                let all = quote!(match #x { #one(one) => vec![#single], #many(many) => many });
                match &**item {
                    Conv::Same => Expr::plain(all),
                    Conv::Trait => Expr::result(quote!(#all.convert())),
                    item => list(&all, &self.to_grpc(item, &quote!(item))),
                }
            }
            Conv::Wrapper { message, field, inner } => {
                let path = names::proto(message);
                let name = names::field(&field.name);
                let value = match field.presence {
                    grpc::Presence::Optional => quote!(Some(value)),
                    _ => quote!(value),
                };
                self.to_grpc(inner, x).map(&quote!(#path { #name: #value }))
            }
            Conv::OneofWrapper { message, oneof, field, inner } => {
                let path = names::proto(message);
                let name = names::field(oneof);
                let variant = names::oneof_variant(message, oneof, field);
                let value = boxed(field, quote!(value));
                self.to_grpc(inner, x).map(&quote!(#path { #name: Some(#variant(#value)) }))
            }
            Conv::Key { schema, field, inner } => {
                let path = names::model(schema);
                let bind = bind(&names::field(&field.name));
                let inner = self.to_grpc(inner, &quote!(value)).at(&field.wire);
                let tokens = inner.tokens;
                Expr { tokens: quote!({ let #path { #bind } = #x; #tokens }), fallible: inner.fallible }
            }
            Conv::Presence { message } => {
                let path = names::proto(message);
                Expr::plain(quote!(#x.then_some(#path {})))
            }
            Conv::Tag { rest, message } => {
                let path = names::proto(message);
                let only = self.only_variant(rest);
                Expr::result(quote!(match #x { #only => Ok(#path {}), other => Err(ConvertError::unknown_value(other.as_str())) }))
            }
        }
    }

    /// gRPC to REST.
    pub(super) fn to_rest(&self, conv: &Conv, x: &TokenStream) -> Expr {
        match conv {
            Conv::Same => Expr::plain(x.clone()),
            Conv::Trait => Expr::result(quote!(#x.convert())),
            Conv::Enum { rest, grpc, .. } => {
                let (rest, grpc) = (names::model(rest), names::proto(grpc));
                Expr::result(quote!(<#rest as ConvertEnum<#grpc>>::from_number(#x).and_then(convert::required)))
            }
            Conv::EnumText { rest } => {
                let rest = names::model(rest);
                Expr::plain(quote!(#rest::from(#x)))
            }
            Conv::List(item) => list(x, &self.to_rest(item, &quote!(item))),
            Conv::Map(item) => map(x, &self.to_rest(item, &quote!(item))),
            Conv::OneOrMany { union, many, item, .. } => {
                let many = names::model_variant(union, many);
                let items = match &**item {
                    Conv::Same => Expr::plain(x.clone()),
                    Conv::Trait => Expr::result(quote!(#x.convert())),
                    item => list(x, &self.to_rest(item, &quote!(item))),
                };
                items.map(&quote!(#many(value)))
            }
            Conv::Wrapper { message, field, inner } => {
                let path = names::proto(message);
                let bind = bind(&names::field(&field.name));
                let (tokens, fallible) = match field.presence {
                    grpc::Presence::Optional => {
                        let inner = self.to_rest(inner, &quote!(value)).into_result();
                        (quote!(convert::required(value).and_then(|value| #inner)), true)
                    }
                    _ => {
                        let inner = self.to_rest(inner, &quote!(value));
                        (inner.tokens, inner.fallible)
                    }
                };
                let expr = Expr { tokens, fallible }.at(&field.wire);
                let tokens = expr.tokens;
                Expr { tokens: quote!({ let #path { #bind } = #x; #tokens }), fallible: expr.fallible }
            }
            Conv::OneofWrapper { message, oneof, field, inner } => {
                let path = names::proto(message);
                let name = names::field(oneof);
                let variant = names::oneof_variant(message, oneof, field);
                let inner = self.to_rest(inner, &unboxed(field, quote!(value))).into_result();
                Expr::result(quote!(match #x {
                    #path { #name: Some(#variant(value)) } => #inner,
                    #path { #name: None } => Err(ConvertError::empty_oneof(#oneof)),
                }))
            }
            Conv::Key { schema, field, inner } => {
                let path = names::model(schema);
                let name = names::field(&field.name);
                self.to_rest(inner, x).map(&quote!(#path { #name: value }))
            }
            Conv::Presence { message } => {
                let path = names::proto(message);
                Expr::plain(quote!({ let #path {} = #x; true }))
            }
            Conv::Tag { rest, message } => {
                let path = names::proto(message);
                let only = self.only_variant(rest);
                Expr::plain(quote!({ let #path {} = #x; #only }))
            }
        }
    }

    /// The one variant of a tag.
    pub(super) fn only_variant(&self, rest: &str) -> TokenStream {
        let ty = crate::model::rest::Ty::Named(rest.to_owned());
        let value = self.rest.values(&ty).and_then(<[String]>::first).map(String::as_str).unwrap_or_default();
        names::model_variant(rest, &naming::variant(value))
    }
}

fn list(x: &TokenStream, item: &Expr) -> Expr {
    let tokens = &item.tokens;
    if item.fallible {
        Expr::result(quote!(convert::list(#x, |item| #tokens)))
    } else {
        Expr::plain(quote!(#x.into_iter().map(|item| #tokens).collect::<Vec<_>>()))
    }
}

fn map(x: &TokenStream, item: &Expr) -> Expr {
    let tokens = item.tokens.clone();
    let tokens = if item.fallible { tokens } else { quote!(Ok(#tokens)) };
    Expr::result(quote!(convert::map(#x, |item| #tokens)))
}

/// The pattern that binds a field as `value`.
pub fn bind(name: &proc_macro2::Ident) -> TokenStream {
    if name == "value" { quote!(value) } else { quote!(#name: value) }
}

/// A value as prost's field holds it.
pub fn boxed(field: &grpc::Field, value: TokenStream) -> TokenStream {
    if field.boxed { quote!(Box::new(#value)) } else { value }
}

/// A field's value taken out of prost's box.
pub fn unboxed(field: &grpc::Field, value: TokenStream) -> TokenStream {
    if field.boxed { quote!((*#value)) } else { value }
}

/// The variable that holds a REST or gRPC field while a conversion runs.
pub fn variable(side: &str, prefix: &str, name: &str) -> proc_macro2::Ident {
    if prefix.is_empty() { format_ident!("{side}_{name}") } else { format_ident!("{side}_{prefix}_{name}") }
}
