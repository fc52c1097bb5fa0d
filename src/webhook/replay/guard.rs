//! Decides by an event's timestamp and by the store whether the event is new.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::super::ReplayError;
use super::super::signature::Digest;
use super::store::{AnyStore, Claim, Delivery};
use super::{Admission, MemoryStore, SeenStore};
use crate::ConsoleEvent;

/// The default [window](ReplayGuard::with_window): 24 hours.
pub const DEFAULT_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// How far ahead of the receiver's clock an `eventTimestamp` may be: 5 minutes.
pub const LEAD: Duration = Duration::from_secs(5 * 60);

/// Admits each event once, in whatever order deliveries come.
///
/// Give it only events whose signature is right. An event is admitted if its `eventTimestamp` is within the window
/// before the receiver's clock, or at most [`LEAD`] ahead of it, and if no delivery with the same body was admitted
/// before. An admitted event is remembered while its timestamp is within the window. Only the SHA-256 digest of its
/// body is stored. No event affects another.
///
/// ```
/// use console_events::ConsoleEvent;
/// use console_events::webhook::{ReplayError, ReplayGuard};
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// # use std::time::{SystemTime, UNIX_EPOCH};
/// # let millis = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
/// # let body = format!(r#"{{"eventName": "new_event", "eventTimestamp": {millis}, "payload": {{}}}}"#);
/// # let body = body.as_bytes();
///
/// # async fn receive(guard: &ReplayGuard, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let event = ConsoleEvent::from_slice(body)?;
/// let admission = guard.admit(&event, body).await?;
/// // Do the work here. If it fails before the commit, the same delivery is admitted again.
/// assert_eq!(guard.admit(&event, body).await.unwrap_err(), ReplayError::InProgress);
/// admission.commit().await?;
///
/// assert_eq!(guard.admit(&event, body).await.unwrap_err(), ReplayError::Repeated);
/// # Ok(())
/// # }
/// # let guard = ReplayGuard::new();
/// # match pin!(receive(&guard, body)).poll(&mut Context::from_waker(Waker::noop())) {
/// #     Poll::Ready(received) => received?,
/// #     Poll::Pending => panic!("in memory nothing pends"),
/// # };
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It needs no async runtime, and with the store in memory nothing ever pends.
///
/// # Limits
///
/// - The [store in memory](MemoryStore) forgets everything when the program ends, and is not shared between instances:
///   after a restart, a delivery within the window can be replayed once. If you run several instances, or a restart must
///   not matter, use a shared [store](Self::with_store): `RedisStore` with the feature `redis`, or your own.
/// - If a program dies between its work and the commit, the work is done but not recorded, and the delivery is admitted
///   again. Work that must not be done twice needs an idempotency key where it takes effect.
/// - A delivery that was intercepted before it reached the guard is admitted while it is within the window.
/// - It trusts the receiver's clock. A clock that is more than [`LEAD`] behind refuses valid events as
///   [from the future](ReplayError::FromTheFuture); a clock that is ahead shortens the window.
///
/// The vendor recommends storing the latest `eventTimestamp` to prevent replays. That loses events, because deliveries
/// can overtake each other.
pub struct ReplayGuard {
    window: Duration,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
    store: Arc<dyn AnyStore>,
}

impl ReplayGuard {
    /// A guard with [`DEFAULT_WINDOW`], the system's clock and a [`MemoryStore`].
    pub fn new() -> Self {
        Self { window: DEFAULT_WINDOW, clock: Box::new(SystemTime::now), store: Arc::new(MemoryStore::new()) }
    }

    /// Admits events that are at most that old. A window longer than the time in which the sender retries loses no
    /// event; the store grows with it.
    #[must_use]
    pub fn with_window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Uses that clock instead of the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Uses that store. Guards that share a store, for instance by an [`Arc`], need the same window.
    #[must_use]
    pub fn with_store(mut self, store: impl SeenStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Admits an event, or says why not. `body` is the body from which the event was read.
    ///
    /// If the caller stops waiting (drops the future), the event counts as not admitted.
    pub async fn admit(&self, event: &ConsoleEvent, body: &[u8]) -> Result<Admission, ReplayError> {
        self.admit_digest(event, Sha256::digest(body).into()).await
    }

    /// The same for a body whose digest is known.
    pub(in crate::webhook) async fn admit_digest(
        &self,
        event: &ConsoleEvent,
        digest: Digest,
    ) -> Result<Admission, ReplayError> {
        let delivery = self.delivery(event.timestamp.as_millis(), digest)?;
        let admission = Admission::asked(Arc::clone(&self.store), delivery);
        let refused = match admission.store().claim(admission.delivery()).await {
            Ok(Claim::Granted) => return Ok(admission),
            Ok(Claim::InProgress) => ReplayError::InProgress,
            Ok(Claim::Repeated) => ReplayError::Repeated,
            Ok(Claim::Forgotten) => ReplayError::TooOld,
            // It is unknown whether the claim took effect; the drop gives it up in case it did.
            Err(error) => return Err(error.into()),
        };
        admission.refused();
        Err(refused)
    }

    /// The delivery to look up in the store, if the event's timestamp is within the window.
    fn delivery(&self, timestamp: i64, digest: Digest) -> Result<Delivery, ReplayError> {
        let now = millis((self.clock)());
        let (window, lead) = (whole_millis(self.window), whole_millis(LEAD));
        if timestamp < now.saturating_sub(window) {
            return Err(ReplayError::TooOld);
        }
        if timestamp > now.saturating_add(lead) {
            return Err(ReplayError::FromTheFuture);
        }
        let until = timestamp.max(now).saturating_add(window).saturating_add(lead);
        Ok(Delivery {
            digest,
            id: unique(),
            timestamp,
            now,
            keep: Duration::from_millis(until.abs_diff(now)),
            forget_before: now.saturating_sub(window).saturating_sub(lead),
        })
    }
}

/// Milliseconds since the Unix epoch, which are negative before it.
fn millis(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => whole_millis(since),
        Err(before) => -whole_millis(before.duration()),
    }
}

fn whole_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A random number, so that no other claim has it, even in another process. It comes from the seed of the standard
/// library's hash maps.
fn unique() -> u128 {
    let half = || u128::from(RandomState::new().build_hasher().finish());
    (half() << 64) | half()
}

impl Default for ReplayGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ReplayGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayGuard").field("window", &self.window).finish_non_exhaustive()
    }
}
