//! The decoders of structs.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::decode::is_floats;
use super::types;
use crate::model::Rest;
use crate::model::rest::{Field, Kind};

/// Emits the decoder of every struct of the model.
pub fn emit(rest: &Rest) -> TokenStream {
    let records = rest.schemas.values().filter_map(|schema| match &schema.kind {
        Kind::Struct(fields) => Some(record(&schema.name, fields)),
        _ => None,
    });
    quote! {
        use serde::de;

        use super::*;
        use crate::decode;

        #(#records)*
    }
}

fn record(name: &str, fields: &[Field]) -> TokenStream {
    let ident = format_ident!("{name}");
    let keys = fields.iter().map(|field| &field.wire);
    let read = read(fields);
    quote! {
        impl<'de> decode::Record<'de> for #ident {
            const NAME: &'static str = #name;
            const KEYS: &'static [&'static str] = &[#(#keys),*];

            fn read<A: de::MapAccess<'de>>(fields: &mut decode::Fields<A>) -> Result<Self, A::Error> {
                #read
            }
        }

        impl<'de> de::Deserialize<'de> for #ident {
            fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
}

fn read(fields: &[Field]) -> TokenStream {
    // Names of their own: a field may be called as the reader is.
    let values: Vec<_> = (0..fields.len()).map(|index| format_ident!("value{index}")).collect();
    let steps = fields.iter().zip(&values).map(|(field, value)| match (field.optional(), is_floats(&field.ty)) {
        (true, _) => quote!(fields.nullable(&mut #value)),
        (false, true) => quote!(fields.floats(&mut #value)),
        (false, false) => quote!(fields.value(&mut #value)),
    });
    let steps: Vec<_> = steps.collect();
    let read = match steps.split_last() {
        Some((last, [])) => quote!(while fields.next()?.is_some() { #last?; }),
        Some((last, others)) => {
            let places = (0..others.len()).map(Literal::usize_unsuffixed);
            quote! {
                while let Some(field) = fields.next()? {
                    match field {
                        #(#places => #others,)*
                        _ => #last,
                    }?;
                }
            }
        }
        None => quote!(while fields.next()?.is_some() {}),
    };
    let all = fields.iter().zip(&values).map(|(field, value)| {
        let (ident, wire) = (types::ident(field), &field.wire);
        if field.optional() { quote!(#ident: #value) } else { quote!(#ident: decode::required(#value, #wire)?) }
    });
    quote! {
        #(let mut #values = None;)*
        #read
        Ok(Self { #(#all),* })
    }
}
