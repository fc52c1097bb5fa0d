//! JSON Schemas as the comparison sees them: documents that resolve `$ref`, places in them, and what they say together.

mod document;
mod facts;
mod flatten;
mod keywords;
mod node;
mod number;
mod pattern;
mod same;
mod types;
mod valid;

pub(super) use document::{Dialect, Document, Resources};
pub(super) use facts::{Choice, Condition, Contains, Count, Facts, ObjectShape, Role, Then};
pub(super) use keywords::is_annotation;
pub(super) use node::{ALWAYS, Conj, ConjKey, NEVER, Node, Scope};
pub(super) use number::{Bound, compare, identity, is_multiple};
pub(super) use pattern::Patterns;
pub(super) use same::Same;
pub(super) use types::Types;
pub(super) use valid::Evaluator;

pub use document::SchemaError;
