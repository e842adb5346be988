//! How a request builder sends: awaited, or blocking the thread.

/// Sends with `.send().await`.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// Sends with `.send()`, which blocks.
#[cfg(feature = "blocking")]
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}

/// The client behind a request builder.
pub trait Mode: Clone + sealed::Sealed {
    /// The client that the builder holds.
    type Client: Clone + Send + Sync + 'static;
}

impl Mode for Async {
    type Client = crate::client::Client;
}

#[cfg(feature = "blocking")]
impl Mode for Blocking {
    type Client = crate::blocking::Client;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Async {}
    #[cfg(feature = "blocking")]
    impl Sealed for super::Blocking {}
}
