//! The table of codecs by operation, for tests that replay recorded traffic.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, Scope};
use crate::model::Rest;
use crate::model::rest::{Answer, Body, Ty};

/// Emits `request` and `reply`.
pub fn emit(rest: &Rest) -> TokenStream {
    let request = arms(rest.operations.values().filter_map(|operation| match &operation.body {
        Some(Body::Json(ty)) => Some((operation.id.as_str(), ty.clone())),
        _ => None,
    }));
    let reply = arms(rest.operations.values().filter_map(|operation| match &operation.answer {
        Answer::Envelope { reply, .. } => Some((operation.id.as_str(), Ty::Named(reply.clone()))),
        Answer::Bare(ty) => Some((operation.id.as_str(), ty.clone())),
        Answer::Text | Answer::Bytes => None,
    }));
    quote! {
        use super::*;

        /// Decodes the body of a request and encodes it again; nothing where the operation has no JSON body.
        pub fn request(operation: &str, json: &[u8]) -> Option<serde_json::Result<String>> {
            Some(match operation { #request _ => return None })
        }

        /// Decodes an answer and encodes it again; nothing where the operation does not answer with JSON.
        pub fn reply(operation: &str, json: &[u8]) -> Option<serde_json::Result<String>> {
            Some(match operation { #reply _ => return None })
        }

        /// Decodes the answer that says why a request failed and encodes it again.
        pub fn failure(json: &[u8]) -> serde_json::Result<String> {
            recode::<ErrorResponse>(json)
        }

        fn recode<T: serde::de::DeserializeOwned + serde::Serialize>(json: &[u8]) -> serde_json::Result<String> {
            serde_json::to_string(&serde_json::from_slice::<T>(json)?)
        }
    }
}

fn arms<'a>(types: impl Iterator<Item = (&'a str, Ty)>) -> TokenStream {
    let arms = types.map(|(operation, ty)| {
        let ty = types::rust(&ty, Scope::Models);
        quote!(#operation => recode::<#ty>(json),)
    });
    quote!(#(#arms)*)
}
