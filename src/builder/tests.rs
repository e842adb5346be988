//! What builders refuse, and that building needs nothing.

use super::*;

fn refused(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Config);
    format!("{error} {error:?}")
}

#[test]
fn contradictions_name_both_settings() {
    let new = ClientBuilder::new;
    for (builder, named) in [
        (new().url("http://h").host("h"), ["url", "host"]),
        (new().url("http://h:1").port(2), ["url", "port"]),
        (new().url("http://h").https(true), ["url", "https"]),
        (new().url("http://h/x").prefix("y"), ["url", "prefix"]),
        (new().grpc_url("http://h:1").grpc_port(2), ["grpc_url", "grpc_port"]),
        (new().protocol(Protocol::Rest).prefer_grpc(true), ["protocol", "prefer_grpc"]),
        (new().url("http://h").tls(TlsOptions::new()), ["tls", "url"]),
    ] {
        let text = refused(builder);
        assert!(named.iter().all(|name| text.contains(&format!("`{name}`"))), "{text}");
    }
}

#[test]
fn illegal_values_are_not_echoed() {
    let new = ClientBuilder::new;
    for builder in
        [new().api_key("hunter2\n"), new().header("x-key", "hunter2\n"), new().user_agent("hunter2\n"), new().url("http://me:hunter2@h")]
    {
        assert!(!format!("{builder:?}").contains("hunter2"));
        let text = refused(builder);
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn building_needs_no_runtime() {
    // Whom to trust is a feature, which this build may lack.
    let tls = TlsOptions::new().danger_accept_invalid_certificates();
    let client = ClientBuilder::new().url("https://h").tls(tls).api_key("hunter2").build().unwrap();
    assert!(!format!("{client:?}").contains("hunter2"));
}
