pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub id: String,
        pub vector: Option<Vec<f32>>,
        pub note: Option<String>,
        pub key: Key,
        pub groups: Vec<Vec<String>>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Key {
        pub point: String,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Id {
        #[prost(oneof = "id::Kind", tags = "1")]
        pub kind: ::core::option::Option<id::Kind>,
    }
    /// Nested message and enum types in `Id`.
    pub mod id {
        #[derive(Clone, PartialEq, ::prost::Oneof)]
        pub enum Kind {
            #[prost(string, tag = "1")]
            Uuid(::prost::alloc::string::String),
        }
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Vector {
        #[prost(float, repeated, tag = "1")]
        pub data: ::prost::alloc::vec::Vec<f32>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Note {
        #[prost(string, optional, tag = "1")]
        pub text: ::core::option::Option<::prost::alloc::string::String>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Group {
        #[prost(string, repeated, tag = "1")]
        pub names: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(message, optional, tag = "1")]
        pub id: ::core::option::Option<Id>,
        #[prost(message, optional, tag = "2")]
        pub vector: ::core::option::Option<Vector>,
        #[prost(message, optional, tag = "3")]
        pub note: ::core::option::Option<Note>,
        #[prost(string, tag = "4")]
        pub key: ::prost::alloc::string::String,
        #[prost(message, repeated, tag = "5")]
        pub groups: ::prost::alloc::vec::Vec<Group>,
    }
}
