//! JSON Schemas as the comparison sees them: documents that resolve `$ref`, places in them, and what they say together.

mod dialect;
mod document;
mod facts;
mod flatten;
mod keywords;
mod node;
mod number;
mod parts;
mod pattern;
mod read;
mod reading;
mod same;
mod types;
mod valid;

pub(super) use dialect::Dialect;
pub(super) use document::{Document, Resources};
pub(super) use facts::Facts;
pub(super) use keywords::is_annotation;
pub(super) use node::{ALWAYS, Conj, ConjKey, NEVER, Node, Scope};
pub(super) use number::{Bound, compare, identity, is_multiple};
pub(super) use parts::{Choice, Condition, Contains, Count, ObjectShape, Role, Then};
pub(super) use pattern::Patterns;
pub(super) use same::Same;
pub(super) use types::Types;
pub(super) use valid::Evaluator;

pub use document::SchemaError;
