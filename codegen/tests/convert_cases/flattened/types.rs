pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub name: String,
        pub place: Place,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Place {
        pub lon: f64,
        pub lat: f64,
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(string, tag = "1")]
        pub name: ::prost::alloc::string::String,
        #[prost(double, tag = "2")]
        pub lon: f64,
        #[prost(double, tag = "3")]
        pub lat: f64,
    }
}
