//! The server that the scenarios run against, and the routes that lead to it.

use std::time::Duration;

use qdrant_remote::{Client, ClientBuilder, Protocol, RetryPolicy};
use qdrant_remote_embedded::Embedded;
use tokio::net::TcpListener;

use crate::gateway;

/// What a scenario can need of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Three nodes.
    Cluster,
    /// A node that takes part in a cluster, be it alone; the embedded server has shard keys anyway.
    Distributed,
}

pub struct Backend {
    /// What the table calls it.
    pub name: String,
    pub nodes: usize,
    pub distributed: bool,
    /// Whether the server is an embedded one, in this process or behind an address.
    pub stands_in: bool,
    pub embedded: Option<Embedded>,
    address: Address,
    /// Holds what the embedded server stores, and goes after it.
    _folder: tempfile::TempDir,
}

#[derive(Clone)]
struct Address {
    rest: String,
    grpc: String,
    key: Option<String>,
}

impl Address {
    fn client(&self) -> ClientBuilder {
        let builder = Client::builder().url(&self.rest).grpc_url(&self.grpc).warn_insecure_key(false);
        let builder = builder.retry(RetryPolicy::off()).check_version(false).timeout(Duration::from_secs(60));
        match &self.key {
            Some(key) => builder.api_key(key),
            None => builder,
        }
    }
}

/// A folder in memory where there is one for files: collections come and go by the hundred.
fn memory() -> tempfile::TempDir {
    let shared = std::path::Path::new("/dev/shm");
    let place = if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("qdrant-contract-").tempdir_in(place).unwrap()
}

/// A way to the server.
#[derive(Clone)]
pub struct Route {
    pub name: &'static str,
    pub protocol: Protocol,
    /// The protocol that reaches the server.
    pub reaches: Protocol,
    pub client: Client,
    /// Where the server finds itself over REST, and the key it asks for.
    pub own_address: String,
    pub key: Option<String>,
}

impl Backend {
    /// The server that the environment names, or else an embedded one.
    pub async fn start() -> Self {
        let read = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let folder = memory();
        let (embedded, address) = match read("QDRANT_URL") {
            Some(rest) => {
                let grpc = read("QDRANT_GRPC_URL").unwrap_or_else(|| rest.replace(":6333", ":6334"));
                (None, Address { rest, grpc, key: read("QDRANT_API_KEY") })
            }
            None => {
                let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
                let address = Address { rest: server.url(), grpc: server.grpc_url(), key: None };
                (Some(server), address)
            }
        };
        let client = address.client().build().unwrap();
        let version = client.root().send().await.unwrap_or_else(|error| panic!("no server to test: {error}")).into_inner();
        let cluster = serde_json::to_value(client.cluster_status().send().await.unwrap().into_inner()).unwrap();
        let nodes = cluster["peers"].as_object().map_or(1, serde_json::Map::len);
        let telemetry = serde_json::to_value(client.telemetry().send().await.unwrap().into_inner()).unwrap();
        let stands_in = telemetry["app"]["name"] == "qdrant-remote-embedded";
        let kind = if stands_in { "embedded" } else { version.title.as_str() };
        let name = match &embedded {
            Some(_) => "embedded".to_owned(),
            None => format!("{kind} {} at {}, {nodes} node(s)", version.version, address.rest),
        };
        Backend { name, nodes, distributed: cluster["status"] == "enabled" || stands_in, stands_in, embedded, address, _folder: folder }
    }

    /// Why a scenario with this need cannot run here, if so.
    pub fn lacks(&self, need: Need) -> Option<&'static str> {
        match need {
            Need::Cluster if self.nodes < 3 => Some("needs a cluster of three nodes"),
            Need::Distributed if !self.distributed => Some("needs a node in cluster mode"),
            Need::Cluster | Need::Distributed => None,
        }
    }

    /// Both protocols straight, and each turned into the other by a gateway.
    pub async fn routes(&self) -> Vec<Route> {
        let direct = |name, protocol| Route {
            name,
            protocol,
            reaches: protocol,
            client: self.address.client().protocol(protocol).build().unwrap(),
            own_address: self.own_address(),
            key: self.address.key.clone(),
        };
        vec![
            direct("REST", Protocol::Rest),
            direct("gRPC", Protocol::Grpc),
            self.through("REST>gRPC", Protocol::Rest, Protocol::Grpc).await,
            self.through("gRPC>REST", Protocol::Grpc, Protocol::Rest).await,
        ]
    }

    async fn through(&self, name: &'static str, protocol: Protocol, over: Protocol) -> Route {
        let upstream = Client::builder().url(&self.address.rest).grpc_url(&self.address.grpc);
        let (http, grpc) = (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let url = |listener: &TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let address = Address { rest: url(&http), grpc: url(&grpc), key: self.address.key.clone() };
        tokio::spawn(gateway::run(gateway::client(upstream, over).unwrap(), http, grpc));
        let client = address.client().protocol(protocol).build().unwrap();
        Route { name, protocol, reaches: over, client, own_address: self.own_address(), key: address.key }
    }

    fn own_address(&self) -> String {
        match self.embedded {
            Some(_) => self.address.rest.clone(),
            // Inside a container the ports are the usual ones, whatever they are outside.
            None => "http://localhost:6333".to_owned(),
        }
    }

    /// A client for programs that are not asynchronous.
    pub fn blocking(&self, protocol: Protocol) -> qdrant_remote::blocking::Client {
        self.address.client().protocol(protocol).build_blocking().unwrap()
    }
}
