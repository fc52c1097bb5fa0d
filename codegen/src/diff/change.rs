//! What a comparison says: changes, each with a verdict on the wire and one on the generated crate's public API.

use std::fmt;

use jsonptr::PointerBuf;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::kind::Kind;

/// May a reader built from OLD meet a document valid under NEW that it fails to read?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// Only annotations changed: the same documents are valid.
    #[default]
    None,
    /// Every document valid under NEW is read by OLD: there is a proof.
    Compatible,
    /// Neither proof nor counterexample was found; counts as breaking.
    Unclassified,
    /// There is a document, valid under NEW, that OLD does not read.
    Breaking,
}

impl Wire {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Unclassified => "unclassified",
            Self::Breaking => "breaking",
        }
    }

    /// Whether a careful consumer must take it for a break.
    pub fn breaks(self) -> bool {
        self >= Self::Unclassified
    }
}

/// What the change does to the generated crate's public API: the release that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Semver {
    /// No release.
    #[default]
    None,
    /// Documentation, or the text of a schema.
    Patch,
    /// New items, fields or variants.
    Minor,
    /// Items, fields or variants gone, or of another type.
    Major,
}

impl Semver {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Where a change comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The page changed, and the effective schema with it.
    #[default]
    Documentation,
    /// Only a decision changed.
    Decision,
    /// The page changed to what a decision already said: nothing changes for consumers.
    Correction,
}

impl Origin {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Decision => "decision",
            Self::Correction => "correction",
        }
    }
}

/// Who reads: what "fails to read" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Reader {
    /// Ignores undeclared properties and unknown events, as the generated crate does.
    #[default]
    Tolerant,
    /// Validates: every document valid under NEW must be valid under OLD.
    Strict,
}

/// A public Rust item, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path: `RobotBuilt.robot_id`, `Payload::RobotBuilt`.
    pub path: String,
    /// What it was; none where it is new.
    pub old: Option<String>,
    /// What it is; none where it is gone.
    pub new: Option<String>,
}

/// One change, at one place of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The event; none for a single schema.
    pub event: Option<String>,
    /// The place in the instance, `*` for any array item or any further property.
    pub pointer: PointerBuf,
    /// The verdict on the wire.
    pub wire: Wire,
    /// The verdict on the generated crate's API.
    pub semver: Semver,
    /// Where it comes from.
    pub origin: Origin,
    /// What happened and what it means, in a sentence.
    pub message: String,
    /// What stood there; null where nothing did.
    pub old: Value,
    /// What stands there; null where nothing does.
    pub new: Value,
    /// What else it may be: the other half of a rename.
    pub hint: Option<String>,
    /// A value (whole document where there is one) that NEW allows and OLD's reader refuses.
    pub witness: Option<Value>,
    /// The Rust items that it moves.
    pub items: Vec<Item>,
    /// The shared resource or definition that changed, where the places are several.
    pub resource: Option<String>,
    /// Where the shared definition begins.
    pub(super) base: PointerBuf,
    /// The further places at which the same change shows: event and pointer.
    pub places: Vec<(Option<String>, PointerBuf)>,
}

impl Change {
    /// A change at the root, as yet without words.
    pub(super) fn bare(kind: Kind, event: Option<String>, wire: Wire, semver: Semver) -> Self {
        Self {
            kind,
            event,
            pointer: PointerBuf::default(),
            wire,
            semver,
            origin: Origin::default(),
            message: String::new(),
            old: Value::Null,
            new: Value::Null,
            hint: None,
            witness: None,
            items: Vec::new(),
            resource: None,
            base: PointerBuf::default(),
            places: Vec::new(),
        }
    }

    /// Stays for the same change, differs for any other: the first 16 hex digits of a SHA-256 over kind, event, pointer, and
    /// both values.
    pub fn fingerprint(&self) -> String {
        let event = self.event.as_deref().unwrap_or_default();
        let text = format!("{}|{event}|{}|{}|{}", self.kind, self.pointer, canonical(&self.old), canonical(&self.new));
        let digest = Sha256::digest(text.as_bytes());
        let start = digest.iter().take(8).fold(0_u64, |start, &byte| (start << 8) | u64::from(byte));
        format!("{start:016x}")
    }

    /// All events in which the change shows, each once.
    pub fn events(&self) -> Vec<&str> {
        let mut events: Vec<&str> = self.event.as_deref().into_iter().collect();
        for event in self.places.iter().filter_map(|(event, _)| event.as_deref()) {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        events
    }
}

/// The text of a value whatever the order of its keys.
fn canonical(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}

/// Both verdicts over all changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Verdict {
    /// The worst on the wire.
    pub wire: Wire,
    /// The largest release needed.
    pub semver: Semver,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wire {}, API {}", self.wire.name(), self.semver.name())
    }
}

/// The answer to a comparison.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Diff {
    /// What OLD was called.
    pub old: String,
    /// What NEW was called.
    pub new: String,
    /// The verdict over everything; never better than what is proved over the whole schemas.
    pub verdict: Verdict,
    /// The changes, in the order of NEW's events, then by place.
    pub changes: Vec<Change>,
    /// What a reader of the verdict must know besides: a side that accepts nothing, a `$ref` that leads nowhere.
    pub notes: Vec<String>,
}
