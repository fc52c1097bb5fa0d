//! The layer and the extractor answer as documented: one request at a time, without a network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod extractor;
mod handler;
mod layer;
mod limits;
mod requests;
