//! Paths of generated items, as progenitor's models and prost spell them.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{grpc, naming};

/// `crate::models::X`.
pub fn model(name: &str) -> TokenStream {
    let ident = format_ident!("{name}");
    quote!(models::#ident)
}

/// A hand-written function, as an override names it: `module::function`.
pub fn manual(function: &str) -> TokenStream {
    let path = function.split("::").map(field);
    quote!(manual::#(#path)::*)
}

/// A variant of a model.
pub fn model_variant(union: &str, variant: &str) -> TokenStream {
    let (union, variant) = (format_ident!("{union}"), format_ident!("{variant}"));
    quote!(models::#union::#variant)
}

/// The path of a message or enum: `qdrant.A.B` is `pb::a::B`; what every `.proto` may import is where prost has it.
pub fn proto(name: &str) -> TokenStream {
    match name.strip_prefix("google.protobuf.") {
        None => {}
        Some("Empty") => return quote!(()),
        Some("BoolValue") => return quote!(bool),
        Some("Int32Value") => return quote!(i32),
        Some("Int64Value") => return quote!(i64),
        Some("UInt32Value") => return quote!(u32),
        Some("UInt64Value") => return quote!(u64),
        Some("FloatValue") => return quote!(f32),
        Some("DoubleValue") => return quote!(f64),
        Some("StringValue") => return quote!(String),
        Some("BytesValue") => return quote!(Vec<u8>),
        Some(other) => {
            let other = format_ident!("{}", other.to_upper_camel_case());
            return quote!(prost_types::#other);
        }
    }
    let mut parts: Vec<&str> = name.split('.').skip(1).collect();
    let last = parts.pop().unwrap_or_default();
    let modules = parts.iter().map(|part| naming::ident(&part.to_snake_case()));
    let last = format_ident!("{}", last.to_upper_camel_case());
    quote!(pb::#(#modules::)*#last)
}

/// The path of a oneof's enum: `pb::message::Oneof`.
pub fn oneof(message: &str, oneof: &str) -> TokenStream {
    let modules = message.split('.').skip(1).map(|part| naming::ident(&part.to_snake_case()));
    let name = format_ident!("{}", oneof.to_upper_camel_case());
    quote!(pb::#(#modules::)*#name)
}

/// A variant of a oneof's enum.
pub fn oneof_variant(message: &str, name: &str, field: &grpc::Field) -> TokenStream {
    let path = oneof(message, name);
    let variant = format_ident!("{}", field.wire.to_upper_camel_case());
    quote!(#path::#variant)
}

/// A value of an enum: prost takes the enum's name away from the front of its values.
pub fn proto_value(enumeration: &str, value: &str) -> TokenStream {
    let path = proto(enumeration);
    let prefix = enumeration.rsplit('.').next().unwrap_or_default().to_upper_camel_case();
    let full = value.to_upper_camel_case();
    let short = full.strip_prefix(&prefix).filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()));
    let variant = format_ident!("{}", short.unwrap_or(&full));
    quote!(#path::#variant)
}

/// Whether a field of a message holds anything but what it holds when it is absent.
pub fn is_set(value: &TokenStream) -> TokenStream {
    quote!(crate::convert::is_set(&#value))
}

/// A field's identifier in a model.
pub fn field(name: &str) -> proc_macro2::Ident {
    naming::ident(name)
}
