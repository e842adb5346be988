//! Credentials: the API key, and tokens that are asked for when they are needed.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;

use crate::error::Error;
use crate::future::BoxFuture;
use crate::warnings::{Warner, Warning};

/// A string that prints as `***`.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The value as a header that is kept out of logs, or an error that names the setting and not the value.
    pub(crate) fn header(&self, setting: &str, prefix: &str) -> Result<HeaderValue, Error> {
        let mut value = HeaderValue::try_from(format!("{prefix}{}", self.0))
            .map_err(|_| Error::config(format!("`{setting}` holds characters that no HTTP header may hold")))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A bearer token and how long it is good for.
#[derive(Clone, Debug)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token for the calls that wait for it now; the next call asks again.
    pub fn new(token: impl Into<String>) -> Self {
        Self { secret: Secret::new(token), lifetime: None }
    }

    /// Keeps the token for this long, counted from when the provider returned it. It is renewed a little earlier;
    /// while that fails, the old one is used until its time is over.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// Where bearer tokens come from. Closures that return a future of a token are providers.
///
/// However many calls wait for a token, the provider is asked once at a time.
pub trait TokenProvider: Send + Sync {
    /// Gets a token.
    ///
    /// # Errors
    /// Whatever keeps the provider from getting one; calls then fail with [`ErrorKind::Token`](crate::ErrorKind::Token).
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>>;
}

impl<F, Fut> TokenProvider for F
where
    F: Fn() -> Fut + Send + Sync,
    Fut: Future<Output = Result<Token, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        Box::pin(self())
    }
}

/// The header of the newest token, and the single flight that renews it.
pub(crate) struct Bearer {
    provider: Arc<dyn TokenProvider>,
    warner: Arc<Warner>,
    newest: Mutex<Newest>,
    flight: tokio::sync::Mutex<()>,
}

/// What the last finished flight brought.
#[derive(Default)]
struct Newest {
    flights: u64,
    outcome: Option<Result<HeaderValue, Error>>,
    held: Option<Held>,
}

#[derive(Clone)]
struct Held {
    header: HeaderValue,
    renew_at: Instant,
    expires_at: Instant,
}

/// How long a failed renewal is not tried again while the old token still holds.
const RENEWAL_PAUSE: Duration = Duration::from_secs(1);

impl Bearer {
    pub(crate) fn new(provider: Arc<dyn TokenProvider>, warner: Arc<Warner>) -> Self {
        Self { provider, warner, newest: Mutex::default(), flight: tokio::sync::Mutex::new(()) }
    }

    /// The `authorization` header for a call that is made now.
    pub(crate) async fn header(&self) -> Result<HeaderValue, Error> {
        let now = Instant::now();
        let (seen, held) = self.read(|newest| (newest.flights, newest.held.clone()));
        let still_good = held.filter(|held| now < held.expires_at);
        let _flight = match still_good {
            Some(held) if now < held.renew_at => return Ok(held.header),
            Some(held) => match self.flight.try_lock() {
                Ok(flight) => flight,
                Err(_) => return Ok(held.header),
            },
            None => self.flight.lock().await,
        };
        let landed = self.read(|newest| newest.outcome.clone().filter(|_| newest.flights != seen));
        match landed {
            Some(outcome) => outcome,
            None => self.fly().await,
        }
    }

    /// The newest header, without asking for one.
    pub(crate) fn newest(&self) -> Option<HeaderValue> {
        self.read(|newest| newest.outcome.as_ref()?.as_ref().ok().cloned())
    }

    /// Drops a token that the server refused, so that the next call asks for another.
    pub(crate) fn refuse(&self) {
        self.write(|newest| newest.held = None);
    }

    async fn fly(&self) -> Result<HeaderValue, Error> {
        let asked = self.provider.token().await;
        let now = Instant::now();
        let outcome = asked.map_err(|source| Error::token("the token provider failed").with_source(Opaque(source))).and_then(|token| {
            let header = token.secret.header("token_provider", "Bearer ")?;
            Ok((header, token.lifetime))
        });
        self.write(|newest| {
            newest.flights += 1;
            let kept = newest.held.take().filter(|held| now < held.expires_at);
            let result = match (outcome, kept) {
                (Ok((header, lifetime)), _) => {
                    newest.held = lifetime.and_then(|lifetime| Held::new(header.clone(), now, lifetime));
                    Ok(header)
                }
                (Err(error), Some(mut kept)) => {
                    if self.warner.may(Warning::Token) {
                        tracing::warn!(error = %error, "renewing the token failed; the old one is still good");
                    }
                    kept.renew_at = kept.expires_at.min(now + RENEWAL_PAUSE);
                    let header = kept.header.clone();
                    newest.held = Some(kept);
                    Ok(header)
                }
                (Err(error), None) => Err(error),
            };
            newest.outcome = Some(result.clone());
            result
        })
    }

    fn read<T>(&self, f: impl FnOnce(&Newest) -> T) -> T {
        f(&self.newest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, f: impl FnOnce(&mut Newest) -> T) -> T {
        f(&mut self.newest.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Held {
    /// Renewal starts after nine tenths of the lifetime.
    fn new(header: HeaderValue, now: Instant, lifetime: Duration) -> Option<Self> {
        let expires_at = now.checked_add(lifetime)?;
        let renew_at = now.checked_add(lifetime.mul_f64(0.9))?;
        Some(Self { header, renew_at, expires_at })
    }
}

/// Gives a boxed error of a provider the size that a source needs.
#[derive(Debug)]
struct Opaque(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Opaque {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::warnings::Warnings;

    struct Counted {
        asked: AtomicU32,
        lifetime: Option<Duration>,
        fail_after: u32,
    }

    impl TokenProvider for Arc<Counted> {
        fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
            Box::pin(async move {
                let n = self.asked.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                if n >= self.fail_after {
                    return Err("no more".into());
                }
                let token = Token::new(format!("t{n}"));
                Ok(match self.lifetime {
                    Some(lifetime) => token.expires_in(lifetime),
                    None => token,
                })
            })
        }
    }

    fn bearer(lifetime: Option<Duration>, fail_after: u32) -> (Arc<Counted>, Arc<Bearer>) {
        let counted = Arc::new(Counted { asked: AtomicU32::new(0), lifetime, fail_after });
        let bearer = Arc::new(Bearer::new(Arc::new(Arc::clone(&counted)), Arc::new(Warner::new(Warnings::Off))));
        (counted, bearer)
    }

    async fn ask_hundred_times(bearer: &Arc<Bearer>) -> Vec<Result<HeaderValue, Error>> {
        futures_util::future::join_all((0..100).map(|_| bearer.header())).await
    }

    #[tokio::test]
    async fn hundred_waiting_calls_ask_once() {
        let (counted, bearer) = bearer(None, u32::MAX);
        for header in ask_hundred_times(&bearer).await {
            let header = header.unwrap();
            assert_eq!(header, "Bearer t0");
            assert!(header.is_sensitive());
        }
        assert_eq!(counted.asked.load(Ordering::SeqCst), 1);
        assert_eq!(bearer.header().await.unwrap(), "Bearer t1");
    }

    #[tokio::test]
    async fn hundred_waiting_calls_share_one_failure() {
        let (counted, bearer) = bearer(None, 0);
        for header in ask_hundred_times(&bearer).await {
            assert_eq!(header.unwrap_err().kind(), crate::ErrorKind::Token);
        }
        assert_eq!(counted.asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_token_with_a_lifetime_is_kept_until_refused() {
        let (counted, bearer) = bearer(Some(Duration::from_secs(60)), u32::MAX);
        for _ in 0..5 {
            assert_eq!(bearer.header().await.unwrap(), "Bearer t0");
        }
        assert_eq!(counted.asked.load(Ordering::SeqCst), 1);
        bearer.refuse();
        assert_eq!(bearer.header().await.unwrap(), "Bearer t1");
    }

    #[tokio::test]
    async fn a_failing_renewal_goes_on_with_the_old_token() {
        let (counted, bearer) = bearer(Some(Duration::from_secs(60)), 1);
        assert_eq!(bearer.header().await.unwrap(), "Bearer t0");
        bearer.write(|newest| newest.held.as_mut().unwrap().renew_at = Instant::now());
        for header in ask_hundred_times(&bearer).await {
            assert_eq!(header.unwrap(), "Bearer t0");
        }
        assert_eq!(counted.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn an_illegal_token_is_not_echoed() {
        let provider = || async { Ok(Token::new("se\ncret")) };
        let error = Bearer::new(Arc::new(provider), Arc::new(Warner::new(Warnings::Off))).header().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("cret"), "{error:?}");
    }

    #[test]
    fn secrets_print_as_stars() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "***");
        assert!(!format!("{:?}", Token::new("hunter2")).contains("hunter2"));
    }
}
