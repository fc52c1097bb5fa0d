//! The trait of stores that remember received deliveries, and its object-safe form.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::super::StoreError;
use super::super::signature::Digest;

/// Remembers which deliveries were received, for a [`ReplayGuard`](super::ReplayGuard).
///
/// A delivery is *claimed* before the work on it and *committed* after it. A claim that is *released* leaves no trace.
/// All three take effect for everybody who shares the store: if several claim the same delivery at once, only one gets
/// it.
///
/// A store that has lost deliveries, or cannot look them up, returns an error or [`Claim::Forgotten`]. It never grants
/// a delivery that may have been granted before.
pub trait SeenStore: Send + Sync + 'static {
    /// Claims a delivery for the caller.
    fn claim(&self, delivery: &Delivery) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// Records that the work is done, for the time [`Delivery::keep`], even if the claim has passed to somebody else.
    fn commit(&self, delivery: &Delivery) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Gives the claim up if it has this delivery's [id](Delivery::id), because the work was not done. It is called
    /// when an [`Admission`](super::Admission) is dropped, so it must not block; slow work must continue in the
    /// background.
    fn release(&self, delivery: &Delivery);
}

/// The answer of a store to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The delivery is new, and the caller may work on it.
    Granted,
    /// The delivery is claimed by somebody else.
    InProgress,
    /// The delivery was committed before.
    Repeated,
    /// The delivery is as old as others that the store had to forget because it was full, so it may have been committed
    /// before.
    Forgotten,
}

/// A delivery as a store sees it: a digest and times, without content.
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

    /// A number that is different for each claim of the same delivery.
    pub fn id(&self) -> u128 {
        self.id
    }

    /// The `eventTimestamp`, in milliseconds since the Unix epoch.
    pub fn timestamp(&self) -> i64 {
        self.timestamp
    }

    /// The receiver's time when the guard was asked, in milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// How long from [now](Self::now) the delivery must be remembered once it is committed: until no guard with this
    /// window would admit its event, with clocks that are up to [`LEAD`](super::LEAD) apart.
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

/// An `Arc` lets guards share a store.
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

/// The object-safe form of [`SeenStore`], so that a guard has no type parameter.
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
