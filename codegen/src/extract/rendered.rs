//! The page as a browser renders it to text: lines, told apart by what they begin with.

use crate::catalog::{Block, Row, SyntaxError, Table, Text};
use crate::extract::piece::{Piece, text};
use crate::extract::{block, json};
use crate::page::{Page, Span};

/// Words that table cells use for types; a cell that was split at a `|` within such a union is put together again.
const TYPE_WORDS: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// Takes the text apart.
pub(super) fn pieces(page: &Page) -> Vec<Piece> {
    let lines = lines(page);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = line.span.start;
        if line.text.is_empty() {
            at += 1;
        } else if line.text.starts_with('{') || is_array(&line.text) || block::is_debris(&line.text) {
            let block = json_block(page, start);
            let end = block.span.end;
            pieces.push(Piece::Json(block));
            at = lines.partition_point(|line| line.span.start < end).max(at + 1);
        } else if is_table(&lines, at) {
            let (table, next) = table(page, &lines, at);
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

fn lines(page: &Page) -> Vec<Text> {
    let mut start = 0;
    page.text()
        .split_inclusive('\n')
        .map(|line| {
            let span = Span::new(start, start + line.len());
            start = span.end;
            text(page, span)
        })
        .collect()
}

fn is_array(line: &str) -> bool {
    line == "[" || line.starts_with("[{") || line.starts_with("[\"")
}

fn json_block(page: &Page, start: usize) -> Block {
    let extent = block::extent(page.text(), start);
    let span = Span::new(start, extent.end);
    let elisions: Vec<Span> =
        extent.elisions.iter().map(|elision| Span::new(elision.start - start, elision.end - start)).collect();
    let json = json::read(page.slice(span), start, &elisions).map_err(|error| SyntaxError {
        span: Span::new(error.span.start.min(span.end), error.span.end.min(span.end)),
        ..error
    });
    Block { span, notes: Vec::new(), json }
}

fn label(page: &Page, line: &Text) -> Option<Text> {
    let rest = ["- ", "* ", "• "].into_iter().find_map(|mark| line.text.strip_prefix(mark))?;
    let from = line.span.end - page.slice(line.span).len() + page.slice(line.span).find(rest.split(' ').next()?)?;
    Some(text(page, Span::new(from, line.span.end)))
}

fn is_separator(line: &str) -> bool {
    line.contains("---") && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ')) && line.contains('|')
}

fn is_table(lines: &[Text], at: usize) -> bool {
    lines[at].text.contains('|') && lines.get(at + 1).is_some_and(|next| is_separator(&next.text))
}

fn table(page: &Page, lines: &[Text], at: usize) -> (Table, usize) {
    let header = cells(page, lines[at].span);
    let columns = columns(&header);
    let mut rows = Vec::new();
    let mut next = at + 2;
    while let Some(line) = lines.get(next).filter(|line| line.text.contains('|') && !line.text.starts_with('{')) {
        let cells = joined(page, cells(page, line.span), header.len());
        let cell =
            |column: usize| cells.get(column).cloned().unwrap_or_else(|| Text { text: String::new(), span: line.span });
        rows.push(Row {
            span: line.span,
            name: cell(columns[0]),
            kind: cell(columns[1]),
            description: cell(columns[2]),
        });
        next += 1;
    }
    let end = lines[next - 1].span.end.max(lines[at].span.end);
    (Table { span: Span::new(lines[at].span.start, end), header, rows }, next)
}

/// Which columns hold name, type and description: by the words of the header, else the first three.
pub(super) fn columns(header: &[Text]) -> [usize; 3] {
    let find = |words: &[&str], otherwise: usize| {
        header
            .iter()
            .position(|cell| words.iter().any(|word| cell.text.to_lowercase().split(' ').any(|part| part == *word)))
            .unwrap_or(otherwise)
    };
    let name = find(&["property", "properties", "name", "field", "key"], 0);
    let kind = find(&["value", "type", "kind"], 1);
    let taken = [name, kind];
    let free = (0..header.len()).find(|column| !taken.contains(column)).unwrap_or(2);
    [name, kind, find(&["description", "meaning", "notes"], free)]
}

fn cells(page: &Page, row: Span) -> Vec<Text> {
    let raw = page.slice(row);
    let mut cuts = vec![0];
    for (at, _) in raw.match_indices('|').filter(|(at, _)| !raw[..*at].ends_with('\\')) {
        cuts.push(at);
        cuts.push(at + 1);
    }
    cuts.push(raw.len());
    let mut cells: Vec<Text> = cuts
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

/// Puts cells together that a `|` within a cell has split: unions of types first, then the rest into the last column.
fn joined(page: &Page, mut cells: Vec<Text>, columns: usize) -> Vec<Text> {
    let join = |cells: &mut Vec<Text>, at: usize| {
        let next = cells.remove(at + 1);
        let span = cells[at].span.to(next.span);
        cells[at] = text(page, span);
    };
    while cells.len() > columns && columns >= 2 {
        let is_type = |cell: &Text| TYPE_WORDS.contains(&cell.text.as_str());
        if cells.len() > 2 && cells.get(2).is_some_and(is_type) {
            join(&mut cells, 1);
        } else {
            join(&mut cells, columns - 1);
        }
    }
    cells
}
