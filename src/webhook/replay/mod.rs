//! Admits each event once: refuses deliveries that were received before, and those too old to know.

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
