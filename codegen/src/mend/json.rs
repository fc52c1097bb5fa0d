//! Changes a block of JSON so that it has new values, and leaves every other byte as it is.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::lines;
use super::list::{Added, Entry, List};
use super::part::{Part, PartKind, Parts};
use super::render::BlockStyle;
use super::splice::Splice;
use crate::catalog::{Block, DocumentedJson};
use crate::page::Span;

/// A block, and what it should become.
pub(super) struct BlockChange<'a> {
    /// The whole text of the page.
    pub(super) text: &'a str,
    pub(super) block: &'a Block,
    /// Its place in the document of all witnesses.
    pub(super) place: &'a Pointer,
    /// The value that it should have.
    pub(super) new: &'a Value,
    /// The places of commas and comments to remove.
    pub(super) drops: &'a HashSet<usize>,
}

/// The changes, each as small as possible.
pub(super) fn changes(change: &BlockChange<'_>, parts: &mut Parts) {
    match &change.block.json {
        Ok(json) => {
            let old = &json.value;
            let mut writer = JsonWriter::new(change, json, parts);
            writer.value(Pointer::root(), old, change.new);
            writer.drop_commas();
            writer.drop_comments();
        }
        Err(_) => unreadable(change, parts),
    }
}

/// If the text is not JSON, only the whole block can be replaced safely.
fn unreadable(change: &BlockChange<'_>, parts: &mut Parts) {
    let span = change.block.span;
    let text = BlockStyle::whole(change.new, lines::ending_at(change.text, span.start));
    let margin = lines::margin(change.text, span.start);
    let text = text.replace('\n', &format!("\n{margin}"));
    parts.parts.push(Part {
        place: change.place.to_buf(),
        kind: PartKind::Replaced,
        old: None,
        new: Some(change.new.clone()),
        drops: Vec::new(),
        splices: vec![Splice::put(span, text)],
    });
}

/// Writes the changes of one block.
pub(super) struct JsonWriter<'a> {
    pub(super) text: &'a str,
    pub(super) json: &'a DocumentedJson,
    pub(super) style: BlockStyle,
    /// The comments, in order.
    pub(super) comments: Vec<Span>,
    base: &'a Pointer,
    drops: &'a HashSet<usize>,
    /// Commas and comments that another change removed.
    dropped: HashSet<usize>,
    parts: &'a mut Parts,
}

impl<'a> JsonWriter<'a> {
    fn new(change: &BlockChange<'a>, json: &'a DocumentedJson, parts: &'a mut Parts) -> Self {
        let mut comments = json.comments.clone();
        comments.sort();
        Self {
            text: change.text,
            json,
            style: BlockStyle::of(change.text, change.block.span, json),
            comments,
            base: change.place,
            drops: change.drops,
            dropped: HashSet::new(),
            parts,
        }
    }

    fn value(&mut self, at: &Pointer, old: &Value, new: &Value) {
        match (old, new) {
            _ if old == new => {}
            (Value::Object(old), Value::Object(new)) if !old.is_empty() => self.object(at, old, new),
            (Value::Array(old), Value::Array(new)) if !old.is_empty() => self.array(at, old, new),
            _ => self.replace(at, old, new),
        }
    }

    fn object(&mut self, at: &Pointer, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (key, value) in old {
            if let Some(now) = new.get(key) {
                self.value(&at.with_trailing_token(key.as_str()), value, now);
            }
        }
        let added: Vec<Added<'_>> = new
            .iter()
            .filter(|(key, _)| !old.contains_key(*key))
            .map(|(key, value)| Added { behind: usize::MAX, key: Some(key), value, token: key.clone() })
            .collect();
        let gone: HashSet<&str> = old.keys().filter(|key| !new.contains_key(*key)).map(String::as_str).collect();
        if added.is_empty() && gone.is_empty() {
            return;
        }
        let twice = self.json.duplicate_keys.iter().any(|spot| spot.pointer.parent() == Some(at));
        if twice && !gone.is_empty() {
            return self
                .parts
                .refuse(self.base.concat(at), "the object has a key twice, and it is not clear which one to remove");
        }
        let mut entries: Vec<Entry<'_>> = old
            .iter()
            .filter_map(|(key, value)| {
                let place = self.json.places.get(at.with_trailing_token(key.as_str()).as_ptr())?;
                let start = place.key.unwrap_or(place.value).start;
                let span = Span::new(start, place.value.end);
                Some(Entry { span, token: key.clone(), value, gone: gone.contains(key.as_str()) })
            })
            .collect();
        entries.sort_by_key(|entry| entry.span);
        self.list(at, entries, added);
    }

    fn array(&mut self, at: &Pointer, old: &[Value], new: &[Value]) {
        let texts = |items: &[Value]| items.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut gone = HashSet::new();
        let mut added = Vec::new();
        for operation in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
            let (from, lost, to, found) = match operation {
                DiffOp::Equal { .. } => continue,
                DiffOp::Delete { old_index, old_len, new_index } => (old_index, old_len, new_index, 0),
                DiffOp::Insert { old_index, new_index, new_len } => (old_index, 0, new_index, new_len),
                DiffOp::Replace { old_index, old_len, new_index, new_len } => (old_index, old_len, new_index, new_len),
            };
            let paired = lost.min(found);
            for step in 0..paired {
                self.value(&at.with_trailing_token(from + step), &old[from + step], &new[to + step]);
            }
            gone.extend(from + paired..from + lost);
            added.extend((to + paired..to + found).map(|index| Added {
                // After how many of the old items.
                behind: from + lost,
                key: None,
                value: &new[index],
                token: "-".into(),
            }));
        }
        if added.is_empty() && gone.is_empty() {
            return;
        }
        let entries = old.iter().enumerate().filter_map(|(index, value)| {
            let place = self.json.places.get(at.with_trailing_token(index).as_ptr())?;
            Some(Entry { span: place.value, token: index.to_string(), value, gone: gone.contains(&index) })
        });
        let entries = entries.collect();
        self.list(at, entries, added);
    }

    fn list(&mut self, at: &Pointer, entries: Vec<Entry<'_>>, added: Vec<Added<'_>>) {
        let Some(place) = self.json.places.get(at) else { return };
        let base = self.base.concat(at);
        let list = List { writer: self, span: place.value, base: &base, entries, added };
        let made = list.changes();
        for part in made {
            self.dropped.extend(&part.drops);
            self.parts.parts.push(part);
        }
    }

    fn replace(&mut self, at: &Pointer, old: &Value, new: &Value) {
        let Some(place) = self.json.places.get(at) else { return };
        let span = place.value;
        if self.comments.iter().any(|comment| within(span, *comment) && !self.drops.contains(&comment.start)) {
            return self.parts.refuse(self.base.concat(at), "the value contains a comment, which would be lost");
        }
        let ending = lines::ending_at(self.text, span.start);
        let text = self.style.value(new, lines::margin(self.text, span.start), ending);
        self.parts.parts.push(Part {
            place: self.base.concat(at),
            kind: PartKind::Replaced,
            old: Some(old.clone()),
            new: Some(new.clone()),
            drops: self.json.comments.iter().filter(|it| within(span, **it)).map(|it| it.start).collect(),
            splices: vec![Splice::put(span, text)],
        });
    }

    /// Whether a comma or comment should be removed.
    pub(super) fn drops(&self, at: usize) -> bool {
        self.drops.contains(&at)
    }

    fn drop_commas(&mut self) {
        let open = |comma: &&Span| self.drops.contains(&comma.start) && !self.dropped.contains(&comma.start);
        for comma in self.json.trailing_commas.iter().filter(open) {
            self.parts.parts.push(self.drop(PartKind::Comma, *comma, Splice::cut(comma.start, comma.end)));
        }
    }

    fn drop_comments(&mut self) {
        for comment in
            self.comments.iter().filter(|it| self.drops.contains(&it.start) && !self.dropped.contains(&it.start))
        {
            let (start, end) = (comment.start, comment.end);
            let text = self.text;
            let cut = match (lines::is_first(text, start), lines::is_last(text, end)) {
                (true, true) => Splice::cut(lines::start(text, start), lines::next(text, end)),
                (true, false) => Splice::cut(start, lines::skip(text, end)),
                (false, _) if lines::back(text, start) < start => Splice::cut(lines::back(text, start), end),
                (false, _) => Splice::cut(start, end),
            };
            self.parts.parts.push(self.drop(PartKind::Comment, *comment, cut));
        }
    }

    fn drop(&self, kind: PartKind, span: Span, cut: Splice) -> Part {
        let inner = self.json.places.iter().filter(|(_, place)| within(place.value, span));
        let inner = inner.min_by_key(|(pointer, place)| (place.value.end - place.value.start, pointer.as_str()));
        let inner = inner.map_or_else(PointerBuf::root, |(pointer, _)| pointer.clone());
        Part {
            place: self.base.concat(&inner),
            kind,
            old: None,
            new: None,
            drops: vec![span.start],
            splices: vec![cut],
        }
    }
}

fn within(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
