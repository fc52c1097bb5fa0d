//! The permission to work on an event, which is given back unless the work is done.

use std::fmt;
use std::sync::Arc;

use super::super::StoreError;
use super::store::{AnyStore, Delivery};

/// An event that a [`ReplayGuard`](super::ReplayGuard) admitted: the permission to work on it.
///
/// While it is held, the same delivery is refused as [in progress](super::super::ReplayError::InProgress). Once it is
/// [committed](Self::commit), the same delivery is refused as [repeated](super::super::ReplayError::Repeated). Dropped
/// without a commit (an error, a panic, a task that is cancelled) it gives the event up, and the same delivery is admitted
/// when it comes again.
///
/// It is its own master: it may be sent to the thread or task that does the work.
#[must_use = "dropped without `commit`, the delivery may come again"]
pub struct Admission {
    store: Arc<dyn AnyStore>,
    delivery: Delivery,
    held: bool,
}

impl Admission {
    /// From the moment before the store is asked: whoever stops waiting for its answer gives up what it may have granted.
    pub(super) fn asked(store: Arc<dyn AnyStore>, delivery: Delivery) -> Self {
        Self { store, delivery, held: true }
    }

    /// Nothing was granted, so that there is nothing to give up.
    pub(super) fn refused(mut self) {
        self.held = false;
    }

    pub(super) fn store(&self) -> &dyn AnyStore {
        &*self.store
    }

    pub(super) fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// The work on the event is done: the same delivery is refused from now on.
    ///
    /// Where the store fails, the work is done all the same, and the claim is not given up: it ends as the store has it.
    /// Until then the same delivery is refused; after that it may be admitted once more.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.held = false;
        self.store.commit(&self.delivery).await
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        if self.held {
            self.store.release(&self.delivery);
        }
    }
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admission").field("delivery", &self.delivery).finish_non_exhaustive()
    }
}
