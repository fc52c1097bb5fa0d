//! One change: what happened at which place, with its verdicts, its document and its words.

use jsonptr::PointerBuf;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::kind::ChangeKind;
use super::verdict::{ChangeOrigin, Semver, VerdictsBefore, Wire};

/// A public Rust item, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustItem {
    /// Its path: `RobotBuilt::robot_id`, `Payload::RobotBuilt`.
    pub path: String,
    /// What it was. `None` if it is new.
    pub old: Option<ItemText>,
    /// What it is. `None` if it is gone.
    pub new: Option<ItemText>,
}

/// What a Rust item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemText {
    /// Its type, as far as it has one.
    pub rust: String,
    /// What it means in JSON.
    pub json: String,
}

impl RustItem {
    /// The item as Rust writes it, before or after: `role_id: Option<String>`.
    pub fn declaration(&self, text: &ItemText) -> String {
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
    /// Its place on the other side.
    pub pointer: PointerBuf,
    /// The reasons for the guess: "the same type, a similar name".
    pub why: String,
}

/// The place of a change on a page.
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
    /// The value before; null if there was none.
    pub old: Value,
    /// The value after; null if there is none.
    pub new: Value,
    /// Another explanation, marked as a guess.
    pub hint: Option<String>,
    /// The other half of what may be a rename.
    pub rename: Option<Rename>,
    /// What of the event it is about.
    pub part: ChangedPart,
    /// The keyword of the schema that changed, if it is a single one.
    pub keyword: Option<String>,
    /// Its place on NEW's page or, if it is gone, on OLD's.
    pub spot: Option<PageSpot>,
    /// The verdicts before a reviewed judgement changed them.
    pub judged: Option<VerdictsBefore>,
    /// A value (whole document where there is one) that NEW allows and OLD's reader refuses.
    pub witness: Option<Value>,
    /// The Rust items that it changes.
    pub items: Vec<RustItem>,
    /// The shared resource or definition that changed, if there are several places.
    pub resource: Option<String>,
    /// Where the shared definition begins.
    pub(super) base: PointerBuf,
    /// The further places at which the same change shows: event and pointer.
    pub places: Vec<(Option<String>, PointerBuf)>,
}

impl Change {
    /// A change at the root, without a message yet.
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

    /// Whether its subject is gone, so that only OLD's page has it.
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

/// The text of a value with its keys sorted.
fn canonical(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}
