pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct FindThings {
        pub limit: Option<u64>,
        pub name: String,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub name: String,
        pub size: u64,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct FindThingsReply {
        pub result: Vec<Thing>,
        pub time: Option<f64>,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct FindThings {
        #[prost(string, tag = "1")]
        pub collection_name: ::prost::alloc::string::String,
        #[prost(bool, optional, tag = "2")]
        pub exact: ::core::option::Option<bool>,
        #[prost(string, tag = "3")]
        pub name: ::prost::alloc::string::String,
        #[prost(uint64, optional, tag = "4")]
        pub limit: ::core::option::Option<u64>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
        #[prost(uint64, tag = "2")]
        pub size: u64,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Found {
        #[prost(message, repeated, tag = "1")]
        pub things: ::prost::alloc::vec::Vec<Thing>,
        #[prost(double, tag = "2")]
        pub time: f64,
    }
}
pub mod requests {
    use super::models;
    #[derive(Clone, Debug, PartialEq)]
    pub struct FindThings {
        pub collection_name: String,
        pub exact: Option<bool>,
        pub limit_parameter: Option<bool>,
        pub body: crate::models::FindThings,
    }
}
