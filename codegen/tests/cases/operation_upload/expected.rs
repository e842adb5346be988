pub mod models {
    mod decode {
        use serde::de;
        use super::*;
        use crate::decode::{self, Union as _};
    }
    #[allow(missing_docs, reason = "variants carry the server's names")]
    mod enums {
        use crate::decode::string_enum;
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
        impl<'de> decode::Record<'de> for UploadReply {
            const NAME: &'static str = "UploadReply";
            const KEYS: &'static [&'static str] = &["result"];
            fn read<A: de::MapAccess<'de>>(
                fields: &mut decode::Fields<A>,
            ) -> Result<Self, A::Error> {
                let mut value0 = None;
                while fields.next()?.is_some() {
                    fields.nullable(&mut value0)?;
                }
                Ok(Self { result: value0 })
            }
        }
        impl<'de> de::Deserialize<'de> for UploadReply {
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
        impl UploadReply {
            /// A upload reply with what is required.
            pub fn new() -> Self {
                Self { result: None }
            }
            /// Sets `result`.
            #[must_use]
            pub fn result(mut self, result: bool) -> Self {
                self.result = Some(result);
                self
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
        /// Upload reply.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, Default)]
        pub struct UploadReply {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub result: Option<bool>,
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
                    "upload" => recode::<UploadReply>(json),
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
        /// `POST /snapshots`
        pub async fn upload(
            &self,
            wait: Option<bool>,
            body: reqwest::multipart::Form,
        ) -> Result<ResponseValue<models::UploadReply>, Error<models::ErrorResponse>> {
            let url = format!("{}/snapshots", self.baseurl);
            let request = self
                .client
                .post(url)
                .header(ACCEPT, HeaderValue::from_static("application/json"))
                .multipart(body)
                .query(&QueryParam::new("wait", &wait))
                .build()?;
            let response = self.send(request, "upload").await?;
            ResponseValue::from_response(response).await
        }
    }
}
