pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct ByPoints {
        pub points: Vec<String>,
        pub shard: Option<String>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct ByFilter {
        pub filter: Filter,
        pub shard: Option<String>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Filter {
        pub must: String,
        pub least: u64,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Thing {
        ByPoints(ByPoints),
        ByFilter(ByFilter),
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Filter {
        #[prost(string, tag = "1")]
        pub must: ::prost::alloc::string::String,
        #[prost(uint64, tag = "2")]
        pub least: u64,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Ids {
        #[prost(string, repeated, tag = "1")]
        pub ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Selector {
        #[prost(oneof = "selector::One", tags = "1, 2")]
        pub one: ::core::option::Option<selector::One>,
    }
    /// Nested message and enum types in `Selector`.
    pub mod selector {
        #[derive(Clone, PartialEq, ::prost::Oneof)]
        pub enum One {
            #[prost(message, tag = "1")]
            Points(super::Ids),
            #[prost(message, tag = "2")]
            Filter(super::Filter),
        }
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(message, optional, tag = "1")]
        pub selector: ::core::option::Option<Selector>,
        #[prost(string, optional, tag = "2")]
        pub shard: ::core::option::Option<::prost::alloc::string::String>,
    }
}
