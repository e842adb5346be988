//! REST: the models and the client.
//!
//! Structs and operations are progenitor's, reshaped; unions, enums and aliases, which it cannot express, are ours.

pub mod client;
pub mod decide;
pub mod decode;
pub mod enums;
pub mod phrases;
pub mod progenitor;
pub mod records;
pub mod registry;
pub mod structs;
pub mod types;
pub mod unions;

use std::collections::BTreeMap;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::error::Error;
use crate::model::Rest;

/// Emits the files of the REST side: `models/*.rs` and `rest.rs`.
///
/// # Errors
/// When progenitor and the model disagree.
pub fn emit(rest: &Rest, repaired: &Value) -> Result<BTreeMap<PathBuf, TokenStream>, Error> {
    let output = progenitor::run(rest, repaired)?;
    let version = repaired["info"]["version"].as_str().unwrap_or_default();
    let decisions = decide::plan(rest);
    let structs = structs::emit(rest, &output)?;
    let aliases = enums::aliases(rest);
    let models = quote! {
        //! What requests and replies are made of: one set of types for both protocols.
        //!
        //! `new` takes what is required, a setter each of the rest. [`filter`](crate::filter) makes filters,
        //! [`Query`] has a constructor for every kind of query, [`payload!`](crate::payload) makes payloads.

        mod decode;
        #[allow(missing_docs, reason = "variants carry the server's names")]
        mod enums;
        mod helpers;
        mod records;
        mod setters;
        #[allow(missing_docs, clippy::type_complexity, reason = "fields carry the server's names and shapes")]
        mod structs;
        #[allow(missing_docs, reason = "variants are named for what they hold")]
        #[allow(clippy::large_enum_variant, reason = "a box for the larger variants would be one more allocation a value")]
        mod unions;

        /// Codecs by operation, for tests.
        #[cfg(feature = "testing")]
        #[doc(hidden)]
        pub mod registry;

        pub use enums::*;
        pub use structs::*;
        pub use unions::*;

        pub use crate::ext::{DateTime, DateTimeError, PointIdError};

        #aliases
    };
    let files = [
        ("models/mod.rs", models),
        ("models/structs.rs", structs.definitions),
        ("models/setters.rs", structs.setters),
        ("models/unions.rs", unions::emit(rest)),
        ("models/enums.rs", enums::emit(rest, &decisions.tags())?),
        ("models/decode.rs", decode::emit(rest, &decisions.plans)),
        ("models/helpers.rs", helpers(rest)),
        ("models/records.rs", records::emit(rest)),
        ("models/registry.rs", registry::emit(rest)),
        ("rest.rs", client::emit(rest, &output, version)?),
    ];
    Ok(files.into_iter().map(|(path, tokens)| (PathBuf::from(path), tokens)).collect())
}

/// The modules of `src/ext` for which the release has the types.
fn helpers(rest: &Rest) -> TokenStream {
    let modules = rest.helpers.mounted(rest).map(|module| {
        let (path, name) = (format!("../../src/ext/since/{module}.rs"), format_ident!("{module}"));
        quote! {
            #[path = #path]
            mod #name;
        }
    });
    quote! {
        //! Hand-written helpers for types that not every release has.

        #(#modules)*
    }
}
