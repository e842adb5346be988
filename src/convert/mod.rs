//! Conversions between the REST models and the gRPC messages: the trait, its error, and what generated code calls.

mod error;

#[cfg(feature = "grpc")]
#[allow(clippy::needless_update, unreachable_patterns, reason = "written for releases to come as well")]
#[path = "../../generated/convert/manual.rs"]
mod manual;
#[cfg(feature = "grpc")]
mod primitives;
#[cfg(all(feature = "grpc", feature = "testing"))]
pub mod registry;
#[cfg(feature = "grpc")]
#[allow(dead_code, reason = "which steps are used depends on the release")]
mod steps;

#[cfg(feature = "grpc")]
#[rustfmt::skip]
#[allow(deprecated, clippy::all, clippy::allow_attributes_without_reason, non_shorthand_field_patterns, unused_imports, unused_parens, unused_variables, unused_mut, reason = "generated")]
#[path = "../../generated/convert/mod.rs"]
mod generated;

pub use error::{ConvertError, ConvertErrorKind};
#[cfg(feature = "grpc")]
#[allow(unused_imports, reason = "which steps are used depends on the release")]
pub(crate) use steps::{agree, at, finished, is_set, lacking, list, map, refuse, required, tag, unknown_number};

/// The other protocol's form of one value.
///
/// Implemented in both directions for every pair of types that the two protocols share. Values are moved, not copied:
/// a vector keeps its allocation.
pub trait Convert<T>: Sized {
    /// Converts.
    ///
    /// # Errors
    /// When the other protocol cannot express the value; the error says where and why.
    fn convert(self) -> Result<T, ConvertError>;
}

/// A string enum and the numbers of the gRPC enum `P`.
///
/// One REST enum may stand for several gRPC enums whose numbers differ, so there is no conversion of a bare number.
pub trait ConvertEnum<P>: Sized {
    /// The number.
    ///
    /// # Errors
    /// When the gRPC enum has no such value.
    fn to_number(self) -> Result<i32, ConvertError>;

    /// The value; `None` where the number means that nothing was said.
    ///
    /// # Errors
    /// None so far: a number that no release knows becomes `Unknown`.
    fn from_number(number: i32) -> Result<Option<Self>, ConvertError>;
}
