//! Finds the headings in rendered text, which has no marks for them.

use crate::extract::layout::since;
use crate::extract::piece::Piece;
use crate::extract::role::role;
use crate::page::Page;

/// The level that found headings get: rendered text tells none.
const LEVEL: u8 = 3;
/// Words of a heading at the most.
const WORDS: usize = 8;

/// In each run of paragraphs that leads to tabs or a table, and in the last run of the page, makes the last line that reads
/// as a title a heading.
pub(super) fn promote(page: &Page, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut promoted = pieces;
    let mut run: Option<usize> = None;
    for at in 0..=promoted.len() {
        match promoted.get(at) {
            Some(Piece::Prose(_)) => {
                run.get_or_insert(at);
            }
            Some(Piece::Labels(_)) | None => {
                if let Some(from) = run.take() {
                    promote_in(&mut promoted[from..at]);
                }
            }
            Some(Piece::Table(_)) => {
                if let Some(from) = run.take()
                    && !in_tab(&promoted, from)
                {
                    promote_in(&mut promoted[from..at]);
                }
            }
            Some(Piece::Json(_)) => {
                if let Some(from) = run.take()
                    && !in_tab(&promoted, from)
                    && starts_section(page, &promoted, from, at)
                {
                    promote_in(&mut promoted[from..at]);
                }
            }
            Some(Piece::Heading(..) | Piece::Stray(..)) => run = None,
        }
    }
    promoted
}

/// Prose directly behind the list of tabs belongs to the first of them.
fn in_tab(pieces: &[Piece], from: usize) -> bool {
    pieces[..from].last().is_some_and(|piece| matches!(piece, Piece::Labels(_)))
}

/// Prose directly before JSON begins a section where the JSON is of a kind that the section so far has already.
fn starts_section(page: &Page, pieces: &[Piece], from: usize, json: usize) -> bool {
    let of = |piece: &Piece| match piece {
        Piece::Json(block) => Some(role(page, block)),
        _ => None,
    };
    let Some(new) = pieces.get(json).and_then(of).filter(|role| role.is_event()) else { return false };
    let section = pieces[..from].iter().rev().take_while(|piece| !matches!(piece, Piece::Heading(..)));
    section.filter_map(of).any(|known| known == new)
        || !pieces[..from].iter().any(|piece| matches!(piece, Piece::Json(_)))
}

fn promote_in(run: &mut [Piece]) {
    let title = run.iter().rposition(|piece| match piece {
        Piece::Prose(text) => reads_as_title(&text.text) && since(text).is_none(),
        _ => false,
    });
    if let Some(Piece::Prose(text)) = title.and_then(|at| run.get(at)).cloned()
        && let Some(at) = title
    {
        run[at] = Piece::Heading(text, LEVEL);
    }
}

fn reads_as_title(line: &str) -> bool {
    !line.ends_with(['.', ':', '!', '?', ',', ';']) && line.split(' ').count() <= WORDS
}
