//! Everything that `tracing` says while a test runs.

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::format::FmtSpan;

/// What was said so far, at every level and by every crate, on the thread that made this.
pub struct Traces {
    text: Arc<Mutex<Vec<u8>>>,
    _guard: tracing::subscriber::DefaultGuard,
}

impl Traces {
    /// Listens until dropped.
    pub fn listen() -> Self {
        Self::listen_at(tracing::Level::TRACE)
    }

    pub fn listen_at(level: tracing::Level) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let writer = Writer(Arc::clone(&text));
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
            .with_writer(move || writer.clone())
            .finish();
        Self { text, _guard: tracing::subscriber::set_default(subscriber) }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }
}

/// Looks for a text in everything that is said on this thread, at every level and by every crate, and keeps none of it.
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
    _guard: tracing::subscriber::DefaultGuard,
}

/// How many lines there were, and the first that held the text.
#[derive(Default)]
struct Seen {
    lines: usize,
    found: Option<String>,
}

impl Watch {
    /// Watches until dropped.
    pub fn over(text: &'static str) -> Self {
        let seen = Arc::<Mutex<Seen>>::default();
        let searched = Arc::clone(&seen);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
            .with_writer(move || Search(Arc::clone(&searched), text))
            .finish();
        Self { seen, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// How many lines there were; fails if one held the text.
    pub fn lines(&self) -> usize {
        let seen = self.seen.lock().unwrap();
        assert_eq!(seen.found, None);
        seen.lines
    }
}

/// What is written is searched, a line at a time.
struct Search(Arc<Mutex<Seen>>, &'static str);

impl io::Write for Search {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut seen = self.0.lock().unwrap();
        seen.lines += 1;
        if bytes.windows(self.1.len()).any(|window| window == self.1.as_bytes()) {
            seen.found.get_or_insert_with(|| String::from_utf8_lossy(bytes).into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Clone)]
struct Writer(Arc<Mutex<Vec<u8>>>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
