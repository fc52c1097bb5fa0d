//! Lower: from the reconciled schemas to what typify reads.
//!
//! All naming and all choices of types happen here, so that the next stage has nothing left to decide: every object with
//! properties becomes a type of its own, every property an identifier, and what typify would get wrong is left out.

mod accessors;
mod confidential;
mod docs;
mod heap;
mod keywords;
mod kinds;
mod names;
mod refs;
mod set;
mod text;
mod typify;

pub use accessors::{Accessor, AccessorWays, Step};
pub use set::{EventPlan, Field, Kind, Layout, ResourcePlan, SchemaSet, TypePlan, Variant};
pub(crate) use text::code;
pub(crate) use typify::RUNTIME;

use crate::reconcile::Reconciled;

/// Prepares the schemas for typify.
pub fn lower(reconciled: &Reconciled) -> SchemaSet {
    let mut set = kinds::plan(reconciled);
    set.accessors = accessors::find(&set);
    set
}
