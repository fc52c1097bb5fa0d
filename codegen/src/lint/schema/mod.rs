//! What a place of the page declares: through references, combinators and `{...}`; types, openness, and what a validator objects to.
//! Nothing here judges, and what a schema means is asked of [`schema`](crate::schema).

mod openness;
mod schema_node;
mod violation;

pub(in crate::lint) use openness::Openness;
pub(in crate::lint) use schema_node::{KnownTypes, SchemaNode};
pub(in crate::lint) use violation::{Violation, flattened};
