pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub start_from: Option<StartFrom>,
        pub limit_by: LimitBy,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum StartFrom {
        Float(f64),
        String(String),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum LimitBy {
        Integer(u64),
        Bool(bool),
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(double, optional, tag = "1")]
        pub start_from_number: ::core::option::Option<f64>,
        #[prost(string, optional, tag = "2")]
        pub start_from_text: ::core::option::Option<::prost::alloc::string::String>,
        #[prost(uint32, optional, tag = "3")]
        pub limit_number: ::core::option::Option<u32>,
        #[prost(bool, optional, tag = "4")]
        pub limit_flag: ::core::option::Option<bool>,
    }
}
