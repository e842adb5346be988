//! TLS settings, and the one rustls configuration that both transports get from them.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, InvalidMessage, RootCertStore, SignatureScheme};

use crate::error::Error;

/// How servers behind `https` are checked, and what they are shown. The default trusts what the operating system
/// trusts (feature `native-roots`), or the certificates bundled with this crate (feature `webpki-roots`) where the system
/// has none.
#[derive(Clone, Default)]
pub struct TlsOptions {
    roots: Roots,
    authorities: Vec<Vec<u8>>,
    identity: Option<(Vec<u8>, Vec<u8>)>,
    server_name: Option<String>,
    accept_invalid: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Roots {
    /// The system's, or else the bundled ones.
    #[default]
    System,
    #[cfg(feature = "webpki-roots")]
    Bundled,
    Given,
}

impl TlsOptions {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also trusts the authorities in this PEM text. May be called more than once.
    #[must_use]
    pub fn ca_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities.push(pem.into());
        self
    }

    /// Trusts nothing but what [`ca_certificate`](Self::ca_certificate) gives.
    #[must_use]
    pub fn only_given_certificates(mut self) -> Self {
        self.roots = Roots::Given;
        self
    }

    /// Trusts the certificates bundled with this crate instead of the system's.
    #[cfg(feature = "webpki-roots")]
    #[must_use]
    pub fn bundled_roots(mut self) -> Self {
        self.roots = Roots::Bundled;
        self
    }

    /// Shows the server this certificate (with its chain) and proves it with this key, both in PEM.
    #[must_use]
    pub fn client_certificate(mut self, certificate_pem: impl Into<Vec<u8>>, key_pem: impl Into<Vec<u8>>) -> Self {
        self.identity = Some((certificate_pem.into(), key_pem.into()));
        self
    }

    /// Asks for, and expects the certificate of, this name instead of the host of the URL.
    #[must_use]
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    /// Accepts any certificate, so that anybody between here and the server can read and change everything.
    #[must_use]
    pub fn danger_accept_invalid_certificates(mut self) -> Self {
        self.accept_invalid = true;
        self
    }
}

impl fmt::Debug for TlsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsOptions")
            .field("roots", &self.roots)
            .field("authorities", &self.authorities.len())
            .field("client_certificate", &self.identity.as_ref().map(|_| "***"))
            .field("server_name", &self.server_name)
            .field("accept_invalid", &self.accept_invalid)
            .finish()
    }
}

/// Checked settings. The system's certificates are read when the first connection needs them.
pub(crate) struct Tls {
    roots: Roots,
    authorities: RootCertStore,
    identity: Option<Arc<SingleCertAndKey>>,
    server_name: Option<String>,
    accept_invalid: bool,
    config: OnceLock<Result<ClientConfig, Error>>,
}

impl Tls {
    /// Checks the settings without any I/O.
    pub(crate) fn new(options: &TlsOptions) -> Result<Self, Error> {
        let mut authorities = RootCertStore::empty();
        for certificate in options.authorities.iter().map(|pem| certificates(pem, "tls.ca_certificate")) {
            for certificate in certificate? {
                authorities.add(certificate).map_err(|source| wrong("tls.ca_certificate", "holds no usable certificate", source))?;
            }
        }
        if let Some(name) = &options.server_name {
            ServerName::try_from(name.as_str()).map_err(|source| wrong("tls.server_name", "is no host name", source))?;
        }
        let identity = options.identity.as_ref().map(identity).transpose()?;
        match options.roots {
            _ if !authorities.is_empty() || options.accept_invalid => {}
            Roots::Given => return Err(Error::config("`tls.only_given_certificates` needs a `tls.ca_certificate`: nothing is trusted")),
            Roots::System if !cfg!(any(feature = "native-roots", feature = "webpki-roots")) => return Err(nothing_is_trusted()),
            _ => {}
        }
        Ok(Self {
            roots: options.roots,
            authorities,
            identity,
            server_name: options.server_name.clone(),
            accept_invalid: options.accept_invalid,
            config: OnceLock::new(),
        })
    }

    /// The name to ask for in place of the host, if any.
    pub(crate) fn server_name(&self) -> Option<&str> {
        self.server_name.as_deref()
    }

    /// Reads the system's certificates, if they are needed and not read yet, where that holds up no task. What goes wrong
    /// is said by `config`.
    pub(crate) async fn prepare(self: &Arc<Self>) {
        let reads = cfg!(feature = "native-roots") && self.roots == Roots::System && !self.accept_invalid;
        if reads && self.config.get().is_none() {
            let tls = Arc::clone(self);
            let _ = tokio::task::spawn_blocking(move || tls.config.get_or_init(|| tls.build()).is_ok()).await;
        }
    }

    /// The configuration, with the application protocols of one transport.
    pub(crate) fn config(&self, alpn: &[&[u8]]) -> Result<ClientConfig, Error> {
        let mut config = self.config.get_or_init(|| self.build()).clone()?;
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Ok(config)
    }

    fn build(&self) -> Result<ClientConfig, Error> {
        let builder = versions(ClientConfig::builder_with_provider(provider()))?;
        let builder = if self.accept_invalid {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(AcceptAnything(provider())))
        } else {
            builder.with_root_certificates(self.trusted()?)
        };
        Ok(match &self.identity {
            Some(identity) => builder.with_client_cert_resolver(Arc::clone(identity) as _),
            None => builder.with_no_client_auth(),
        })
    }

    fn trusted(&self) -> Result<RootCertStore, Error> {
        let mut store = self.authorities.clone();
        match self.roots {
            Roots::Given => {}
            Roots::System if add_system(&mut store) => {}
            Roots::System => add_bundled(&mut store),
            #[cfg(feature = "webpki-roots")]
            Roots::Bundled => add_bundled(&mut store),
        }
        if store.is_empty() { Err(nothing_is_trusted()) } else { Ok(store) }
    }
}

/// Adds what the system trusts; whether there is anything.
#[cfg(feature = "native-roots")]
fn add_system(store: &mut RootCertStore) -> bool {
    let (added, _) = store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if added == 0 {
        tracing::debug!("the system has no certificates");
    }
    added > 0
}

#[cfg(not(feature = "native-roots"))]
fn add_system(_store: &mut RootCertStore) -> bool {
    false
}

#[cfg(feature = "webpki-roots")]
fn add_bundled(store: &mut RootCertStore) {
    store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
}

#[cfg(not(feature = "webpki-roots"))]
fn add_bundled(_store: &mut RootCertStore) {}

fn nothing_is_trusted() -> Error {
    let why = match cfg!(feature = "native-roots") {
        true => "the system has no certificates, and the feature `webpki-roots`, which bundles some, is off",
        false => "the features `native-roots` and `webpki-roots` are off",
    };
    Error::config(format!("no server could be trusted: {why}"))
        .with_hint("give an authority with `TlsOptions::ca_certificate`, or switch a feature on")
}

/// A configuration that trusts nobody, for a transport that never uses TLS but wants one.
#[cfg(feature = "rest")]
pub(crate) fn unused() -> Result<ClientConfig, Error> {
    let builder = versions(ClientConfig::builder_with_provider(provider()))?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// What to do about a server that breaks off the handshake, in words.
pub(crate) const REFUSED: &str = "the server refused: it may want a client certificate, `TlsOptions::client_certificate`";

/// What to do about a TLS failure, in words.
pub(crate) fn advice(error: &rustls::Error) -> Option<&'static str> {
    Some(match error {
        rustls::Error::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::UnhandledCriticalExtension,
        ) => "nobody that is trusted signed the server's certificate: give its authority with `TlsOptions::ca_certificate`",
        rustls::Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }) => {
            "the server's certificate is for another name: use that name in the URL, or `TlsOptions::server_name`"
        }
        rustls::Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            "the server's certificate has expired"
        }
        rustls::Error::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
            "the server's certificate is not valid yet: is the clock right?"
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the server does not speak TLS there: use http:// if it has no TLS"
        }
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::HandshakeFailure
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied,
        ) => REFUSED,
        _ => return None,
    })
}

type WantsVersions = rustls::ConfigBuilder<ClientConfig, rustls::WantsVersions>;
type WantsVerifier = rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>;

fn versions(builder: WantsVersions) -> Result<WantsVerifier, Error> {
    builder.with_safe_default_protocol_versions().map_err(|source| Error::config("TLS cannot be set up").with_source(source))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn certificates(pem: &[u8], setting: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found =
        CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>().map_err(|source| wrong(setting, "is not PEM", source))?;
    if found.is_empty() {
        return Err(Error::config(format!("`{setting}` holds no certificate in PEM form")));
    }
    Ok(found)
}

fn identity((certificate_pem, key_pem): &(Vec<u8>, Vec<u8>)) -> Result<Arc<SingleCertAndKey>, Error> {
    let chain = certificates(certificate_pem, "tls.client_certificate")?;
    let key = PrivateKeyDer::from_pem_slice(key_pem)
        .map_err(|_| Error::config("the key of `tls.client_certificate` holds no private key in PEM form"))?;
    let pair = CertifiedKey::from_der(chain, key, &provider())
        .map_err(|source| wrong("tls.client_certificate", "and its key do not fit", source))?;
    Ok(Arc::new(SingleCertAndKey::from(pair)))
}

fn wrong(setting: &str, what: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::config(format!("`{setting}` {what}")).with_source(source)
}

/// Accepts every certificate, and still checks that the peer holds its key.
#[derive(Debug)]
struct AcceptAnything(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAnything {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(options: TlsOptions) -> String {
        match Tls::new(&options) {
            Err(error) => format!("{error} {error:?}"),
            Ok(_) => panic!("accepted {options:?}"),
        }
    }

    #[test]
    fn wrong_settings_are_named_and_not_echoed() {
        assert!(refused(TlsOptions::new().ca_certificate("hunter2")).contains("tls.ca_certificate"));
        let both = TlsOptions::new().client_certificate("hunter2", "hunter2");
        assert!(!format!("{both:?}").contains("hunter2"));
        let text = refused(both);
        assert!(text.contains("tls.client_certificate") && !text.contains("hunter2"), "{text}");
        assert!(refused(TlsOptions::new().server_name("a b")).contains("tls.server_name"));
        assert!(refused(TlsOptions::new().only_given_certificates()).contains("tls.only_given_certificates"));
    }

    #[cfg(not(any(feature = "native-roots", feature = "webpki-roots")))]
    #[test]
    fn without_roots_somebody_must_be_trusted() {
        let text = refused(TlsOptions::new());
        assert!(text.contains("`native-roots`") && text.contains("TlsOptions::ca_certificate"), "{text}");
        assert!(Tls::new(&TlsOptions::new().danger_accept_invalid_certificates()).is_ok());
    }

    #[cfg(feature = "native-roots")]
    #[tokio::test]
    async fn the_systems_certificates_hold_up_no_task() {
        use futures_util::FutureExt;
        let tls = Arc::new(Tls::new(&TlsOptions::new()).unwrap());
        assert!(tls.prepare().now_or_never().is_none(), "somebody else reads them");
        tls.prepare().await;
        assert!(tls.config.get().is_some());
        assert!(tls.prepare().now_or_never().is_some(), "once is enough");
    }

    #[cfg(feature = "webpki-roots")]
    #[test]
    fn one_configuration_serves_both_transports() {
        let tls = Tls::new(&TlsOptions::new().bundled_roots()).unwrap();
        assert_eq!(tls.config(&[b"h2"]).unwrap().alpn_protocols, [b"h2".to_vec()]);
        assert_eq!(tls.config(&[b"http/1.1"]).unwrap().alpn_protocols, [b"http/1.1".to_vec()]);
        assert!(!tls.trusted().unwrap().is_empty());
    }
}
