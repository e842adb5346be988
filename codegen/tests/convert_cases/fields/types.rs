pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub name: String,
        pub alias: Option<String>,
        pub note: Option<String>,
        pub limit: Option<u64>,
        pub exact: Option<bool>,
        pub parts: Vec<Part>,
        pub labels: Option<Vec<String>>,
        pub sizes: Option<std::collections::HashMap<String, u64>>,
        pub by_name: std::collections::HashMap<String, Part>,
        pub part: Part,
        pub spare: Option<Part>,
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
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
        #[prost(string, optional, tag = "2")]
        pub alias: ::core::option::Option<::prost::alloc::string::String>,
        #[prost(string, tag = "3")]
        pub note: ::prost::alloc::string::String,
        #[prost(uint64, tag = "4")]
        pub limit: u64,
        #[prost(bool, tag = "5")]
        pub exact: bool,
        #[prost(message, repeated, tag = "6")]
        pub parts: ::prost::alloc::vec::Vec<Part>,
        #[prost(string, repeated, tag = "7")]
        pub labels: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
        #[prost(map = "string, uint64", tag = "8")]
        pub sizes: ::std::collections::HashMap<::prost::alloc::string::String, u64>,
        #[prost(map = "string, message", tag = "9")]
        pub by_name: ::std::collections::HashMap<::prost::alloc::string::String, Part>,
        #[prost(message, optional, tag = "10")]
        pub part: ::core::option::Option<Part>,
        #[prost(message, optional, tag = "11")]
        pub spare: ::core::option::Option<Part>,
    }
}
