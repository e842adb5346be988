//! What the facade can do without: code about a field or an operation that a release lacks is left out, and a type that it lacks is one
//! without values.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Rest;
use crate::model::rest::{Answer, Ty};
use crate::plan::Plan;

/// What the fields of answers that bear the name of a type hold, if it is always the same.
fn named_otherwise<'a>(rest: &'a Rest, name: &str) -> Option<&'a str> {
    let envelopes = rest.operations.values().filter_map(|operation| match &operation.answer {
        Answer::Envelope { reply, .. } => rest.fields(&Ty::Named(reply.clone())),
        _ => None,
    });
    let mut held = envelopes.flatten().filter(|field| field.wire == name.to_snake_case()).map(|field| &field.ty);
    match held.next()? {
        Ty::Named(other) => held.all(|ty| *ty == Ty::Named(other.clone())).then_some(other),
        _ => None,
    }
}

/// The types that the facade can do without and that the release lacks.
pub fn absent<'a>(rest: &Rest, plan: &'a Plan) -> Vec<&'a str> {
    let ids = plan.optional.iter().filter_map(|id| id.strip_prefix("rest:"));
    ids.filter(|id| !id.contains('.') && !rest.schemas.contains_key(*id)).collect()
}

/// A macro for each field and operation, and the absent types.
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
        if let Some(other) = named_otherwise(rest, name) {
            let other = format_ident!("{other}");
            return quote! {
                /// What answers hold under the name of the field.
                pub type #ident = crate::models::#other;
            };
        }
        quote! {
            /// Nothing: this release has no such type.
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
            pub enum #ident {}
        }
    });
    quote! {
        //! What the facade can do without.

        #(#macros)*

        #(#absent)*
    }
}
