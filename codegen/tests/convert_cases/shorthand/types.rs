pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct OrderBy {
        pub key: String,
        pub descending: Option<bool>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Thing {
        String(String),
        OrderBy(OrderBy),
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub key: ::prost::alloc::string::String,
        #[prost(bool, optional, tag = "2")]
        pub descending: ::core::option::Option<bool>,
    }
}
