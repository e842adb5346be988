//! What the client knows about an operation before it is called.

/// One row of the operation table.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The operationId of the OpenAPI document, for example `query_points`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template, for example `/collections/{collection_name}/points/query`.
    pub path: &'static str,
    /// The RPC of the same meaning, for example `qdrant.Points/Query`, where there is one.
    pub rpc: Option<&'static str>,
    /// What sending the operation twice may do.
    pub safety: Safety,
    /// Whether the server has a `timeout` parameter of its own for the operation.
    pub server_timeout: bool,
}

/// What happens when the server carries out one request twice; retries depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// Changes something, and a repetition leaves the same state unless another writer came between.
    IdempotentWrite,
    /// Changes something, and a repetition may change more.
    Write,
}

impl Operation {
    #[allow(dead_code, reason = "called by the generated table")]
    pub(crate) const fn new(
        name: &'static str,
        method: &'static str,
        path: &'static str,
        rpc: Option<&'static str>,
        safety: Safety,
        server_timeout: bool,
    ) -> Self {
        Self { name, method, path, rpc, safety, server_timeout }
    }
}
