//! From the documentation page of a Console's events to a Rust crate.
//!
//! The modules in the order in which data flows:
//! [`page`] text → `extract` → [`catalog`] → `lint` → [`diagnostic`]s, answered by `decision`s → [`reconcile`] → `lower` →
//! `emit` → the generated crate.

pub mod catalog;
pub mod diagnostic;
pub mod diff;
pub mod envelope;
pub mod page;
pub mod reconcile;
