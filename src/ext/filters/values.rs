//! What a field may be equal to: integers of any width, borrowed strings, UUIDs.
//!
//! Unsigned integers of 64 bits are left out, because the server compares signed ones.

use uuid::Uuid;

use crate::models::{AnyVariants, ValueVariants};

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl From<$ty> for ValueVariants {
            fn from(value: $ty) -> Self {
                Self::Integer(value.into())
            }
        }

        impl From<&[$ty]> for AnyVariants {
            fn from(values: &[$ty]) -> Self {
                Self::Integers(values.iter().copied().map(i64::from).collect())
            }
        }

        impl From<Vec<$ty>> for AnyVariants {
            fn from(values: Vec<$ty>) -> Self {
                values.as_slice().into()
            }
        }

        impl<const N: usize> From<[$ty; N]> for AnyVariants {
            fn from(values: [$ty; N]) -> Self {
                values.as_slice().into()
            }
        }
    )*};
}

integers!(i8, i16, i32, u8, u16, u32);

impl From<&String> for ValueVariants {
    fn from(value: &String) -> Self {
        value.as_str().into()
    }
}

/// Payloads hold UUIDs as strings.
impl From<Uuid> for ValueVariants {
    fn from(value: Uuid) -> Self {
        Self::String(value.to_string())
    }
}

impl From<&[String]> for AnyVariants {
    fn from(values: &[String]) -> Self {
        Self::Strings(values.to_vec())
    }
}

impl From<&[&str]> for AnyVariants {
    fn from(values: &[&str]) -> Self {
        Self::Strings(values.iter().map(|value| (*value).to_owned()).collect())
    }
}

impl From<Vec<Uuid>> for AnyVariants {
    fn from(values: Vec<Uuid>) -> Self {
        Self::Strings(values.iter().map(Uuid::to_string).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::field;

    #[test]
    fn equal_values_are_equal_whatever_they_were_made_of() {
        let a = || field("a");
        for condition in [a().eq(7_i8), a().eq(7_i16), a().eq(7_i32), a().eq(7_u8), a().eq(7_u16), a().eq(7_u32), a().eq(7)] {
            assert_eq!(condition, a().eq(7_i64));
        }
        let text = "x".to_owned();
        assert_eq!(a().eq(&text), a().eq(text));
        let id = Uuid::from_u128(7);
        assert_eq!(a().eq(id), a().eq("00000000-0000-0000-0000-000000000007"));
        assert_eq!(a().any_of(vec![id]), a().any_of(["00000000-0000-0000-0000-000000000007"]));
        let numbers = a().any_of([1_i64, 2]);
        for condition in [a().any_of([1, 2]), a().any_of(vec![1_u32, 2]), a().any_of(&[1_i32, 2][..]), a().any_of([1_u8, 2])] {
            assert_eq!(condition, numbers);
        }
        let texts = ["x", "y"];
        assert_eq!(a().none_of(&texts[..]), a().none_of(texts));
        assert_eq!(a().none_of(&texts.map(str::to_owned)[..]), a().none_of(texts));
    }
}
