pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub name: Option<String>,
        pub part: Option<Part>,
        pub size: u64,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Part {
        pub name: String,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Part {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Id {
        #[prost(oneof = "id::Kind", tags = "1, 2")]
        pub kind: ::core::option::Option<id::Kind>,
    }
    /// Nested message and enum types in `Id`.
    pub mod id {
        #[derive(Clone, PartialEq, ::prost::Oneof)]
        pub enum Kind {
            #[prost(string, tag = "1")]
            Name(::prost::alloc::string::String),
            #[prost(message, tag = "2")]
            Part(super::Part),
        }
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(message, optional, tag = "1")]
        pub id: ::core::option::Option<Id>,
        #[prost(uint64, tag = "2")]
        pub size: u64,
    }
}
