//! What hand-written code asks of a value before it takes it apart: whether something is set that it was not written for.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use crate::model::grpc::Presence;
use crate::model::words::Member;
use crate::model::{Grpc, Rest, naming, rest};
use crate::plan::Plan;

/// The models among the known types.
pub fn models(rest: &Rest, plan: &Plan) -> TokenStream {
    let impls = types(plan, "rest:").into_iter().filter_map(|(name, newer)| {
        let is_struct = matches!(rest.schemas.get(name)?.kind, rest::Kind::Struct(_));
        let checks = newer.iter().map(|member| {
            let (field, wire) = (names::field(&naming::field(&member.name)), &member.name);
            quote!(if self.#field.is_some() { return Some(#wire); })
        });
        is_struct.then(|| known(&names::model(name), checks))
    });
    quote! {
        //! Members that hand-written code does not know: of the models.

        use crate::{known::Known, models};

        #(#impls)*
    }
}

/// The messages among the known types.
pub fn messages(grpc: &Grpc, plan: &Plan) -> TokenStream {
    let impls = types(plan, "grpc:").into_iter().filter_map(|(name, newer)| {
        let message = grpc.messages.get(name)?;
        let fields = message.fields.iter().filter(|field| newer.iter().any(|member| member.oneof.is_none() && member.name == field.wire));
        let fields = fields.map(|field| {
            let (name, wire) = (names::field(&field.name), &field.wire);
            let set = match field.presence {
                Presence::Optional => quote!(self.#name.is_some()),
                Presence::Repeated | Presence::Map => quote!(!self.#name.is_empty()),
                Presence::Plain => names::is_set(&quote!(self.#name)),
            };
            quote!(if #set { return Some(#wire); })
        });
        // What is new in a oneof that the code knows is a variant, which its `match` meets.
        let new = |name: &str| {
            let variants = message.oneofs.iter().filter(|oneof| oneof.wire == name).flat_map(|oneof| &oneof.fields);
            variants.into_iter().all(|field| newer.iter().any(|member| member.name == field.wire))
        };
        let oneofs = message.oneofs.iter().filter(|oneof| new(&oneof.wire)).map(|oneof| {
            let (name, wire) = (names::field(&naming::field(&oneof.wire)), &oneof.wire);
            quote!(if self.#name.is_some() { return Some(#wire); })
        });
        Some(known(&names::proto(name), fields.chain(oneofs)))
    });
    quote! {
        //! Members that hand-written code does not know: of the messages.

        use crate::{known::Known, pb};

        #(#impls)*
    }
}

/// The types of one side with what is new in them, each once.
fn types<'a>(plan: &'a Plan, side: &str) -> Vec<(&'a str, &'a [Member])> {
    let mut seen = BTreeSet::new();
    let all = plan.known.iter().filter(|known| seen.insert(known.id.as_str()));
    all.filter_map(|known| Some((known.id.strip_prefix(side)?, known.newer.as_slice()))).collect()
}

fn known(path: &TokenStream, checks: impl Iterator<Item = TokenStream>) -> TokenStream {
    quote! {
        impl Known for #path {
            fn newer(&self) -> Option<&'static str> {
                #(#checks)*
                None
            }
        }
    }
}
