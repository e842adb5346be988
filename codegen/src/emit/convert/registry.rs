//! The registry of pairs: every conversion by the names of its two sides, for tests and tools.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emitter;
use crate::emit::names;
use crate::emit::operations::{request_path, result_ty};
use crate::emit::rest::types::{self, Scope};
use crate::model::grpc;
use crate::model::rest::{Body, Ty};
use crate::plan::{Conv, Flat, Item};

impl Emitter<'_> {
    /// Every pair of types, wrapper, request and reply.
    pub fn registry(&self) -> TokenStream {
        let types = self.plan.pairs.values().map(|pair| {
            let (rest, grpc) = (&pair.rest, &pair.grpc);
            let (rest_path, grpc_path) = (names::model(rest), names::proto(grpc));
            quote!(Pair::of::<#rest_path, #grpc_path>(PairKind::Type, #rest, #grpc))
        });
        let requests = self.plan.operations.iter().filter_map(|operation| {
            let half = operation.grpc.as_ref()?;
            if matches!(operation.rest.body, Some(Body::Multipart(_))) {
                return None;
            }
            let (id, message) = (&operation.rest.id, &half.request);
            let (rest, grpc) = (request_path(id), names::proto(message));
            Some(quote!(Pair::of::<#rest, #grpc>(PairKind::Request, #id, #message)))
        });
        let replies = self.plan.operations.iter().filter_map(|operation| {
            let half = operation.grpc.as_ref()?;
            let (id, message) = (&operation.rest.id, &half.reply);
            let (result, grpc) = (result_ty(&operation.rest), names::proto(message));
            Some(quote!(Pair::reply::<#result, #grpc>(#id, #message)))
        });
        let messages = self.grpc.messages.keys().map(|name| {
            let path = names::proto(name);
            quote!(MessageType::of::<#path>(#name))
        });
        let wrappers = self.wrappers();
        let (functions, entries): (Vec<_>, Vec<_>) = wrappers.into_iter().unzip();
        quote! {
            //! Every conversion by the names of its two sides.

            use crate::convert::registry::{MessageType, Pair, PairKind};
            use crate::convert::{self, Convert, ConvertEnum, ConvertError};
            use crate::{models, pb, requests};

            /// Pairs of types, values in wrappers, requests and replies.
            pub fn pairs() -> Vec<Pair> {
                vec![#(#types,)* #(#entries,)* #(#requests,)* #(#replies,)*]
            }

            /// Every message type.
            pub fn messages() -> Vec<MessageType> {
                vec![#(#messages),*]
            }

            #(#functions)*
        }
    }

    /// Values that have no name on one side, once for each shape: functions, and entries.
    fn wrappers(&self) -> Vec<(TokenStream, TokenStream)> {
        let mut found = BTreeMap::new();
        for pair in self.plan.pairs.values() {
            self.in_flat(&pair.flat, &mut found);
        }
        for half in self.plan.operations.iter().filter_map(|operation| operation.grpc.as_ref()) {
            half.request_items.iter().chain(&half.reply_items).for_each(|item| self.in_item(item, &mut found));
        }
        found
            .into_iter()
            .enumerate()
            .map(|(index, ((rest, message), (ty, conv)))| {
                let (forth, back) = (format_ident!("wrapper_{index}_to_grpc"), format_ident!("wrapper_{index}_to_rest"));
                let (ty, grpc) = (types::rust(&ty, Scope::Crate), names::proto(&message));
                let to_grpc = self.to_grpc(&conv, &quote!(value)).into_result();
                let to_rest = self.to_rest(&conv, &quote!(value)).into_result();
                let functions = quote! {
                    fn #forth(value: #ty) -> Result<#grpc, ConvertError> {
                        #to_grpc
                    }
                    fn #back(value: #grpc) -> Result<#ty, ConvertError> {
                        #to_rest
                    }
                };
                (functions, quote!(Pair::by(PairKind::Wrapper, #rest, #message, #forth, #back)))
            })
            .collect()
    }

    fn in_flat(&self, flat: &Flat, found: &mut BTreeMap<(String, String), (Ty, Conv)>) {
        match flat {
            Flat::Struct { items, .. } | Flat::Normalised { items, .. } | Flat::Shorthand { items, .. } => {
                items.iter().for_each(|item| self.in_item(item, found));
            }
            Flat::Union(plan) => {
                for arm in plan.arms.iter().filter(|arm| arm.to_grpc && arm.to_rest) {
                    in_conv(&arm.leaf.ty, &arm.field.ty, &arm.conv, found);
                }
            }
            Flat::Selector { variants, common, .. } => {
                variants.iter().for_each(|(_, _, key, field, conv)| in_conv(&key.ty, &field.ty, conv, found));
                common.iter().for_each(|item| self.in_item(item, found));
            }
            Flat::Manual => {}
        }
    }

    fn in_item(&self, item: &Item, found: &mut BTreeMap<(String, String), (Ty, Conv)>) {
        match item {
            Item::One { rest, grpc, conv, .. } => in_conv(&rest.ty, &grpc.ty, conv, found),
            Item::Split { parts, .. } => parts.iter().for_each(|(variant, field, conv)| in_conv(&variant.ty, &field.ty, conv, found)),
            Item::Select { arms, .. } => arms.iter().for_each(|(rest, field, conv)| in_conv(&rest.ty, &field.ty, conv, found)),
            Item::Flat { flat, .. } => self.in_flat(flat, found),
            _ => {}
        }
    }
}

/// Notes a conversion to a message that has no pair of its own, and those inside it.
fn in_conv(ty: &Ty, grpc: &grpc::Ty, conv: &Conv, found: &mut BTreeMap<(String, String), (Ty, Conv)>) {
    let item = |ty: &Ty| match ty {
        Ty::List(item) | Ty::Map(item) => Some((**item).clone()),
        _ => None,
    };
    let message = match grpc {
        grpc::Ty::Message(message) => Some(message),
        _ => None,
    };
    match conv {
        Conv::Wrapper { field, inner, .. } | Conv::OneofWrapper { field, inner, .. } => {
            note(ty, message, conv, found);
            in_conv(ty, &field.ty, inner, found);
        }
        Conv::Key { field, inner, .. } => {
            note(ty, message, conv, found);
            in_conv(&field.ty, grpc, inner, found);
        }
        Conv::List(inner) | Conv::Map(inner) => {
            if let Some(ty) = item(ty) {
                in_conv(&ty, grpc, inner, found);
            }
        }
        _ => {}
    }
}

fn note(ty: &Ty, message: Option<&String>, conv: &Conv, found: &mut BTreeMap<(String, String), (Ty, Conv)>) {
    if let Some(message) = message {
        found.entry((spelled(ty), message.clone())).or_insert_with(|| (ty.clone(), conv.clone()));
    }
}

/// A type as the registry spells it: `[float]`, `{VectorParams}`.
fn spelled(ty: &Ty) -> String {
    match ty {
        Ty::Named(name) => name.clone(),
        Ty::List(item) => format!("[{}]", spelled(item)),
        Ty::Map(item) => format!("{{{}}}", spelled(item)),
        Ty::Nullable(inner) => format!("{}?", spelled(inner)),
        other => format!("{other:?}").to_lowercase(),
    }
}
