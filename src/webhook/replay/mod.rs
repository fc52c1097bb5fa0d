//! Each event once: refuses what was sent before, and what is too old to be told from it.

mod admission;
mod guard;
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod store;

pub use admission::Admission;
pub use guard::{DEFAULT_WINDOW, LEAD, ReplayGuard};
pub use memory::{DEFAULT_CAPACITY, MemoryStore};
#[cfg(feature = "redis")]
pub use redis::RedisStore;
pub use store::{Claim, Delivery, SeenStore};
