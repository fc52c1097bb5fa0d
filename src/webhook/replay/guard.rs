//! Whether an event may be worked on: by its time, and by what the store remembers.

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

/// How far back an `eventTimestamp` may lie unless another window is set: 24 hours.
pub const DEFAULT_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// How far ahead of the receiver's clock an `eventTimestamp` may be: 5 minutes.
pub const LEAD: Duration = Duration::from_secs(5 * 60);

/// Admits each event once, whatever the order in which deliveries come.
///
/// Show it only events whose signature is good. An event is admitted if its `eventTimestamp` lies within the window before
/// the receiver's clock, or at most [`LEAD`] ahead of it, and if no delivery with the same body was admitted before. What
/// was admitted is remembered for as long as its time lies within the window. Of the events themselves only the SHA-256
/// digest of the body is kept, and no event has an effect on another.
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
/// // The work is here. Whatever ends it before the commit lets the same delivery come again.
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
/// # What it does not do
///
/// - With the [store in memory](MemoryStore) it remembers nothing beyond its own life, and other instances know nothing of
///   it: after a restart a delivery of the window before can be sent once more. Where there are several instances, or a
///   restart must not matter, give it a [store](Self::with_store) that they share: `RedisStore`, with the feature `redis`,
///   or one of your own.
/// - A program that dies between its work and the commit has done the work, and nobody knows: the delivery is admitted when
///   it comes again. Work that must not be done twice needs a key of its own where it takes effect.
/// - A delivery that was held back, and never reached the guard, is admitted as long as it is not too old.
/// - It trusts the receiver's clock. One that is more than [`LEAD`] behind refuses honest events as
///   [from the future](ReplayError::FromTheFuture); one that is ahead shortens the window.
///
/// The vendor advises to keep the latest `eventTimestamp` against replays. That loses events: deliveries overtake each
/// other, and nothing promises that they do not.
pub struct ReplayGuard {
    window: Duration,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
    store: Arc<dyn AnyStore>,
}

impl ReplayGuard {
    /// One with [`DEFAULT_WINDOW`], the system's clock, and a [`MemoryStore`].
    pub fn new() -> Self {
        Self { window: DEFAULT_WINDOW, clock: Box::new(SystemTime::now), store: Arc::new(MemoryStore::new()) }
    }

    /// Admits events that are at most that old. Whoever can wait longer for an event than the sender tries to deliver it
    /// loses nothing; what is remembered grows with it.
    #[must_use]
    pub fn with_window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Takes the time from that clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Remembers in that store. Guards that share one, be it by an [`Arc`], need the same window.
    #[must_use]
    pub fn with_store(mut self, store: impl SeenStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Admits an event to be worked on, or says why not. `body` is that from which it was read.
    ///
    /// A caller that stops waiting for the answer gives up what it would have been granted.
    pub async fn admit(&self, event: &ConsoleEvent, body: &[u8]) -> Result<Admission, ReplayError> {
        self.admit_digest(event, Sha256::digest(body).into()).await
    }

    /// The same, for a body whose digest is known.
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
            // Whether the claim took effect nobody knows: the drop gives it up, if it did.
            Err(error) => return Err(error.into()),
        };
        admission.refused();
        Err(refused)
    }

    /// What the store is asked, if the event's time is one at which it may be admitted.
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

/// A number that no other claim has, be it of another process: the standard library's hash maps are seeded with it.
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
