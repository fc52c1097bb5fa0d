//! What a place of a schema says, keyword by keyword, so that old and new can be laid side by side. What it means is asked
//! of [`oracle`](super::oracle).

mod flatten;
mod folded;
mod node;
mod parts;
mod read;
mod reading;

pub(super) use crate::schema::Types;
pub(super) use folded::FoldedSchema;
pub(super) use node::{Conjunction, ConjunctionKey, Node, SchemaView};
pub(super) use parts::{
    Alternatives, Bound, Condition, Contains, Count, Then, declared, item_of, longest, rest_items_of,
};
