//! How many bytes of bodies are in memory at once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The part of each body that is never refused for want of room: as many bytes as any delivery that is documented has,
/// several times over. So large bodies cannot keep small ones out.
pub(super) const FREE: usize = 64 * 1024;

/// Bytes of bodies beyond [`FREE`], over all that are being received.
#[derive(Clone)]
pub(super) struct Budget {
    total: usize,
    left: Arc<AtomicUsize>,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Self { total: bytes, left: Arc::new(AtomicUsize::new(bytes)) }
    }

    /// For one body.
    pub(super) fn share(&self) -> Share {
        Share { left: Arc::clone(&self.left), held: 0 }
    }
}

/// What one body takes of the budget: given back when it is dropped.
pub(super) struct Share {
    left: Arc<AtomicUsize>,
    held: usize,
}

impl Share {
    /// Takes what a body of that many bytes needs, if that much is left.
    pub(super) fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(FREE).saturating_sub(self.held);
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(more)).is_ok();
        if taken {
            self.held += more;
        }
        taken
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.left.fetch_add(self.held, Ordering::Relaxed);
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.left.load(Ordering::Relaxed), self.total)
    }
}
