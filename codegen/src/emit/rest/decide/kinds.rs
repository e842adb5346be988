//! The kinds of JSON value that a type takes.

use super::resolve;
use crate::model::Rest;
use crate::model::rest::{Field, Kind, Ty};

/// A set of JSON kinds; numbers in three, by what holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Null.
    pub const NULL: Self = Self(1);
    /// A boolean.
    pub const BOOL: Self = Self(1 << 1);
    /// An integer from zero on.
    pub const UNSIGNED: Self = Self(1 << 2);
    /// An integer below zero.
    pub const NEGATIVE: Self = Self(1 << 3);
    /// A number with a fraction or an exponent.
    pub const FLOAT: Self = Self(1 << 4);
    /// A string.
    pub const STRING: Self = Self(1 << 5);
    /// An array.
    pub const ARRAY: Self = Self(1 << 6);
    /// An object.
    pub const OBJECT: Self = Self(1 << 7);
    /// Any number.
    pub const NUMBER: Self = Self(Self::UNSIGNED.0 | Self::NEGATIVE.0 | Self::FLOAT.0);
    /// Any value.
    pub const ANY: Self = Self(u8::MAX);

    /// Both sets.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets have a kind in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all kinds of `other` are in the set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set without null.
    pub fn not_null(self) -> Self {
        Self(self.0 & !Self::NULL.0)
    }
}

/// The kinds that a type takes.
pub fn kinds(rest: &Rest, ty: &Ty) -> Kinds {
    match resolve(rest, ty) {
        Ty::Bool => Kinds::BOOL,
        Ty::Uint(_) => Kinds::UNSIGNED,
        Ty::I64 => Kinds::UNSIGNED.and(Kinds::NEGATIVE),
        Ty::F32 | Ty::F64 => Kinds::NUMBER,
        Ty::Str | Ty::Uuid | Ty::DateTime => Kinds::STRING,
        Ty::Json => Kinds::ANY,
        Ty::Bytes | Ty::List(_) => Kinds::ARRAY,
        Ty::Map(_) => Kinds::OBJECT,
        Ty::Nullable(inner) => kinds(rest, inner).and(Kinds::NULL),
        Ty::Named(name) => match rest.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Struct(_)) => Kinds::OBJECT,
            Some(Kind::Enum(_)) => Kinds::STRING,
            Some(Kind::Union(variants)) => variants.iter().fold(Kinds(0), |all, variant| all.and(kinds(rest, &variant.ty))),
            Some(Kind::Alias(_)) | None => Kinds::ANY,
        },
    }
}

/// The kinds that may stand under a struct's key.
pub fn field_kinds(rest: &Rest, field: &Field) -> Kinds {
    let kinds = kinds(rest, &field.ty);
    if field.optional() { kinds.and(Kinds::NULL) } else { kinds }
}
