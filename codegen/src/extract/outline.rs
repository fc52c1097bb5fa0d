//! Distinguishes the headings of events and resources from the headings within them, if the page gives headings
//! levels.
//!
//! A heading within an event ("Event payload", "Example") becomes the label of a tab, every other heading within it a
//! paragraph. So the same content gives the same catalog, whether or not the page has levels.

use std::collections::HashSet;

use crate::catalog::PageText;
use crate::extract::layout::is_part;
use crate::extract::piece::Piece;
use crate::extract::role::{Role, event_name, role};
use crate::page::Page;

/// What comes directly below a heading.
struct Below {
    /// The piece that is the heading.
    at: usize,
    level: u8,
    /// Whether its words only name a part of an event.
    part: bool,
    /// The heading above it.
    parent: Option<usize>,
    examples: usize,
    schemas: usize,
    /// Whether it has any JSON.
    json: bool,
    /// The events that its JSON names.
    names: HashSet<String>,
}

impl Below {
    fn is_event(&self) -> bool {
        self.examples + self.schemas > 0
    }
}

/// Turns each heading within an event into a label or a paragraph.
pub(super) fn demote(page: &Page, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut headings = headings(page, &pieces);
    let mut demoted: Vec<Option<bool>> = vec![None; headings.len()];
    let containers = containers(&headings);
    let together = together(&headings, &containers);
    for at in 0..headings.len() {
        let Some(parent) = headings[at].parent else { continue };
        let around = &headings[parent];
        let heading = &headings[at];
        let part = heading.part && !containers.contains(&parent);
        let within = around.is_event()
            && (heading.names.is_subset(&around.names)
                && around.examples + heading.examples <= 1
                && around.schemas + heading.schemas <= 1);
        if part || within || together.contains(&parent) {
            demoted[at] = Some(heading.part || heading.json);
            let (examples, schemas, names) = (heading.examples, heading.schemas, heading.names.clone());
            // Deeper headings are within the event, too.
            let level = heading.level;
            let deeper = (at + 1..headings.len()).take_while(|&next| headings[next].level > level).collect::<Vec<_>>();
            for next in deeper {
                if headings[next].parent == Some(at) {
                    headings[next].parent = Some(parent);
                }
            }
            let around = &mut headings[parent];
            around.examples += examples;
            around.schemas += schemas;
            around.names.extend(names);
        }
    }
    for (heading, as_label) in headings.iter().zip(demoted) {
        let Some(as_label) = as_label else { continue };
        if let Some(piece) = pieces.get_mut(heading.at)
            && let Piece::Heading(title, _) = piece
        {
            let title: PageText = std::mem::take(title);
            *piece = if as_label { Piece::Labels(vec![title]) } else { Piece::Prose(title) };
        }
    }
    joined(pieces)
}

fn headings(page: &Page, pieces: &[Piece]) -> Vec<Below> {
    let mut headings: Vec<Below> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Heading(title, level) => {
                while open.last().is_some_and(|&last| headings[last].level >= *level) {
                    open.pop();
                }
                let (parent, part) = (open.last().copied(), is_part(&title.text));
                open.push(headings.len());
                let names = HashSet::new();
                let below = Below { at, level: *level, part, parent, examples: 0, schemas: 0, json: false, names };
                headings.push(below);
            }
            Piece::Json(block) => {
                let Some(heading) = headings.last_mut() else { continue };
                heading.json = true;
                match role(page, block) {
                    Role::Example => heading.examples += 1,
                    Role::Schema => heading.schemas += 1,
                    Role::ResourceExample | Role::ResourceSchema => continue,
                }
                heading.names.extend(event_name(block).map(str::to_owned));
            }
            Piece::Prose(_) | Piece::Labels(_) | Piece::Table(_) | Piece::Stray(..) | Piece::Remark(..) => {}
        }
    }
    headings
}

/// The headings above events: those above a heading that has an event's JSON and does not only name a part.
fn containers(headings: &[Below]) -> HashSet<usize> {
    let mut containers = HashSet::new();
    for heading in headings.iter().filter(|heading| heading.is_event() && !heading.part) {
        let mut around = heading.parent;
        while let Some(at) = around.filter(|&at| containers.insert(at)) {
            around = headings[at].parent;
        }
    }
    for heading in headings.iter().filter(|heading| heading.is_event() && heading.part) {
        // The heading above a part is the event, and the heading above that contains events.
        let mut around = heading.parent.and_then(|event| headings[event].parent);
        while let Some(at) = around.filter(|&at| containers.insert(at)) {
            around = headings[at].parent;
        }
    }
    containers
}

/// The headings below which the parts of one event have headings of their own.
fn together(headings: &[Below], containers: &HashSet<usize>) -> HashSet<usize> {
    let mut spread: Vec<(usize, usize, HashSet<&str>)> = vec![(0, 0, HashSet::new()); headings.len()];
    let mut whole = HashSet::new();
    for heading in headings.iter().filter(|heading| heading.is_event()) {
        let Some(parent) = heading.parent else { continue };
        if heading.examples > 0 && heading.schemas > 0 {
            whole.insert(parent);
        }
        let (examples, schemas, names) = &mut spread[parent];
        *examples += heading.examples;
        *schemas += heading.schemas;
        names.extend(heading.names.iter().map(String::as_str));
    }
    let one = |&at: &usize| {
        let (examples, schemas, names) = &spread[at];
        containers.contains(&at) && !whole.contains(&at) && (*examples, *schemas) == (1, 1) && names.len() == 1
    };
    (0..headings.len()).filter(one).collect()
}

/// Joins successive labels into one list.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Labels(labels)), Piece::Labels(more)) => labels.extend(more),
            (_, piece) => joined.push(piece),
        }
    }
    joined
}
