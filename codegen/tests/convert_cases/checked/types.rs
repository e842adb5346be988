pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub size: u64,
        pub id: uuid::Uuid,
        pub sizes: Vec<u64>,
        pub scores: Option<std::collections::HashMap<String, f64>>,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(uint32, tag = "1")]
        pub size: u32,
        #[prost(string, tag = "2")]
        pub id: ::prost::alloc::string::String,
        #[prost(uint32, repeated, tag = "3")]
        pub sizes: ::prost::alloc::vec::Vec<u32>,
        #[prost(map = "string, float", tag = "4")]
        pub scores: ::std::collections::HashMap<::prost::alloc::string::String, f32>,
    }
}
