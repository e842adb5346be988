pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub color: Color,
        pub shade: Option<Shade>,
        pub before: Option<Shade>,
        pub others: Vec<Color>,
        pub word: Word,
        pub by_name: Option<std::collections::HashMap<String, Color>>,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Color {
        Red,
        DarkBlue,
        Green,
        Unknown(String),
    }
    impl Color {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Red => "red",
                Self::DarkBlue => "dark_blue",
                Self::Green => "green",
                Self::Unknown(text) => text,
            }
        }
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Shade {
        Light,
        Dark,
        Unknown(String),
    }
    impl Shade {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Light => "light",
                Self::Dark => "dark",
                Self::Unknown(text) => text,
            }
        }
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Word {
        Yes,
        No,
        Unknown(String),
    }
    impl Word {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Yes => "yes",
                Self::No => "no",
                Self::Unknown(text) => text,
            }
        }
    }
}
pub mod pb {
    #[derive(Clone, PartialEq, ::prost::Message)]
    pub struct Thing {
        #[prost(enumeration = "Color", tag = "1")]
        pub color: i32,
        #[prost(enumeration = "Shade", optional, tag = "2")]
        pub shade: ::core::option::Option<i32>,
        #[prost(enumeration = "Shade", tag = "3")]
        pub before: i32,
        #[prost(enumeration = "Color", repeated, tag = "4")]
        pub others: ::prost::alloc::vec::Vec<i32>,
        #[prost(string, tag = "5")]
        pub word: ::prost::alloc::string::String,
        #[prost(map = "string, enumeration(Color)", tag = "6")]
        pub by_name: ::std::collections::HashMap<::prost::alloc::string::String, i32>,
    }
    #[derive(
        Clone,
        Copy,
        Debug,
        PartialEq,
        Eq,
        Hash,
        PartialOrd,
        Ord,
        ::prost::Enumeration
    )]
    #[repr(i32)]
    pub enum Color {
        Red = 0,
        DarkBlue = 1,
        Violet = 2,
    }
    #[derive(
        Clone,
        Copy,
        Debug,
        PartialEq,
        Eq,
        Hash,
        PartialOrd,
        Ord,
        ::prost::Enumeration
    )]
    #[repr(i32)]
    pub enum Shade {
        Unknown = 0,
        Light = 1,
        Dark = 2,
    }
}
