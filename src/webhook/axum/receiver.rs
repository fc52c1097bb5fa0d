//! What a receiver of deliveries is made of: the state that the extractor asks for.

use std::sync::Arc;

use crate::ConsoleEvent;

use super::Rejection;
use crate::webhook::{ReplayGuard, SignatureHeader, Verifier};

/// The largest body that is read unless another limit is set: 1 MiB, in bytes. Deliveries as documented have a few KB.
pub const DEFAULT_LIMIT: usize = 1024 * 1024;

/// How deliveries are received: the state for [`SignedEvent`](super::SignedEvent), or a part of it
/// ([`FromRef`](axum_core::extract::FromRef)). Clones share verifier and guard.
#[derive(Clone, Debug)]
pub struct Receiver {
    verifier: Arc<Verifier>,
    guard: Option<Arc<ReplayGuard>>,
    limit: usize,
}

impl Receiver {
    /// Receives what the verifier accepts, up to [`DEFAULT_LIMIT`], and without a guard against replay.
    pub fn new(verifier: impl Into<Arc<Verifier>>) -> Self {
        Self { verifier: verifier.into(), guard: None, limit: DEFAULT_LIMIT }
    }

    /// Reads bodies of at most that many bytes. This limit counts, whatever
    /// [`DefaultBodyLimit`](axum_core::extract::DefaultBodyLimit) is set for the route.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Refuses what the guard refuses. An event counts as seen before the handler is called: one on which the handler
    /// fails is refused when it is sent again; [`ReplayGuard`] says more.
    #[must_use]
    pub fn with_guard(mut self, guard: impl Into<Arc<ReplayGuard>>) -> Self {
        self.guard = Some(guard.into());
        self
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn receive(&self, body: &[u8], header: SignatureHeader<'_>) -> Result<ConsoleEvent, Rejection> {
        let event = self.verifier.parse(body, header)?;
        if let Some(guard) = &self.guard {
            guard.admit(&event, body)?;
        }
        Ok(event)
    }
}
