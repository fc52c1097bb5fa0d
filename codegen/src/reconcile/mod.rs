//! The catalog after the decisions.

mod effective;

pub use effective::{EffectiveEvent, EffectiveResource, Reconciled};
