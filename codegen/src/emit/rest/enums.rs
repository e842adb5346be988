//! String enums and aliases.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types::{self, Scope};
use crate::error::Error;
use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::Kind;

/// Aliases that are types of their own, written by hand.
const HAND_WRITTEN: &[&str] = &["Payload"];

/// Emits every string enum; `tags` are those that tell objects apart.
///
/// # Errors
/// When two values of one enum have the same name in Rust.
pub fn emit(rest: &Rest, tags: &BTreeSet<&str>) -> Result<TokenStream, Error> {
    let mut items = Vec::new();
    for schema in rest.schemas.values() {
        if let Kind::Enum(values) = &schema.kind {
            items.push(string_enum(rest, &schema.name, values, tags.contains(schema.name.as_str()))?);
        }
    }
    Ok(quote! {
        use crate::decode::string_enum;

        #(#items)*
    })
}

/// Emits every alias.
pub fn aliases(rest: &Rest) -> TokenStream {
    let items = rest.schemas.values().filter_map(|schema| {
        let Kind::Alias(ty) = &schema.kind else { return None };
        let name = format_ident!("{}", schema.name);
        if HAND_WRITTEN.contains(&schema.name.as_str()) {
            return Some(quote!(pub use crate::ext::#name;));
        }
        let doc = types::doc(rest, &schema.name);
        let ty = types::rust(ty, Scope::Models);
        Some(quote! {
            #[doc = #doc]
            pub type #name = #ty;
        })
    });
    quote!(#(#items)*)
}

fn string_enum(rest: &Rest, name: &str, values: &[String], tag: bool) -> Result<TokenStream, Error> {
    let ident = format_ident!("{name}");
    let doc = types::doc(rest, name);
    let mut taken = BTreeSet::from(["Unknown".to_owned()]);
    let mut variants = Vec::new();
    let mut docs = Vec::new();
    for value in values {
        let variant = naming::variant(value);
        if !taken.insert(variant.clone()) {
            return Err(Error::other(format!("emit: rest:{name} has two values called `{variant}` in Rust")));
        }
        docs.push(types::variant_doc(rest, name, &variant));
        variants.push(format_ident!("{variant}"));
    }
    // An enum with one value is a tag: there is only one sensible value to start from.
    let only = values.len() == 1;
    let (derive, default) = if only { (quote!(, Default), quote!(#[default])) } else { (quote!(), quote!()) };
    // One of several values says less than which struct this is, and may be new.
    let decode = (tag && only).then(|| quote!(, tag));
    Ok(quote! {
        #[doc = #doc]
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord #derive)]
        pub enum #ident {
            #(#docs #default #variants,)*
            /// A value that this version does not know.
            Unknown(String),
        }

        impl #ident {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(text) => text,
                }
            }

            pub(super) fn known(text: &str) -> Option<Self> {
                Some(match text {
                    #(#values => Self::#variants,)*
                    _ => return None,
                })
            }
        }

        string_enum!(#ident #decode);
    })
}
