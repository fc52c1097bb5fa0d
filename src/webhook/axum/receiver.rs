//! The settings of a receiver, which the layer and the extractor share.

use std::sync::Arc;

use axum_core::body::Body;
use bytes::Bytes;
use http::HeaderMap;

use super::budget::{Budget, Share};
use super::read::read;
use super::{ReceiverLayer, Rejection};
use crate::ConsoleEvent;
use crate::webhook::{Admission, ReplayGuard, Verifier};

/// The default [limit](Receiver::with_limit) of a body in bytes: 1 MiB. Documented deliveries have a few KB.
pub const DEFAULT_LIMIT: usize = 1024 * 1024;

/// The default of [`Receiver::with_bytes_in_flight`]: 64 MiB.
pub const DEFAULT_BYTES_IN_FLIGHT: usize = 64 * 1024 * 1024;

/// Receives deliveries: verifies, limits, and guards against replays. Clones share the verifier, the guard and the
/// count of bytes in flight.
///
/// It creates the [layer](Self::layer). For the extractor [`SignedEvent`](super::SignedEvent) it is the router's state,
/// or a part of it ([`FromRef`](axum_core::extract::FromRef)).
#[derive(Clone, Debug)]
pub struct Receiver {
    verifier: Arc<Verifier>,
    guard: Option<Arc<ReplayGuard>>,
    limit: usize,
    budget: Budget,
    strict: bool,
}

/// A delivery that is ready for the handler.
pub(super) struct Received {
    pub(super) event: ConsoleEvent,
    pub(super) bytes: Bytes,
    pub(super) admission: Option<Admission>,
    pub(super) share: Share,
}

impl Receiver {
    /// Accepts what the verifier accepts, up to [`DEFAULT_LIMIT`] bytes, without a guard against replays.
    pub fn new(verifier: impl Into<Arc<Verifier>>) -> Self {
        let budget = Budget::new(DEFAULT_BYTES_IN_FLIGHT);
        Self { verifier: verifier.into(), guard: None, limit: DEFAULT_LIMIT, budget, strict: false }
    }

    /// Refuses bodies of more than that many bytes. This limit replaces the route's
    /// [`DefaultBodyLimit`](axum_core::extract::DefaultBodyLimit).
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Keeps at most that many bytes of large bodies in memory at once, and answers 503 to further ones. The first 64
    /// KiB of each body do not count, so large bodies cannot keep documented deliveries out; the server's limit of
    /// connections bounds them.
    #[must_use]
    pub fn with_bytes_in_flight(mut self, bytes: usize) -> Self {
        self.budget = Budget::new(bytes);
        self
    }

    /// Refuses events with [misfits](ConsoleEvent::misfits), that is, values that do not fit their documented type. By
    /// default such events are accepted, because nothing guarantees that the Console sends a refused event again.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Admits each event once. With the [layer](Self::layer) an event counts as done when the handler answers 2xx.
    #[must_use]
    pub fn with_guard(mut self, guard: impl Into<Arc<ReplayGuard>>) -> Self {
        self.guard = Some(guard.into());
        self
    }

    /// The layer for the routes that receive deliveries. Add it to the method's route, so that other methods are
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
