//! The changes of prose: title, version and paragraphs.

use jsonptr::Pointer;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::lines;
use super::part::{Part, PartKind, Parts};
use super::splice::Splice;
use super::words::{Written, reworded};
use crate::catalog::{DocumentedEvent, PageText, Section};
use crate::page::{Page, PageFormat, Span};

/// The prose of an event, or of a resource's own section.
#[derive(Clone, Copy)]
pub(super) struct Prose<'a> {
    title: &'a PageText,
    since: Option<&'a PageText>,
    description: &'a [PageText],
}

impl<'a> From<&'a DocumentedEvent> for Prose<'a> {
    fn from(event: &'a DocumentedEvent) -> Self {
        Self { title: &event.title, since: event.since.as_ref(), description: &event.description }
    }
}

impl<'a> From<&'a Section> for Prose<'a> {
    fn from(section: &'a Section) -> Self {
        Self { title: &section.title, since: section.since.as_ref(), description: &section.description }
    }
}

/// The changes from one to the other.
pub(super) fn changes(page: &Page, place: &Pointer, old: Prose<'_>, new: Prose<'_>, parts: &mut Parts) {
    if old.title.text != new.title.text {
        words(page, &place.with_trailing_token("title"), old.title, &new.title.text, parts);
    }
    let at = place.with_trailing_token("since");
    match (old.since, new.since) {
        (Some(old), Some(new)) if old.text != new.text => version(page, &at, old, &new.text, parts),
        (Some(old), None) => gone(page, &at, old, parts),
        (None, Some(new)) => comes(page, &at, old.title, &format!("Available from v{}", new.text), &new.text, parts),
        (Some(_), Some(_)) | (None, None) => {}
    }
    description(page, &place.with_trailing_token("description"), old, new, parts);
}

fn description(page: &Page, place: &Pointer, old: Prose<'_>, new: Prose<'_>, parts: &mut Parts) {
    let texts = |all: &[PageText]| all.iter().map(|text| text.text.clone()).collect::<Vec<_>>();
    let (before, after) = (texts(old.description), texts(new.description));
    for operation in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (from, lost, to, found) = match operation {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete { old_index, old_len, new_index } => (old_index, old_len, new_index, 0),
            DiffOp::Insert { old_index, new_index, new_len } => (old_index, 0, new_index, new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => (old_index, old_len, new_index, new_len),
        };
        let paired = lost.min(found);
        for step in 0..paired {
            let at = place.with_trailing_token(from + step);
            words(page, &at, &old.description[from + step], &after[to + step], parts);
        }
        for index in from + paired..from + lost {
            let text = &old.description[index];
            let at = place.with_trailing_token(index);
            if old.description.iter().filter(|other| other.span == text.span).count() > 1 {
                parts.refuse(at, "it is one line of a paragraph, whose other lines stay");
            } else {
                gone(page, &at, text, parts);
            }
        }
        let anchor = (from + lost).checked_sub(1).and_then(|index| old.description.get(index));
        let anchor = anchor.or(old.since).unwrap_or(old.title);
        for words in &after[to + paired..to + found] {
            let written = Written::prose(page.format()).escaped(words);
            comes(page, &place.with_trailing_token("-"), anchor, &written, words, parts);
        }
    }
}

fn part(place: &Pointer, kind: PartKind, old: Option<&str>, new: Option<&str>, splice: Splice) -> Part {
    Part {
        place: place.to_buf(),
        kind,
        old: old.map(Into::into),
        new: new.map(Into::into),
        drops: Vec::new(),
        splices: vec![splice],
    }
}

fn words(page: &Page, place: &Pointer, old: &PageText, new: &str, parts: &mut Parts) {
    match reworded(page.slice(old.span), &old.text, new, Written::prose(page.format())) {
        Ok(text) => {
            parts.parts.push(part(place, PartKind::Replaced, Some(&old.text), Some(new), Splice::put(old.span, text)));
        }
        Err(why) => parts.refuse(place, why),
    }
}

fn version(page: &Page, place: &Pointer, old: &PageText, new: &str, parts: &mut Parts) {
    let mut found = page.slice(old.span).match_indices(old.text.as_str());
    match (found.next(), found.next()) {
        (Some((at, known)), None) => {
            let start = old.span.start + at;
            let splice = Splice::put(Span::new(start, start + known.len()), new);
            parts.parts.push(part(place, PartKind::Replaced, Some(&old.text), Some(new), splice));
        }
        _ => parts.refuse(place, "the page writes the version in another form"),
    }
}

/// Removes the lines of a paragraph, and in MDX the blank line after it.
fn gone(page: &Page, place: &Pointer, old: &PageText, parts: &mut Parts) {
    let text = page.text();
    let (start, mut end) = (lines::start(text, old.span.start), lines::next(text, old.span.end));
    let before = text[start..old.span.start].trim_matches(|c: char| crate::page::is_blank(c) || "_*".contains(c));
    let behind = text[old.span.end..lines::end(text, old.span.end)]
        .trim_matches(|c: char| crate::page::is_blank(c) || "_*".contains(c));
    if !before.is_empty() || !behind.is_empty() {
        return parts.refuse(place, "the paragraph shares its line with something else");
    }
    if page.format() != PageFormat::Rendered && end < text.len() && lines::is_first(text, lines::end(text, end)) {
        end = lines::next(text, end);
    }
    parts.parts.push(part(place, PartKind::Removed, Some(&old.text), None, Splice::cut(start, end)));
}

/// Adds a paragraph after another one or after the title.
fn comes(page: &Page, place: &Pointer, anchor: &PageText, written: &str, words: &str, parts: &mut Parts) {
    let text = page.text();
    let ending = lines::ending_at(text, anchor.span.end);
    let margin = lines::margin(text, anchor.span.start);
    let blank = if page.format() == PageFormat::Rendered { "" } else { ending };
    let splice = Splice::add(lines::end(text, anchor.span.end), format!("{blank}{ending}{margin}{written}"));
    parts.parts.push(part(place, PartKind::Added, None, Some(words), splice));
}
