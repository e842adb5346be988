//! Conversions between the models of both protocols.
//!
//! Every emitted conversion takes its input apart in full and writes every field of its output, so that a field that a
//! regeneration adds on one side cannot be dropped in silence.

mod fields;
mod flats;
mod registry;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use super::names;
use crate::Error;
use crate::model::rest::{Answer, Ty};
use crate::model::{Grpc, Rest, naming};
use crate::plan::{EnumPair, GrpcHalf, Item, OperationPlan, Pair, Plan};

/// What the emitters look things up in.
pub struct Emitter<'a> {
    /// The REST side.
    pub rest: &'a Rest,
    /// The gRPC side.
    pub grpc: &'a Grpc,
    /// What to emit.
    pub plan: &'a Plan,
}

/// Imports that every conversion module starts with.
fn imports() -> TokenStream {
    quote! {
        use crate::convert::{self, Convert, ConvertEnum, ConvertError, manual};
        use crate::{models, pb};
    }
}

impl Emitter<'_> {
    /// The hand-written conversions of what this release has; a release without their types is compiled without them.
    pub fn manual(&self) -> TokenStream {
        let modules = self.plan.manual.iter().map(|module| {
            let (path, name) = (format!("../../src/convert/manual/{module}.rs"), names::field(module));
            quote! {
                #[allow(dead_code, reason = "a release may need a part of it")]
                #[path = #path]
                pub(super) mod #name;
            }
        });
        quote! {
            //! The hand-written conversions.

            #(#modules)*
        }
    }

    /// The pairs of enums.
    pub fn enums(&self) -> TokenStream {
        let imports = imports();
        let impls = self.plan.enums.values().map(|pair| self.enumeration(pair));
        quote! { #imports #(#impls)* }
    }

    fn enumeration(&self, pair: &EnumPair) -> TokenStream {
        let rest = names::model(&pair.rest);
        let grpc = names::proto(&pair.grpc);
        let to_grpc = pair.values.iter().map(|(value, name, _)| {
            let from = names::model_variant(&pair.rest, &naming::variant(value));
            let to = names::proto_value(&pair.grpc, name);
            quote!(#from => Ok(#to as i32),)
        });
        let refused = pair.rest_only.iter().map(|(value, _)| {
            let from = names::model_variant(&pair.rest, &naming::variant(value));
            quote!(#from => Err(ConvertError::not_expressible(#value)),)
        });
        let unknown_to_grpc = pair.grpc_only.iter().filter(|(_, number)| !(pair.zero_is_absent && *number == 0)).map(|(name, _)| {
            let text = heck::ToSnakeCase::to_snake_case(name.as_str());
            let to = names::proto_value(&pair.grpc, name);
            quote!(#text => Ok(#to as i32),)
        });
        let unknown = names::model_variant(&pair.rest, "Unknown");
        let to_rest = pair.values.iter().map(|(value, name, _)| {
            let from = names::proto_value(&pair.grpc, name);
            let to = names::model_variant(&pair.rest, &naming::variant(value));
            quote!(Ok(#from) => Some(#to),)
        });
        let only_grpc = pair.grpc_only.iter().map(|(name, number)| {
            let from = names::proto_value(&pair.grpc, name);
            if pair.zero_is_absent && *number == 0 {
                quote!(Ok(#from) => None,)
            } else {
                let text = heck::ToSnakeCase::to_snake_case(name.as_str());
                quote!(Ok(#from) => Some(#unknown(#text.to_owned())),)
            }
        });
        quote! {
            impl ConvertEnum<#grpc> for #rest {
                fn to_number(self) -> Result<i32, ConvertError> {
                    match self {
                        #(#to_grpc)*
                        #(#refused)*
                        #unknown(text) => match text.as_str() {
                            #(#unknown_to_grpc)*
                            _ => convert::unknown_number::<#grpc>(text),
                        },
                    }
                }

                fn from_number(number: i32) -> Result<Option<Self>, ConvertError> {
                    Ok(match #grpc::try_from(number) {
                        #(#to_rest)*
                        #(#only_grpc)*
                        Err(_) => Some(#unknown(number.to_string())),
                    })
                }
            }
        }
    }

    /// The pairs of types.
    ///
    /// # Errors
    /// When the plan names what the model does not have.
    pub fn pairs(&self) -> Result<TokenStream, Error> {
        let imports = imports();
        let impls = self.plan.pairs.values().map(|pair| self.pair(pair)).collect::<Result<Vec<_>, _>>()?;
        Ok(quote! { #imports #(#impls)* })
    }

    fn pair(&self, pair: &Pair) -> Result<TokenStream, Error> {
        let rest = names::model(&pair.rest);
        let grpc = names::proto(&pair.grpc);
        let both = quote! {
            impl TryFrom<#rest> for #grpc {
                type Error = ConvertError;
                fn try_from(value: #rest) -> Result<Self, ConvertError> {
                    value.convert()
                }
            }
            impl TryFrom<#grpc> for #rest {
                type Error = ConvertError;
                fn try_from(value: #grpc) -> Result<Self, ConvertError> {
                    value.convert()
                }
            }
        };
        if matches!(pair.flat, crate::plan::Flat::Manual) {
            return Ok(both);
        }
        let take_rest = self.flat_to_grpc(&pair.flat, &quote!(self), "")?;
        let leftover_to_grpc = self.items_to_grpc(&pair.leftover, "")?;
        let message = self.message(&pair.grpc)?;
        let take_grpc = self.take_message(&pair.grpc)?;
        let leftover_to_rest = self.items_to_rest(&pair.leftover, "")?;
        let (statements, value) = self.flat_to_rest(&pair.flat, "")?;
        Ok(quote! {
            impl Convert<#grpc> for #rest {
                fn convert(self) -> Result<#grpc, ConvertError> {
                    #take_rest
                    #leftover_to_grpc
                    Ok(#message)
                }
            }
            impl Convert<#rest> for #grpc {
                fn convert(self) -> Result<#rest, ConvertError> {
                    #take_grpc
                    #leftover_to_rest
                    #statements
                    Ok(#value)
                }
            }
            #both
        })
    }

    /// A message from variables of its fields' names.
    fn message(&self, name: &str) -> Result<TokenStream, Error> {
        let (path, fields) = self.message_fields(name)?;
        let fields = fields.iter().map(|(field, variable)| quote!(#field: #variable));
        Ok(quote!(#path { #(#fields),* }))
    }

    /// Takes `self`, a message, apart into variables of its fields' names.
    fn take_message(&self, name: &str) -> Result<TokenStream, Error> {
        let (path, fields) = self.message_fields(name)?;
        let fields = fields.iter().map(|(field, variable)| quote!(#field: #variable));
        Ok(quote!(let #path { #(#fields),* } = self;))
    }

    fn message_fields(&self, name: &str) -> Result<(TokenStream, Vec<(proc_macro2::Ident, proc_macro2::Ident)>), Error> {
        let message = self.grpc.message(name)?;
        let fields = message.fields.iter().map(|field| (names::field(&field.name), fields::grpc_var(&field.name)));
        let oneofs = message.oneofs.iter().map(|oneof| (names::field(&oneof.wire), fields::grpc_var(&oneof.wire)));
        Ok((names::proto(name), fields.chain(oneofs).collect()))
    }

    /// Requests: the request struct of an operation and its message.
    ///
    /// # Errors
    /// When the plan names what the model does not have.
    pub fn requests(&self) -> Result<TokenStream, Error> {
        let imports = imports();
        let mut impls = Vec::new();
        for operation in &self.plan.operations {
            if let Some(half) = &operation.grpc {
                impls.push(self.request(operation, half)?);
            }
        }
        Ok(quote! { #imports use crate::requests; #(#impls)* })
    }

    fn request(&self, operation: &OperationPlan, half: &GrpcHalf) -> Result<TokenStream, Error> {
        let request = super::operations::request_path(&operation.rest.id);
        let grpc = names::proto(&half.request);
        let params = operation.rest.path_params.iter().chain(&operation.rest.query_params);
        let mut parts: Vec<TokenStream> = params
            .map(|field| {
                let (name, variable) = (names::field(&field.name), fields::rest_var("", &field.name));
                quote!(#name: #variable)
            })
            .collect();
        let (mut take_body, mut make_body) = (TokenStream::new(), TokenStream::new());
        if let Some(crate::model::rest::Body::Json(ty)) = &operation.rest.body {
            let variable = fields::rest_var("", "body");
            parts.push(quote!(body: #variable));
            if half.body_is_flat
                && let (Ty::Named(name), Some(body)) = (ty, self.rest.fields(ty))
            {
                let path = names::model(name);
                let inner: Vec<TokenStream> = body
                    .iter()
                    .map(|field| {
                        let (name, variable) = (names::field(&field.name), fields::rest_var("", &field.name));
                        quote!(#name: #variable)
                    })
                    .collect();
                take_body = quote!(let #path { #(#inner),* } = #variable;);
                make_body = quote!(let #variable = #path { #(#inner),* };);
            }
        }
        let to_grpc = self.items_to_grpc(&half.request_items, "")?;
        let to_rest = self.items_to_rest(&half.request_items, "")?;
        let message = self.message(&half.request)?;
        let take_message = self.take_message(&half.request)?;
        let (inherit, agree) = self.inherited(half)?;
        Ok(quote! {
            impl Convert<#grpc> for #request {
                fn convert(self) -> Result<#grpc, ConvertError> {
                    let #request { #(#parts),* } = self;
                    #take_body
                    #to_grpc
                    #inherit
                    Ok(#message)
                }
            }
            impl Convert<#request> for #grpc {
                fn convert(self) -> Result<#request, ConvertError> {
                    #take_message
                    #agree
                    #to_rest
                    #make_body
                    Ok(#request { #(#parts),* })
                }
            }
        })
    }

    /// Inside a batch every element repeats what the batch says once: filled in on the way to gRPC, compared on the way
    /// back.
    fn inherited(&self, half: &GrpcHalf) -> Result<(TokenStream, TokenStream), Error> {
        let (mut inherit, mut agree) = (TokenStream::new(), TokenStream::new());
        for item in &half.request_items {
            let Item::One { grpc, .. } = item else { continue };
            let (crate::model::grpc::Ty::Message(inner), crate::model::grpc::Presence::Repeated) = (&grpc.ty, &grpc.presence) else {
                continue;
            };
            let leftover = self.plan.pairs.values().filter(|pair| pair.grpc == *inner).flat_map(|pair| &pair.leftover);
            for left in leftover {
                let Item::GrpcOnly { grpc: field, policy: crate::plan::OneSided::Ignored } = left else { continue };
                let outer = &self.grpc.message(&half.request)?.fields;
                if !outer.iter().any(|other| other.wire == field.wire && other.ty == crate::model::grpc::Ty::Str) {
                    continue;
                }
                let list = fields::grpc_var(&grpc.name);
                let name = names::field(&field.name);
                let value = fields::grpc_var(&field.name);
                let path = format!("{}.{}", grpc.wire, field.wire);
                inherit.extend(quote! {
                    let mut #list = #list;
                    for element in &mut #list {
                        element.#name.clone_from(&#value);
                    }
                });
                agree.extend(quote! {
                    for element in &#list {
                        convert::agree(&element.#name, &#value, #path)?;
                    }
                });
            }
        }
        Ok((inherit, agree))
    }

    /// Replies: the result in its envelope, and the reply message.
    ///
    /// # Errors
    /// When two operations read different results from one message.
    pub fn replies(&self) -> Result<TokenStream, Error> {
        let imports = imports();
        let mut done = std::collections::BTreeMap::new();
        let mut impls = Vec::new();
        for operation in &self.plan.operations {
            let Some(half) = &operation.grpc else { continue };
            let result = super::operations::result_ty(&operation.rest);
            match done.insert(half.reply.clone(), result.to_string()) {
                None => impls.push(self.reply(operation, half, &result)?),
                Some(other) if other == result.to_string() => {}
                Some(other) => {
                    return Err(Error::other(format!("emit: grpc:{} is read as `{other}` and as `{result}`", half.reply)));
                }
            }
        }
        Ok(quote! { #imports use crate::{Protocol, Response}; #(#impls)* })
    }

    fn reply(&self, operation: &OperationPlan, half: &GrpcHalf, result: &TokenStream) -> Result<TokenStream, Error> {
        let grpc = names::proto(&half.reply);
        let to_grpc = self.items_to_grpc(&half.reply_items, "")?;
        let to_rest = self.items_to_rest(&half.reply_items, "")?;
        let message = self.message(&half.reply)?;
        let take_message = self.take_message(&half.reply)?;
        let has = |wire: &str| half.reply_items.iter().any(|item| item.first_rest() == Some(wire));
        let (time, usage) = (has("time"), has("usage"));
        let (result_var, time_var, usage_var) =
            (fields::rest_var("", "result"), fields::rest_var("", "time"), fields::rest_var("", "usage"));
        let accepted = matches!(&operation.rest.answer, Answer::Envelope { accepted: true, .. });
        let unwrap = accepted.then(|| quote!(let #result_var = convert::finished(#result_var)?;));
        let wrap = if accepted { quote!(Some(#result_var)) } else { quote!(#result_var) };
        let take_time = time.then(|| quote!(let #time_var = time;)).unwrap_or(quote!(let _ = time;));
        let take_usage = usage.then(|| quote!(let #usage_var = usage;)).unwrap_or(quote!(let _ = usage;));
        let with_time = time.then(|| quote!(.with_time(#time_var)));
        let with_usage = usage.then(|| quote!(.with_usage(#usage_var)));
        Ok(quote! {
            impl Convert<#grpc> for Response<#result> {
                fn convert(self) -> Result<#grpc, ConvertError> {
                    let Response { result: #result_var, time, usage, protocol: _ } = self;
                    #take_time
                    #take_usage
                    #unwrap
                    #to_grpc
                    Ok(#message)
                }
            }
            impl Convert<Response<#result>> for #grpc {
                fn convert(self) -> Result<Response<#result>, ConvertError> {
                    #take_message
                    #to_rest
                    Ok(Response::<#result>::new(#wrap)#with_time #with_usage.with_protocol(Protocol::Grpc))
                }
            }
        })
    }
}
