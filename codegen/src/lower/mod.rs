//! Lower: from the reconciled schemas to the model of what is generated.
//!
//! `prepare` gives typify schemas that it reads without surprises, `naming` gives each type its name, `space` reads typify's type
//! space, and `plan` adds what typify drops: JSON names, documentation, marks. [`SchemaSet`] is the model: every public type with its
//! fields and variants, and what each of them is called in JSON; [`SchemaSet::items`] lists what a consumer can name.

mod accessors;
mod confidential;
mod docs;
mod document;
mod formats;
mod heap;
mod items;
mod meaning;
mod merge;
mod names;
mod naming;
mod plan;
mod prepare;
mod set;
mod space;

pub use accessors::{Accessor, AccessorStep, AccessorWays};
pub use items::{ItemSource, PublicItem};
pub(crate) use naming::REQUIRED;
pub use set::{
    Dispatch, EventPlan, Field, Layout, ResourcePlan, SchemaSet, TupleItem, TypeKind, TypePlan, Union, UnionVariant,
    Variant,
};
pub use space::LowerError;

use crate::reconcile::Reconciled;
use crate::schema::STACK;
pub(crate) use crate::text::rust::doc_code as code;

/// Plans the types of all events.
pub fn lower(reconciled: &Reconciled) -> Result<SchemaSet, LowerError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || planned(reconciled));
        thread.map_err(LowerError::Thread)?.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn planned(reconciled: &Reconciled) -> Result<SchemaSet, LowerError> {
    let mut set = plan::plan(reconciled)?;
    heap::place(&mut set);
    set.accessors = accessors::find(&set);
    Ok(set)
}
