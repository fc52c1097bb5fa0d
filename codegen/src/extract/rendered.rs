//! Reads the text of a page as a browser shows or copies it: recognises each line by its beginning.

use std::collections::HashSet;

use crate::catalog::{Block, PageText, SyntaxError, Table};
use crate::extract::layout::is_admonition;
use crate::extract::piece::{Piece, text};
use crate::extract::table::{names_property, table, types};
use crate::extract::{block, json};
use crate::page::{Page, Span};

/// Words for types in table cells. A cell that was split at a `|` within a union of such types is joined again.
const TYPE_WORDS: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// Splits a span into pieces.
pub(super) fn pieces(page: &Page, span: Span) -> Vec<Piece> {
    let mut lines: Vec<PageText> = page.lines(span).map(|line| text(page, line)).collect();
    lines.retain(|line| !line.text.is_empty() && !is_admonition(&line.text));
    let mut pieces = Vec::new();
    let mut never_closed = HashSet::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = line.span.start;
        if line.text.starts_with('{') || is_array(&line.text) || block::is_debris(&line.text) {
            let block = json_block(page, Span::new(start, span.end), &mut never_closed);
            let end = block.span.end;
            pieces.push(Piece::Json(block));
            at = lines.partition_point(|line| line.span.start < end).max(at + 1);
        } else if is_table(&lines, at) {
            let (table, next) = table_at(page, &lines, at);
            pieces.push(Piece::Table(table));
            at = next;
        } else if is_copied_table(page, &lines, at) {
            let (table, next) = copied_table(page, &lines, at);
            pieces.push(Piece::Table(table));
            at = next;
        } else if let Some(label) = label(page, line) {
            match pieces.last_mut() {
                Some(Piece::Labels(labels)) => labels.push(label),
                _ => pieces.push(Piece::Labels(vec![label])),
            }
            at += 1;
        } else {
            pieces.push(Piece::Prose(line.clone()));
            at += 1;
        }
    }
    pieces
}

fn is_array(line: &str) -> bool {
    line == "[" || line.starts_with("[{") || line.starts_with("[\"")
}

/// The block that begins at the start of `within`.
fn json_block(page: &Page, within: Span, never_closed: &mut HashSet<usize>) -> Block {
    let start = within.start;
    let extent = block::extent(&page.text()[..within.end], start, never_closed);
    let span = Span::new(start, extent.end);
    let foreign: Vec<_> = extent.foreign.iter().map(|it| it.relative_to(start)).collect();
    let json = json::read(page.slice(span), start, &foreign).map_err(|error| SyntaxError {
        span: Span::new(error.span.start.min(span.end), error.span.end.min(span.end)),
        ..error
    });
    Block { span, notes: Vec::new(), json }
}

fn label(page: &Page, line: &PageText) -> Option<PageText> {
    let rest = ["- ", "* ", "• "].into_iter().find_map(|mark| line.text.strip_prefix(mark))?;
    let from = line.span.end - page.slice(line.span).len() + page.slice(line.span).find(rest.split(' ').next()?)?;
    Some(text(page, Span::new(from, line.span.end)))
}

fn is_separator(line: &str) -> bool {
    line.contains("---") && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ')) && line.contains('|')
}

fn is_table(lines: &[PageText], at: usize) -> bool {
    lines[at].text.contains('|') && lines.get(at + 1).is_some_and(|next| is_separator(&next.text))
}

/// Whether a table copied from a browser begins here, with tabs between cells: a header row, and a row.
fn is_copied_table(page: &Page, lines: &[PageText], at: usize) -> bool {
    let tabbed = |line: &PageText| page.slice(line.span).contains('\t');
    tabbed(&lines[at])
        && names_property(&copied_cells(page, lines[at].span))
        && lines.get(at + 1).is_some_and(|next| tabbed(next) && !next.text.starts_with('{'))
}

fn copied_table(page: &Page, lines: &[PageText], at: usize) -> (Table, usize) {
    let header = copied_cells(page, lines[at].span);
    let rows =
        lines[at + 1..].iter().take_while(|line| page.slice(line.span).contains('\t') && !line.text.starts_with('{'));
    let rows: Vec<_> = rows.map(|line| (line.span, copied_cells(page, line.span))).collect();
    let next = at + 1 + rows.len();
    (table(lines[at].span.to(lines[next - 1].span), header, rows), next)
}

fn copied_cells(page: &Page, row: Span) -> Vec<PageText> {
    let mut start = row.start;
    let cells = page.slice(row).split('\t').map(|cell| {
        let span = Span::new(start, start + cell.len());
        start = span.end + 1;
        text(page, span)
    });
    cells.collect()
}

fn table_at(page: &Page, lines: &[PageText], at: usize) -> (Table, usize) {
    let header = cells(page, lines[at].span);
    let mut rows = Vec::new();
    let mut next = at + 2;
    while let Some(line) = lines.get(next).filter(|line| line.text.contains('|') && !line.text.starts_with('{')) {
        rows.push((line.span, joined(page, cells(page, line.span), &header)));
        next += 1;
    }
    let end = lines[next - 1].span.end.max(lines[at].span.end);
    (table(Span::new(lines[at].span.start, end), header, rows), next)
}

fn cells(page: &Page, row: Span) -> Vec<PageText> {
    let raw = page.slice(row);
    let mut cuts = vec![0];
    for (at, _) in raw.match_indices('|').filter(|(at, _)| !raw[..*at].ends_with('\\')) {
        cuts.push(at);
        cuts.push(at + 1);
    }
    cuts.push(raw.len());
    let mut cells: Vec<PageText> = cuts
        .chunks(2)
        .map(|cut| {
            let mut cell = text(page, Span::new(row.start + cut[0], row.start + cut[1]));
            cell.text = cell.text.replace("\\|", "|");
            cell
        })
        .collect();
    if raw.trim_start().starts_with('|') {
        cells.remove(0);
    }
    if raw.trim_end().ends_with('|') && cells.last().is_some_and(|cell| cell.text.is_empty()) {
        cells.pop();
    }
    cells
}

/// Joins cells that a `|` within a cell has split: unions of types first, then the rest into the last column.
fn joined(page: &Page, mut cells: Vec<PageText>, header: &[PageText]) -> Vec<PageText> {
    let columns = header.len();
    if columns < 2 || cells.len() <= columns {
        return cells;
    }
    let types = types(header).unwrap_or(columns);
    let is_type = |cell: &&PageText| TYPE_WORDS.contains(&cell.text.as_str());
    let more = cells.len() - columns;
    let of_union = cells.iter().skip(types + 1).take(more).take_while(is_type).count();
    join(page, &mut cells, types, of_union);
    join(page, &mut cells, columns - 1, more - of_union);
    cells
}

/// Joins the cell at `at` with `more` cells after it.
fn join(page: &Page, cells: &mut Vec<PageText>, at: usize, more: usize) {
    if more > 0
        && let Some(last) = cells.get(at + more)
    {
        let span = cells[at].span.to(last.span);
        cells[at] = text(page, span);
        cells.drain(at + 1..=at + more);
    }
}
