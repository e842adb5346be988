//! Request builders: one an operation, for the async and the blocking client.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::Docs;
use super::operations::{constant, params, request_path, result_ty};
use super::rest::types::{self, Scope};
use super::{names, rest};
use crate::Error;
use crate::model::rest::{Body, Field, Kind, Operation, Ty, Variant};
use crate::model::{Rest, parameters};
use crate::plan::{OperationPlan, Plan};

/// What a body is made of.
enum Shape {
    /// No body.
    Nothing,
    /// A struct: its fields are setters.
    Struct(String, Vec<Field>),
    /// A union of structs, and fields that all of them have.
    Choice { union: String, variants: Vec<Choice>, common: Vec<Field> },
    /// Something else, given as a whole.
    Whole(Field),
    /// A stream, given when the builder is made.
    Upload,
}

/// A variant that one key decides on.
struct Choice {
    variant: Variant,
    schema: String,
    /// The required key that no other variant has.
    key: Field,
    /// Optional keys that no other variant has.
    extras: Vec<Field>,
}

/// The files of the builders, by name: one a tag of the document, and `mod`.
///
/// # Errors
/// When a body has a form that setters cannot fill.
pub fn builders(rest: &Rest, plan: &Plan, docs: &Docs) -> Result<BTreeMap<String, TokenStream>, Error> {
    let mut by_tag: BTreeMap<String, Vec<&OperationPlan>> = BTreeMap::new();
    for operation in &plan.operations {
        by_tag.entry(operation.rest.tag.to_snake_case()).or_default().push(operation);
    }
    let mut files = BTreeMap::new();
    let modules: Vec<Ident> = by_tag.keys().map(|tag| format_ident!("{tag}")).collect();
    files.insert(
        "mod".to_owned(),
        quote! {
            //! Request builders, one an operation: path parameters are arguments, query parameters and the fields of the
            //! body are setters, `send` sends.

            #(mod #modules;)*
            #(pub use #modules::*;)*
        },
    );
    for (tag, operations) in by_tag {
        let mut items = Vec::new();
        let (mut methods, mut blocking) = (Vec::new(), Vec::new());
        for operation in operations {
            let shape = shape(rest, &operation.rest)?;
            items.push(builder(rest, operation, &shape, docs));
            methods.push(method(rest, operation, docs, &quote!(Async), &shape));
            blocking.push(method(rest, operation, docs, &quote!(Blocking), &shape));
        }
        let doc = format!("Builders of the operations tagged `{tag}`.");
        files.insert(
            tag,
            quote! {
                #![doc = #doc]

                #[cfg(feature = "blocking")]
                use crate::mode::Blocking;
                use crate::mode::{Async, Mode};
                use crate::{CallOptions, Client, Error, Protocol, Response, RetryPolicy, operations, requests};

                impl Client {
                    #(#methods)*
                }

                #[cfg(feature = "blocking")]
                impl crate::blocking::Client {
                    #(#blocking)*
                }

                #(#items)*
            },
        );
    }
    Ok(files)
}

fn shape(rest: &Rest, operation: &Operation) -> Result<Shape, Error> {
    let ty = match &operation.body {
        None => return Ok(Shape::Nothing),
        Some(Body::Multipart(_)) => return Ok(Shape::Upload),
        Some(Body::Json(ty)) => ty,
    };
    let known = match ty {
        Ty::Named(name) => match &rest.schema(name)?.kind {
            Kind::Struct(fields) => Some(Shape::Struct(name.clone(), setters(fields))),
            Kind::Union(variants) => choice(rest, name, variants),
            Kind::Enum(_) | Kind::Alias(_) => None,
        },
        _ => None,
    };
    Ok(known.unwrap_or_else(|| Shape::Whole(Field::required("body", ty.clone()))))
}

/// A union whose variants setters can tell apart.
fn choice(rest: &Rest, union: &str, variants: &[Variant]) -> Option<Shape> {
    let structs = variants.iter().map(|variant| match (&variant.ty, rest.fields(&variant.ty)) {
        (Ty::Named(name), Some(fields)) => Some((variant, name, fields)),
        _ => None,
    });
    let structs: Vec<(&Variant, &String, &[Field])> = structs.collect::<Option<_>>()?;
    let holders = |field: &Field| structs.iter().filter(|(_, _, fields)| fields.iter().any(|other| other.wire == field.wire)).count();
    let (_, _, first) = structs.first()?;
    let common: Vec<Field> = first.iter().filter(|field| holders(field) == structs.len()).cloned().collect();
    let mut choices = Vec::new();
    for (variant, schema, fields) in &structs {
        let own = fields.iter().filter(|field| !common.iter().any(|other| other.wire == field.wire));
        let (extras, keys): (Vec<Field>, Vec<Field>) = own.cloned().partition(Field::optional);
        let [key] = <[Field; 1]>::try_from(setters(&keys)).ok()?;
        let extras = setters(&extras);
        if extras.iter().chain([&key]).any(|field| holders(field) > 1) {
            return None;
        }
        choices.push(Choice { variant: (*variant).clone(), schema: (*schema).clone(), key, extras });
    }
    common.iter().all(Field::optional).then(|| Shape::Choice { union: union.to_owned(), variants: choices, common: setters(&common) })
}

/// Fields under the names of their setters.
fn setters(fields: &[Field]) -> Vec<Field> {
    fields.iter().map(|field| Field { name: parameters::setter(&field.name), ..field.clone() }).collect()
}

impl Shape {
    /// The fields that become setters, with the type that has them.
    fn fields(&self) -> Vec<(&str, &Field)> {
        match self {
            Self::Nothing | Self::Upload => Vec::new(),
            Self::Struct(name, fields) => fields.iter().map(|field| (name.as_str(), field)).collect(),
            Self::Choice { union, variants, common } => {
                let keys = variants.iter().map(|choice| (choice.schema.as_str(), &choice.key));
                let extras = variants.iter().flat_map(|choice| choice.extras.iter().map(|field| (choice.schema.as_str(), field)));
                keys.chain(extras).chain(common.iter().map(|field| (union.as_str(), field))).collect()
            }
            Self::Whole(body) => vec![("", body)],
        }
    }
}

/// Everything that has a setter, with the type or operation that it is of.
fn settable<'a>(operation: &'a Operation, shape: &'a Shape) -> Vec<(&'a str, &'a Field)> {
    let query = operation.query_params.iter().map(|field| (operation.id.as_str(), field));
    query.chain(shape.fields()).collect()
}

/// The arguments of a builder: name, type, value.
fn arguments(operation: &Operation, shape: &Shape) -> Vec<(Ident, TokenStream, TokenStream)> {
    let mut all: Vec<_> = operation
        .path_params
        .iter()
        .map(|field| {
            let name = types::ident(field);
            let (ty, value) = types::argument(&field.ty, &quote!(#name), Scope::Crate);
            (name, ty, value)
        })
        .collect();
    if matches!(shape, Shape::Upload) {
        let body = format_ident!("body");
        all.push((body, quote!(impl Into<crate::body::UploadBody>), quote!(body.into())));
    }
    all
}

fn method(rest: &Rest, operation: &OperationPlan, docs: &Docs, mode: &TokenStream, shape: &Shape) -> TokenStream {
    // Examples await; the blocking form points to them.
    let docs = match mode.to_string().as_str() {
        "Async" => docs.whole(operation, &settable(&operation.rest, shape), rest),
        _ => docs.short(operation),
    };
    let name = names::field(&operation.rest.id);
    let builder = format_ident!("{}", operation.rest.id.to_upper_camel_case());
    let arguments = arguments(&operation.rest, shape);
    let inputs = arguments.iter().map(|(name, ty, _)| quote!(#name: #ty));
    let values = arguments.iter().map(|(_, _, value)| value);
    quote! {
        #(#[doc = #docs])*
        pub fn #name(&self, #(#inputs),*) -> #builder<#mode> {
            #builder::new(self.clone(), #(#values),*)
        }
    }
}

fn builder(model: &Rest, operation: &OperationPlan, shape: &Shape, docs: &Docs) -> TokenStream {
    let rest = &operation.rest;
    let builder = format_ident!("{}", rest.id.to_upper_camel_case());
    let constant = constant(&rest.id);
    let call = names::field(&rest.id);
    let (request, result) = (request_path(&rest.id), result_ty(rest));
    let settable = settable(rest, shape);
    let setters = settable.iter().map(|(owner, field)| setter(model, owner, field));
    let settable: Vec<&Field> = settable.iter().map(|(_, field)| *field).collect();
    let given: Vec<(Ident, TokenStream)> = rest
        .path_params
        .iter()
        .map(|field| (types::ident(field), types::rust(&field.ty, Scope::Crate)))
        .chain(matches!(shape, Shape::Upload).then(|| (format_ident!("body"), quote!(crate::body::UploadBody))))
        .collect();
    let (given_names, given_types): (Vec<_>, Vec<_>) = given.into_iter().unzip();
    let held = settable.iter().map(|field| {
        let (name, ty) = (types::ident(field), types::rust(&field.ty, Scope::Crate));
        quote!(#name: Option<#ty>)
    });
    let held_names: Vec<Ident> = settable.iter().map(|field| types::ident(field)).collect();
    let make = make_body(shape, &constant);
    let given = |field: &Field| rest.path_params.iter().any(|other| other.wire == field.wire) || field.optional();
    let parts = params(rest).map(|field| {
        let (name, wire) = (types::ident(field), &field.wire);
        if given(field) { quote!(#name) } else { quote!(#name: #name.ok_or_else(|| Error::missing(#constant, #wire))?) }
    });
    let parts = parts.chain(rest.body.as_ref().map(|_| quote!(body)));
    let doc = docs.first_line(&rest.id);
    let derive = if matches!(shape, Shape::Upload) { quote!() } else { quote!(#[derive(Clone)]) };
    quote! {
        #[doc = #doc]
        ///
        /// Made by the client's method of the same name.
        #derive
        #[must_use = "a request does nothing until `send` is called"]
        pub struct #builder<M: Mode = Async> {
            client: M::Client,
            options: CallOptions,
            #(#given_names: #given_types,)*
            #(#held),*
        }

        impl<M: Mode> #builder<M> {
            fn new(client: M::Client, #(#given_names: #given_types),*) -> Self {
                Self { client, options: CallOptions::default(), #(#given_names,)* #(#held_names: None),* }
            }

            #(#setters)*

            /// Limits the whole call: connecting, sending, receiving, retries.
            pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
                self.options.deadline = Some(deadline);
                self
            }

            /// Adds a header to this call.
            pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
                self.options.headers.append(name, value);
                self
            }

            /// Sends this call over the given protocol.
            pub fn protocol(mut self, protocol: Protocol) -> Self {
                self.options.protocol = Some(protocol);
                self
            }

            /// Retries this call by its own policy.
            pub fn retry(mut self, policy: RetryPolicy) -> Self {
                self.options.retry = Some(policy);
                self
            }

            /// The request alone, without sending it.
            ///
            /// # Errors
            /// When something required was not set.
            pub fn request(self) -> Result<#request, Error> {
                self.into_parts().map(|(_, _, request)| request)
            }

            fn into_parts(self) -> Result<(M::Client, CallOptions, #request), Error> {
                #[allow(unused_mut, reason = "only some bodies take their fields one by one")]
                let Self { client, options, #(#given_names,)* #(mut #held_names),* } = self;
                #make
                Ok((client, options, #request { #(#parts),* }))
            }
        }

        impl #builder<Async> {
            /// Sends the request.
            ///
            /// # Errors
            /// Whatever kept the call from succeeding; see [`Error`].
            pub async fn send(self) -> Result<Response<#result>, Error> {
                let (client, options, request) = self.into_parts()?;
                client.stub(#constant, &options)?.#call(request, &options).await
            }
        }

        #[cfg(feature = "blocking")]
        impl #builder<Blocking> {
            /// Sends the request and blocks the thread until it is answered.
            ///
            /// # Errors
            /// Whatever kept the call from succeeding; see [`Error`].
            pub fn send(self) -> Result<Response<#result>, Error> {
                let (client, options, request) = self.into_parts()?;
                let stub = client.as_async().stub(#constant, &options)?;
                client.run(stub.#call(request, &options))?
            }
        }
    }
}

fn setter(model: &Rest, owner: &str, field: &Field) -> TokenStream {
    let name = types::ident(field);
    let (ty, value) = rest::types::argument(&field.ty, &quote!(#name), Scope::Crate);
    let mut doc = types::setter_doc(model, owner, field);
    if let (false, Some(first)) = (field.optional(), doc.first_mut()) {
        first.push_str(" Required.");
    }
    quote! {
        #(#[doc = #doc])*
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// A field of a model with its value.
fn held(field: &Field, value: &TokenStream) -> TokenStream {
    let name = types::wire_ident(field);
    if name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// Statements that make `body` of the setters' values.
fn make_body(shape: &Shape, constant: &TokenStream) -> TokenStream {
    match shape {
        Shape::Nothing | Shape::Upload => TokenStream::new(),
        Shape::Struct(name, fields) => {
            let path = format_ident!("{name}");
            let fields = fields.iter().map(|field| {
                let (ident, wire) = (types::ident(field), &field.wire);
                let value = if field.optional() { quote!(#ident) } else { quote!(#ident.ok_or_else(|| Error::missing(#constant, #wire))?) };
                held(field, &value)
            });
            quote!(let body = crate::models::#path { #(#fields),* };)
        }
        Shape::Choice { union, variants, common } => {
            let union = format_ident!("{union}");
            let steps = variants.iter().map(|Choice { variant, schema, key, extras }| {
                let (name, schema, ident, wire) =
                    (format_ident!("{}", variant.name), format_ident!("{schema}"), types::ident(key), &key.wire);
                let own = held(key, &quote!(#ident));
                let others = common.iter().chain(extras).map(|field| {
                    let ident = types::ident(field);
                    held(field, &quote!(#ident.take()))
                });
                let made = quote!(crate::models::#schema { #own, #(#others),* });
                let made = if variant.boxed { quote!(Box::new(#made)) } else { made };
                quote! {
                    if let Some(#ident) = #ident {
                        if body_.is_some() {
                            return Err(Error::surplus(#constant, #wire));
                        }
                        body_ = Some(crate::models::#union::#name(#made));
                    }
                }
            });
            // What the chosen variant takes is taken by now. A field may be called `body`, and none `body_`.
            let left = variants.iter().flat_map(|choice| &choice.extras).map(|extra| {
                let (ident, wire) = (types::ident(extra), &extra.wire);
                quote! {
                    if #ident.is_some() {
                        return Err(Error::surplus(#constant, #wire));
                    }
                }
            });
            let wanted = variants.iter().map(|choice| choice.key.wire.as_str()).collect::<Vec<_>>().join("` or `");
            quote! {
                let mut body_ = None;
                #(#steps)*
                let body_ = body_.ok_or_else(|| Error::missing(#constant, #wanted))?;
                #(#left)*
                let body = body_;
            }
        }
        Shape::Whole(_) => quote!(let body = body.ok_or_else(|| Error::missing(#constant, "body"))?;),
    }
}
