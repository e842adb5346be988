pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
        impl<'de> decode::Union<'de> for Id {
            const EXPECTED: &'static str = "an unsigned integer or a UUID";
            fn unsigned<E: de::Error>(value: u64) -> Result<Self, E> {
                Ok(Self::Integer(value))
            }
            fn string<E: de::Error>(
                value: std::borrow::Cow<'_, str>,
            ) -> Result<Self, E> {
                match uuid::Uuid::try_parse(&value).ok() {
                    Some(read) => Ok(Self::Uuid(read)),
                    None => {
                        Err(
                            E::invalid_value(
                                de::Unexpected::Str(&value),
                                &Self::EXPECTED,
                            ),
                        )
                    }
                }
            }
        }
        impl<'de> de::Deserialize<'de> for Id {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::union(deserializer)
            }
        }
    }
    #[allow(missing_docs, reason = "variants carry the server's names")]
    mod enums {
        use crate::decode::string_enum;
        /// Order.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Order {
            Weak,
            Strong,
            /// A value that this version does not know.
            Unknown(String),
        }
        impl Order {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Weak => "weak",
                    Self::Strong => "strong",
                    Self::Unknown(text) => text,
                }
            }
            pub(super) fn known(text: &str) -> Option<Self> {
                Some(
                    match text {
                        "weak" => Self::Weak,
                        "strong" => Self::Strong,
                        _ => return None,
                    },
                )
            }
        }
        string_enum!(Order);
    }
    mod helpers {}
    mod records {
        use serde::de;
        use super::*;
        use crate::decode;
        impl<'de> decode::Record<'de> for ErrorResponse {
            const NAME: &'static str = "ErrorResponse";
            const KEYS: &'static [&'static str] = &["error"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { error: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for ErrorResponse {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for Body {
            const NAME: &'static str = "Body";
            const KEYS: &'static [&'static str] = &["text"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { text: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for Body {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
        impl<'de> decode::Record<'de> for SetPointReply {
            const NAME: &'static str = "SetPointReply";
            const KEYS: &'static [&'static str] = &["result"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.value(&mut value0)?;
                }
                Ok(Self {
                    result: decode::required(value0, "result")?,
                })
            }
        }
        impl<'de> de::Deserialize<'de> for SetPointReply {
            fn deserialize<D: de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                decode::record(deserializer)
            }
        }
    }
    mod setters {
        use super::*;
        impl ErrorResponse {
            /// An error response with what is required.
            pub fn new() -> Self {
                Self { error: None }
            }
            /// Sets `error`.
            #[must_use]
            pub fn error(mut self, error: impl Into<String>) -> Self {
                self.error = Some(error.into());
                self
            }
        }
        impl Body {
            /// A body with what is required.
            pub fn new() -> Self {
                Self { text: None }
            }
            /// Sets `text`.
            #[must_use]
            pub fn text(mut self, text: impl Into<String>) -> Self {
                self.text = Some(text.into());
                self
            }
        }
        impl SetPointReply {
            /// A set point reply with what is required.
            pub fn new(result: bool) -> Self {
                Self { result }
            }
        }
    }
    #[allow(
        missing_docs,
        clippy::type_complexity,
        reason = "fields carry the server's names and shapes"
    )]
    mod structs {
        use super::*;
        /// Error response.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct ErrorResponse {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub error: Option<String>,
        }
        /// Body.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct Body {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub text: Option<String>,
        }
        /// Set point reply.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct SetPointReply {
            pub result: bool,
        }
    }
    #[allow(missing_docs, reason = "variants are named for what they hold")]
    #[allow(
        clippy::large_enum_variant,
        reason = "a box for the larger variants would be one more allocation a value"
    )]
    mod unions {
        use serde::Serialize as _;
        use super::*;
        /// Id.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Id {
            Integer(u64),
            Uuid(uuid::Uuid),
        }
        impl serde::Serialize for Id {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Integer(value) => value.serialize(serializer),
                    Self::Uuid(value) => value.serialize(serializer),
                }
            }
        }
        impl std::fmt::Display for Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Integer(value) => value.fmt(f),
                    Self::Uuid(value) => value.fmt(f),
                }
            }
        }
        impl std::str::FromStr for Id {
            type Err = serde::de::value::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::decode::scalar(text)
            }
        }
        impl From<u64> for Id {
            fn from(value: u64) -> Self {
                Self::Integer(value)
            }
        }
        impl From<uuid::Uuid> for Id {
            fn from(value: uuid::Uuid) -> Self {
                Self::Uuid(value)
            }
        }
    }
    /// Codecs by operation, for tests.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub mod registry {
        use super::*;
        /// Decodes the body of a request and encodes it again; nothing where the operation has no JSON body.
        pub fn request(
            operation: &str,
            json: &[u8],
        ) -> Option<serde_json::Result<String>> {
            Some(
                match operation {
                    "set_point" => recode::<Body>(json),
                    _ => return None,
                },
            )
        }
        /// Decodes an answer and encodes it again; nothing where the operation does not answer with JSON.
        pub fn reply(
            operation: &str,
            json: &[u8],
        ) -> Option<serde_json::Result<String>> {
            Some(
                match operation {
                    "set_point" => recode::<SetPointReply>(json),
                    _ => return None,
                },
            )
        }
        /// Decodes the answer that says why a request failed and encodes it again.
        pub fn failure(json: &[u8]) -> serde_json::Result<String> {
            recode::<ErrorResponse>(json)
        }
        fn recode<T: serde::de::DeserializeOwned + serde::Serialize>(
            json: &[u8],
        ) -> serde_json::Result<String> {
            serde_json::to_string(&serde_json::from_slice::<T>(json)?)
        }
    }
    pub use enums::*;
    pub use structs::*;
    pub use unions::*;
    pub use crate::ext::{DateTime, DateTimeError, PointIdError};
}
pub mod rest {
    use progenitor_client::{
        ByteStream, ClientHooks, ClientInfo, Error, OperationInfo, QueryParam,
        ResponseValue, encode_path,
    };
    use reqwest::header::{ACCEPT, HeaderValue};
    use super::models;
    use crate::transport::rest::CallContext;
    /// The REST client: one method an operation.
    #[derive(Clone, Debug)]
    pub struct Client {
        pub(crate) baseurl: String,
        pub(crate) client: reqwest::Client,
        pub(crate) inner: CallContext,
    }
    impl Client {
        /// A client that sends to `baseurl` with the context of its calls.
        pub fn new_with_client(
            baseurl: &str,
            client: reqwest::Client,
            inner: CallContext,
        ) -> Self {
            Self {
                baseurl: baseurl.to_owned(),
                client,
                inner,
            }
        }
    }
    impl ClientInfo<CallContext> for Client {
        fn api_version() -> &'static str {
            "v1"
        }
        fn baseurl(&self) -> &str {
            &self.baseurl
        }
        fn client(&self) -> &reqwest::Client {
            &self.client
        }
        fn inner(&self) -> &CallContext {
            &self.inner
        }
    }
    /// One segment of a path.
    #[allow(clippy::result_large_err, reason = "the error of every method")]
    fn segment(
        value: &impl std::fmt::Display,
    ) -> Result<String, Error<models::ErrorResponse>> {
        let text = value.to_string();
        if matches!(text.as_str(), "" | "." | "..") {
            return Err(
                Error::InvalidRequest(
                    format!("`{text}` cannot stand in the path of a request"),
                ),
            );
        }
        Ok(encode_path(&text).replace('\\', "%5C"))
    }
    impl Client {
        /// Runs the hooks around one request. Every answer but a success is an error that carries it untouched.
        async fn send(
            &self,
            mut request: reqwest::Request,
            operation_id: &'static str,
        ) -> Result<reqwest::Response, Error<models::ErrorResponse>> {
            let info = OperationInfo { operation_id };
            self.pre(&mut request, &info).await?;
            let result = self.exec(request, &info).await;
            self.post(&result, &info).await?;
            let response = result?;
            if response.status().is_success() {
                Ok(response)
            } else {
                Err(Error::UnexpectedResponse(response))
            }
        }
        /// `PUT /collections/{name}/points/{id}`
        #[allow(clippy::too_many_arguments, reason = "one for each parameter")]
        pub async fn set_point(
            &self,
            name: &str,
            id: &models::Id,
            wait: Option<bool>,
            order: Option<&models::Order>,
            body_parameter: Option<&str>,
            id_parameter: Option<&str>,
            url: Option<&str>,
            r#type: Option<&str>,
            body: &models::Body,
        ) -> Result<ResponseValue<models::SetPointReply>, Error<models::ErrorResponse>> {
            let url_ = format!(
                "{}/collections/{}/points/{}", self.baseurl, segment(& name) ?, segment(&
                id) ?
            );
            let request = self
                .client
                .put(url_)
                .header(ACCEPT, HeaderValue::from_static("application/json"))
                .json(&body)
                .query(&QueryParam::new("wait", &wait))
                .query(&QueryParam::new("order", &order))
                .query(&QueryParam::new("body", &body_parameter))
                .query(&QueryParam::new("id", &id_parameter))
                .query(&QueryParam::new("url", &url))
                .query(&QueryParam::new("type", &r#type))
                .build()?;
            let response = self.send(request, "set_point").await?;
            ResponseValue::from_response(response).await
        }
    }
}
