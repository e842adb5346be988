//! Unions: their definitions, encoding, text form and conversions from what they hold.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::types::{self, Abilities, Scope};
use crate::model::Rest;
use crate::model::rest::{Kind, Ty, Variant};

/// Emits every union.
pub fn emit(rest: &Rest) -> TokenStream {
    let items = rest.schemas.values().filter_map(|schema| match &schema.kind {
        Kind::Union(variants) => Some(union(rest, &schema.name, variants)),
        _ => None,
    });
    quote! {
        use serde::Serialize as _;

        use super::*;

        #(#items)*
    }
}

fn union(rest: &Rest, name: &str, variants: &[Variant]) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = types::doc(rest, name);
    let Abilities { scalar, eq } = types::abilities(rest, &Ty::Named(name.to_owned()));
    let derive = eq.then(|| quote!(, Eq, Hash, PartialOrd, Ord));
    let names: Vec<_> = variants.iter().map(|variant| format_ident!("{}", variant.name)).collect();
    let docs = variants.iter().map(|variant| types::variant_doc(rest, name, &variant.name));
    let payloads = variants.iter().map(|variant| {
        let ty = types::rust(&variant.ty, Scope::Models);
        if variant.boxed { quote!(Box<#ty>) } else { ty }
    });
    let text = scalar.then(|| {
        quote! {
            impl std::fmt::Display for #ident {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self {
                        #(Self::#names(value) => value.fmt(f),)*
                    }
                }
            }

            impl std::str::FromStr for #ident {
                type Err = serde::de::value::Error;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    crate::decode::scalar(text)
                }
            }
        }
    });
    let conversions = sources(rest, name).into_iter().map(|source| source.emit(&ident));
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq #derive)]
        pub enum #ident {
            #(#docs #names(#payloads),)*
        }

        impl serde::Serialize for #ident {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(value) => value.serialize(serializer),)*
                }
            }
        }

        #text
        #(#conversions)*
    }
}

/// A type from which a union is made, and how.
#[derive(Clone)]
struct Source {
    /// Parameters of the impl.
    generics: TokenStream,
    ty: TokenStream,
    /// The expression that makes the union of `value`.
    value: TokenStream,
}

impl Source {
    fn emit(self, union: &proc_macro2::Ident) -> TokenStream {
        let Self { generics, ty, value } = self;
        quote! {
            impl #generics From<#ty> for #union {
                fn from(value: #ty) -> Self {
                    #value
                }
            }
        }
    }
}

/// Everything from which a union is made without doubt: what its variants hold, and what unions inside it are made of.
/// A type that leads to two variants is left out.
fn sources(rest: &Rest, union: &str) -> Vec<Source> {
    let Some(variants) = rest.variants(&Ty::Named(union.to_owned())) else { return Vec::new() };
    let mut found: Vec<(String, Option<Source>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |source: Source, direct: bool| {
        let key = source.ty.to_string();
        match places.get(&key) {
            None => {
                places.insert(key.clone(), found.len());
                found.push((key, Some(source)));
            }
            // What a variant holds itself wins over what leads to another one through a union.
            Some(_) if !direct => {}
            Some(place) => found[*place].1 = None,
        }
    };
    for variant in variants {
        own(variant).into_iter().for_each(|source| add(source, true));
    }
    let mut inherited: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    for variant in variants {
        let Ty::Named(inner) = &variant.ty else { continue };
        let name = format_ident!("{}", variant.name);
        let inner_ident = format_ident!("{inner}");
        for source in sources(rest, inner) {
            let made = quote!(#inner_ident::from(value));
            let value = if variant.boxed { quote!(Self::#name(Box::new(#made))) } else { quote!(Self::#name(#made)) };
            inherited.entry(source.ty.to_string()).or_default().push(Source { value, ..source });
        }
    }
    for source in inherited.into_values().filter_map(|mut routes| if routes.len() == 1 { routes.pop() } else { None }) {
        add(source, false);
    }
    found.into_iter().filter_map(|(_, source)| source).collect()
}

/// What a variant is made of directly: what it holds, and the borrowed forms of strings and lists.
fn own(variant: &Variant) -> Vec<Source> {
    let name = format_ident!("{}", variant.name);
    let make = |value: TokenStream| if variant.boxed { quote!(Self::#name(Box::new(#value))) } else { quote!(Self::#name(#value)) };
    let source = |ty: TokenStream, value: TokenStream| Source { generics: quote!(), ty, value: make(value) };
    let array =
        |item: TokenStream, value: TokenStream| Source { generics: quote!(<const N: usize>), ty: quote!([#item; N]), value: make(value) };
    let ty = types::rust(&variant.ty, Scope::Models);
    let mut sources = vec![source(ty, quote!(value))];
    match &variant.ty {
        Ty::Str => sources.push(source(quote!(&str), quote!(value.to_owned()))),
        Ty::List(item) => {
            let rust = types::rust(item, Scope::Models);
            match **item {
                Ty::Str => {
                    sources.push(array(rust, quote!(value.into())));
                    sources.push(source(quote!(Vec<&str>), quote!(value.into_iter().map(str::to_owned).collect())));
                    sources.push(array(quote!(&str), quote!(value.map(str::to_owned).into())));
                }
                Ty::Bool | Ty::I64 | Ty::Uint(_) | Ty::F32 | Ty::F64 => {
                    sources.push(array(rust.to_token_stream(), quote!(value.into())));
                    sources.push(source(quote!(&[#rust]), quote!(value.to_vec())));
                }
                Ty::Named(_) => sources.push(array(rust, quote!(value.into()))),
                _ => {}
            }
        }
        Ty::Map(values) if **values != Ty::Json => {
            let rust = types::rust(values, Scope::Models);
            sources.push(Source {
                generics: quote!(<K: Into<String>, V: Into<#rust>, const N: usize>),
                ty: quote!([(K, V); N]),
                value: make(quote!(value.into_iter().map(|(key, value)| (key.into(), value.into())).collect())),
            });
        }
        _ => {}
    }
    sources
}
