//! One type that typify is to make, with the information that its schema cannot hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::set::Dispatch;

/// What definitions belong to: each becomes a module.
pub(in crate::lower) struct Root {
    pub(in crate::lower) kind: RootKind,
    /// Its own definition, where it is a type.
    pub(in crate::lower) definition: Option<usize>,
    /// The titles that it has in the events' schemas; `None` stands for a schema without one.
    pub(in crate::lower) titles: BTreeSet<Option<String>>,
}

pub(in crate::lower) enum RootKind {
    /// An event's payload, by the event's index.
    Event(usize),
    /// A resource, by its index.
    Resource(usize),
    /// A definition that schemas of the page share: its name, and a digest of its content.
    Shared { name: String, digest: String },
}

/// A type to be made.
pub(in crate::lower) struct Definition {
    /// The root to which it belongs.
    pub(in crate::lower) root: usize,
    /// The way from the root to it, as parts of a name.
    pub(in crate::lower) parts: Vec<String>,
    /// The definition in which it was found.
    pub(in crate::lower) within: Option<usize>,
    /// The dotted name in the property table.
    pub(in crate::lower) row: Option<String>,
    pub(in crate::lower) description: Option<String>,
    /// What typify reads; references are indices of definitions.
    pub(in crate::lower) schema: Value,
    pub(in crate::lower) form: TypeForm,
}

/// The form of a type, and what its schema cannot hold.
pub(in crate::lower) enum TypeForm {
    /// Its properties, in the order of the schema.
    Object(Vec<Property>),
    /// The documented texts.
    Strings(Vec<DocumentedString>),
    /// What decides which variant a value is.
    Union(Dispatch, Vec<UnionBranch>),
    /// How many items are always there.
    Tuple(usize),
    /// Another type under a name of its own.
    Alias,
}

pub(in crate::lower) struct Property {
    pub(in crate::lower) json: String,
    pub(in crate::lower) ident: String,
    pub(in crate::lower) required: bool,
    /// Whether its type is declared only under a condition.
    pub(in crate::lower) conditional: bool,
    pub(in crate::lower) row: Option<String>,
    pub(in crate::lower) description: Option<String>,
    /// Whether only the documented example shows it.
    pub(in crate::lower) from_example: bool,
    pub(in crate::lower) accessor: Option<String>,
    pub(in crate::lower) format: Option<String>,
}

pub(in crate::lower) struct DocumentedString {
    pub(in crate::lower) json: String,
    pub(in crate::lower) ident: String,
    pub(in crate::lower) description: Option<String>,
}

pub(in crate::lower) struct UnionBranch {
    pub(in crate::lower) ident: String,
    /// The texts of the tag, or the JSON types.
    pub(in crate::lower) by: Vec<String>,
    pub(in crate::lower) description: Option<String>,
}

/// The target of a reference, the same for all events.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum DefinitionKey {
    Payload(usize),
    Resource(usize),
    /// A name and a digest: equal definitions of one name are one type.
    Shared(String, String),
}
