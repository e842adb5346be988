pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub name: String,
        pub color: Option<String>,
        pub size: Option<u64>,
        pub wait: Option<bool>,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
        #[prost(bool, optional, tag = "2")]
        pub flat: ::core::option::Option<bool>,
        #[prost(double, repeated, tag = "3")]
        pub weights: ::prost::alloc::vec::Vec<f64>,
        #[prost(oneof = "thing::Extra", tags = "4, 5")]
        pub extra: ::core::option::Option<thing::Extra>,
    }
    /// Nested message and enum types in `Thing`.
    pub mod thing {
        #[derive(Clone, Copy, PartialEq, ::prost::Oneof)]
        pub enum Extra {
            #[prost(bool, tag = "4")]
            A(bool),
            #[prost(double, tag = "5")]
            B(f64),
        }
    }
}
