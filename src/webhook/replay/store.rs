//! What remembers the deliveries that were received: the trait, and the same without its type.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::super::StoreError;
use super::super::signature::Digest;

/// Remembers which deliveries were received, for a [`ReplayGuard`](super::ReplayGuard).
///
/// A delivery is *claimed* before the work on it and *committed* after it. A claim that is *released* leaves no trace. All
/// three must hold for everybody who shares the store: of several who claim the same delivery at once, one is granted it.
///
/// A store that cannot keep its promise gives an error or [`Claim::Forgotten`], and never grants a delivery that it may
/// have granted before.
pub trait SeenStore: Send + Sync + 'static {
    /// Claims a delivery for whoever works on it now.
    fn claim(&self, delivery: &Delivery) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// The work is done: remembers the delivery for [`Delivery::keep`], whoever holds a claim on it now.
    fn commit(&self, delivery: &Delivery) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The work was not done: gives the claim up if it is the one of this delivery's [id](Delivery::id). Called where
    /// an [`Admission`](super::Admission) is dropped, and so must not block; what takes longer goes on by itself.
    fn release(&self, delivery: &Delivery);
}

/// What a store says of a delivery that is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is new: it may be worked on.
    Granted,
    /// Somebody else holds a claim on it.
    InProgress,
    /// It was committed before.
    Repeated,
    /// It is as old as others that the store had to forget for want of room: it may have been committed before.
    Forgotten,
}

/// A delivery as a store sees it: a digest and times, no content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    pub(super) digest: Digest,
    pub(super) id: u128,
    pub(super) timestamp: i64,
    pub(super) now: i64,
    pub(super) keep: Duration,
    pub(super) forget_before: i64,
}

impl Delivery {
    /// The SHA-256 digest of the body: the same for each delivery of the same event.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Another number for each claim: tells those apart who claim the same delivery.
    pub fn id(&self) -> u128 {
        self.id
    }

    /// The `eventTimestamp`, in milliseconds since the Unix epoch.
    pub fn timestamp(&self) -> i64 {
        self.timestamp
    }

    /// The time on the receiver's clock when the event was shown to the guard, in milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// For how long from [now](Self::now) the delivery must be remembered once it is committed: as long as any guard with
    /// this window would take its event for young enough, with clocks that are up to [`LEAD`](super::LEAD) apart.
    pub fn keep(&self) -> Duration {
        self.keep
    }

    /// Deliveries with a [timestamp](Self::timestamp) before this one need not be remembered any more.
    pub fn forget_before(&self) -> i64 {
        self.forget_before
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("timestamp", &self.timestamp).field("now", &self.now).finish_non_exhaustive()
    }
}

/// Guards may share a store.
impl<S: SeenStore + ?Sized> SeenStore for Arc<S> {
    fn claim(&self, delivery: &Delivery) -> impl Future<Output = Result<Claim, StoreError>> + Send {
        (**self).claim(delivery)
    }

    fn commit(&self, delivery: &Delivery) -> impl Future<Output = Result<(), StoreError>> + Send {
        (**self).commit(delivery)
    }

    fn release(&self, delivery: &Delivery) {
        (**self).release(delivery);
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A [`SeenStore`] of whatever type: a guard has none.
pub(super) trait AnyStore: Send + Sync {
    fn claim<'a>(&'a self, delivery: &'a Delivery) -> Answer<'a, Claim>;
    fn commit<'a>(&'a self, delivery: &'a Delivery) -> Answer<'a, ()>;
    fn release(&self, delivery: &Delivery);
}

impl<S: SeenStore> AnyStore for S {
    fn claim<'a>(&'a self, delivery: &'a Delivery) -> Answer<'a, Claim> {
        Box::pin(SeenStore::claim(self, delivery))
    }

    fn commit<'a>(&'a self, delivery: &'a Delivery) -> Answer<'a, ()> {
        Box::pin(SeenStore::commit(self, delivery))
    }

    fn release(&self, delivery: &Delivery) {
        SeenStore::release(self, delivery);
    }
}
