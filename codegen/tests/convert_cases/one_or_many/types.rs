pub mod models {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Thing {
        pub parts: Option<PartOneOrMany>,
        pub colors: ColorOneOrMany,
        pub words: WordsOneOrMany,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Part {
        pub name: String,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum PartOneOrMany {
        One(Part),
        Many(Vec<Part>),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum ColorOneOrMany {
        One(Color),
        Many(Vec<Color>),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum WordsOneOrMany {
        One(String),
        Many(Vec<String>),
    }
    #[derive(Clone, Debug, PartialEq)]
    pub enum Color {
        Red,
        Blue,
        Unknown(String),
    }
    impl Color {
        pub fn as_str(&self) -> &str {
            match self {
                Self::Red => "red",
                Self::Blue => "blue",
                Self::Unknown(text) => text,
            }
        }
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
        #[prost(message, repeated, tag = "1")]
        pub parts: ::prost::alloc::vec::Vec<Part>,
        #[prost(enumeration = "Color", repeated, tag = "2")]
        pub colors: ::prost::alloc::vec::Vec<i32>,
        #[prost(string, repeated, tag = "3")]
        pub words: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
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
        Blue = 1,
    }
}
