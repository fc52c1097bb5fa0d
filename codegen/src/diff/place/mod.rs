//! What a place of a schema says, keyword by keyword, so that old and new can be laid side by side. What it means is asked
//! of [`oracle`](super::oracle).

mod facts;
mod flatten;
mod node;
mod parts;
mod read;
mod reading;

pub(super) use crate::schema::Types;
pub(super) use facts::Facts;
pub(super) use node::{Conj, ConjKey, Node, View};
pub(super) use parts::{Bound, Choice, Condition, Contains, Count, Then, declared, item_of, longest, rest_items_of};
