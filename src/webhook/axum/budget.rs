//! Limits how many bytes of bodies are in memory at once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The first bytes of each body do not count against the budget. They are several times the size of any documented
/// delivery, so large bodies cannot keep documented deliveries out.
pub(super) const FREE: usize = 64 * 1024;

/// The bytes beyond [`FREE`] that all bodies in progress may use together.
#[derive(Clone)]
pub(super) struct Budget {
    total: usize,
    left: Arc<AtomicUsize>,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Self { total: bytes, left: Arc::new(AtomicUsize::new(bytes)) }
    }

    /// A share for one body, which starts empty.
    pub(super) fn share(&self) -> Share {
        Share { left: Arc::clone(&self.left), held: 0 }
    }
}

/// The part of the budget that one body uses. It is returned on drop.
pub(super) struct Share {
    left: Arc<AtomicUsize>,
    held: usize,
}

impl Share {
    /// Grows the share to what a body of that many bytes needs. False if the budget has too little left.
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
