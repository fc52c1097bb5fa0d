//! What schemas mean as sets of documents: the only file that calls `jsonschema::canonical`.
//!
//! That API is called experimental, so its minor version is pinned in `Cargo.toml`. It is trusted because judges checked it: over the
//! pairs of the public JSON-Schema-Test-Suite none of its `Yes` was wrong.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use jsonschema::Draft;
use jsonschema::canonical::{
    CanonicalSchema, CanonicalView, CanonicalizationError, Containment, PreparedDocument, Satisfiability,
    UnsatisfiableReason, options,
};
use serde_json::Value;

use super::walk::every_schema;

/// Why there is no answer: the keyword or the place that is beyond what can be proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle(pub(crate) String);

/// Whether one set of documents lies within another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inclusion {
    /// There is a proof.
    Yes,
    /// There is a document that shows the opposite.
    No,
    /// Neither was found.
    Unknown(Obstacle),
}

/// A document whose schemas can be asked what they mean.
pub(crate) struct Meanings<'a> {
    root: &'a Value,
    prepared: Result<PreparedDocument<'a>, Obstacle>,
}

impl<'a> Meanings<'a> {
    pub(crate) fn new(root: &'a Value, draft: Draft) -> Self {
        Self { root, prepared: options().with_draft(draft).offline().prepare(root).map_err(|error| obstacle(&error)) }
    }

    /// The documents that the schema at a place accepts.
    pub(crate) fn at(&self, pointer: &str) -> Result<Meaning, Obstacle> {
        let prepared = self.prepared.as_ref().map_err(Clone::clone)?;
        let schema = prepared.canonicalize_at(pointer).map_err(|error| obstacle(&error))?;
        Meaning::modelled(schema, self.root.pointer(pointer).unwrap_or(self.root))
    }

    /// The schemas that accept nothing, by place, each with the reason. Empty where [`unmodelled`](Self::unmodelled) names a
    /// place, or where the document cannot be read at all. Definitions to which no reference leads are not among them.
    pub(super) fn unsatisfiable(&self) -> BTreeMap<PointerBuf, Emptiness> {
        let found = self.prepared.as_ref().ok().and_then(|prepared| prepared.unsatisfiable().ok()).unwrap_or_default();
        found.into_iter().map(|(pointer, reason)| (parsed(&pointer), Emptiness::of(reason))).collect()
    }

    /// The first schema of the document that has no canonical form, if a single schema is the reason.
    pub(super) fn unmodelled(&self) -> Option<PointerBuf> {
        let whole = self.prepared.as_ref().ok()?.canonicalize().ok()?;
        match whole.view() {
            CanonicalView::Raw(raw) => raw.pointer.as_deref().map(parsed),
            _ => None,
        }
    }
}

/// Why a schema accepts nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Emptiness {
    /// It is written as `false`.
    Written,
    /// One part of it accepts nothing by itself.
    Part(Blamed),
    /// Each part accepts something, but together they accept nothing.
    Together,
}

/// A part of a schema: keywords of the schema at a place, or the whole schema if no keyword is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blamed {
    pub(super) pointer: PointerBuf,
    pub(super) keywords: Vec<String>,
}

impl Emptiness {
    fn of(reason: UnsatisfiableReason) -> Self {
        match reason {
            UnsatisfiableReason::Literal => Self::Written,
            UnsatisfiableReason::Empty(cause) => {
                Self::Part(Blamed { pointer: parsed(&cause.pointer), keywords: cause.keywords })
            }
            UnsatisfiableReason::Conflict(_) => Self::Together,
        }
    }
}

fn parsed(pointer: &str) -> PointerBuf {
    PointerBuf::parse(pointer).unwrap_or_default()
}

/// The set of documents that a schema accepts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meaning(CanonicalSchema);

impl Meaning {
    /// Of a schema that refers to nothing beyond itself.
    pub(crate) fn of(schema: &Value, draft: Draft) -> Result<Self, Obstacle> {
        let canonical = options().with_draft(draft).offline().canonicalize(schema).map_err(|error| obstacle(&error))?;
        Self::modelled(canonical, schema)
    }

    fn modelled(schema: CanonicalSchema, written: &Value) -> Result<Self, Obstacle> {
        match schema.view() {
            CanonicalView::Raw(raw) => {
                let place = raw.pointer.unwrap_or_default();
                let keyword = written.pointer(&place).and_then(unmodelled).map_or_else(
                    || format!("the schema ({})", raw.reason.as_str().replace('_', " ")),
                    |keyword| format!("`{keyword}`"),
                );
                let place = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
                Err(Obstacle(format!("{keyword}{place} is beyond what can be proved")))
            }
            _ => Ok(Self(schema)),
        }
    }

    /// Whether all documents of `other` are among these.
    pub(crate) fn covers(&self, other: &Self) -> Inclusion {
        match self.0.covers(&other.0) {
            Ok(Containment::Yes) => Inclusion::Yes,
            Ok(Containment::No) => Inclusion::No,
            Ok(Containment::Unknown) => Inclusion::Unknown(self.undecided(other)),
            Err(error) => Inclusion::Unknown(obstacle(&error)),
        }
    }

    /// Why neither inclusion nor its opposite was proved: the keyword that is hardest to reason about.
    fn undecided(&self, other: &Self) -> Obstacle {
        let schemas = [self.to_schema(), other.to_schema()];
        let stands = |keyword: &&&str| {
            schemas.iter().any(|schema| every_schema(schema).any(|schema| schema.get(**keyword).is_some()))
        };
        Obstacle(match UNDECIDED.iter().find(stands) {
            Some(keyword) => format!("inclusion under `{keyword}` is beyond what can be proved"),
            None => "neither inclusion nor its opposite can be proved".to_owned(),
        })
    }

    /// The documents that both accept.
    pub(crate) fn and(&self, other: &Self) -> Result<Self, Obstacle> {
        self.0.intersect(&other.0).map(Self).map_err(|error| obstacle(&error))
    }

    /// The documents that the other refuses.
    pub(crate) fn without(&self, other: &Self) -> Result<Self, Obstacle> {
        self.0.subtract(&other.0).map(Self).map_err(|error| obstacle(&error))
    }

    /// Whether it is proved that it accepts nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.satisfiability() == Satisfiability::No
    }

    /// As a canonical schema.
    pub(crate) fn to_schema(&self) -> Value {
        self.0.to_json_schema()
    }
}

/// Keywords of canonical forms between which inclusion may stay undecided, the hardest first.
const UNDECIDED: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "unevaluatedProperties",
    "unevaluatedItems",
    "pattern",
    "patternProperties",
    "propertyNames",
    "uniqueItems",
    "contains",
    "multipleOf",
    "contentMediaType",
    "contentEncoding",
    "format",
    "$ref",
    "if",
    "dependentSchemas",
    "not",
    "oneOf",
    "anyOf",
    "allOf",
    "minimum",
    "maximum",
    "enum",
    "const",
    "type",
];

/// The keyword of a schema that the canonical form most likely does not support.
fn unmodelled(schema: &Value) -> Option<&'static str> {
    const HARD: &[&str] = &[
        "unevaluatedProperties",
        "unevaluatedItems",
        "$dynamicRef",
        "$recursiveRef",
        "contentSchema",
        "contentMediaType",
        "contentEncoding",
        "uniqueItems",
        "contains",
        "minContains",
        "maxContains",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "propertyNames",
        "patternProperties",
        "if",
        "not",
        "oneOf",
        "anyOf",
        "allOf",
        "$ref",
        "pattern",
        "format",
        "multipleOf",
    ];
    HARD.iter().copied().find(|keyword| schema.get(keyword).is_some())
}

fn obstacle(error: &CanonicalizationError) -> Obstacle {
    Obstacle(match error {
        CanonicalizationError::ReferenceResolution(error) => format!("a `$ref` cannot be followed ({error})"),
        CanonicalizationError::InvalidPattern { pattern } => format!("no engine reads the `pattern` `{pattern}`"),
        CanonicalizationError::ValidationError(error) => format!("the schema is not valid ({})", error.masked()),
        CanonicalizationError::IncompatibleOperands(mismatch) => {
            format!("the two sides cannot be compared ({mismatch})")
        }
        CanonicalizationError::UnsupportedOperand | CanonicalizationError::UnsupportedResult => {
            "the difference cannot be written as a schema".to_owned()
        }
        other => other.to_string(),
    })
}
