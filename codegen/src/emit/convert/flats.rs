//! Statements that convert one REST value against the fields of a message.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emitter;
use super::fields::{grpc_var, rest_var};
use super::values::{bind, boxed, unboxed};
use crate::Error;
use crate::emit::names;
use crate::model::rest::{Field, Ty};
use crate::plan::{Arm, Flat, Item, Leaf, Other, Step, UnionPlan, Way};

impl Emitter<'_> {
    /// From the REST value `from` to the variables of the gRPC fields.
    pub(super) fn flat_to_grpc(&self, flat: &Flat, from: &TokenStream, prefix: &str) -> Result<TokenStream, Error> {
        Ok(match flat {
            Flat::Struct { schema, items } => self.struct_to_grpc(schema, items, from, prefix)?,
            Flat::Normalised { union, variant, schema, items, others } => {
                let path = names::model_variant(union, variant);
                let others = others.iter().map(|other| self.other(union, schema, other)).collect::<Result<Vec<_>, _>>()?;
                let value = quote!(match #from { #path(value) => value, #(#others)* });
                self.struct_to_grpc(schema, items, &value, prefix)?
            }
            Flat::Shorthand { union, text, full, schema, key, items } => {
                let (text, full, path) = (names::model_variant(union, text), names::model_variant(union, full), names::model(schema));
                let fields = self.schema_fields(schema)?.iter().map(|field| {
                    let name = names::field(&field.name);
                    if field.wire == key.wire { quote!(#name: text) } else { quote!(#name: None) }
                });
                let value = quote!(match #from { #text(text) => #path { #(#fields),* }, #full(full) => full });
                self.struct_to_grpc(schema, items, &value, prefix)?
            }
            Flat::Union(plan) => {
                let to = grpc_var(&plan.oneof);
                let leaves: Vec<(Leaf, Option<&Arm>)> = plan
                    .arms
                    .iter()
                    .filter(|arm| arm.to_grpc)
                    .map(|arm| (arm.leaf.clone(), Some(arm)))
                    .chain(plan.rest_only.iter().map(|(leaf, _)| (leaf.clone(), None)))
                    .collect();
                let matched = self.match_union(plan, &plan.union, &leaves, 0, from)?;
                quote!(let #to = Some(#matched?);)
            }
            Flat::Selector { variants, union, grpc, message, oneof, common } => {
                let to = grpc_var(&grpc.name);
                let shared: Vec<&Field> = common.iter().filter_map(rest_field).collect();
                let shared_vars: Vec<_> = shared.iter().map(|field| rest_var(prefix, &field.name)).collect();
                let shared_names: Vec<_> = shared.iter().map(|field| names::field(&field.name)).collect();
                let arms = variants.iter().map(|(variant, schema, key, field, conv)| {
                    let (path, schema) = (names::model_variant(union, &variant.name), names::model(schema));
                    let name = names::field(&key.name);
                    let target = names::oneof_variant(message, oneof, field);
                    let value = boxed(field, self.to_grpc(conv, &quote!(value)).value_at(&key.wire));
                    let open = if variant.boxed { quote!(*inner) } else { quote!(inner) };
                    quote! {
                        #path(inner) => {
                            let #schema { #name: value, #(#shared_names: #shared_vars),* } = #open;
                            (#target(#value), #(#shared_vars),*)
                        }
                    }
                });
                let (path, field) = (names::proto(message), names::field(oneof));
                let items = self.items_to_grpc(common, prefix)?;
                quote! {
                    let (#to, #(#shared_vars),*) = match #from { #(#arms)* };
                    let #to = Some(#path { #field: Some(#to) });
                    #items
                }
            }
            Flat::Manual => return Err(Error::other("emit: a manual pair has no fields")),
        })
    }

    /// The arm of a variant that is brought into the struct `into`.
    fn other(&self, union: &str, into: &str, other: &Other) -> Result<TokenStream, Error> {
        let path = names::model_variant(union, &other.variant.name);
        let Some(Way { schema, from, to, function, common, refused }) = &other.way else {
            let id = format!("{union}.{}", other.variant.name);
            return Ok(quote!(#path(_) => return Err(ConvertError::not_expressible(#id)),));
        };
        let open = if other.variant.boxed { quote!(*value) } else { quote!(value) };
        let (here, there, function) = (names::model(schema), names::model(into), names::manual(function));
        let (taken, made, wire) = (names::field(&from.name), names::field(&to.name), &from.wire);
        let common: Vec<_> = common.iter().map(|field| names::field(&field.name)).collect();
        let (left, checks): (Vec<_>, Vec<_>) = refused
            .iter()
            .map(|field| (names::field(&field.name), &field.wire))
            .map(|(name, wire)| (name.clone(), quote!(convert::refuse(#name.is_some(), #wire)?;)))
            .unzip();
        let known = |field: &&Field| field.wire == to.wire || common.contains(&names::field(&field.name));
        let absent = self.schema_fields(into)?.iter().filter(|field| !known(field)).map(|field| names::field(&field.name));
        Ok(quote! {
            #path(value) => {
                let #here { #taken: value, #(#common,)* #(#left,)* } = #open;
                #(#checks)*
                #there { #made: convert::at(#function(value), #wire)?, #(#common,)* #(#absent: None,)* }
            }
        })
    }

    fn struct_to_grpc(&self, schema: &str, items: &[Item], from: &TokenStream, prefix: &str) -> Result<TokenStream, Error> {
        let fields = self.struct_parts(schema, prefix)?;
        let path = names::model(schema);
        let items = self.items_to_grpc(items, prefix)?;
        Ok(quote! {
            let #path { #(#fields),* } = #from;
            #items
        })
    }

    /// `name: variable` for every field of a struct.
    fn struct_parts(&self, schema: &str, prefix: &str) -> Result<Vec<TokenStream>, Error> {
        let parts = self.schema_fields(schema)?.iter().map(|field| {
            let (name, variable) = (names::field(&field.name), rest_var(prefix, &field.name));
            quote!(#name: #variable)
        });
        Ok(parts.collect())
    }

    fn schema_fields(&self, schema: &str) -> Result<&[Field], Error> {
        self.rest.fields(&Ty::Named(schema.to_owned())).ok_or_else(|| Error::other(format!("emit: `{schema}` is no struct")))
    }

    /// A `match` over a union, `depth` steps into its leaves; a `Result` of the oneof's enum.
    fn match_union(
        &self,
        plan: &UnionPlan,
        union: &str,
        leaves: &[(Leaf, Option<&Arm>)],
        depth: usize,
        from: &TokenStream,
    ) -> Result<TokenStream, Error> {
        let variants =
            self.rest.variants(&Ty::Named(union.to_owned())).ok_or_else(|| Error::other(format!("emit: `{union}` is no union")))?;
        let mut arms = Vec::new();
        for variant in variants {
            let path = names::model_variant(union, &variant.name);
            let inside: Vec<(Leaf, Option<&Arm>)> = leaves
                .iter()
                .filter(|(leaf, _)| matches!(leaf.steps.get(depth), Some(Step::Variant { name, .. }) if *name == variant.name))
                .cloned()
                .collect();
            let open = if variant.boxed { quote!((*value)) } else { quote!(value) };
            let body = match inside.as_slice() {
                [] => return Err(Error::other(format!("emit: rest:{union}.{} has no arm", variant.name))),
                [(leaf, arm)] if leaf.steps.len() == depth + 1 => match arm {
                    Some(arm) => self.arm_to_grpc(plan, arm, &open),
                    None => {
                        let id = format!("{union}.{}", variant.name);
                        quote!({ let _ = value; Err(ConvertError::not_expressible(#id)) })
                    }
                },
                _ => self.open_variant(plan, &inside, depth + 1, &open)?,
            };
            arms.push(quote!(#path(value) => #body,));
        }
        Ok(quote!(match #from { #(#arms)* }))
    }

    /// Steps through a struct with one key into the union that it holds.
    fn open_variant(
        &self,
        plan: &UnionPlan,
        leaves: &[(Leaf, Option<&Arm>)],
        depth: usize,
        from: &TokenStream,
    ) -> Result<TokenStream, Error> {
        match leaves.first().and_then(|(leaf, _)| leaf.steps.get(depth)) {
            Some(Step::Key { schema, field }) => {
                let (path, bind, wire) = (names::model(schema), bind(&names::field(&field.name)), &field.wire);
                let inner = self.open_variant(plan, leaves, depth + 1, &quote!(value))?;
                Ok(quote!({ let #path { #bind } = #from; convert::at(#inner, #wire) }))
            }
            Some(Step::Variant { union, .. }) => self.match_union(plan, union, leaves, depth, from),
            None => Err(Error::other("emit: a leaf ends inside another")),
        }
    }

    fn arm_to_grpc(&self, plan: &UnionPlan, arm: &Arm, from: &TokenStream) -> TokenStream {
        if let Some(function) = &arm.manual_to_grpc {
            let function = names::manual(function);
            return quote!(#function(#from));
        }
        let variant = names::oneof_variant(&plan.message, &plan.oneof, &arm.field);
        let value = boxed(&arm.field, quote!(value));
        self.to_grpc(&arm.conv, from).map(&quote!(#variant(#value))).into_result()
    }

    /// From the variables of the gRPC fields: statements, and the REST value.
    pub(super) fn flat_to_rest(&self, flat: &Flat, prefix: &str) -> Result<(TokenStream, TokenStream), Error> {
        Ok(match flat {
            Flat::Struct { schema, items } => self.struct_to_rest(schema, items, prefix)?,
            Flat::Normalised { union, variant, schema, items, .. } | Flat::Shorthand { union, full: variant, schema, items, .. } => {
                let (statements, value) = self.struct_to_rest(schema, items, prefix)?;
                let path = names::model_variant(union, variant);
                (statements, quote!(#path(#value)))
            }
            Flat::Union(plan) => {
                let from = grpc_var(&plan.oneof);
                let (message, oneof) = (&plan.message, &plan.oneof);
                let arms = plan.arms.iter().filter(|arm| arm.to_rest).map(|arm| {
                    let variant = names::oneof_variant(message, oneof, &arm.field);
                    let value = self.to_rest(&arm.conv, &unboxed(&arm.field, quote!(value)));
                    let wrapped = wrap(&arm.leaf.steps, quote!(value));
                    let value = value.at(&arm.field.wire).map(&wrapped).into_result();
                    quote!(Some(#variant(value)) => #value,)
                });
                let refused = plan.grpc_only.iter().map(|(field, _)| {
                    let variant = names::oneof_variant(message, oneof, field);
                    let wire = &field.wire;
                    quote!(Some(#variant(_)) => Err(ConvertError::not_expressible(#wire)),)
                });
                let value = quote! {
                    match #from {
                        #(#arms)*
                        #(#refused)*
                        None => Err(ConvertError::empty_oneof(#oneof)),
                    }?
                };
                (TokenStream::new(), value)
            }
            Flat::Selector { union, variants, grpc, message, oneof, common } => {
                let statements = self.items_to_rest(common, prefix)?;
                let from = grpc_var(&grpc.name);
                let (path, field, wire) = (names::proto(message), names::field(oneof), &grpc.wire);
                let shared: Vec<&Field> = common.iter().filter_map(rest_field).collect();
                let shared_vars: Vec<_> = shared.iter().map(|field| rest_var(prefix, &field.name)).collect();
                let shared_names: Vec<_> = shared.iter().map(|field| names::field(&field.name)).collect();
                let arms = variants.iter().map(|(variant, schema, key, field, conv)| {
                    let target = names::oneof_variant(message, oneof, field);
                    let (path, schema, name) = (names::model_variant(union, &variant.name), names::model(schema), names::field(&key.name));
                    let value = self.to_rest(conv, &unboxed(field, quote!(value))).at(&field.wire).value_at(wire);
                    let made = quote!(#schema { #name: #value, #(#shared_names: #shared_vars),* });
                    let made = if variant.boxed { quote!(Box::new(#made)) } else { made };
                    quote!(Some(#target(value)) => #path(#made),)
                });
                let value = quote! {
                    match convert::at(convert::required(#from), #wire)? {
                        #path { #field: value } => match value {
                            #(#arms)*
                            None => return Err(ConvertError::empty_oneof(#oneof).field(#wire)),
                        },
                    }
                };
                (statements, value)
            }
            Flat::Manual => return Err(Error::other("emit: a manual pair has no fields")),
        })
    }

    fn struct_to_rest(&self, schema: &str, items: &[Item], prefix: &str) -> Result<(TokenStream, TokenStream), Error> {
        let statements = self.items_to_rest(items, prefix)?;
        let parts = self.struct_parts(schema, prefix)?;
        let path = names::model(schema);
        Ok((statements, quote!(#path { #(#parts),* })))
    }
}

/// A leaf's value inside the unions and structs on its way.
fn wrap(steps: &[Step], value: TokenStream) -> TokenStream {
    steps.iter().rev().fold(value, |value, step| match step {
        Step::Variant { union, name, boxed } => {
            let path = names::model_variant(union, name);
            if *boxed { quote!(#path(Box::new(#value))) } else { quote!(#path(#value)) }
        }
        Step::Key { schema, field } => {
            let (path, name) = (names::model(schema), names::field(&field.name));
            quote!(#path { #name: #value })
        }
    })
}

/// The REST field of an item that has just one.
fn rest_field(item: &Item) -> Option<&Field> {
    match item {
        Item::One { rest, .. } | Item::Constant { rest } | Item::RestOnly { rest, .. } | Item::Split { rest, .. } => Some(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_wrapped_from_the_inside_out() {
        let steps = [
            Step::Variant { union: "Outer".to_owned(), name: "Deep".to_owned(), boxed: true },
            Step::Variant { union: "Inner".to_owned(), name: "Leaf".to_owned(), boxed: false },
        ];
        assert_eq!(wrap(&steps, quote!(value)).to_string(), quote!(models::Outer::Deep(Box::new(models::Inner::Leaf(value)))).to_string());
    }
}
