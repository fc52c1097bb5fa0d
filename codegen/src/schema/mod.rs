//! The one reading of JSON Schema: every other module asks here what a schema means, and this module asks the field's libraries.
//!
//! - [`Dialect::of`]: the edition in which a schema is written. The only answer to that question.
//! - [`subschemas`]: the places at which schemas stand, without following references. Never inside `const`, `enum`, `default`
//!   or `examples`, which contain data.
//! - [`SchemaDocument`]: a schema with its references resolved by the crate `referencing`: pointers, `$id`, anchors, percent-encoding,
//!   in every draft from 4 on. [`SchemaDocument::target`] follows the `$ref` of one schema by one step,
//!   [`SchemaDocument::resolve`] to the end of the chain. A schema is named by its place, or by a reference to its value in memory.
//! - [`moved`]: a schema as part of another document, with references that lead to its new place;
//!   [`definition_reference`] writes a reference to a definition, with the escapes that a name needs.
//! - [`modern`]: a schema of any draft rewritten for 2020-12, as definitions of a larger document.
//! - [`references`], [`rename_references`]: the texts of the references in schemas; a `$ref` in data is left alone.
//!
//! Nothing is fetched and no input panics. Every limit is defined in [`budget`] or [`cost`].

mod budget;
mod canonical;
mod circle;
mod constraint;
mod contradiction;
mod cost;
mod dialect;
mod document;
mod form;
mod keyword;
mod modern;
mod moved;
mod number;
mod types;
mod validity;
mod walk;
mod weaken;

pub(crate) use budget::{COMPARISON, DEEPEST, STACK, deeper_than, in_time, larger_than};
pub(crate) use canonical::{Inclusion, Meaning, Meanings, Obstacle};
pub(crate) use circle::{circles, readable};
pub(crate) use contradiction::{ConflictPart, Contradiction, contradictions};
pub(crate) use cost::affordable;
pub(crate) use dialect::{Dialect, reads_alike};
pub(crate) use document::{SchemaDocument, SchemaPlace, Unresolved};
pub(crate) use form::form;
pub(crate) use jsonschema::Draft;
pub(crate) use keyword::{ASSERTIONS, is_annotation, is_known, knows};
pub(crate) use modern::modern;
pub(crate) use moved::{definition_reference, moved, references, rename_references};
pub(crate) use number::{compare, identity, inexact, is_exact, is_multiple, is_whole};
pub(crate) use types::{Types, json_type, type_name};
pub(crate) use validity::{Checker, Patterns, compiled, compiled_in, meta};
pub(crate) use walk::{Subschema, subschemas};
