pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Not {
        pub negated: Thing,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct All {
        pub all: Vec<Thing>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct AnyOf {
        pub any: Several,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Pair {
        pub a: String,
        pub b: String,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Thing {
        String(String),
        Not(Box<Not>),
        All(All),
        Match(Match),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Match {
        Value(Value),
        AnyOf(AnyOf),
        Pair(Pair),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Value {
        Integer(i64),
        Bool(bool),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Several {
        Integers(Vec<i64>),
        List(Vec<bool>),
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Several {
        #[prost(message, repeated, tag = "1")]
        pub things: ::prost::alloc::vec::Vec<Thing>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Integers {
        #[prost(int64, repeated, tag = "1")]
        pub integers: ::prost::alloc::vec::Vec<i64>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Flags {
        #[prost(bool, repeated, tag = "1")]
        pub flags: ::prost::alloc::vec::Vec<bool>,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Pair {
        #[prost(string, tag = "1")]
        pub a: ::prost::alloc::string::String,
        #[prost(string, tag = "2")]
        pub b: ::prost::alloc::string::String,
    }
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(oneof = "thing::Kind", tags = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10")]
        pub kind: ::core::option::Option<thing::Kind>,
    }
    /// Nested message and enum types in `Thing`.
    pub mod thing {
        #[derive(Clone, PartialEq, ::prost::Oneof)]
        pub enum Kind {
            #[prost(string, tag = "1")]
            Text(::prost::alloc::string::String),
            #[prost(message, tag = "2")]
            Negated(::prost::alloc::boxed::Box<super::Thing>),
            #[prost(message, tag = "3")]
            All(super::Several),
            #[prost(int64, tag = "4")]
            Integer(i64),
            #[prost(message, tag = "5")]
            Integers(super::Integers),
            #[prost(bool, tag = "6")]
            Flag(bool),
            #[prost(message, tag = "7")]
            Flags(super::Flags),
            #[prost(int64, tag = "8")]
            OldInteger(i64),
            #[prost(message, tag = "9")]
            Pair(super::Pair),
            #[prost(double, tag = "10")]
            Weight(f64),
        }
    }
}
