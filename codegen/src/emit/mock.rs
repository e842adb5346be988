//! The mock of every operation: a `Stub` that plays scripted answers.

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::{constant, request_path, result_ty, signature};
use crate::plan::Plan;

/// `impl Stub for MockStub`, and the link from each request to its operation.
pub fn mock(plan: &Plan) -> TokenStream {
    let methods = plan.operations.iter().map(|operation| {
        let signature = signature(&operation.rest);
        quote! {
            #signature {
                self.play(request, options)
            }
        }
    });
    let requests = plan.operations.iter().map(|operation| {
        let (request, result, constant) = (request_path(&operation.rest.id), result_ty(&operation.rest), constant(&operation.rest.id));
        quote! {
            impl Request for #request {
                type Result = #result;

                fn operation() -> &'static Operation {
                    #constant
                }
            }
        }
    });
    quote! {
        //! The mock of every operation.

        use crate::operation::Operation;
        use crate::stub::Stub;
        use crate::testing::{MockStub, Request};
        use crate::{BoxFuture, CallOptions, Error, Response, operations, requests};

        impl Stub for MockStub {
            #(#methods)*
        }

        #(#requests)*
    }
}
