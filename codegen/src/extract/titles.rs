//! Finds headings and unmarked labels in rendered text, which does not distinguish them from paragraphs.

use std::collections::HashSet;

use crate::catalog::PageText;
use crate::envelope;
use crate::extract::layout::{is_behind, is_part, names_part, since};
use crate::extract::piece::Piece;
use crate::extract::role::{event_name, role};
use crate::page::Page;

/// The character that Docusaurus puts after a heading for its link. Browsers copy it with the words.
const HEADING_MARK: char = '\u{200b}';
/// The level given to headings that are found; rendered text has no levels.
const LEVEL: u8 = 3;
/// The level of a heading directly above another.
const AROUND: u8 = 2;
/// The most words of a heading.
const WORDS: usize = 8;
/// The most words of a heading directly above another.
const WORDS_AROUND: usize = 4;

/// In each run of paragraphs before tabs or a table, and in the last run of the page, makes the title a heading: of
/// the lines that look like titles, the one that shares the most words with the event's name, else the last.
pub(super) fn promote(page: &Page, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let titles = Titles::new(page, &pieces);
    titles.cut_behind(&mut pieces);
    let mut promoted = labelled(pieces);
    let named = named_behind(&promoted);
    let first_json = promoted.iter().position(|piece| matches!(piece, Piece::Json(_))).unwrap_or(promoted.len());
    let mut run: Option<usize> = None;
    for at in 0..=promoted.len() {
        match promoted.get(at) {
            Some(Piece::Prose(_)) => {
                run.get_or_insert(at);
            }
            Some(Piece::Labels(_)) | None => {
                if let Some(from) = run.take() {
                    titles.promote_in(&mut promoted, from, at, &named);
                }
            }
            Some(Piece::Table(_)) => {
                if let Some(from) = run.take()
                    && !in_tab(&promoted, from)
                {
                    titles.promote_in(&mut promoted, from, at, &named);
                }
            }
            Some(Piece::Json(_)) => {
                if let Some(from) = run.take()
                    && !in_tab(&promoted, from)
                    && starts_section(page, &promoted, from, at, first_json)
                {
                    titles.promote_in(&mut promoted, from, at, &named);
                }
            }
            Some(Piece::Heading(..) | Piece::Stray(..) | Piece::Remark(..)) => run = None,
        }
    }
    promoted
}

/// Turns lines that only name parts of events into labels. They are labels of tabs as a browser copies them, or
/// headings within an event.
fn labelled(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut leads = false;
    let mut label = vec![false; pieces.len()];
    for at in (0..pieces.len()).rev() {
        match &pieces[at] {
            Piece::Table(table) => {
                leads = !table.rows.iter().any(|row| envelope::ALL.contains(&row.name.text.as_str()));
            }
            Piece::Json(_) | Piece::Labels(_) => leads = true,
            Piece::Prose(text) => label[at] = leads && is_part(&text.text),
            Piece::Heading(..) | Piece::Stray(..) | Piece::Remark(..) => {}
        }
    }
    // Next to other labels, "Robot JSON Schema" is one, too.
    let longer = |at: usize| matches!(&pieces[at], Piece::Prose(text) if names_part(&text.text));
    for at in 1..pieces.len() {
        label[at] |= label[at - 1] && longer(at);
    }
    for at in (1..pieces.len()).rev() {
        label[at - 1] |= label[at] && longer(at - 1);
    }
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (piece, label) in pieces.drain(..).zip(label) {
        match (all.last_mut(), piece) {
            (Some(Piece::Labels(labels)), Piece::Prose(text)) if label => labels.push(text),
            (_, Piece::Prose(text)) if label => all.push(Piece::Labels(vec![text])),
            (Some(Piece::Labels(labels)), Piece::Labels(more)) => labels.extend(more),
            (_, piece) => all.push(piece),
        }
    }
    all
}

/// Prose directly after the list of tabs belongs to the first of them.
fn in_tab(pieces: &[Piece], from: usize) -> bool {
    pieces[..from].last().is_some_and(|piece| matches!(piece, Piece::Labels(_)))
}

/// Prose directly before JSON begins a section if the section already has JSON of this kind.
fn starts_section(page: &Page, pieces: &[Piece], from: usize, json: usize, first_json: usize) -> bool {
    let of = |piece: &Piece| match piece {
        Piece::Json(block) => Some(role(page, block)),
        _ => None,
    };
    let Some(new) = pieces.get(json).and_then(of).filter(|role| role.is_event()) else { return false };
    let section = pieces[..from].iter().rev().take_while(|piece| !matches!(piece, Piece::Heading(..)));
    section.filter_map(of).any(|known| known == new) || from <= first_json
}

/// Which lines are titles: those marked as headings, if the text has such marks; else those that look like titles.
struct Titles {
    /// The offsets of marked lines.
    marked: HashSet<usize>,
    /// The words of the marked lines.
    words: HashSet<String>,
}

impl Titles {
    fn new(page: &Page, pieces: &[Piece]) -> Self {
        let lines = || pieces.iter().filter_map(|piece| if let Piece::Prose(text) = piece { Some(text) } else { None });
        let is_marked = |text: &&PageText| page.text()[text.span.end..].starts_with(HEADING_MARK);
        let marked: HashSet<usize> = lines().filter(is_marked).map(|text| text.span.start).collect();
        if marked.len() == lines().count() {
            return Self { marked: HashSet::new(), words: HashSet::new() };
        }
        let words = lines().filter(is_marked).map(|text| text.text.clone()).collect();
        Self { marked, words }
    }

    fn is_title(&self, piece: &Piece) -> bool {
        let Piece::Prose(text) = piece else { return false };
        let title =
            if self.marked.is_empty() { reads_as_title(&text.text) } else { self.marked.contains(&text.span.start) };
        title && since(text).is_none()
    }

    /// Removes what follows the content of the page: links to other pages, and the list of headings.
    fn cut_behind(&self, pieces: &mut Vec<Piece>) {
        let content = pieces.iter().rposition(|piece| !matches!(piece, Piece::Prose(_))).map_or(0, |at| at + 1);
        let repeats = |piece: &Piece| {
            matches!(piece, Piece::Prose(text)
                if self.words.contains(&text.text) && !self.marked.contains(&text.span.start))
        };
        let behind = |at: &usize| match &pieces[*at] {
            Piece::Prose(text) if !self.marked.is_empty() && is_behind(&text.text) => true,
            piece => repeats(piece) && pieces.get(at + 1).is_none_or(repeats),
        };
        if let Some(at) = (content..pieces.len()).find(behind) {
            pieces.truncate(at);
        }
    }

    fn promote_in(&self, pieces: &mut [Piece], from: usize, to: usize, named: &[Option<usize>]) {
        let named = named.get(to).copied().flatten().and_then(|at| pieces.get(at));
        let name = match named {
            Some(Piece::Json(block)) => event_name(block).map(words).unwrap_or_default(),
            _ => HashSet::new(),
        };
        let shared = |piece: &Piece| match piece {
            Piece::Prose(text) if !name.is_empty() => words(&text.text).intersection(&name).count(),
            _ => 0,
        };
        let run = &mut pieces[from..to];
        let titles = run.iter().enumerate().filter(|(_, piece)| self.is_title(piece));
        let Some(at) = titles.max_by_key(|(at, piece)| (shared(piece), *at)).map(|(at, _)| at) else { return };
        let around = at.checked_sub(1).filter(|&around| self.is_title(&run[around]) && stands_above(&run[around]));
        for (at, level) in [(Some(at), LEVEL), (around, AROUND)] {
            if let Some(at) = at
                && let Some(Piece::Prose(text)) = run.get_mut(at)
            {
                let text: PageText = std::mem::take(text);
                run[at] = Piece::Heading(text, level);
            }
        }
    }
}

/// A short line that begins with a capital letter.
fn stands_above(piece: &Piece) -> bool {
    matches!(piece, Piece::Prose(text)
        if text.text.starts_with(char::is_uppercase) && text.text.split(' ').count() <= WORDS_AROUND)
}

/// For each place, the next JSON that names an event, before the next line that looks like a title.
fn named_behind(pieces: &[Piece]) -> Vec<Option<usize>> {
    let mut named = vec![None; pieces.len()];
    let mut next = None;
    for (at, piece) in pieces.iter().enumerate().rev() {
        match piece {
            Piece::Prose(text) if reads_as_title(&text.text) => next = None,
            Piece::Json(block) if event_name(block).is_some() => next = Some(at),
            _ => {}
        }
        named[at] = next;
    }
    named
}

fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn reads_as_title(line: &str) -> bool {
    !line.ends_with(['.', ':', '!', '?', ',', ';']) && line.split(' ').count() <= WORDS
}
