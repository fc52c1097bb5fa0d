//! Tests of single edits: what each leaves unchanged around it.

mod json;
mod table;
