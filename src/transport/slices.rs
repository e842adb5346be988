//! A long body in slices, so that copying it into a socket does not hold up the other tasks of a thread.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::task::coop;

/// What is handed on at a time.
const SLICE: usize = 1024 * 1024;
/// What a slice costs of the budget of 128 steps after which Tokio lets others go first.
const COST: usize = 64;

/// Bytes of known length, sent slice by slice.
pub(super) struct Slices(Bytes);

impl Slices {
    /// A body of these bytes; a short one stays whole.
    pub(super) fn body(bytes: Bytes) -> reqwest::Body {
        if bytes.len() <= SLICE { bytes.into() } else { reqwest::Body::wrap(Self(bytes)) }
    }
}

impl Body for Slices {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        for _ in 0..COST {
            ready!(coop::poll_proceed(context)).made_progress();
        }
        let length = self.0.len().min(SLICE);
        let slice = self.0.split_to(length);
        Poll::Ready((!slice.is_empty()).then(|| Ok(Frame::data(slice))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test]
    async fn others_come_first_after_a_few_slices() {
        let whole: Bytes = (0..10 * SLICE + 1).map(|n| n as u8).collect();
        let mut slices = Slices(whole.clone());
        let (mut sent, mut pauses) = (Vec::new(), 0);
        loop {
            assert_eq!(slices.size_hint().exact(), Some((whole.len() - sent.len()) as u64));
            let next = poll_fn(|context| match Pin::new(&mut slices).poll_frame(context) {
                Poll::Ready(next) => Poll::Ready(next),
                Poll::Pending => {
                    pauses += 1;
                    Poll::Pending
                }
            });
            let Some(Ok(frame)) = next.await else { break };
            let slice = frame.into_data().unwrap();
            assert!(slice.len() <= SLICE);
            sent.extend_from_slice(&slice);
        }
        assert_eq!(sent, whole);
        assert!(pauses >= 4, "{pauses}");
    }
}
