//! One cause, one row: the halves of a rename together, and all that changed at one place.

use std::collections::{HashMap, HashSet};

use crate::diff::change::{Change, ItemText, RustItem};
use crate::diff::kind::ChangeKind;
use crate::diff::verdict::{ChangeOrigin, Semver, Wire};
use crate::put;
use crate::text::{Cell, Markdown, Text, cut, words};

use super::MESSAGE;
use crate::lower::REQUIRED;

/// How many Rust items a row shows.
const ITEMS: usize = 2;
/// How long an item may be.
const ITEM: usize = 120;

/// The changes of one cause.
pub(super) struct ChangeRow<'d> {
    pub(super) changes: Vec<&'d Change>,
}

/// The rows of changes, in their order.
pub(super) fn rows<'d>(changes: &[&'d Change]) -> Vec<ChangeRow<'d>> {
    let mut rows: Vec<ChangeRow<'d>> = Vec::new();
    for &change in changes {
        let same = |row: &&mut ChangeRow<'_>| row.changes.iter().any(|other| one_cause(other, change));
        match rows.iter_mut().rev().take(64).find(same) {
            Some(row) => row.changes.push(change),
            None => rows.push(ChangeRow { changes: vec![change] }),
        }
    }
    // If something was removed and something added, the removal comes first.
    for row in &mut rows {
        row.changes.sort_by_key(|change| change.kind == ChangeKind::PropertyAdded);
    }
    rows
}

fn one_cause(a: &Change, b: &Change) -> bool {
    let renamed = |a: &Change, b: &Change| a.rename.as_ref().is_some_and(|rename| rename.pointer == b.pointer);
    let halves = a.kind != b.kind && renamed(a, b) && renamed(b, a);
    let place = a.pointer == b.pointer && !a.pointer.is_root();
    halves || place
}

impl ChangeRow<'_> {
    pub(super) fn wire(&self) -> Wire {
        self.changes.iter().map(|change| change.wire).max().unwrap_or_default()
    }

    pub(super) fn semver(&self) -> Semver {
        self.changes.iter().map(|change| change.semver).max().unwrap_or_default()
    }

    pub(super) fn breaks(&self) -> bool {
        self.changes.iter().any(|change| change.breaks())
    }

    /// The row of a table: what old readers do, which release, what changed.
    pub(super) fn cells(&self) -> Text<Markdown> {
        let reader = match self.wire() {
            Wire::None => "same",
            Wire::Compatible => "reads",
            Wire::Unclassified => "not proved",
            Wire::Breaking => "**breaks**",
        };
        let release = match self.semver() {
            Semver::None => "none",
            Semver::Patch => "patch",
            Semver::Minor => "minor",
            Semver::Major => "**major**",
        };
        let cell = |words: &'static str| {
            let mut cell = Text::<Cell>::new();
            cell.push(words);
            cell
        };
        Text::row([cell(reader), cell(release), self.description()])
    }

    fn description(&self) -> Text<Cell> {
        let mut text = self.what();
        for change in &self.changes {
            if change.origin == ChangeOrigin::Decision {
                put!(text, "; by a decision");
                break;
            }
        }
        for judged in self.changes.iter().filter_map(|change| change.judged.as_ref()) {
            put!(text, "; the judgement ", Text::code(&judged.judgement), " sets this, computed was ");
            put!(text, judged.wire.name(), ", ", judged.semver.name());
        }
        for hint in self.changes.iter().filter(|change| change.rename.is_none()).filter_map(|it| it.hint.as_ref()) {
            put!(text, "; ", words(hint));
        }
        let (items, more) = self.items();
        for item in &items {
            put!(text, "<br>", item);
        }
        match more {
            0 => {}
            1 => put!(text, "<br>and 1 more Rust item"),
            more => put!(text, "<br>and ", more, " more Rust items"),
        }
        text
    }

    /// What changed, in a sentence.
    fn what(&self) -> Text<Cell> {
        let mut text = Text::new();
        if let [went, came] = self.changes[..]
            && let (Some(rename), ChangeKind::PropertyRemoved, ChangeKind::PropertyAdded) =
                (&went.rename, went.kind, came.kind)
        {
            put!(text, Text::code(&label(went)), " is perhaps ", Text::code(&rename.name), " now");
            let kinds = (spoken(&went.old), spoken(&came.new));
            if kinds.0 != kinds.1 {
                put!(text, ": was ", Text::code(&kinds.0), ", is ", Text::code(&kinds.1));
            }
            put!(text, " (a guess: ", words(&rename.why), ")");
            return text;
        }
        let place = self.changes.first().map(|change| label(change)).unwrap_or_default();
        let says_itself = |change: &Change| change.message.starts_with(&format!("`{place}`"));
        if !place.is_empty() && !self.changes.first().is_some_and(|change| says_itself(change)) {
            put!(text, Text::code(&cut(&place, ITEM)), ": ");
        }
        let described: Vec<Text<Cell>> =
            self.changes.iter().map(|change| Text::words(&cut(&change.message, MESSAGE))).collect();
        text.push(Text::join(described, "; "));
        text
    }

    /// The Rust items before and after, and how many are not shown: where there are items of the property itself, only these are.
    fn items(&self) -> (Vec<Text<Cell>>, usize) {
        let mut items: Vec<&RustItem> = Vec::new();
        for item in self.changes.iter().flat_map(|change| &change.items) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        let names = self.changes.iter().any(|change| change.kind.of_names());
        if names {
            items.retain(|item| item.path.starts_with("Payload::") && !item.path.contains("()"));
        }
        // What must be named to build a struct follows from its field.
        let fields: Vec<String> = items.iter().map(|item| item.path.clone()).collect();
        let follows = |item: &&RustItem| {
            let field = item.path.replacen(&format!("{REQUIRED}::"), "::", 1);
            field != item.path && fields.contains(&field)
        };
        items.retain(|item| !follows(item));
        let own = |item: &&&RustItem| {
            let json = item.old.as_ref().or(item.new.as_ref()).map(|text| text.json.as_str());
            self.changes
                .iter()
                .any(|change| change.pointer.back().map(|token| token.decoded().into_owned()).as_deref() == json)
        };
        let of_property: Vec<&RustItem> = items.iter().filter(own).copied().collect();
        let listed = if of_property.is_empty() { &items } else { &of_property };
        let mut shown = halves(listed);
        let mut seen = HashSet::new();
        shown.retain(|item| seen.insert(item.as_str().to_owned()));
        let more = items.len() - listed.len() + shown.len().saturating_sub(ITEMS);
        shown.truncate(ITEMS);
        (shown, more)
    }
}

/// Items as code, before and after; of a rename, what is gone beside what is new.
fn halves(items: &[&RustItem]) -> Vec<Text<Cell>> {
    let code = |item: &RustItem, text: &ItemText| Text::<Cell>::code(&cut(&item.declaration(text), ITEM));
    let partners = partners(items);
    let mut all = Vec::new();
    for item in items {
        let mut text = Text::new();
        match (&item.old, &item.new) {
            (Some(old), Some(new)) if old.rust == new.rust => {
                put!(text, code(item, old), " read ", Text::code(&old.json), ", reads ", Text::code(&new.json));
            }
            (Some(old), Some(new)) => put!(text, code(item, old), " → ", code(item, new)),
            (Some(old), None) => {
                let other = partners.get(&*item.path).and_then(|other| Some((other, other.new.as_ref()?)));
                put!(text, code(item, old));
                if let Some((other, new)) = other {
                    put!(text, " → ", code(other, new));
                } else {
                    put!(text, " is gone");
                }
            }
            // It is reported together with its partner.
            (None, Some(_)) if partners.contains_key(&*item.path) => continue,
            (None, Some(new)) => put!(text, "new: ", code(item, new)),
            (None, None) => continue,
        }
        all.push(text);
    }
    all
}

/// Where one item of a type is gone and one is new, each by the other's path.
fn partners<'i>(items: &[&'i RustItem]) -> HashMap<&'i str, &'i RustItem> {
    let mut by_owner: HashMap<&str, (Vec<&RustItem>, Vec<&RustItem>)> = HashMap::new();
    for &item in items {
        let Some((owner, _)) = item.path.rsplit_once("::") else { continue };
        let (gone, new) = by_owner.entry(owner).or_default();
        match (&item.old, &item.new) {
            (Some(_), None) => gone.push(item),
            (None, Some(_)) => new.push(item),
            _ => {}
        }
    }
    let pairs = by_owner.into_values().filter_map(|(gone, new)| match (&gone[..], &new[..]) {
        ([old], [new]) => Some([(old.path.as_str(), *new), (new.path.as_str(), *old)]),
        _ => None,
    });
    pairs.flatten().collect()
}

/// The place as the page's tables write it, within the payload: `resource.companyId`.
pub(super) fn label(change: &Change) -> String {
    let payload = format!("/{}", crate::envelope::PAYLOAD);
    let pointer = change.pointer.as_str();
    let inner = match pointer.strip_prefix(&payload) {
        Some("") => return crate::envelope::PAYLOAD.to_owned(),
        Some(inner) if inner.starts_with('/') && change.event.is_some() => inner,
        _ => pointer,
    };
    let Ok(parsed) = jsonptr::Pointer::parse(inner) else { return inner.to_owned() };
    let tokens: Vec<String> = parsed.tokens().map(|token| token.decoded().into_owned()).collect();
    if tokens.iter().any(|token| token.is_empty() || token.contains(['.', '/', ' '])) {
        return pointer.to_owned();
    }
    let mut all = String::new();
    for token in tokens {
        if token == "*" {
            all.push_str("[]");
        } else {
            if !all.is_empty() {
                all.push('.');
            }
            all.push_str(&token);
        }
    }
    all
}

/// The type of a schema, as short as it can be said.
fn spoken(schema: &serde_json::Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(serde_json::Value::as_str) {
        return reference.rsplit('/').next().unwrap_or(reference).to_owned();
    }
    match schema.get("type") {
        Some(serde_json::Value::String(name)) if name == "array" => match schema.get("items") {
            Some(items) => format!("array of {}", spoken(items)),
            None => "array".to_owned(),
        },
        Some(serde_json::Value::String(name)) => name.clone(),
        Some(serde_json::Value::Array(names)) => {
            names.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any type".to_owned(),
    }
}
