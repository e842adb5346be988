pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub r#type: ThingType,
        pub name: String,
        pub all: Option<bool>,
        pub state: Option<Disabled>,
        pub any: bool,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum ThingType {
        Thing,
        Unknown(String),
    }
    impl ThingType {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Thing => "thing",
                Self::Unknown(text) => text,
            }
        }
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Disabled {
        Disabled,
        Unknown(String),
    }
    impl Disabled {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Disabled => "disabled",
                Self::Unknown(text) => text,
            }
        }
    }
}
pub mod pb {
    #[derive(Clone, Copy, PartialEq, ::prost::Message)]
    pub struct All {}
    #[derive(Clone, Copy, PartialEq, ::prost::Message)]
    pub struct Off {}
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
        #[prost(message, optional, tag = "2")]
        pub all: ::core::option::Option<All>,
        #[prost(message, optional, tag = "3")]
        pub state: ::core::option::Option<Off>,
        #[prost(message, optional, tag = "4")]
        pub any: ::core::option::Option<All>,
    }
}
