//! The permission to work on an event. It is given up unless the work is committed.

use std::fmt;
use std::sync::Arc;

use super::super::StoreError;
use super::store::{AnyStore, Delivery};

/// The permission of a [`ReplayGuard`](super::ReplayGuard) to work on an event.
///
/// While it exists, the same delivery is refused as [in progress](super::super::ReplayError::InProgress). Once it is
/// [committed](Self::commit), the same delivery is refused as [repeated](super::super::ReplayError::Repeated). If it is
/// dropped without a commit (an error, a panic, a cancelled task), the same delivery is admitted again.
///
/// It borrows nothing, so it can be moved to the thread or task that does the work.
#[must_use = "if it is dropped without `commit`, the delivery is admitted again"]
pub struct Admission {
    store: Arc<dyn AnyStore>,
    delivery: Delivery,
    held: bool,
}

impl Admission {
    /// Created before the store is asked, so that a caller that stops waiting gives up a claim that the store may have
    /// granted.
    pub(super) fn asked(store: Arc<dyn AnyStore>, delivery: Delivery) -> Self {
        Self { store, delivery, held: true }
    }

    /// Nothing was granted, so nothing is given up on drop.
    pub(super) fn refused(mut self) {
        self.held = false;
    }

    pub(super) fn store(&self) -> &dyn AnyStore {
        &*self.store
    }

    pub(super) fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// Records that the work is done: the same delivery is refused from now on.
    ///
    /// If the store fails, the claim is not given up, because the work is done. The same delivery is refused until the
    /// store ends the claim, and may be admitted again after that.
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
