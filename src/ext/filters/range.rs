//! Ranges of payload values, from single bounds and from Rust's own ranges.

use std::ops::{Bound as RustBound, RangeBounds};

use crate::models::{DateTime, DatetimeRange, Range, RangeInterface, ValuesCount};

/// A value that can bound a range: a number or a date-time.
///
/// Integers of 64 bits are left out, because a range holds 64-bit floats, which cannot tell all of them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// A number.
    Number(f64),
    /// A date-time.
    DateTime(DateTime),
}

macro_rules! numbers {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Bound {
            fn from(number: $ty) -> Self {
                Self::Number(number.into())
            }
        }
    )*};
}

numbers!(i8, i16, i32, u8, u16, u32, f32, f64);

impl From<DateTime> for Bound {
    fn from(instant: DateTime) -> Self {
        Self::DateTime(instant)
    }
}

/// On which side of a value a range lies.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Below,
    UpTo,
    Above,
    From,
}

/// The range on one side of a value.
pub(super) fn one_sided(side: Side, bound: Bound) -> RangeInterface {
    macro_rules! bounded {
        ($range:ty, $value:expr) => {
            match side {
                Side::Below => <$range>::new().lt($value),
                Side::UpTo => <$range>::new().lte($value),
                Side::Above => <$range>::new().gt($value),
                Side::From => <$range>::new().gte($value),
            }
            .into()
        };
    }
    match bound {
        Bound::Number(number) => bounded!(Range, number),
        Bound::DateTime(instant) => bounded!(DatetimeRange, instant),
    }
}

/// What a field may be between: made of Rust's ranges, such as `1..=5` or `10.0..`, and of models.
#[derive(Clone, Debug, PartialEq)]
pub struct Span(pub(super) RangeInterface);

impl From<Range> for Span {
    fn from(range: Range) -> Self {
        Self(range.into())
    }
}

impl From<DatetimeRange> for Span {
    fn from(range: DatetimeRange) -> Self {
        Self(range.into())
    }
}

macro_rules! rust_ranges {
    ($($range:ident),*) => {$(
        impl<T: Into<Bound> + Clone> From<std::ops::$range<T>> for Span {
            fn from(range: std::ops::$range<T>) -> Self {
                Self(between(&range))
            }
        }
    )*};
}

rust_ranges!(Range, RangeInclusive, RangeFrom, RangeTo, RangeToInclusive);

fn between<T: Into<Bound> + Clone>(range: &impl RangeBounds<T>) -> RangeInterface {
    let start = match range.start_bound() {
        RustBound::Included(value) => Some(one_sided(Side::From, value.clone().into())),
        RustBound::Excluded(value) => Some(one_sided(Side::Above, value.clone().into())),
        RustBound::Unbounded => None,
    };
    let end = match range.end_bound() {
        RustBound::Included(value) => Some(one_sided(Side::UpTo, value.clone().into())),
        RustBound::Excluded(value) => Some(one_sided(Side::Below, value.clone().into())),
        RustBound::Unbounded => None,
    };
    match (start, end) {
        (Some(RangeInterface::Range(mut start)), Some(RangeInterface::Range(end))) => {
            (start.lt, start.lte) = (end.lt, end.lte);
            start.into()
        }
        (Some(RangeInterface::DatetimeRange(mut start)), Some(RangeInterface::DatetimeRange(end))) => {
            (start.lt, start.lte) = (end.lt, end.lte);
            start.into()
        }
        (start, end) => start.or(end).unwrap_or_else(|| Range::new().into()),
    }
}

/// How many values, of a range of whole numbers.
pub(super) fn count(range: impl RangeBounds<u64>) -> ValuesCount {
    let mut count = ValuesCount::new();
    match range.start_bound() {
        RustBound::Included(least) => count.gte = Some(*least),
        RustBound::Excluded(below) => count.gt = Some(*below),
        RustBound::Unbounded => {}
    }
    match range.end_bound() {
        RustBound::Included(most) => count.lte = Some(*most),
        RustBound::Excluded(above) => count.lt = Some(*above),
        RustBound::Unbounded => {}
    }
    count
}
