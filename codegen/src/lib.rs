//! From the documentation page of a Console's events to a Rust crate.
//!
//! The modules in the order in which data flows:
//! [`page`] text → `extract` → [`catalog`] → [`lint`] → [`diagnostic`]s, answered by `decision`s → [`reconcile`] → `lower` →
//! `emit` → the generated crate.

pub mod catalog;
pub mod decision;
pub mod diagnostic;
pub mod digest;
pub mod envelope;
mod fill;
pub mod lint;
pub mod page;
pub mod reconcile;
pub mod report;
