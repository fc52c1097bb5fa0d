//! What a comparison says: changes, each with a verdict on the wire and one on the generated crate's public API.

use std::fmt;

use jsonptr::PointerBuf;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::kind::ChangeKind;

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
pub enum ChangeOrigin {
    /// The page changed, and the effective schema with it.
    #[default]
    Documentation,
    /// Only a decision changed.
    Decision,
    /// The page changed to what a decision already said: nothing changes for consumers.
    Correction,
}

impl ChangeOrigin {
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
pub enum Tolerance {
    /// Ignores undeclared properties and unknown events, as the generated crate does.
    #[default]
    Tolerant,
    /// Validates: every document valid under NEW must be valid under OLD.
    Strict,
}

/// A public Rust item, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustItem {
    /// Its path: `RobotBuilt::robot_id`, `Payload::RobotBuilt`.
    pub path: String,
    /// What it was; none where it is new.
    pub old: Option<ItemText>,
    /// What it is; none where it is gone.
    pub new: Option<ItemText>,
}

/// What a Rust item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemText {
    /// Its type, as far as it has one.
    pub rust: String,
    /// What of JSON it means.
    pub json: String,
}

impl RustItem {
    /// The item as Rust writes it, before or after: `role_id: Option<String>`.
    pub fn shown(&self, text: &ItemText) -> String {
        match self.path.rsplit_once("::") {
            Some((owner, name)) if !text.rust.is_empty() && !["Payload", "EventKind"].contains(&owner) => {
                format!("{name}: {}", text.rust)
            }
            _ => self.path.clone(),
        }
    }
}

/// What of a documented event a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ChangedPart {
    /// Its schema, or the event as a whole.
    #[default]
    Schema,
    /// Its heading.
    Title,
    /// The version since which it is sent.
    Since,
    /// The paragraphs that describe it.
    Description,
    /// The property table, or one of its rows.
    Table,
    /// The example.
    Example,
}

/// The other half of what may be a rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The property's other name.
    pub name: String,
    /// Where it stands on the other side.
    pub pointer: PointerBuf,
    /// On what the guess rests: "the same type, a similar name".
    pub why: String,
}

/// Where on a page a change stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSpot {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
}

/// The verdicts before a reviewed judgement changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictsBefore {
    /// The judgement's id.
    pub judgement: String,
    /// The verdict on the wire that was found.
    pub wire: Wire,
    /// The verdict on the API that was found.
    pub semver: Semver,
}

/// One change, at one place of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The event; none for a single schema.
    pub event: Option<String>,
    /// The place in the instance, `*` for any array item or any further property.
    pub pointer: PointerBuf,
    /// The verdict on the wire.
    pub wire: Wire,
    /// The verdict on the generated crate's API.
    pub semver: Semver,
    /// Where it comes from.
    pub origin: ChangeOrigin,
    /// What happened and what it means, in a sentence.
    pub message: String,
    /// What stood there; null where nothing did.
    pub old: Value,
    /// What stands there; null where nothing does.
    pub new: Value,
    /// What else it may be, said to be a guess.
    pub hint: Option<String>,
    /// The other half of what may be a rename.
    pub rename: Option<Rename>,
    /// What of the event it is about.
    pub part: ChangedPart,
    /// The keyword of the schema that changed, where it is one.
    pub keyword: Option<String>,
    /// Where it stands on NEW's page or, for what is gone, on OLD's.
    pub spot: Option<PageSpot>,
    /// The verdicts before a reviewed judgement changed them.
    pub judged: Option<VerdictsBefore>,
    /// A value (whole document where there is one) that NEW allows and OLD's reader refuses.
    pub witness: Option<Value>,
    /// The Rust items that it moves.
    pub items: Vec<RustItem>,
    /// The shared resource or definition that changed, where the places are several.
    pub resource: Option<String>,
    /// Where the shared definition begins.
    pub(super) base: PointerBuf,
    /// The further places at which the same change shows: event and pointer.
    pub places: Vec<(Option<String>, PointerBuf)>,
}

impl Change {
    /// A change at the root, as yet without words.
    pub(super) fn bare(kind: ChangeKind, event: Option<String>, wire: Wire, semver: Semver) -> Self {
        Self {
            kind,
            event,
            pointer: PointerBuf::default(),
            wire,
            semver,
            origin: ChangeOrigin::default(),
            message: String::new(),
            old: Value::Null,
            new: Value::Null,
            hint: None,
            rename: None,
            part: ChangedPart::default(),
            keyword: None,
            spot: None,
            judged: None,
            witness: None,
            items: Vec::new(),
            resource: None,
            base: PointerBuf::default(),
            places: Vec::new(),
        }
    }

    /// A change of the page that concerns no single event.
    pub fn of_page(kind: ChangeKind, wire: Wire, semver: Semver) -> Self {
        Self::bare(kind, None, wire, semver)
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

    /// The change of a page that now says what a decision said: nothing changes for consumers.
    #[must_use]
    pub fn corrected(mut self) -> Self {
        self.message = format!(
            "the page catches up with a decision ({}): nothing changes for consumers; delete the decision",
            self.message
        );
        self.wire = Wire::None;
        self.semver = Semver::None;
        self.origin = ChangeOrigin::Correction;
        self.witness = None;
        self.items = Vec::new();
        self
    }

    /// Whether neither the documents nor the types change.
    pub fn only_documents(&self) -> bool {
        self.wire == Wire::None && self.semver <= Semver::Patch
    }

    /// Whether a consumer must act on it.
    pub fn breaks(&self) -> bool {
        self.wire.breaks() || self.semver == Semver::Major
    }

    /// Whether what it is about is gone: it stands on OLD's page alone.
    pub fn is_gone(&self) -> bool {
        match self.kind {
            ChangeKind::EventRemoved
            | ChangeKind::PropertyRemoved
            | ChangeKind::AliasRemoved
            | ChangeKind::EnumValueRemoved => true,
            ChangeKind::DescriptionChanged
            | ChangeKind::AnnotationChanged
            | ChangeKind::DefaultChanged
            | ChangeKind::ExampleChanged => self.new.is_null() || self.new == "",
            ChangeKind::EventAdded
            | ChangeKind::EventRenamed
            | ChangeKind::AliasAdded
            | ChangeKind::PropertyAdded
            | ChangeKind::PropertyRequired
            | ChangeKind::PropertyOptional
            | ChangeKind::TypeChanged
            | ChangeKind::TypeWidened
            | ChangeKind::TypeNarrowed
            | ChangeKind::EnumValueAdded
            | ChangeKind::ConstChanged
            | ChangeKind::ObjectOpened
            | ChangeKind::ObjectClosed
            | ChangeKind::ConstraintTightened
            | ChangeKind::ConstraintLoosened
            | ChangeKind::FormatChanged
            | ChangeKind::ItemsChanged
            | ChangeKind::CombinatorChanged
            | ChangeKind::ApiChanged => false,
        }
    }

    /// All places at which the change shows: event and pointer.
    pub fn all_places(&self) -> impl Iterator<Item = (Option<&str>, &PointerBuf)> {
        let others = self.places.iter().map(|(event, pointer)| (event.as_deref(), pointer));
        std::iter::once((self.event.as_deref(), &self.pointer)).chain(others)
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
pub struct Verdicts {
    /// The worst on the wire.
    pub wire: Wire,
    /// The largest release needed.
    pub semver: Semver,
}

impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wire {}, API {}", self.wire.name(), self.semver.name())
    }
}

/// A decision that is stale or cannot be followed, on the page that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// `OLD` or `NEW`.
    pub side: &'static str,
    /// The decision's id, where it is known.
    pub decision: Option<String>,
    /// Where it is written down: file, line, column.
    pub place: (String, usize, usize),
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
}

/// What became of the decisions between both sides.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct DecisionChanges {
    /// The decisions that OLD does not have, each with its reason.
    pub new: Vec<(String, String)>,
    /// The decisions that NEW does not have.
    pub gone: Vec<String>,
    /// The decisions that say something else.
    pub changed: Vec<String>,
    /// The decisions that cover more, each with the events; the empty name is the page.
    pub widened: Vec<(String, Vec<String>)>,
    /// The decisions that are stale or cannot be followed.
    pub lapses: Vec<Lapse>,
    /// How many changes follow from these alone, and are not compared.
    pub held: usize,
}

impl DecisionChanges {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A reviewed judgement that applied to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleJudgement {
    /// Its id.
    pub judgement: String,
    /// Where it is written down: file, line, column.
    pub place: (String, usize, usize),
    /// Whether neither side has the place any more.
    pub vanished: bool,
    /// What is wrong, and what to do.
    pub message: String,
}

/// The answer to a comparison.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Diff {
    /// What OLD was called.
    pub old: String,
    /// What NEW was called.
    pub new: String,
    /// The verdict over everything; never better than what is proved over the whole schemas.
    pub verdict: Verdicts,
    /// The changes, in the order of NEW's events, then by place.
    pub changes: Vec<Change>,
    /// What a reader of the verdict must know besides: a side that accepts nothing, a `$ref` that leads nowhere.
    pub notes: Vec<String>,
    /// The best verdict on the wire that the notes leave.
    pub floor: Wire,
    /// What became of the decisions.
    pub decided: DecisionChanges,
    /// The judgements that applied to nothing.
    pub stale_judgements: Vec<StaleJudgement>,
    /// The version of OLD's crate, and the one that the changes ask for.
    pub versions: Option<(String, String)>,
    /// How many changes `--only` leaves out.
    pub hidden: usize,
}

impl Diff {
    /// The verdict over the changes as they are now.
    pub fn conclude(&mut self) {
        let wire = self.changes.iter().map(|change| change.wire).max().unwrap_or_default();
        self.verdict.wire = wire.max(self.floor);
        self.verdict.semver = self.changes.iter().map(|change| change.semver).max().unwrap_or_default();
    }
}
