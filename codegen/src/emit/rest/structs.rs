//! Structs: progenitor's, checked against the model and reshaped; their constructors and setters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemStruct;

use super::progenitor::Output;
use super::types::{self, Scope};
use crate::error::Error;
use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::{Field, Kind};

/// The definitions and the impls of all structs, in two files.
pub struct Structs {
    /// The definitions.
    pub definitions: TokenStream,
    /// Constructors and setters.
    pub setters: TokenStream,
}

/// Emits every struct of the model.
///
/// # Errors
/// When a struct of the model is not in progenitor's output, or has other fields there.
pub fn emit(rest: &Rest, output: &Output) -> Result<Structs, Error> {
    let mut definitions = Vec::new();
    let mut setters = Vec::new();
    for schema in rest.schemas.values() {
        let Kind::Struct(fields) = &schema.kind else { continue };
        // Where no key is known progenitor keeps those that it does not know.
        if !fields.is_empty() {
            let generated = output
                .structs
                .get(&schema.name)
                .ok_or_else(|| Error::other(format!("emit: progenitor's output has no struct `{}`", schema.name)))?;
            check(&schema.name, fields, generated)?;
        }
        definitions.push(definition(rest, &schema.name, fields));
        setters.push(methods(rest, &schema.name, fields));
    }
    Ok(Structs {
        definitions: quote! {
            use super::*;

            #(#definitions)*
        },
        setters: quote! {
            use super::*;

            #(#setters)*
        },
    })
}

/// Fails where progenitor read the document differently from the model.
fn check(name: &str, fields: &[Field], generated: &ItemStruct) -> Result<(), Error> {
    let mut expected: Vec<(String, String)> =
        fields.iter().map(|field| (field.wire.clone(), plain(&types::field(field, Scope::Models)))).collect();
    let mut found: Vec<(String, String)> = generated.fields.iter().map(|field| (wire_name(field), plain(&field.ty))).collect();
    expected.sort();
    found.sort();
    match expected.iter().zip(&found).find(|(expected, found)| expected != found) {
        Some(((wire, model), (other, progenitor))) => {
            Err(Error::other(format!("emit: rest:{name}.{wire} is `{model}` in the model, but progenitor has `{other}: {progenitor}`")))
        }
        None if expected.len() != found.len() => Err(Error::other(format!(
            "emit: rest:{name} has {} fields in the model, {} in progenitor's output",
            expected.len(),
            found.len()
        ))),
        None => Ok(()),
    }
}

fn wire_name(field: &syn::Field) -> String {
    let mut name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other keys of the attribute end the visit early; they do not matter here.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if let Ok(value) = meta.value() {
                value.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// A type without spaces and without the paths that differ between progenitor's spelling and ours.
fn plain(ty: &impl quote::ToTokens) -> String {
    let mut text: String = quote!(#ty).to_string().split_whitespace().collect();
    for path in ["::std::string::", "::std::option::", "::std::vec::", "crate::models::", "types::"] {
        text = text.replace(path, "");
    }
    ["::std", "::serde_json", "::uuid"].iter().fold(text, |text, path| text.replace(path, &path[2..]))
}

fn definition(rest: &Rest, name: &str, fields: &[Field]) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = types::doc(rest, name);
    let default = fields.iter().all(|field| field.optional() || rest.is_tag(&field.ty)).then(|| quote!(, Default));
    let (debug, debug_by_hand) = match fields.iter().any(secret) {
        true => (quote!(), shown(&ident, fields)),
        false => (quote!(Debug,), quote!()),
    };
    let fields = fields.iter().map(|field| {
        let ident = types::ident(field);
        let ty = types::field(field, Scope::Models);
        let rename = (field.name != field.wire).then(|| {
            let wire = &field.wire;
            quote!(#[serde(rename = #wire)])
        });
        let skip = (!field.required).then(|| quote!(#[serde(skip_serializing_if = "Option::is_none")]));
        let doc = types::field_doc(rest, name, field);
        quote! { #(#[doc = #doc])* #rename #skip pub #ident: #ty, }
    });
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        #[derive(Clone, #debug PartialEq, serde::Serialize #default)]
        pub struct #ident { #(#fields)* }

        #debug_by_hand
    }
}

/// Whether a field holds a credential, which is not shown.
fn secret(field: &Field) -> bool {
    field.wire == "api_key"
}

/// `Debug` as it is derived, with stars for credentials.
fn shown(ident: &syn::Ident, fields: &[Field]) -> TokenStream {
    let name = ident.to_string();
    let fields = fields.iter().map(|field| {
        let (ident, label) = (types::ident(field), &field.name);
        match (secret(field), field.optional()) {
            (false, _) => quote!(.field(#label, &self.#ident)),
            (true, false) => quote!(.field(#label, &"***")),
            (true, true) => quote!(.field(#label, &self.#ident.as_ref().map(|_| "***"))),
        }
    });
    quote! {
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name)#(#fields)*.finish()
            }
        }
    }
}

fn methods(rest: &Rest, schema: &str, fields: &[Field]) -> TokenStream {
    let ident = format_ident!("{schema}");
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for field in fields {
        let name = types::ident(field);
        if !field.required {
            values.push(quote!(#name: None));
        } else if rest.is_tag(&field.ty) {
            values.push(quote!(#name: Default::default()));
        } else if field.nullable {
            let ty = types::field(field, Scope::Models);
            arguments.push(quote!(#name: #ty));
            values.push(quote!(#name));
        } else {
            let (ty, value) = types::argument(&field.ty, &quote!(#name), Scope::Models);
            arguments.push(quote!(#name: #ty));
            let as_it_is = name == value.to_string();
            values.push(if as_it_is { quote!(#name) } else { quote!(#name: #value) });
        }
    }
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "one for each required field")]));
    let doc = format!(" {} with what is required.", article(schema));
    let set = |field: &&Field| field.optional() && rest.helpers.sets(schema, &field.wire);
    let setters = fields.iter().filter(set).map(|field| {
        let name = types::ident(field);
        // The constructor has its name for itself.
        let setter = if field.name == "new" { format_ident!("new_field") } else { name.clone() };
        let (ty, value) = types::argument(&field.ty, &quote!(#name), Scope::Models);
        let doc = types::setter_doc(rest, schema, field);
        quote! {
            #(#[doc = #doc])*
            #[must_use]
            pub fn #setter(mut self, #name: #ty) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    });
    quote! {
        impl #ident {
            #[doc = #doc]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }

            #(#setters)*
        }
    }
}

fn article(name: &str) -> String {
    let words = naming::words(name).join(" ");
    let article = if words.starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" };
    format!("{article} {words}")
}
