//! The generator: from the documentation page of a Console's events to a Rust crate.
//!
//! The modules in the order in which data flows:
//! [`page`] text → [`extract`](mod@extract) → [`catalog`] → [`lint`] → [`diagnostic`]s, answered by [`decision`]s (patches of the one
//! [`document`] of all witnesses, their own or a [`choice`] of a rule) → [`reconcile`] →
//! [`lower`](mod@lower) → [`emit`](mod@emit) → the generated crate. [`mod@diff`] compares two reconciled sets, and [`compare`] two versions
//! with their pages, decisions and judgements; [`report`] prints what was found.

mod blank;
pub mod catalog;
pub mod choice;
pub mod compare;
pub mod decide;
pub mod decision;
pub mod diagnostic;
pub mod diff;
#[path = "../../build/digest.rs"]
pub mod digest;
pub mod document;
pub mod emit;
pub mod envelope;
pub mod export;
pub mod extract;
pub mod files;
mod fill;
mod html;
mod lines;
pub mod lint;
pub mod lower;
pub mod mend;
pub mod page;
pub mod reconcile;
pub mod report;
mod sarif;
mod schema;
pub mod text;
mod unite;
pub mod workspace;
