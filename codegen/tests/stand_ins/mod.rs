//! What generated conversions call, where they are compiled outside of the crate: the real steps and errors, and small
//! stand-ins of the rest.

#[path = "../../../src/convert/error.rs"]
pub mod error;
#[path = "../../../src/convert/steps.rs"]
pub mod steps;

pub use error::ConvertError;

pub trait Convert<T>: Sized {
    fn convert(self) -> Result<T, ConvertError>;
}

pub trait ConvertEnum<P>: Sized {
    fn to_number(self) -> Result<i32, ConvertError>;
    fn from_number(number: i32) -> Result<Option<Self>, ConvertError>;
}

macro_rules! checked {
    ($($from:ty => $to:ty: $name:literal;)*) => {$(
        impl Convert<$to> for $from {
            fn convert(self) -> Result<$to, ConvertError> {
                <$to>::try_from(self).map_err(|_| ConvertError::out_of_range(self, $name))
            }
        }
    )*};
}

checked! {
    u64 => u32: "32 bits";
    u32 => u64: "64 bits";
}

impl Convert<f32> for f64 {
    fn convert(self) -> Result<f32, ConvertError> {
        Ok(self as f32)
    }
}

impl Convert<f64> for f32 {
    fn convert(self) -> Result<f64, ConvertError> {
        Ok(self.into())
    }
}

impl Convert<String> for uuid::Uuid {
    fn convert(self) -> Result<String, ConvertError> {
        Ok(self.to_string())
    }
}

impl Convert<uuid::Uuid> for String {
    fn convert(self) -> Result<uuid::Uuid, ConvertError> {
        self.parse().map_err(|_| ConvertError::invalid("UUID", self))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Protocol {
    Rest,
    Grpc,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Response<T> {
    pub result: T,
    pub time: f64,
    pub usage: Option<()>,
    pub protocol: Protocol,
}

impl<T> Response<T> {
    pub fn new(result: T) -> Self {
        Self { result, time: 0.0, usage: None, protocol: Protocol::Rest }
    }

    pub fn with_time(self, time: f64) -> Self {
        Self { time, ..self }
    }

    pub fn with_protocol(self, protocol: Protocol) -> Self {
        Self { protocol, ..self }
    }
}
