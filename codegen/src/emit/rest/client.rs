//! The REST client: progenitor's operations, cleaned of what this crate does in its transport.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, FnArg, Ident, ImplItemFn, LitStr, Macro, Pat, Path, ReturnType, Stmt, Token, Type};

use super::progenitor::{Output, parameter};
use super::types;
use crate::error::Error;
use crate::model::Rest;
use crate::model::rest::{Body, Field, Operation};

/// Emits the client.
///
/// # Errors
/// When progenitor's methods are not the model's operations, or have a form that the reshaping does not know.
pub fn emit(rest: &Rest, output: &Output, version: &str) -> Result<TokenStream, Error> {
    let mut methods: HashMap<String, &ImplItemFn> = output.methods.iter().map(|method| (method.sig.ident.to_string(), method)).collect();
    let mut emitted = Vec::new();
    for operation in rest.operations.values() {
        let method = methods
            .remove(&operation.id)
            .ok_or_else(|| Error::other(format!("emit: progenitor's output has no method for op:{}", operation.id)))?;
        emitted.push(reshape(operation, method)?);
    }
    if let Some(stranger) = methods.keys().min() {
        return Err(Error::other(format!("emit: progenitor's method `{stranger}` is no operation of the model")));
    }
    Ok(quote! {
        use progenitor_client::{ByteStream, ClientHooks, ClientInfo, Error, OperationInfo, QueryParam, ResponseValue, encode_path};
        use reqwest::header::{ACCEPT, HeaderValue};

        use super::models;
        use crate::transport::rest::CallContext;

        /// The REST client: one method an operation.
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) baseurl: String,
            pub(crate) client: reqwest::Client,
            pub(crate) inner: CallContext,
        }

        impl Client {
            /// A client that sends to `baseurl` with the context of its calls.
            pub fn new_with_client(baseurl: &str, client: reqwest::Client, inner: CallContext) -> Self {
                Self { baseurl: baseurl.to_owned(), client, inner }
            }
        }

        impl ClientInfo<CallContext> for Client {
            fn api_version() -> &'static str {
                #version
            }

            fn baseurl(&self) -> &str {
                &self.baseurl
            }

            fn client(&self) -> &reqwest::Client {
                &self.client
            }

            fn inner(&self) -> &CallContext {
                &self.inner
            }
        }

        /// One segment of a path.
        #[allow(clippy::result_large_err, reason = "the error of every method")]
        fn segment(value: &impl std::fmt::Display) -> Result<String, Error<models::ErrorResponse>> {
            let text = value.to_string();
            if matches!(text.as_str(), "" | "." | "..") {
                return Err(Error::InvalidRequest(format!("`{text}` cannot stand in the path of a request")));
            }
            // URLs take a backslash for a slash.
            Ok(encode_path(&text).replace('\\', "%5C"))
        }

        impl Client {
            /// Runs the hooks around one request. Every answer but a success is an error that carries it untouched.
            async fn send(&self, mut request: reqwest::Request, operation_id: &'static str) -> Result<reqwest::Response, Error<models::ErrorResponse>> {
                let info = OperationInfo { operation_id };
                self.pre(&mut request, &info).await?;
                let result = self.exec(request, &info).await;
                self.post(&result, &info).await?;
                let response = result?;
                if response.status().is_success() { Ok(response) } else { Err(Error::UnexpectedResponse(response)) }
            }

            #(#emitted)*
        }
    })
}

fn reshape(operation: &Operation, method: &ImplItemFn) -> Result<TokenStream, Error> {
    let unknown = |what: &str| Error::other(format!("emit: op:{}: {what} of progenitor's method has an unknown form", operation.id));
    let name = &method.sig.ident;
    let doc = format!(" `{} {}`", operation.method, operation.path);
    let arguments = arguments(operation, method)?;
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "one for each parameter")]));

    let success = success_type(&method.sig.output).ok_or_else(|| unknown("the answer"))?;
    let mut block = method.block.clone();
    Paths.visit_block_mut(&mut block);
    let mut names = Names::of(operation);
    names.visit_block_mut(&mut block);
    let locals = ["url", "request", "response"].map(|name| names.local(name));
    let [url_name, request_name, response] = &locals;
    let url = initial(&block, url_name).ok_or_else(|| unknown("the URL"))?;
    let Expr::Macro(url) = url else { return Err(unknown("the URL")) };
    let url = path(&url.mac).ok_or_else(|| unknown("the URL"))?;
    let request = initial(&block, request_name).ok_or_else(|| unknown("the request"))?;
    let request = request_chain(request, matches!(operation.body, Some(Body::Multipart(_)))).ok_or_else(|| unknown("the request"))?;
    let id = &operation.id;
    let answer = if success.to_token_stream().to_string() == "ByteStream" {
        quote!(Ok(ResponseValue::stream(#response)))
    } else {
        quote!(ResponseValue::from_response(#response).await)
    };
    Ok(quote! {
        #[doc = #doc]
        #many
        pub async fn #name(&self, #(#arguments),*) -> Result<ResponseValue<#success>, Error<models::ErrorResponse>> {
            let #url_name = #url;
            let #request_name = #request;
            let #response = self.send(#request_name, #id).await?;
            #answer
        }
    })
}

/// The parameters in the order in which progenitor's names number them.
fn parameters(operation: &Operation) -> impl Iterator<Item = (String, &Field)> {
    let all = operation.path_params.iter().chain(&operation.query_params).enumerate();
    all.map(|(index, field)| (parameter(index), field))
}

/// The arguments: path parameters, query parameters, body, each group in the order of the model.
fn arguments(operation: &Operation, method: &ImplItemFn) -> Result<Vec<TokenStream>, Error> {
    let mut found = HashMap::new();
    for input in &method.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(name) = &*input.pat else { continue };
        let mut ty = (*input.ty).clone();
        Paths.visit_type_mut(&mut ty);
        found.insert(name.ident.to_string(), ty);
    }
    let mut take = |name: &str, wire: &str| {
        let lacks = || Error::other(format!("emit: op:{}: progenitor's method has no argument `{wire}`", operation.id));
        found.remove(name).ok_or_else(lacks)
    };
    let mut arguments = Vec::new();
    for (name, field) in parameters(operation) {
        let (ty, name) = (take(&name, &field.wire)?, types::ident(field));
        arguments.push(quote!(#name: #ty));
    }
    if let Some(body) = &operation.body {
        let ty = take("body", "body")?;
        arguments.push(if matches!(body, Body::Multipart(_)) { quote!(body: reqwest::multipart::Form) } else { quote!(body: #ty) });
    }
    match found.keys().min() {
        Some(stranger) => Err(Error::other(format!("emit: op:{}: argument `{stranger}` is no parameter of the model", operation.id))),
        None => Ok(arguments),
    }
}

/// Gives parameters their own names again, in Rust and on the wire, and what is local to a method other ones.
struct Names {
    parameters: HashMap<String, (Ident, String)>,
}

impl Names {
    fn of(operation: &Operation) -> Self {
        let parameters = parameters(operation).map(|(name, field)| (name, (types::ident(field), field.wire.clone())));
        Self { parameters: parameters.collect() }
    }

    /// A name for what progenitor calls so; no parameter ends like that.
    fn local(&self, name: &str) -> Ident {
        let taken = self.parameters.values().any(|(ident, _)| ident == name);
        if taken { format_ident!("{name}_") } else { format_ident!("{name}") }
    }
}

impl VisitMut for Names {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        let name = ident.to_string();
        if let Some((own, _)) = self.parameters.get(&name) {
            *ident = own.clone();
        } else if matches!(name.as_str(), "url" | "request" | "response") {
            *ident = self.local(&name);
        }
    }

    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        if let Some((_, wire)) = self.parameters.get(&text.value()) {
            *text = LitStr::new(wire, text.span());
        }
    }

    fn visit_macro_mut(&mut self, called: &mut Macro) {
        let Ok(mut arguments) = called.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) else { return };
        arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
        called.tokens = arguments.into_token_stream();
    }
}

/// `T` of `Result<ResponseValue<T>, Error<()>>`; nothing for another error type.
fn success_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, result) = output else { return None };
    let [value, error] = generics(result)?;
    let [error] = generics(&error)?;
    let [mut success] = generics(&value)?;
    Paths.visit_type_mut(&mut success);
    matches!(error, Type::Tuple(unit) if unit.elems.is_empty()).then_some(success)
}

/// The type arguments of a path.
fn generics<const N: usize>(ty: &Type) -> Option<[Type; N]> {
    let Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    types.collect::<Vec<_>>().try_into().ok()
}

/// What `let name = …;` binds in the block.
fn initial<'a>(block: &'a Block, name: &Ident) -> Option<&'a Expr> {
    block.stmts.iter().find_map(|statement| match statement {
        Stmt::Local(local) => {
            let bound = matches!(&local.pat, Pat::Ident(pat) if pat.ident == *name);
            local.init.as_ref().filter(|_| bound).map(|init| &*init.expr)
        }
        _ => None,
    })
}

/// The `format!` of the URL, with parameters as checked segments.
fn path(format: &Macro) -> Option<TokenStream> {
    let arguments = format.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
    let arguments = arguments
        .into_iter()
        .map(|argument| match &argument {
            Expr::Call(call) => {
                let Some(Expr::Reference(reference)) = call.args.first() else { return None };
                let Expr::MethodCall(to_string) = &*reference.expr else { return None };
                let value = &to_string.receiver;
                Some(quote!(segment(&#value)?))
            }
            _ => Some(argument.to_token_stream()),
        })
        .collect::<Option<Vec<_>>>()?;
    Some(quote!(format!(#(#arguments),*)))
}

/// The builder chain of the request without the header that repeats the document's version, and with a form for a
/// body of raw bytes where the operation takes one.
fn request_chain(expression: &Expr, multipart: bool) -> Option<TokenStream> {
    let Expr::Try(attempt) = expression else { return None };
    let mut calls = Vec::new();
    let mut rest = &*attempt.expr;
    while let Expr::MethodCall(call) = rest {
        calls.push(call);
        rest = &call.receiver;
    }
    let calls = calls.into_iter().rev().filter_map(|call| kept(call, multipart));
    Some(quote!(#rest #(.#calls)*?))
}

fn kept(call: &ExprMethodCall, multipart: bool) -> Option<TokenStream> {
    let (name, arguments) = (&call.method, &call.args);
    let content_type = arguments.first().is_some_and(|first| first.to_token_stream().to_string().ends_with("CONTENT_TYPE"));
    match name.to_string().as_str() {
        "headers" => None,
        "header" if content_type => None,
        "body" if multipart => Some(quote!(multipart(body))),
        _ => Some(quote!(#name(#arguments))),
    }
}

/// Brings types into this crate's spelling: shorter paths, no lifetimes that go without saying.
struct Paths;

impl VisitMut for Paths {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        reference.lifetime = None;
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let skipped = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["reqwest", "header", ..] => 2,
            ["progenitor_client", ..] => 1,
            ["crate", "models", _] => 1,
            ["types", _] => 1,
            _ => return,
        };
        path.leading_colon = None;
        let kept: Punctuated<_, Token![::]> = path.segments.iter().skip(skipped).cloned().collect();
        path.segments = if segments[0] == "types" {
            std::iter::once(syn::PathSegment::from(format_ident!("models"))).chain(kept).collect()
        } else {
            kept
        };
    }
}
