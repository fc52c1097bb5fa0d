//! Refuses what was sent before: by the time that stands in the event, and by the digest of the body.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{ConsoleEvent, EventTimestamp};
use sha2::{Digest as _, Sha256};

use super::ReplayError;
use super::signature::Digest;

/// Keeps the newest `eventTimestamp` that it has seen, and refuses events that are older.
///
/// Use one for each sender, that is for each webhook and its secret, and show it only events whose signature is good: the
/// time is the sender's word. It can be shared between threads and asks no clock.
///
/// An event of the same millisecond as the newest is admitted, unless its body is the same to the byte: a body that was
/// admitted is not admitted again. A fraction of a millisecond is cut off.
///
/// Events that overtake each other on the way would be refused. [`tolerating`](Self::tolerating) gives them time: what is
/// at most that much older than the newest is admitted, once. For each event of that time 40 bytes are kept.
///
/// ```
/// use console_events::ConsoleEvent;
/// use console_events::webhook::{ReplayError, ReplayGuard};
///
/// let guard = ReplayGuard::new();
/// let admit = |body: &str| guard.admit(&ConsoleEvent::from_str(body).unwrap(), body.as_bytes());
/// let newer = r#"{"eventName": "new_event", "eventTimestamp": 1700000000001, "payload": {}}"#;
/// let older = r#"{"eventName": "new_event", "eventTimestamp": 1700000000000, "payload": {}}"#;
///
/// assert_eq!(admit(newer), Ok(()));
/// assert_eq!(admit(newer), Err(ReplayError::Repeated));
/// assert_eq!(
///     admit(older),
///     Err(ReplayError::Older { timestamp: 1_700_000_000_000, oldest: 1_700_000_000_001 })
/// );
/// ```
///
/// # What it does not do
///
/// - It remembers nothing beyond its own life, and other instances know nothing of it. A new guard admits any one old
///   delivery, and after it all that are younger. Start it at a time that you kept ([`newest`](Self::newest),
///   [`starting_at`](Self::starting_at)), or at the start of the program if deliveries of before can be done without:
///   then only what is not older than that can come once more.
/// - It does not tell an attacker from a sender that tries again because it has had no answer. What you could not finish
///   after the guard had admitted it comes back as a replay: keep an admitted event before you work on it, or answer such
///   a replay as you would have answered the first time.
/// - A delivery that was held back, and never reached the guard, is admitted as long as none newer was seen.
/// - An event from the future makes it refuse all others up to then. Only who has the secret can send one.
#[derive(Default)]
pub struct ReplayGuard {
    tolerance: u64,
    seen: Mutex<Seen>,
}

/// What was admitted.
#[derive(Default)]
struct Seen {
    newest: Option<i64>,
    /// Of what could still be admitted: by time, so that the oldest can be cut off.
    bodies: BTreeSet<(i64, Digest)>,
}

impl ReplayGuard {
    /// One that has seen nothing, and tolerates no event older than the newest.
    pub fn new() -> Self {
        Self::default()
    }

    /// Admits events, too, that are older than the newest by at most that many milliseconds.
    #[must_use]
    pub fn tolerating(mut self, milliseconds: u64) -> Self {
        self.tolerance = milliseconds;
        self
    }

    /// As if an event of that time had been seen.
    #[must_use]
    pub fn starting_at(self, newest: &EventTimestamp) -> Self {
        self.seen().newest = Some(newest.as_millis());
        self
    }

    /// The time of the newest event that was admitted, or at which the guard was started: what to keep, if a guard is to
    /// go on from here.
    pub fn newest(&self) -> Option<EventTimestamp> {
        self.seen().newest.map(EventTimestamp::from_millis)
    }

    /// Admits an event, and remembers it, or says why not. `body` is that from which it was read.
    pub fn admit(&self, event: &ConsoleEvent, body: &[u8]) -> Result<(), ReplayError> {
        let timestamp = event.timestamp.as_millis();
        // Beyond the range all times are one; to take its end for the newest would refuse all that follows.
        if timestamp == i64::MIN || timestamp == i64::MAX {
            return Err(ReplayError::Unusable);
        }
        let body = Sha256::digest(body).into();
        let mut seen = self.seen();
        let newest = seen.newest.map_or(timestamp, |newest| newest.max(timestamp));
        let oldest = newest.saturating_sub_unsigned(self.tolerance);
        if timestamp < oldest {
            return Err(ReplayError::Older { timestamp, oldest });
        }
        if !seen.bodies.insert((timestamp, body)) {
            return Err(ReplayError::Repeated);
        }
        seen.newest = Some(newest);
        seen.bodies = seen.bodies.split_off(&(oldest, Digest::default()));
        Ok(())
    }

    /// What was seen is whole even if a thread panicked while it held it: nothing in between can panic.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ReplayGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Seen { newest, bodies } = &*self.seen();
        f.debug_struct("ReplayGuard")
            .field("tolerance", &self.tolerance)
            .field("newest", newest)
            .field("bodies", &bodies.len())
            .finish_non_exhaustive()
    }
}
