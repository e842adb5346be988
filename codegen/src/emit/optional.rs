//! What the facade can do without: code about a field or an operation that a release lacks is left out, and a type that it lacks is one
//! without values.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rest::types::{self, Scope};
use crate::model::Rest;
use crate::model::rest::Ty;
use crate::plan::Plan;

/// The types that the facade can do without and that the release lacks.
pub fn absent<'a>(rest: &Rest, plan: &'a Plan) -> Vec<&'a str> {
    let ids = plan.optional.iter().filter_map(|id| id.strip_prefix("rest:"));
    ids.filter(|id| !id.contains('.') && !rest.schemas.contains_key(*id)).collect()
}

/// A macro for each field and operation, the absent types, and what answers report usage in.
pub fn emit(rest: &Rest, plan: &Plan) -> TokenStream {
    let fields = plan.optional.iter().filter_map(|id| id.strip_prefix("rest:")?.split_once('.')).map(|(schema, field)| {
        let fields = rest.fields(&Ty::Named(schema.to_owned())).unwrap_or_default();
        (format!("{}_{}", schema.to_snake_case(), field.to_snake_case()), fields.iter().any(|known| known.wire == field))
    });
    let operations = plan.optional.iter().filter_map(|id| id.strip_prefix("op:"));
    let operations = operations.map(|id| (id.to_owned(), rest.operations.contains_key(id)));
    let macros = fields.chain(operations).map(|(name, there)| {
        let name = format_ident!("{name}");
        let (either, code) = if there { (quote!({ $($with)* }), quote!($($code)*)) } else { (quote!({ $($without)* }), quote!()) };
        quote! {
            #[allow(unused_macro_rules, reason = "code with an alternative, or code alone")]
            macro_rules! #name {
                ({ $($with:tt)* } else { $($without:tt)* }) => { #either };
                ($($code:tt)*) => { #code };
            }
            pub(crate) use #name;
        }
    });
    let absent = absent(rest, plan).into_iter().map(|name| {
        let ident = format_ident!("{name}");
        quote! {
            /// Nothing: this release has no such type.
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
            pub enum #ident {}
        }
    });
    let usage = match &rest.usage {
        Some(ty) => {
            let ty = types::rust(ty, Scope::Crate);
            quote! {
                /// What answers report usage in.
                pub type Usage = #ty;
            }
        }
        None => quote! {
            /// Nothing: no answer of this release reports usage.
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
            pub enum Usage {}
        },
    };
    quote! {
        //! What the facade can do without.

        #(#macros)*

        #usage

        #(#absent)*
    }
}
