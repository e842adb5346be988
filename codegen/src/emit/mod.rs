//! Rust from the plan: syntax trees, formatted and written by the caller.

pub mod builders;
pub mod convert;
pub mod docs;
pub mod grpc;
pub mod known;
pub mod mock;
pub mod names;
pub mod operations;
pub mod optional;
pub mod rest;
pub mod serve;

use std::collections::BTreeMap;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use prost_types::FileDescriptorSet;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::Error;
use crate::model::{Grpc, Rest};
use crate::plan::Plan;

/// Everything that the stage reads.
pub struct Input<'a> {
    /// The repaired OpenAPI document.
    pub document: &'a Value,
    /// The descriptor set.
    pub set: &'a FileDescriptorSet,
    /// The REST side.
    pub rest: &'a Rest,
    /// The gRPC side.
    pub grpc: &'a Grpc,
    /// What to emit.
    pub plan: &'a Plan,
    /// The release that the documents are of.
    pub release: &'a str,
    /// Documentation of operations.
    pub docs: &'a docs::Docs,
}

/// Every Rust file of the generated folder, as tokens.
///
/// # Errors
/// When an emitter meets something that it cannot express.
pub fn emit(input: &Input<'_>) -> Result<BTreeMap<PathBuf, TokenStream>, Error> {
    let mut files = rest::emit(input.rest, input.document)?;
    let client = files.get(&PathBuf::from("rest.rs")).cloned().unwrap_or_default();
    let methods = operations::client_methods(&client)?;
    let absent = optional::absent(input.rest, input.plan);
    if !absent.is_empty() {
        let names = absent.iter().map(|name| format_ident!("{name}"));
        files.entry(PathBuf::from("models/mod.rs")).or_default().extend(quote!(pub use crate::optional::{#(#names),*};));
    }
    let conversions = convert::Emitter { rest: input.rest, grpc: input.grpc, plan: input.plan };
    let mut add = |path: &str, tokens: TokenStream| files.insert(PathBuf::from(path), tokens);
    add("grpc.rs", grpc::emit(input.set)?);
    add(
        "convert/mod.rs",
        quote! {
            //! Conversions: enums, types, requests, replies.

            mod enums;
            mod known;
            #[cfg(feature = "testing")]
            pub(super) mod registry;
            mod replies;
            mod requests;
            mod types;
        },
    );
    add("convert/manual.rs", conversions.manual());
    add("known.rs", known::models(input.rest, input.plan));
    add("optional.rs", optional::emit(input.rest, input.plan));
    add("convert/known.rs", known::messages(input.grpc, input.plan));
    add("convert/registry.rs", conversions.registry());
    add("convert/enums.rs", conversions.enums());
    add("convert/types.rs", conversions.pairs()?);
    add("convert/requests.rs", conversions.requests()?);
    add("convert/replies.rs", conversions.replies()?);
    add("requests.rs", operations::requests(input.plan));
    add("operations.rs", operations::table(input.plan, input.release));
    add("stub.rs", operations::stub(input.plan, input.docs));
    add("chosen.rs", operations::chosen(input.plan));
    add("client_stub.rs", operations::client_stub(input.plan));
    add("mock_stub.rs", mock::mock(input.plan));
    add("rest_stub.rs", operations::rest_stub(input.rest, input.plan, &methods)?);
    add("grpc_stub.rs", operations::grpc_stub(input.plan));
    add("serve_rest.rs", serve::rest(input.rest, input.plan));
    add("serve_grpc.rs", serve::grpc(input.grpc, input.plan));
    for (name, tokens) in builders::builders(input.rest, input.plan, input.docs)? {
        add(&format!("builders/{name}.rs"), tokens);
    }
    Ok(files)
}
