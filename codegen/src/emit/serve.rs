//! Fronts: what a server speaks, over any `Stub`.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::names;
use super::operations::{constant, request_path};
use super::rest::types;
use crate::model::rest::{Answer, Body, Operation};
use crate::model::{Grpc, Rest};
use crate::plan::Plan;

/// The REST front: a table of routes.
pub fn rest(rest: &Rest, plan: &Plan) -> TokenStream {
    let handlers = plan.operations.iter().map(|operation| handler(rest, &operation.rest));
    let routes = plan.operations.iter().map(|operation| {
        let (constant, name) = (constant(&operation.rest.id), names::field(&operation.rest.id));
        quote!((#constant, #name as Handler))
    });
    quote! {
        //! Routes of the REST front, one an operation.

        use std::sync::Arc;

        use crate::operation::Operation;
        use crate::serve::rest::{Answer, Call, Handler};
        use crate::stub::Stub;
        use crate::{BoxFuture, operations, requests};

        /// Every operation with its handler.
        pub(crate) fn routes() -> Vec<(&'static Operation, Handler)> {
            vec![#(#routes),*]
        }

        #(#handlers)*
    }
}

fn handler(rest: &Rest, operation: &Operation) -> TokenStream {
    let name = names::field(&operation.id);
    let request = request_path(&operation.id);
    let path = operation.path_params.iter().map(|field| {
        let (ident, wire) = (types::ident(field), &field.wire);
        quote!(#ident: call.path(#wire)?)
    });
    let query = operation.query_params.iter().map(|field| {
        let (ident, wire) = (types::ident(field), &field.wire);
        let read = match (rest.text_items(&field.ty), field.optional()) {
            (Some(_), _) => format_ident!("query_list"),
            (None, true) => format_ident!("query"),
            (None, false) => format_ident!("required_query"),
        };
        let unwrap = (read == "query_list" && !field.optional()).then(|| quote!(.unwrap_or_default()));
        quote!(#ident: call.#read(#wire)? #unwrap)
    });
    let body = operation.body.as_ref().map(|body| match body {
        Body::Json(_) => quote!(body: call.json().await?),
        Body::Multipart(field) => quote!(body: call.file(#field).await?),
    });
    let parts = path.chain(query).chain(body);
    let answer = match &operation.answer {
        Answer::Envelope { accepted: true, .. } => quote!(Answer::accepted),
        Answer::Envelope { .. } => quote!(Answer::envelope),
        Answer::Bare(_) => quote!(Answer::bare),
        Answer::Text => quote!(Answer::text),
        Answer::Bytes => quote!(Answer::bytes),
    };
    let mutable = operation.body.as_ref().map(|_| quote!(mut));
    let work = quote! {
        async move {
            let request = #request { #(#parts),* };
            match stub.#name(request, &call.into_options()).await {
                Ok(response) => Ok(#answer(response)),
                Err(error) => Err(Answer::error(&error)),
            }
        }
    };
    // The errors of what is no JSON are none either.
    let work = match &operation.answer {
        Answer::Bytes => quote!(futures_util::TryFutureExt::map_err(#work, Answer::worded)),
        _ => work,
    };
    quote! {
        fn #name(stub: Arc<dyn Stub>, #mutable call: Call) -> BoxFuture<'static, Result<Answer, Answer>> {
            Box::pin(#work)
        }
    }
}

/// The gRPC front: the services' traits.
pub fn grpc(grpc: &Grpc, plan: &Plan) -> TokenStream {
    let mut services: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for rpc in grpc.rpcs.values() {
        let name = names::field(&rpc.method.to_snake_case());
        let (request, reply) = (names::proto(&rpc.request), names::proto(&rpc.reply));
        let request = if rpc.requests_stream { quote!(tonic::Streaming<#request>) } else { request };
        let stream = format_ident!("{}Stream", rpc.method);
        let (held, stream) = match rpc.replies_stream {
            true => (quote!(Self::#stream), Some(quote!(type #stream = Replies<#reply>;))),
            false => (reply, None),
        };
        let operation = plan.operations.iter().find(|operation| operation.grpc.as_ref().is_some_and(|half| half.rpc == rpc.path));
        let body = match operation {
            Some(operation) => {
                let call = names::field(&operation.rest.id);
                quote!(self.call(request, |stub, request, options| stub.#call(request, options)).await)
            }
            None => {
                let path = &rpc.path;
                quote!({ let _ = request; Err(unsupported(#path)) })
            }
        };
        services.entry(&rpc.service).or_default().push(quote! {
            #stream

            async fn #name(&self, request: tonic::Request<#request>) -> Result<tonic::Response<#held>, tonic::Status> {
                #body
            }
        });
    }
    let impls = services.iter().map(|(service, methods)| {
        let module = format_ident!("{}_server", service.to_snake_case());
        let name = format_ident!("{}", service.to_upper_camel_case());
        quote! {
            #[tonic::async_trait]
            impl pb::#module::#name for Front {
                #(#methods)*
            }
        }
    });
    let routes = services.keys().map(|service| {
        let module = format_ident!("{}_server", service.to_snake_case());
        let name = format_ident!("{}Server", service.to_upper_camel_case());
        quote!(.add_service(unlimited!(pb::#module::#name::new(front.clone()))))
    });
    quote! {
        //! Services of the gRPC front: every RPC that has an operation.

        use crate::pb;
        #[allow(unused_imports, reason = "a release may have an operation for every RPC, and no streams")]
        use crate::serve::grpc::{Front, Replies, unlimited, unsupported};

        /// Every service over one stub.
        pub(crate) fn routes(front: &Front) -> tonic::service::Routes {
            let mut builder = tonic::service::Routes::builder();
            builder #(#routes)*;
            builder.routes()
        }

        #(#impls)*
    }
}
