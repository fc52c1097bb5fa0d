//! Prepare: from the reconciled schemas to schemas that typify reads without surprises, one definition for each type.
//!
//! What is changed, and why (`codegen/tests/typify.rs` shows what typify 0.8 does with each as it stands):
//! - `$ref` beside other keywords, and `allOf`, are joined by [`merge`](super::merge): typify panics, or makes a type without values;
//! - [`union`] finds what distinguishes the branches of a union: typify tries one shape after another, or makes one struct of all branches;
//! - tuples have a fixed length, and their last item stands for all further items: typify refuses others;
//! - bounds, patterns, formats, defaults and closed objects are left out: typify makes types of them that refuse, or a default that
//!   cannot be told from absence;
//! - each property is required: of an optional nullable value typify makes one `Option`, which cannot tell absent from `null`;
//! - properties and values have their Rust names: typify's type space does not contain the JSON names, and two that fold to
//!   one become one field twice;
//! - each type is a definition with its final name: typify takes the first of two types of one name for both.
//!
//! What a type consists of is decided by typify, and [`space`](super::space) reads it.

mod definition;
mod flat;
mod node;
mod roots;
mod union;

pub(super) use definition::{Definition, Property, Root, RootKind, TypeForm};
pub(super) use node::OPEN;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::document::SelfContained;
use super::space::LowerError;
use crate::reconcile::Reconciled;
use definition::DefinitionKey;

/// A schema that is nested more deeply becomes any JSON value, because the compiler follows a type no further than 128 levels. Each
/// `$ref` starts at zero again, so only schemas written out in one place count.
const DEEPEST: usize = 64;

/// More types are refused: planning and writing one takes a quarter of a millisecond, and the compiler needs far more. Schemas that merge each
/// other twice would never end. (224 events of another platform have 1,419 types.)
const MOST: usize = 6_000;

/// All definitions, ready for typify but for their names.
pub(super) struct Prepared {
    /// What definitions belong to.
    pub(super) roots: Vec<Root>,
    /// One for each type; references between them are their indices.
    pub(super) definitions: BTreeMap<usize, Definition>,
}

/// Prepares all payloads, and the resources and definitions that they refer to.
pub(super) fn prepare(reconciled: &Reconciled) -> Result<Prepared, LowerError> {
    let documents: Vec<SelfContained> =
        reconciled.events.iter().map(|event| SelfContained::new(&reconciled.bundled(event))).collect();
    let all = reconciled.resources.iter().map(|resource| (resource.name.clone(), resource.schema.clone())).collect();
    let resources = SelfContained::new(&json!({"definitions": Value::Object(all)}));
    let mut preparer = Preparer {
        reconciled,
        documents: &documents,
        resources: &resources,
        roots: Vec::new(),
        definitions: Vec::new(),
        known: HashMap::new(),
        titles: HashMap::new(),
    };
    preparer.resources();
    for event in 0..reconciled.events.len() {
        preparer.payload(event);
    }
    if preparer.definitions.len() > MOST {
        return Err(LowerError::TooManyTypes { most: MOST });
    }
    for root in &mut preparer.roots {
        if let RootKind::Shared { name, digest } = &root.kind {
            let key = DefinitionKey::Shared(name.clone(), digest.clone());
            root.titles = preparer.titles.remove(&key).unwrap_or_default();
        }
    }
    let definitions = preparer.definitions.into_iter().enumerate();
    let definitions = definitions.filter_map(|(index, definition)| Some((index, definition?))).collect();
    Ok(Prepared { roots: preparer.roots, definitions })
}

struct Preparer<'r> {
    reconciled: &'r Reconciled,
    /// One for each event.
    documents: &'r [SelfContained],
    /// All resources.
    resources: &'r SelfContained,
    roots: Vec<Root>,
    /// `None` while a type's own content is being prepared.
    definitions: Vec<Option<Definition>>,
    /// What references lead to.
    known: HashMap<DefinitionKey, Known>,
    /// The titles of what references lead to.
    titles: HashMap<DefinitionKey, BTreeSet<Option<String>>>,
}

/// What became of the target of a reference.
enum Known {
    /// It is being prepared; the flag says whether anything has referred to it meanwhile.
    Open(usize, bool),
    /// This schema stands for it.
    Done(Value),
}

/// Where a schema is read, and what is known about it besides its keywords.
#[derive(Clone)]
struct At<'r> {
    document: &'r SelfContained,
    root: usize,
    /// From the root to here, as parts of a type's name.
    parts: Vec<String>,
    /// The dotted name in the property table of the root's event.
    row: Option<String>,
    /// The definition around it.
    within: Option<usize>,
    depth: usize,
    /// The references that were joined with other keywords on the way here.
    joined: Vec<String>,
    /// The definition that the next type fills.
    slot: Option<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    index: usize,
    /// Whether it is a payload's, which only a struct may fill.
    of_payload: bool,
}

impl At<'_> {
    /// One step down.
    fn below(&self, part: &str, row: Option<&str>, within: usize) -> Self {
        let mut below = self.clone();
        below.parts.push(part.to_owned());
        below.row = self.row.as_ref().zip(row).map(|(above, row)| match (above.as_str(), row) {
            ("", row) => row.to_owned(),
            (above, "[]") => format!("{above}[]"),
            (above, row) => format!("{above}.{row}"),
        });
        below.within = Some(within);
        below.slot = None;
        below
    }
}
