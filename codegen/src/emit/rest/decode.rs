//! The decoders of unions, from their plans.

use indexmap::IndexMap;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::decide::{Array, Object, Objects, Plan, resolve};
use super::phrases::expected;
use super::types::{self, Scope};
use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::Ty;

/// Emits the decoders of all plans, and the unions of list items.
pub fn emit(rest: &Rest, plans: &IndexMap<String, Plan>) -> TokenStream {
    let decoders = plans.values().map(|plan| Decoder { rest, plans, plan }.emit());
    quote! {
        use serde::de;

        use super::*;
        use crate::decode::{self, Union as _};

        #(#decoders)*
    }
}

struct Decoder<'a> {
    rest: &'a Rest,
    plans: &'a IndexMap<String, Plan>,
    plan: &'a Plan,
}

impl Decoder<'_> {
    fn emit(&self) -> TokenStream {
        let name = format_ident!("{}", self.plan.name);
        let item = (!self.rest.schemas.contains_key(&self.plan.name)).then(|| self.item_union());
        let expected = expected(self.rest, self.plan);
        let methods = [self.boolean(), self.unsigned(), self.negative(), self.float(), self.string(), self.array(), self.object()];
        let table = self.table();
        quote! {
            #item
            #table

            impl<'de> decode::Union<'de> for #name {
                const EXPECTED: &'static str = #expected;

                #(#methods)*
            }

            impl<'de> de::Deserialize<'de> for #name {
                fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    decode::union(deserializer)
                }
            }
        }
    }

    /// The type of the first item of an array that only its items tell apart.
    fn item_union(&self) -> TokenStream {
        let name = format_ident!("{}", self.plan.name);
        let variants = self.plan.variants.iter().map(|variant| {
            let name = format_ident!("{}", variant.name);
            let ty = types::rust(&variant.ty, Scope::Models);
            quote!(#name(#ty))
        });
        quote! {
            enum #name { #(#variants),* }
        }
    }

    fn variant(&self, index: usize) -> Ident {
        format_ident!("{}", self.plan.variants[index].name)
    }

    fn ty(&self, index: usize) -> &Ty {
        resolve(self.rest, &self.plan.variants[index].ty)
    }

    /// A scalar as a variant holds it: free JSON holds it as JSON.
    fn held(&self, index: usize, value: TokenStream) -> TokenStream {
        if *self.ty(index) == Ty::Json { quote!(serde_json::Value::from(#value)) } else { value }
    }

    /// Wraps a decoded value into a variant.
    fn wrap(&self, index: usize, value: &TokenStream) -> TokenStream {
        let variant = self.variant(index);
        if self.plan.variants[index].boxed { quote!(Self::#variant(Box::new(#value))) } else { quote!(Self::#variant(#value)) }
    }

    /// Wraps the value inside a result.
    fn map(&self, index: usize, result: &TokenStream) -> TokenStream {
        let variant = self.variant(index);
        if self.plan.variants[index].boxed {
            quote!(#result.map(|value| Self::#variant(Box::new(value))))
        } else {
            quote!(#result.map(Self::#variant))
        }
    }

    /// The union that a variant holds, if it holds one.
    fn nested(&self, index: usize) -> Option<Ident> {
        match self.ty(index) {
            Ty::Named(name) if self.plans.contains_key(name) => Some(format_ident!("{name}")),
            _ => None,
        }
    }

    fn boolean(&self) -> Option<TokenStream> {
        let index = self.plan.boolean?;
        let body = match self.nested(index) {
            Some(union) => self.map(index, &quote!(#union::boolean(value))),
            None => {
                let value = self.wrap(index, &self.held(index, quote!(value)));
                quote!(Ok(#value))
            }
        };
        Some(quote! {
            fn boolean<E: de::Error>(value: bool) -> Result<Self, E> { #body }
        })
    }

    fn unsigned(&self) -> Option<TokenStream> {
        let body = self.integer(&self.plan.unsigned, &quote!(unsigned), &quote!(Unsigned), |ty| *ty == Ty::Uint(64))?;
        Some(quote! {
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> { #body }
        })
    }

    fn negative(&self) -> Option<TokenStream> {
        let body = self.integer(&self.plan.negative, &quote!(negative), &quote!(Signed), |ty| *ty == Ty::I64)?;
        Some(quote! {
            fn negative<E: de::Error>(value: i64) -> Result<Self, E> { #body }
        })
    }

    /// Tries the takers in turn; `exact` says which type holds every such integer.
    fn integer(
        &self,
        takers: &[usize],
        method: &TokenStream,
        unexpected: &TokenStream,
        exact: impl Fn(&Ty) -> bool,
    ) -> Option<TokenStream> {
        let (last, earlier) = takers.split_last()?;
        if let Some(certain) = takers.iter().find(|index| exact(self.ty(**index))) {
            let value = self.wrap(*certain, &quote!(value));
            return Some(quote!(Ok(#value)));
        }
        let attempts = earlier.iter().map(|index| {
            let ty = types::rust(self.ty(*index), Scope::Models);
            let value = self.wrap(*index, &quote!(value));
            quote! {
                if let Ok(value) = #ty::try_from(value) {
                    return Ok(#value);
                }
            }
        });
        let end = match (self.nested(*last), self.ty(*last)) {
            (Some(union), _) => self.map(*last, &quote!(#union::#method(value))),
            (None, ty @ (Ty::F32 | Ty::F64)) => {
                let ty = types::rust(ty, Scope::Models);
                let value = self.wrap(*last, &quote!(value as #ty));
                quote!(Ok(#value))
            }
            (None, ty) => {
                let ty = types::rust(ty, Scope::Models);
                let result = self.map(*last, &quote!(#ty::try_from(value)));
                quote!(#result.map_err(|_| E::invalid_value(de::Unexpected::#unexpected(value), &Self::EXPECTED)))
            }
        };
        Some(quote!(#(#attempts)* #end))
    }

    fn float(&self) -> Option<TokenStream> {
        let index = self.plan.float?;
        let body = match (self.nested(index), self.ty(index)) {
            (Some(union), _) => self.map(index, &quote!(#union::float(value))),
            (None, ty) => {
                let value = if *ty == Ty::F32 { quote!(decode::narrow(value)) } else { self.held(index, quote!(value)) };
                let value = self.wrap(index, &value);
                quote!(Ok(#value))
            }
        };
        Some(quote! {
            fn float<E: de::Error>(value: f64) -> Result<Self, E> { #body }
        })
    }

    fn string(&self) -> Option<TokenStream> {
        let (last, earlier) = self.plan.strings.split_last()?;
        let attempts = earlier.iter().map(|index| {
            let read = self.read_string(*index);
            let value = self.wrap(*index, &quote!(value));
            quote! {
                if let Some(value) = #read {
                    return Ok(#value);
                }
            }
        });
        let end = match (self.nested(*last), self.ty(*last)) {
            (Some(union), _) => self.map(*last, &quote!(#union::string(value))),
            (None, Ty::Uuid | Ty::DateTime) => {
                let read = self.read_string(*last);
                let value = self.wrap(*last, &quote!(read));
                quote! {
                    match #read {
                        Some(read) => Ok(#value),
                        None => Err(E::invalid_value(de::Unexpected::Str(&value), &Self::EXPECTED)),
                    }
                }
            }
            (None, Ty::Named(name)) => {
                let ty = format_ident!("{name}");
                let value = self.wrap(*last, &quote!(#ty::from(value.into_owned())));
                quote!(Ok(#value))
            }
            (None, _) => {
                let value = self.wrap(*last, &self.held(*last, quote!(value.into_owned())));
                quote!(Ok(#value))
            }
        };
        Some(quote! {
            fn string<E: de::Error>(value: std::borrow::Cow<'_, str>) -> Result<Self, E> {
                #(#attempts)*
                #end
            }
        })
    }

    /// An expression that is the value of a variant where the string has its syntax.
    fn read_string(&self, index: usize) -> TokenStream {
        match self.ty(index) {
            Ty::Uuid => quote!(uuid::Uuid::try_parse(&value).ok()),
            Ty::Named(name) => {
                let ty = format_ident!("{name}");
                quote!(#ty::known(&value))
            }
            _ => quote!(value.parse::<DateTime>().ok()),
        }
    }

    fn array(&self) -> Option<TokenStream> {
        let (body, mutable) = match &self.plan.array {
            Array::Nobody => return None,
            Array::One(index) => match self.nested(*index) {
                Some(union) => (self.map(*index, &quote!(#union::array(access))), None),
                None => {
                    let read = if is_floats(self.ty(*index)) { quote!(decode::float_items) } else { quote!(decode::sequence) };
                    (self.map(*index, &quote!(#read(access))), None)
                }
            },
            Array::ByItem { items, variants } => {
                let union = format_ident!("{items}");
                let empty = self.wrap(variants[0], &quote!(Vec::new()));
                let arms = variants.iter().zip(&self.plans[items].variants).map(|(index, item)| {
                    let item = format_ident!("{}", item.name);
                    let read = match self.ty(*index) {
                        ty if is_floats(ty) => quote!(decode::float_list),
                        Ty::List(row) if is_floats(row) => quote!(decode::float_rows),
                        _ => quote!(decode::list),
                    };
                    let list = self.map(*index, &quote!(#read(first, access)));
                    quote!(Some(#union::#item(first)) => #list,)
                });
                let body = quote! {
                    match access.next_element()? {
                        None => Ok(#empty),
                        #(#arms)*
                    }
                };
                (body, Some(quote!(mut)))
            }
        };
        Some(quote! {
            fn array<A: de::SeqAccess<'de>>(#mutable access: A) -> Result<Self, A::Error> { #body }
        })
    }

    fn object(&self) -> Option<TokenStream> {
        let body = match &self.plan.object {
            Object::Nobody => return None,
            Object::One(index) => self.decode_object(*index),
            Object::ByKey(objects) => {
                let table = self.table_name();
                let (last, earlier) = objects.variants.split_last()?;
                let arms = earlier.iter().enumerate().map(|(place, (index, _))| {
                    let place = Literal::usize_unsuffixed(place);
                    let decode = self.decode_object(*index);
                    quote!(#place => #decode,)
                });
                let last = self.decode_object(last.0);
                quote! {
                    let (variant, entries) = #table.choose(entries, Self::EXPECTED)?;
                    match variant {
                        #(#arms)*
                        _ => #last,
                    }
                }
            }
        };
        Some(quote! {
            fn object<A: de::MapAccess<'de>>(entries: decode::Entries<'de, A>) -> Result<Self, A::Error> { #body }
        })
    }

    fn decode_object(&self, index: usize) -> TokenStream {
        match self.nested(index) {
            Some(union) => self.map(index, &quote!(#union::object(entries))),
            None => self.map(index, &quote!(entries.decode())),
        }
    }

    fn table_name(&self) -> Ident {
        format_ident!("{}", naming::field(&self.plan.name).to_uppercase())
    }

    fn table(&self) -> Option<TokenStream> {
        let Object::ByKey(Objects { variants, open, keys, forms }) = &self.plan.object else { return None };
        let name = self.table_name();
        let mask = |mask: &u64| binary(*mask, forms.len());
        let own = variants.iter().map(|(_, own)| mask(own));
        let open = mask(open);
        let keys = keys.iter().map(|(name, key)| {
            let (holders, required) = (mask(&key.holders), mask(&key.required));
            if variants.iter().any(|(_, own)| key.holders & !own == 0) {
                return quote!(decode::Key::sole(#name, #holders, #required));
            }
            let kinds = key.kinds.iter().map(mask);
            let tags = key.tags.iter().map(|(tag, own)| {
                let own = mask(own);
                quote!((#tag, #own))
            });
            quote!(decode::Key::shared(#name, #holders, #required, [#(#kinds),*], &[#(#tags),*]))
        });
        Some(quote! {
            static #name: decode::Objects = decode::Objects { variants: &[#(#own),*], open: #open, keys: &[#(#keys),*] };
        })
    }
}

/// Whether a type is a list of 32-bit floats, which has a faster decoder than other lists.
pub fn is_floats(ty: &Ty) -> bool {
    matches!(ty, Ty::List(item) if **item == Ty::F32)
}

/// A mask with one digit a form.
fn binary(mask: u64, forms: usize) -> Literal {
    let text = format!("0b{mask:0forms$b}");
    text.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(mask))
}
