//! What a receiver of deliveries is made of: the layer's, and the state that the extractor asks for.

use std::sync::Arc;

use axum_core::body::Body;
use bytes::Bytes;
use http::HeaderMap;

use super::budget::{Budget, Share};
use super::read::read;
use super::{ReceiverLayer, Rejection};
use crate::ConsoleEvent;
use crate::webhook::{Admission, ReplayGuard, Verifier};

/// The largest body that is read unless another limit is set: 1 MiB, in bytes. Deliveries as documented have a few KB.
pub const DEFAULT_LIMIT: usize = 1024 * 1024;

/// How many bytes of large bodies may be in memory at once unless another number is set: 64 MiB.
pub const DEFAULT_BYTES_IN_FLIGHT: usize = 64 * 1024 * 1024;

/// How deliveries are received. Clones share verifier, guard and the count of bytes in flight.
///
/// It makes the [layer](Self::layer), and is the state for [`SignedEvent`](super::SignedEvent), or a part of it
/// ([`FromRef`](axum_core::extract::FromRef)).
#[derive(Clone, Debug)]
pub struct Receiver {
    verifier: Arc<Verifier>,
    guard: Option<Arc<ReplayGuard>>,
    limit: usize,
    budget: Budget,
    strict: bool,
}

/// A delivery that a handler may be called with.
pub(super) struct Received {
    pub(super) event: ConsoleEvent,
    pub(super) bytes: Bytes,
    pub(super) admission: Option<Admission>,
    pub(super) share: Share,
}

impl Receiver {
    /// Receives what the verifier accepts, up to [`DEFAULT_LIMIT`], and without a guard against replay.
    pub fn new(verifier: impl Into<Arc<Verifier>>) -> Self {
        let budget = Budget::new(DEFAULT_BYTES_IN_FLIGHT);
        Self { verifier: verifier.into(), guard: None, limit: DEFAULT_LIMIT, budget, strict: false }
    }

    /// Reads bodies of at most that many bytes. This limit counts, whatever
    /// [`DefaultBodyLimit`](axum_core::extract::DefaultBodyLimit) is set for the route.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Keeps at most that many bytes of large bodies in memory at once, and answers 503 to what is beyond. The first 64 KiB
    /// of each body do not count: large bodies never keep a delivery as documented out, and the number of connections, which
    /// the server bounds, bounds these.
    #[must_use]
    pub fn with_bytes_in_flight(mut self, bytes: usize) -> Self {
        self.budget = Budget::new(bytes);
        self
    }

    /// Refuses events that do not fit their documentation: those that have [misfits](ConsoleEvent::misfits). Otherwise these are
    /// received like any, because nobody promises that the Console sends such an event again.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Admits each event once. With the [layer](Self::layer) an event counts as done when the handler has answered 2xx.
    #[must_use]
    pub fn with_guard(mut self, guard: impl Into<Arc<ReplayGuard>>) -> Self {
        self.guard = Some(guard.into());
        self
    }

    /// The layer for the routes to which the Console delivers. Put it on the method's route, so that other methods are
    /// answered 405: `post(handler).route_layer(receiver.layer())`.
    pub fn layer(&self) -> ReceiverLayer {
        ReceiverLayer::new(self.clone())
    }

    pub(super) async fn receive(&self, headers: &HeaderMap, body: Body) -> Result<Received, Rejection> {
        let signed = read(headers, body, &self.verifier, self.limit, &self.budget).await?;
        let event = ConsoleEvent::from_slice(&signed.bytes);
        let event = if self.strict { event.and_then(ConsoleEvent::strictly) } else { event };
        let event = event.map_err(Rejection::Event)?;
        let admission = match &self.guard {
            Some(guard) => Some(guard.admit_digest(&event, signed.digest).await?),
            None => None,
        };
        Ok(Received { event, bytes: signed.bytes, admission, share: signed.share })
    }
}
