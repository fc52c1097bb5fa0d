//! How schemas are read: places, references, types, what they declare. Nothing here judges.

mod circle;
mod cost;
mod dialect;
mod keyword;
mod node;
mod openness;
mod proof;
mod reference;
mod types;
mod violation;
mod walk;

pub(in crate::lint) use circle::{circles, readable};
pub(in crate::lint) use cost::affordable;
pub(in crate::lint) use dialect::Dialect;
pub(in crate::lint) use keyword::is_known;
pub(in crate::lint) use node::Node;
pub(in crate::lint) use openness::Openness;
pub(in crate::lint) use proof::{Contradiction, budget, contradictions};
pub(in crate::lint) use reference::{Unresolved, resolve};
pub(in crate::lint) use types::Types;
pub(in crate::lint) use violation::{Violation, compiled, flattened};
