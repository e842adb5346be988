//! How types of the REST model are spelled in Rust.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::{Field, Kind, Ty};

/// Where the emitted code stands: models see each other by bare name, other modules by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Inside `crate::models`.
    Models,
    /// Anywhere else in the crate.
    Crate,
}

/// The Rust type of `ty`.
pub fn rust(ty: &Ty, scope: Scope) -> TokenStream {
    match ty {
        Ty::Bool => quote!(bool),
        Ty::I64 => quote!(i64),
        Ty::Uint(8) => quote!(u8),
        Ty::Uint(32) => quote!(u32),
        Ty::Uint(_) => quote!(u64),
        Ty::F32 => quote!(f32),
        Ty::F64 => quote!(f64),
        Ty::Str => quote!(String),
        Ty::Uuid => quote!(uuid::Uuid),
        Ty::DateTime => named("DateTime", scope),
        Ty::Json => quote!(serde_json::Value),
        Ty::Bytes => quote!(Vec<u8>),
        Ty::Named(name) => named(name, scope),
        Ty::List(item) => {
            let item = rust(item, scope);
            quote!(Vec<#item>)
        }
        Ty::Map(values) if **values == Ty::Json => quote!(serde_json::Map<String, serde_json::Value>),
        Ty::Map(values) => {
            let values = rust(values, scope);
            quote!(std::collections::HashMap<String, #values>)
        }
        Ty::Nullable(inner) => {
            let inner = rust(inner, scope);
            quote!(Option<#inner>)
        }
    }
}

/// The Rust type of a field, an `Option` where it may be absent or null.
pub fn field(field: &Field, scope: Scope) -> TokenStream {
    let ty = rust(&field.ty, scope);
    if field.optional() { quote!(Option<#ty>) } else { ty }
}

fn named(name: &str, scope: Scope) -> TokenStream {
    let name = format_ident!("{name}");
    match scope {
        Scope::Models => quote!(#name),
        Scope::Crate => quote!(crate::models::#name),
    }
}

/// An argument of a constructor or setter: its type, and the expression that makes the field's value of `name`.
///
/// Numbers and booleans are taken as they are, because a literal has no type of its own behind `impl Into<u64>`.
pub fn argument(ty: &Ty, name: &TokenStream, scope: Scope) -> (TokenStream, TokenStream) {
    let whole = rust(ty, scope);
    match ty {
        Ty::Bool | Ty::I64 | Ty::Uint(_) | Ty::F32 | Ty::F64 | Ty::Nullable(_) => (whole, quote!(#name)),
        Ty::List(item) if matches!(**item, Ty::Named(_) | Ty::Str) => {
            let item = rust(item, scope);
            (quote!(impl IntoIterator<Item = impl Into<#item>>), quote!(#name.into_iter().map(Into::into).collect()))
        }
        Ty::Map(values) if matches!(**values, Ty::Named(_)) => {
            let values = rust(values, scope);
            (
                quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#values>)>),
                quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            )
        }
        _ => (quote!(impl Into<#whole>), quote!(#name.into())),
    }
}

/// The identifier of a field.
pub fn ident(field: &Field) -> proc_macro2::Ident {
    naming::ident(&field.name)
}

/// The identifier that the wire name of a field gives, whatever else is called so.
pub fn wire_ident(field: &Field) -> proc_macro2::Ident {
    naming::ident(&naming::field(&field.wire))
}

/// A sentence that is a name in words: `QueryRequest` gives `Query request.`
pub fn sentence(name: &str) -> String {
    let words = naming::words(name).join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => format!(" {}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// What a component is, as a doc attribute has it.
pub fn doc(rest: &Rest, name: &str) -> String {
    rest.texts.model(name).map_or_else(|| sentence(name), |text| format!(" {text}"))
}

/// What a field is, as doc attributes have it: in our words where there are some, else nothing.
pub fn field_doc(rest: &Rest, owner: &str, field: &Field) -> Vec<String> {
    let text = rest.texts.field(owner, &field.wire).map(|text| format!(" {text}"));
    let old = field.deprecated.then(|| " Deprecated by the server.".to_owned());
    let gap = (text.is_some() && old.is_some()).then(String::new);
    text.into_iter().chain(gap).chain(old).collect()
}

/// What a value of an enum or a variant of a union is, as a doc attribute has it: in our words where there are some, else
/// nothing.
pub fn variant_doc(rest: &Rest, owner: &str, variant: &str) -> TokenStream {
    let text = rest.texts.variant(owner, variant).map(|text| format!(" {text}"));
    text.map_or_else(TokenStream::new, |text| quote!(#[doc = #text]))
}

/// What a setter does: the name of the field, and what that is.
pub fn setter_doc(rest: &Rest, owner: &str, field: &Field) -> Vec<String> {
    let mut lines = vec![format!(" Sets `{}`.", field.wire)];
    for line in field_doc(rest, owner, field) {
        lines.push(String::new());
        lines.push(line);
    }
    lines
}

/// What a type can do beyond what every model can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// It is one number, string, boolean, id or date, so it can be printed and read as text.
    pub scalar: bool,
    /// Equality holds for every value, so it can be a key.
    pub eq: bool,
}

/// The abilities of a type.
pub fn abilities(rest: &Rest, ty: &Ty) -> Abilities {
    Abilities { scalar: rest.is_text(ty), eq: eq(rest, ty) }
}

fn eq(rest: &Rest, ty: &Ty) -> bool {
    match ty {
        Ty::Bool | Ty::I64 | Ty::Uint(_) | Ty::Str | Ty::Uuid | Ty::DateTime => true,
        Ty::Named(name) => match rest.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Enum(_)) => true,
            Some(Kind::Alias(inner)) => eq(rest, inner),
            Some(Kind::Union(variants)) => variants.iter().all(|variant| eq(rest, &variant.ty)),
            _ => false,
        },
        _ => false,
    }
}
