//! The store in this program's memory.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::StoreError;
use super::super::signature::Digest;
use super::{Claim, Delivery, SeenStore};

/// The default capacity of a [`MemoryStore`]: a million deliveries, which is 11 a second for 24 hours.
pub const DEFAULT_CAPACITY: usize = 1_000_000;

/// Remembers deliveries in memory, up to a fixed number. Each takes 40 bytes, and at most 80 with the overhead of the
/// tree.
///
/// # What happens when it is full
///
/// It forgets the oldest events, and from then on refuses every event that is not newer than the ones it forgot, as
/// [too old](super::super::ReplayError::TooOld). So the window becomes shorter while too many deliveries arrive, but no
/// replay is admitted and new events still are.
///
/// If more deliveries than its capacity are being worked on at once, it admits no further one until one of them ends.
pub struct MemoryStore {
    capacity: usize,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// The claim of each delivery that is being worked on, by digest.
    claims: HashMap<Digest, u128>,
    /// The deliveries whose work is done, oldest event first.
    done: BTreeSet<(i64, Digest)>,
    /// The latest timestamp among those forgotten because the store was full.
    forgotten: Option<i64>,
}

impl MemoryStore {
    /// A store for [`DEFAULT_CAPACITY`] deliveries.
    pub fn new() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }

    /// A store for that many deliveries, and at least one.
    pub fn with_capacity(deliveries: usize) -> Self {
        Self { capacity: deliveries.max(1), seen: Mutex::default() }
    }

    /// A panic of another thread leaves no half-made change, because each change is one operation; so poisoning is
    /// ignored.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SeenStore for MemoryStore {
    async fn claim(&self, delivery: &Delivery) -> Result<Claim, StoreError> {
        let mut seen = self.seen();
        seen.forget(delivery.forget_before);
        if seen.done.contains(&(delivery.timestamp, delivery.digest)) {
            return Ok(Claim::Repeated);
        }
        if seen.claims.contains_key(&delivery.digest) {
            return Ok(Claim::InProgress);
        }
        if seen.forgotten.is_some_and(|forgotten| delivery.timestamp <= forgotten) {
            return Ok(Claim::Forgotten);
        }
        if seen.claims.len() >= self.capacity {
            let reason = format!(
                "{} deliveries are being worked on, which is the capacity of the store; raise it, or send the delivery again later",
                self.capacity
            );
            return Err(StoreError::new(reason));
        }
        seen.claims.insert(delivery.digest, delivery.id);
        Ok(Claim::Granted)
    }

    async fn commit(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let mut seen = self.seen();
        seen.claims.remove(&delivery.digest);
        seen.done.insert((delivery.timestamp, delivery.digest));
        while seen.done.len() > self.capacity {
            seen.forgotten = seen.done.pop_first().map(|(time, _)| time).max(seen.forgotten);
        }
        Ok(())
    }

    fn release(&self, delivery: &Delivery) {
        let mut seen = self.seen();
        if seen.claims.get(&delivery.digest) == Some(&delivery.id) {
            seen.claims.remove(&delivery.digest);
        }
    }
}

impl Seen {
    /// Forgets events that are too old to be admitted again.
    fn forget(&mut self, before: i64) {
        while self.done.first().is_some_and(|(time, _)| *time < before) {
            self.done.pop_first();
        }
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = self.seen();
        f.debug_struct("MemoryStore")
            .field("capacity", &self.capacity)
            .field("in_progress", &seen.claims.len())
            .field("done", &seen.done.len())
            .finish_non_exhaustive()
    }
}
