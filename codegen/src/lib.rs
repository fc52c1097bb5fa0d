//! From the documentation page of a Console's events to a Rust crate.
//!
//! The modules in the order in which data flows:
//! [`page`] text → [`extract`](mod@extract) → [`catalog`] → [`lint`] → [`diagnostic`]s, answered by [`decision`]s → [`reconcile`] →
//! [`lower`](mod@lower) → [`emit`](mod@emit) → the generated crate. [`mod@diff`] compares two reconciled sets, [`report`] tells all of it.

pub mod catalog;
pub mod decision;
pub mod diagnostic;
pub mod diff;
#[path = "../../build/digest.rs"]
pub mod digest;
pub mod emit;
pub mod envelope;
pub mod export;
pub mod extract;
pub mod files;
mod fill;
mod html;
pub mod lint;
pub mod lower;
pub mod page;
pub mod reconcile;
pub mod report;
#[allow(dead_code, unused_imports, reason = "the stages move over one after the other")]
mod schema;
pub mod text;
pub mod workspace;
