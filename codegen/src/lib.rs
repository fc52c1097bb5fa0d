//! From the documentation page of a Console's events to a Rust crate.
//!
//! The modules in the order in which data flows:
//! [`page`] text → `extract` → [`catalog`] → `lint` → [`diagnostic`]s, answered by `decision`s → [`reconcile`] → [`lower`](mod@lower)
//! → [`emit`](mod@emit) → the generated crate.

pub mod catalog;
pub mod diagnostic;
pub mod emit;
pub mod envelope;
pub mod lower;
pub mod page;
pub mod reconcile;
