//! Statements that convert the fields of a struct and a message, each from variables into variables.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Emitter;
use super::values::{Expr, boxed, unboxed, variable};
use crate::Error;
use crate::emit::names;
use crate::model::{grpc, rest};
use crate::plan::{Conv, Flat, Item, OneSided};

/// The variable of a REST field.
pub fn rest_var(prefix: &str, name: &str) -> Ident {
    variable("rest", prefix, name)
}

/// The variable of a gRPC field.
pub fn grpc_var(name: &str) -> Ident {
    variable("grpc", "", name)
}

impl Emitter<'_> {
    /// From the variables of the REST fields to those of the gRPC fields.
    pub(super) fn items_to_grpc(&self, items: &[Item], prefix: &str) -> Result<TokenStream, Error> {
        let mut all = TokenStream::new();
        for item in items {
            all.extend(self.item_to_grpc(item, prefix)?);
        }
        Ok(all)
    }

    /// The one value of a field that is a tag.
    fn constant(&self, field: &rest::Field) -> Result<TokenStream, Error> {
        match &field.ty {
            rest::Ty::Named(name) => Ok(self.only_variant(name)),
            _ => Err(Error::other(format!("emit: `{}` is no tag", field.wire))),
        }
    }

    fn item_to_grpc(&self, item: &Item, prefix: &str) -> Result<TokenStream, Error> {
        Ok(match item {
            Item::One { rest, grpc, conv, .. } => {
                let (from, to) = (rest_var(prefix, &rest.name), grpc_var(&grpc.name));
                let value = self.field_to_grpc(rest, grpc, conv, &from).value_at(&rest.wire);
                quote!(let #to = #value;)
            }
            Item::Constant { rest } => {
                let (from, wire, only) = (rest_var(prefix, &rest.name), &rest.wire, self.constant(rest)?);
                if rest.optional() {
                    quote!(if let Some(tag) = #from { convert::tag(tag.as_str(), #only.as_str(), #wire)?; })
                } else {
                    quote!(convert::tag(#from.as_str(), #only.as_str(), #wire)?;)
                }
            }
            Item::RestOnly { rest, policy: OneSided::Ignored } => {
                let from = rest_var(prefix, &rest.name);
                quote!(let _ = #from;)
            }
            Item::RestOnly { rest, policy: OneSided::ErrorUnless(implied) } => {
                let (from, wire) = (rest_var(prefix, &rest.name), &rest.wire);
                quote!(convert::refuse(#from.is_some_and(|value| value != #implied), #wire)?;)
            }
            Item::RestOnly { rest, .. } => {
                let (from, wire) = (rest_var(prefix, &rest.name), &rest.wire);
                let set = if rest.optional() { quote!(#from.is_some()) } else { quote!({ let _ = #from; true }) };
                quote!(convert::refuse(#set, #wire)?;)
            }
            Item::Success { rest } => {
                let (from, wire) = (rest_var(prefix, &rest.name), &rest.wire);
                quote!(convert::refuse(!#from, #wire)?;)
            }
            Item::Split { rest, union, parts } => self.split_to_grpc(rest, union, parts, prefix),
            Item::Select { grpc, message, oneof, arms } => {
                let to = grpc_var(&grpc.name);
                let field = names::field(oneof);
                let path = names::proto(message);
                let arms = arms.iter().enumerate().map(|(index, (rest, field, conv))| {
                    let (from, wire) = (rest_var(prefix, &rest.name), &rest.wire);
                    let variant = names::oneof_variant(message, oneof, field);
                    let value = boxed(field, self.to_grpc(conv, &quote!(value)).value_at(wire));
                    let refuse_second = (index > 0).then(|| quote!(convert::refuse(#to.is_some(), #wire)?;));
                    quote! {
                        if let Some(value) = #from {
                            #refuse_second
                            #to = Some(#variant(#value));
                        }
                    }
                });
                quote! {
                    let mut #to = None;
                    #(#arms)*
                    let #to = #to.map(|value| #path { #field: Some(value) });
                }
            }
            Item::Flat { rest, flat } => {
                let from = rest_var(prefix, &rest.name);
                match &**flat {
                    Flat::Union(plan) if rest.optional() => {
                        let (to, inner) = (grpc_var(&plan.oneof), self.flat_to_grpc(flat, &quote!(value), &rest.name)?);
                        let wire = &rest.wire;
                        quote! {
                            let #to = match #from {
                                Some(value) => convert::at((|| -> Result<_, ConvertError> { #inner Ok(#to) })(), #wire)?,
                                None => None,
                            };
                        }
                    }
                    _ => self.flat_to_grpc(flat, &quote!(#from), &rest.name)?,
                }
            }
            Item::Manual { rest, grpc, function } => {
                let function = names::manual(&format!("{function}_to_grpc"));
                let from = rest.iter().map(|field| rest_var(prefix, &field.name));
                let to = grpc.iter().map(|field| grpc_var(&field.name));
                let converted = quote!(#function(#(#from),*));
                // Of several fields the function says which one is at fault.
                match rest.as_slice() {
                    [rest::Field { wire, .. }] => quote!(let (#(#to),*) = convert::at(#converted, #wire)?;),
                    _ => quote!(let (#(#to),*) = #converted?;),
                }
            }
            Item::GrpcOnly { grpc, .. } => {
                let to = grpc_var(&grpc.name);
                quote!(let #to = Default::default();)
            }
            Item::GrpcOnlyOneof { oneof, .. } => {
                let to = grpc_var(oneof);
                quote!(let #to = None;)
            }
        })
    }

    fn split_to_grpc(&self, rest: &rest::Field, union: &str, parts: &[(rest::Variant, grpc::Field, Conv)], prefix: &str) -> TokenStream {
        let from = rest_var(prefix, &rest.name);
        let targets: Vec<Ident> = parts.iter().map(|(_, field, _)| grpc_var(&field.name)).collect();
        let arms = parts.iter().map(|(variant, field, conv)| {
            let path = names::model_variant(union, &variant.name);
            let value = if variant.boxed { quote!((*value)) } else { quote!(value) };
            let to = grpc_var(&field.name);
            let value = self.to_grpc(conv, &value).value_at(&rest.wire);
            quote!(#path(value) => #to = Some(#value),)
        });
        let matched = quote!(match value { #(#arms)* });
        let body = if rest.optional() { quote!(if let Some(value) = #from { #matched }) } else { quote!(let value = #from; #matched) };
        quote! {
            #(let mut #targets = None;)*
            #body
        }
    }

    /// From the variables of the gRPC fields to those of the REST fields.
    pub(super) fn items_to_rest(&self, items: &[Item], prefix: &str) -> Result<TokenStream, Error> {
        let mut all = TokenStream::new();
        for item in items {
            all.extend(self.item_to_rest(item, prefix)?);
        }
        Ok(all)
    }

    fn item_to_rest(&self, item: &Item, prefix: &str) -> Result<TokenStream, Error> {
        Ok(match item {
            Item::One { rest, grpc, conv, .. } => {
                let (from, to) = (grpc_var(&grpc.name), rest_var(prefix, &rest.name));
                let value = self.field_to_rest(rest, grpc, conv, &from).value_at(&grpc.wire);
                quote!(let #to = #value;)
            }
            Item::Constant { rest } => {
                let (to, only) = (rest_var(prefix, &rest.name), self.constant(rest)?);
                if rest.optional() { quote!(let #to = Some(#only);) } else { quote!(let #to = #only;) }
            }
            Item::RestOnly { rest, .. } => {
                let (to, wire) = (rest_var(prefix, &rest.name), &rest.wire);
                if rest.optional() { quote!(let #to = None;) } else { quote!(let #to = convert::lacking(#wire)?;) }
            }
            Item::Success { rest } => {
                let to = rest_var(prefix, &rest.name);
                quote!(let #to = true;)
            }
            Item::Split { rest, union, parts } => self.split_to_rest(rest, union, parts, prefix),
            Item::Select { grpc, message, oneof, arms } => {
                let from = grpc_var(&grpc.name);
                let (field, path, wire) = (names::field(oneof), names::proto(message), &grpc.wire);
                let targets = arms.iter().map(|(rest, _, _)| rest_var(prefix, &rest.name));
                let matched = arms.iter().map(|(rest, field, conv)| {
                    let to = rest_var(prefix, &rest.name);
                    let variant = names::oneof_variant(message, oneof, field);
                    let value = self.to_rest(conv, &unboxed(field, quote!(value))).at(&field.wire).value_at(wire);
                    quote!(Some(#variant(value)) => #to = Some(#value),)
                });
                quote! {
                    #(let mut #targets = None;)*
                    if let Some(#path { #field: value }) = #from {
                        match value {
                            #(#matched)*
                            None => return Err(ConvertError::empty_oneof(#oneof).field(#wire)),
                        }
                    }
                }
            }
            Item::Flat { rest, flat } => {
                let to = rest_var(prefix, &rest.name);
                let (statements, value) = self.flat_to_rest(flat, &rest.name)?;
                match &**flat {
                    Flat::Union(plan) if rest.optional() => {
                        let (from, wire) = (grpc_var(&plan.oneof), &rest.wire);
                        quote! {
                            let #to = match #from {
                                Some(_) => Some(convert::at((|| -> Result<_, ConvertError> { #statements Ok(#value) })(), #wire)?),
                                None => None,
                            };
                        }
                    }
                    _ => quote!(#statements let #to = #value;),
                }
            }
            Item::Manual { rest, grpc, function } => {
                let function = names::manual(&format!("{function}_to_rest"));
                let from = grpc.iter().map(|field| grpc_var(&field.name));
                let to = rest.iter().map(|field| rest_var(prefix, &field.name));
                quote!(let (#(#to),*) = #function(#(#from),*)?;)
            }
            Item::GrpcOnly { grpc, policy: OneSided::Ignored } => {
                let from = grpc_var(&grpc.name);
                quote!(let _ = #from;)
            }
            Item::GrpcOnly { grpc, .. } => {
                let (from, wire) = (grpc_var(&grpc.name), &grpc.wire);
                let set = match grpc.presence {
                    grpc::Presence::Optional => quote!(#from.is_some()),
                    grpc::Presence::Repeated | grpc::Presence::Map => quote!(!#from.is_empty()),
                    grpc::Presence::Plain => names::is_set(&quote!(#from)),
                };
                quote!(convert::refuse(#set, #wire)?;)
            }
            Item::GrpcOnlyOneof { oneof, policy: OneSided::Ignored, .. } => {
                let from = grpc_var(oneof);
                quote!(let _ = #from;)
            }
            Item::GrpcOnlyOneof { oneof, .. } => {
                let from = grpc_var(oneof);
                quote!(convert::refuse(#from.is_some(), #oneof)?;)
            }
        })
    }

    fn split_to_rest(&self, rest: &rest::Field, union: &str, parts: &[(rest::Variant, grpc::Field, Conv)], prefix: &str) -> TokenStream {
        let to = rest_var(prefix, &rest.name);
        let steps = parts.iter().enumerate().map(|(index, (variant, field, conv))| {
            let (from, wire) = (grpc_var(&field.name), &field.wire);
            let path = names::model_variant(union, &variant.name);
            let value = self.to_rest(conv, &unboxed(field, quote!(value))).value_at(wire);
            let value = if variant.boxed { quote!(Box::new(#value)) } else { value };
            let refuse_second = (index > 0).then(|| quote!(convert::refuse(#to.is_some(), #wire)?;));
            quote! {
                if let Some(value) = #from {
                    #refuse_second
                    #to = Some(#path(#value));
                }
            }
        });
        let wire = &rest.wire;
        let finish = (!rest.optional()).then(|| quote!(let #to = convert::at(convert::required(#to), #wire)?;));
        quote! {
            let mut #to = None;
            #(#steps)*
            #finish
        }
    }

    fn field_to_grpc(&self, rest: &rest::Field, grpc: &grpc::Field, conv: &Conv, from: &Ident) -> Expr {
        use grpc::Presence as P;
        if let Conv::Presence { .. } = conv {
            let value = if rest.optional() { quote!(#from.unwrap_or_default()) } else { quote!(#from) };
            return self.to_grpc(conv, &value);
        }
        let inner = self.to_grpc(conv, &if rest.optional() { quote!(value) } else { quote!(#from) });
        let inner = if grpc.boxed { inner.map(&quote!(Box::new(value))) } else { inner };
        match (rest.optional(), &grpc.presence) {
            (false, P::Plain | P::Repeated | P::Map) => inner,
            (false, P::Optional) => inner.map(&quote!(Some(value))),
            (true, presence) => {
                let default = match (presence, &rest.default) {
                    (P::Optional, _) => None,
                    // gRPC has no way to say nothing here, so what REST means by nothing is written out.
                    (P::Plain, Some(serde_json::Value::Bool(value))) => Some(quote!(.unwrap_or(#value))),
                    (P::Plain, Some(serde_json::Value::Number(value))) => {
                        let value: TokenStream = value.to_string().parse().unwrap_or_default();
                        Some(quote!(.unwrap_or(#value)))
                    }
                    _ => Some(quote!(.unwrap_or_default())),
                };
                let tokens = &inner.tokens;
                match (conv, inner.fallible) {
                    (Conv::Same, _) if !grpc.boxed => Expr::plain(quote!(#from #default)),
                    (_, false) => Expr::plain(quote!(#from.map(|value| #tokens) #default)),
                    (_, true) => {
                        let expr = match (conv, grpc.boxed) {
                            (Conv::Trait, false) => quote!(#from.convert()),
                            _ => quote!(#from.map(|value| #tokens).transpose()),
                        };
                        if default.is_some() { Expr::result(quote!(#expr.map(Option::unwrap_or_default))) } else { Expr::result(expr) }
                    }
                }
            }
        }
    }

    fn field_to_rest(&self, rest: &rest::Field, grpc: &grpc::Field, conv: &Conv, from: &Ident) -> Expr {
        use grpc::Presence as P;
        match (conv, rest.optional()) {
            (Conv::Presence { message }, true) => {
                let path = names::proto(message);
                return Expr::plain(quote!(#from.map(|#path {}| true)));
            }
            (Conv::Presence { .. }, false) => return Expr::plain(quote!(#from.is_some())),
            (Conv::Enum { rest: name, grpc: number, .. }, optional) => {
                let (name, number) = (names::model(name), names::proto(number));
                let read = quote!(<#name as ConvertEnum<#number>>::from_number);
                match (optional, &grpc.presence) {
                    (true, P::Plain) => return Expr::result(quote!(#read(#from))),
                    (true, P::Optional) => return Expr::result(quote!(#from.map(#read).transpose().map(Option::flatten))),
                    (false, P::Plain) => return Expr::result(quote!(#read(#from).and_then(convert::required))),
                    (false, P::Optional) => {
                        return Expr::result(quote!(convert::required(#from).and_then(#read).and_then(convert::required)));
                    }
                    (_, P::Repeated | P::Map) => {}
                }
            }
            _ => {}
        }
        match (rest.optional(), &grpc.presence) {
            (false, P::Plain | P::Repeated | P::Map) => self.to_rest(conv, &quote!(#from)),
            (false, P::Optional) => {
                let inner = self.to_rest(conv, &unboxed(grpc, quote!(value)));
                match (conv, grpc.boxed) {
                    (Conv::Same, false) => Expr::result(quote!(convert::required(#from))),
                    (Conv::Trait, false) => Expr::result(quote!(convert::required(#from).and_then(Convert::convert))),
                    _ => {
                        let inner = inner.into_result();
                        Expr::result(quote!(convert::required(#from).and_then(|value| #inner)))
                    }
                }
            }
            (true, P::Optional) => {
                let inner = self.to_rest(conv, &unboxed(grpc, quote!(value)));
                let tokens = &inner.tokens;
                match (conv, inner.fallible) {
                    (Conv::Same, _) if !grpc.boxed => Expr::plain(quote!(#from)),
                    (Conv::Trait, _) if !grpc.boxed => Expr::result(quote!(#from.convert())),
                    (_, true) => Expr::result(quote!(#from.map(|value| #tokens).transpose())),
                    (_, false) => Expr::plain(quote!(#from.map(|value| #tokens))),
                }
            }
            (true, P::Plain) => self.to_rest(conv, &quote!(#from)).map(&quote!(Some(value))),
            (true, P::Repeated | P::Map) => {
                let inner = self.to_rest(conv, &quote!(value));
                let tokens = &inner.tokens;
                let some = quote!((!#from.is_empty()).then_some(#from));
                match (conv, inner.fallible) {
                    (Conv::Same, _) => Expr::plain(some),
                    (Conv::Trait, _) => Expr::result(quote!(#some.convert())),
                    (_, true) => Expr::result(quote!(#some.map(|value| #tokens).transpose())),
                    (_, false) => Expr::plain(quote!(#some.map(|value| #tokens))),
                }
            }
        }
    }
}
