//! Operations: request structs, the table, the `Stub` trait and its two implementations.

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::Docs;
use super::names;
use super::rest::types::{self, Scope};
use crate::Error;
use crate::model::Rest;
use crate::model::rest::{Answer, Body, Field, Operation, Ty};
use crate::plan::{OperationPlan, Plan, Safety};

/// `requests::QueryPoints`.
pub fn request_path(id: &str) -> TokenStream {
    let name = format_ident!("{}", id.to_upper_camel_case());
    quote!(requests::#name)
}

/// The constant of an operation in the table.
pub fn constant(id: &str) -> TokenStream {
    let name = format_ident!("{}", id.to_shouty_snake_case());
    quote!(operations::#name)
}

/// What an operation's call resolves to.
pub fn result_ty(operation: &Operation) -> TokenStream {
    match &operation.answer {
        Answer::Envelope { result, accepted, .. } => {
            let result = types::rust(result, Scope::Crate);
            if *accepted { quote!(Option<#result>) } else { result }
        }
        Answer::Bare(ty) => types::rust(ty, Scope::Crate),
        Answer::Text => quote!(String),
        Answer::Bytes => quote!(crate::body::ByteStream),
    }
}

/// Path and query parameters in the order of the request struct.
pub fn params(operation: &Operation) -> impl Iterator<Item = &Field> {
    operation.path_params.iter().chain(&operation.query_params)
}

/// The texts in the path, by parameter; `held` is where the request holds its fields.
fn path_names(operation: &Operation, held: &TokenStream) -> TokenStream {
    let names = operation.path_params.iter().filter(|field| matches!(field.ty, Ty::Str)).map(|field| {
        let (wire, ident) = (&field.wire, types::ident(field));
        quote!((#wire, &#held #ident))
    });
    quote!(&[#(#names),*])
}

/// The type of the body in the request struct.
pub fn body_ty(operation: &Operation) -> Option<TokenStream> {
    operation.body.as_ref().map(|body| match body {
        Body::Json(ty) => types::rust(ty, Scope::Crate),
        Body::Multipart(_) => quote!(crate::body::UploadBody),
    })
}

/// The request structs.
pub fn requests(plan: &Plan) -> TokenStream {
    let structs = plan.operations.iter().map(|operation| request(&operation.rest));
    quote! {
        //! One request struct an operation: path parameters, query parameters, body.

        #(#structs)*
    }
}

fn request(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.id.to_upper_camel_case());
    let doc = format!(" The request of `{}`: `{} {}`.", operation.id, operation.method, operation.path);
    let fields: Vec<TokenStream> = params(operation)
        .map(|field| {
            let (name, ty) = (types::ident(field), types::field(field, Scope::Crate));
            let place = if operation.path_params.iter().any(|other| other.wire == field.wire) { "Path" } else { "Query" };
            let doc = format!(" {place} parameter `{}`.", field.wire);
            let serde = field.optional() && !matches!(operation.body, Some(Body::Multipart(_)));
            let serde = serde.then(|| quote!(#[cfg_attr(feature = "testing", serde(default, skip_serializing_if = "Option::is_none"))]));
            quote!(#[doc = #doc] #serde pub #name: #ty)
        })
        .chain(body_ty(operation).map(|ty| quote!(#[doc = " The body."] pub body: #ty)))
        .collect();
    let required: Vec<&Field> = params(operation).filter(|field| !field.optional()).collect();
    let arguments = required
        .iter()
        .map(|field| {
            let (name, ty) = (types::ident(field), types::rust(&field.ty, Scope::Crate));
            quote!(#name: #ty)
        })
        .chain(body_ty(operation).map(|ty| quote!(body: #ty)));
    let values = params(operation)
        .map(|field| {
            let name = types::ident(field);
            if field.optional() { quote!(#name: None) } else { quote!(#name) }
        })
        .chain(operation.body.as_ref().map(|_| quote!(body)));
    let derives = match &operation.body {
        Some(Body::Multipart(_)) => quote!(#[derive(Debug)]),
        _ => quote! {
            #[derive(Clone, Debug, PartialEq)]
            #[cfg_attr(feature = "testing", derive(serde::Serialize, serde::Deserialize))]
        },
    };
    quote! {
        #[doc = #doc]
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields),* }

        impl #name {
            /// A request with what every such request has.
            #[allow(clippy::new_without_default, reason = "a request without parameters is still made on purpose")]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// The table of operations.
pub fn table(plan: &Plan, release: &str) -> TokenStream {
    let rows = plan.operations.iter().map(|operation| {
        let rest = &operation.rest;
        let name = format_ident!("{}", rest.id.to_shouty_snake_case());
        let (id, method, path) = (&rest.id, &rest.method, &rest.path);
        let rpc = match &operation.grpc {
            Some(half) => {
                let rpc = &half.rpc;
                quote!(Some(#rpc))
            }
            None => quote!(None),
        };
        let safety = match operation.safety {
            Safety::Read => quote!(Safety::Read),
            Safety::IdempotentWrite => quote!(Safety::IdempotentWrite),
            Safety::Write => quote!(Safety::Write),
        };
        let timeout = rest.query_params.iter().any(|field| field.wire == "timeout");
        let doc = format!(" `{}`.", rest.id);
        quote!(#[doc = #doc] pub static #name: &Operation = &Operation::new(#id, #method, #path, #rpc, #safety, #timeout);)
    });
    let names = plan.operations.iter().map(|operation| format_ident!("{}", operation.rest.id.to_shouty_snake_case()));
    quote! {
        //! The table of operations, which drives dispatch, retries, documentation and tests.

        use crate::operation::{Operation, Safety};

        /// The release of the server that this client was generated for.
        pub const RELEASE: &str = #release;

        #(#rows)*

        /// Every operation, in the order of the OpenAPI document.
        pub static OPERATIONS: &[&Operation] = &[#(#names),*];
    }
}

/// The signature of an operation in the `Stub` trait.
pub fn signature(operation: &Operation) -> TokenStream {
    let name = names::field(&operation.id);
    let request = request_path(&operation.id);
    let result = result_ty(operation);
    quote!(fn #name<'a>(&'a self, request: #request, options: &'a CallOptions) -> BoxFuture<'a, Result<Response<#result>, Error>>)
}

/// The `Stub` trait.
pub fn stub(plan: &Plan, docs: &Docs) -> TokenStream {
    let methods = plan.operations.iter().map(|operation| {
        let doc = docs.first_line(&operation.rest.id);
        let signature = signature(&operation.rest);
        let constant = constant(&operation.rest.id);
        quote! {
            #[doc = #doc]
            #signature {
                let _ = (request, options);
                unsupported(#constant)
            }
        }
    });
    quote! {
        //! One method an operation: what carries out calls, or answers them.

        use crate::operation::Operation;
        use crate::{BoxFuture, CallOptions, Error, Protocol, Response, operations, requests};

        /// What carries out operations.
        ///
        /// The client's two transports implement it. Your own implementation stands in for a server in tests (see
        /// `Client::from_stub`) and behind the fronts of the `serve` feature. Every method answers that the operation is
        /// not supported unless it is written.
        pub trait Stub: Send + Sync {
            #(#methods)*
        }

        fn unsupported<'a, T: Send + 'a>(operation: &'static Operation) -> BoxFuture<'a, Result<T, Error>> {
            Box::pin(std::future::ready(Err(Error::unsupported(operation, Protocol::Rest))))
        }
    }
}

/// The methods of progenitor's client: what each takes, in order.
pub type ClientMethods = std::collections::BTreeMap<String, Vec<(String, String)>>;

/// Reads the methods of the emitted REST client.
///
/// # Errors
/// When the client is no valid file.
pub fn client_methods(client: &TokenStream) -> Result<ClientMethods, Error> {
    let file: syn::File = syn::parse2(client.clone()).map_err(|error| Error::other(format!("emit: rest.rs: {error}")))?;
    let mut methods = ClientMethods::new();
    for item in &file.items {
        let syn::Item::Impl(item) = item else { continue };
        for member in &item.items {
            let syn::ImplItem::Fn(function) = member else { continue };
            let inputs = function.sig.inputs.iter().filter_map(|input| match input {
                syn::FnArg::Typed(typed) => match &*typed.pat {
                    syn::Pat::Ident(name) => {
                        let ty = &typed.ty;
                        Some((name.ident.to_string(), quote!(#ty).to_string()))
                    }
                    _ => None,
                },
                syn::FnArg::Receiver(_) => None,
            });
            methods.insert(function.sig.ident.to_string(), inputs.collect());
        }
    }
    Ok(methods)
}

/// `impl Stub for RestStub`.
///
/// # Errors
/// When the client lacks an operation or takes an argument that the request does not have.
pub fn rest_stub(rest: &Rest, plan: &Plan, methods: &ClientMethods) -> Result<TokenStream, Error> {
    let mut all = Vec::new();
    for operation in &plan.operations {
        all.push(rest_method(rest, &operation.rest, methods)?);
    }
    Ok(quote! {
        //! Operations over REST.

        use crate::generated_rest::Client;
        use crate::stub::Stub;
        use crate::transport::rest::{Attempt, Kept, RestStub};
        use crate::{BoxFuture, CallOptions, Error, Protocol, Response, operations, requests};

        impl Stub for RestStub {
            #(#all)*
        }
    })
}

fn rest_method(rest: &Rest, operation: &Operation, methods: &ClientMethods) -> Result<TokenStream, Error> {
    let signature = signature(operation);
    let constant = constant(&operation.id);
    let method = names::field(&operation.id);
    let inputs = methods
        .get(&method.to_string())
        .ok_or_else(|| Error::other(format!("emit: the REST client has no method for op:{}", operation.id)))?;
    let upload = matches!(operation.body, Some(Body::Multipart(_)));
    let mut arguments = Vec::new();
    for (name, ty) in inputs {
        if name == "body" && upload {
            arguments.push(quote!(form));
            continue;
        }
        let field = params(operation).find(|field| types::ident(field) == name.as_str());
        if field.is_none() && name != "body" {
            return Err(Error::other(format!("emit: op:{} takes `{name}`, which its request does not have", operation.id)));
        }
        let ident = field.map_or_else(|| format_ident!("body"), types::ident);
        // A body is sent once, so an upload takes its request apart; other requests are kept for the next attempt.
        let held = if upload { quote!(#ident) } else { quote!(request.#ident) };
        arguments.push(match ty.replace(' ', "").replace("&'a", "&").as_str() {
            "Option<&str>" => quote!(#held.as_deref()),
            ty if ty.starts_with("Option<&") => quote!(#held.as_ref()),
            ty if ty.starts_with('&') => quote!(&#held),
            _ => held,
        });
    }
    let names = path_names(operation, &quote!(request.));
    let answer = |keep: TokenStream| {
        quote! {
            let (request, answer) = (&request, &Kept::new());
            let call = self.begin(#constant, options, #names)?;
            let send = |client: Client| -> Attempt<'_> {
                Box::pin(async move { answer.#keep })
            };
        }
    };
    let sent = quote!(client.#method(#(#arguments),*).await);
    let usage = matches!(operation.answer, Answer::Envelope { usage: true, .. }).then(|| quote!(.with_usage(reply.usage)));
    let time = rest.envelope_field(operation, "time").filter(|field| matches!(field.ty, Ty::F32 | Ty::F64)).map(|field| {
        let seconds = if field.optional() { quote!(reply.time.unwrap_or_default()) } else { quote!(reply.time) };
        quote!(.with_time(#seconds.into()))
    });
    let enveloped = quote!(Ok(Response::new(reply.result)#time #usage.with_protocol(Protocol::Rest)));
    if upload {
        let request = request_path(&operation.id);
        let fields = params(operation).map(types::ident);
        let names = path_names(operation, &TokenStream::new());
        let answered = match &operation.answer {
            Answer::Envelope { .. } => enveloped,
            Answer::Bare(_) | Answer::Text | Answer::Bytes => quote!(Ok(Response::new(reply).with_protocol(Protocol::Rest))),
        };
        return Ok(quote! {
            #signature {
                let #request { #(#fields,)* body } = request;
                Box::pin(async move {
                    let call = self.begin(#constant, options, #names)?;
                    let reply = self.call_upload(call, body, |client, form| async move { #sent }).await?;
                    #answered
                })
            }
        });
    }
    let one = answer(quote!(keep(#sent)));
    let body = match &operation.answer {
        Answer::Text => {
            let whole = answer(quote!(keep_whole(#sent).await));
            quote! {
                #whole
                self.call(&call, &send).await?;
                Ok(Response::new(answer.take_text(&call)?).with_protocol(Protocol::Rest))
            }
        }
        Answer::Bytes => quote! {
            #one
            let bytes = self.call_bytes(&call, answer, &send).await?;
            Ok(Response::new(bytes).with_protocol(Protocol::Rest))
        },
        Answer::Bare(_) => quote! {
            #one
            self.call(&call, &send).await?;
            Ok(Response::new(answer.take()?.into_inner()).with_protocol(Protocol::Rest))
        },
        Answer::Envelope { .. } => quote! {
            #one
            self.call(&call, &send).await?;
            let reply = answer.take()?.into_inner();
            #enveloped
        },
    };
    Ok(quote! {
        #signature {
            Box::pin(async move {
                #body
            })
        }
    })
}

/// `impl Stub for GrpcStub`.
pub fn grpc_stub(plan: &Plan) -> TokenStream {
    let methods = plan.operations.iter().filter_map(|operation| Some(grpc_method(operation, operation.grpc.as_ref()?)));
    quote! {
        //! Operations over gRPC.

        use crate::convert::Convert;
        use crate::stub::Stub;
        use crate::transport::grpc::GrpcStub;
        use crate::{BoxFuture, CallOptions, Error, Response, operations, pb, requests};

        impl Stub for GrpcStub {
            #(#methods)*
        }
    }
}

fn grpc_method(operation: &OperationPlan, half: &crate::plan::GrpcHalf) -> TokenStream {
    let signature = signature(&operation.rest);
    let constant = constant(&operation.rest.id);
    let (message, reply) = (names::proto(&half.request), names::proto(&half.reply));
    let names = path_names(&operation.rest, &quote!(request.));
    quote! {
        #signature {
            Box::pin(async move {
                let call = self.begin(#constant, options, #names)?;
                let message: #message = request.convert().map_err(|error| call.not_expressible(error))?;
                let reply: #reply = self.unary(&call, message).await?;
                reply.convert().map_err(|error| call.unreadable(error))
            })
        }
    }
}

/// The methods of `Chosen`: the call of whichever transport was chosen.
pub fn chosen(plan: &Plan) -> TokenStream {
    let methods = plan.operations.iter().map(|operation| {
        let name = names::field(&operation.rest.id);
        let (request, result) = (request_path(&operation.rest.id), result_ty(&operation.rest));
        quote! {
            pub(crate) fn #name(self, request: #request, options: &'a CallOptions) -> BoxFuture<'a, Result<Response<#result>, Error>> {
                match self {
                    #[cfg(feature = "rest")]
                    Self::Rest(stub) => stub.#name(request, options),
                    #[cfg(feature = "grpc")]
                    Self::Grpc(stub) => stub.#name(request, options),
                    Self::Own(stub) => stub.#name(request, options),
                }
            }
        }
    });
    quote! {
        //! One method an operation, for the transport of one call.

        use crate::chosen::Chosen;
        use crate::stub::Stub;
        use crate::{BoxFuture, CallOptions, Error, Response, requests};

        impl<'a> Chosen<'a> {
            #(#methods)*
        }
    }
}

/// `impl Stub for Client`: a client stands where any stub does, behind a front for example.
pub fn client_stub(plan: &Plan) -> TokenStream {
    let methods = plan.operations.iter().map(|operation| {
        let signature = signature(&operation.rest);
        let constant = constant(&operation.rest.id);
        let call = names::field(&operation.rest.id);
        quote! {
            #signature {
                Box::pin(async move { self.stub(#constant, options)?.#call(request, options).await })
            }
        }
    });
    quote! {
        //! A client as a stub: it chooses the protocol and carries the call on.

        use crate::stub::Stub;
        use crate::{BoxFuture, CallOptions, Client, Error, Response, operations, requests};

        impl Stub for Client {
            #(#methods)*
        }
    }
}
