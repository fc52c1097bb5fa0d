//! What was received, in this program's memory.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::StoreError;
use super::super::signature::Digest;
use super::{Claim, Delivery, SeenStore};

/// How many deliveries a [`MemoryStore`] remembers unless another number is set: a million, which is 11 a second for 24
/// hours.
pub const DEFAULT_CAPACITY: usize = 1_000_000;

/// Remembers in memory, up to a number of deliveries: 40 bytes for each, and at most 80 with what the tree around them
/// needs.
///
/// # What happens when it is full
///
/// It forgets the deliveries whose events are the oldest, and from then on refuses all events that are not younger than
/// those that it forgot, as [too old](super::super::ReplayError::TooOld). So the window becomes shorter while more comes than
/// it has room for; no replay is admitted, and new events are.
///
/// Where more deliveries than it has room for are being worked on at once, it grants no more until one of them ends.
pub struct MemoryStore {
    capacity: usize,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// By digest, the claim under which a delivery is worked on.
    claims: HashMap<Digest, u128>,
    /// What is done: by the event's time, so that the oldest come first.
    done: BTreeSet<(i64, Digest)>,
    /// The latest time of what was forgotten for want of room.
    forgotten: Option<i64>,
}

impl MemoryStore {
    /// One that remembers [`DEFAULT_CAPACITY`] deliveries.
    pub fn new() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }

    /// One that remembers that many deliveries, and at least one.
    pub fn with_capacity(deliveries: usize) -> Self {
        Self { capacity: deliveries.max(1), seen: Mutex::default() }
    }

    /// What was seen is whole after a panic, too: each change of it is one operation.
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
            let reason = format!("{} deliveries are being worked on, and there is room for no more", self.capacity);
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
    /// Forgets what is too old to be admitted again.
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
