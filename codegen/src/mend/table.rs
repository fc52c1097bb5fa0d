//! The changes of a property table: cells, removed rows and added rows. A row keeps its columns, its bars and its
//! margin.

use jsonptr::Pointer;
use serde_json::json;

use super::lines;
use super::part::{Part, PartKind, Parts};
use super::splice::Splice;
use super::words::{Written, reworded};
use crate::catalog::{Row, Table};
use crate::extract::columns;
use crate::page::{Page, PageFormat, Span, is_blank};

/// The changes from one table to the other, whose rows are those of the first, followed by new ones.
pub(super) fn changes(page: &Page, place: &Pointer, old: &Table, new: &Table, parts: &mut Parts) {
    let mut rest = new.rows.iter().peekable();
    for row in &old.rows {
        let place = place.with_trailing_token(row.name.text.as_str());
        match rest.next_if(|now| now.name.text == row.name.text) {
            Some(now) => {
                let cells = [("type", 1, &row.kind, &now.kind), ("description", 2, &row.description, &now.description)];
                for (name, column, before, after) in cells {
                    if before.text != after.text {
                        let place = place.with_trailing_token(name);
                        match cell(page, old, row, column, (&before.text, before.span), &after.text) {
                            Ok(splice) => parts.parts.push(Part {
                                place,
                                kind: PartKind::Replaced,
                                old: Some(before.text.as_str().into()),
                                new: Some(after.text.as_str().into()),
                                drops: Vec::new(),
                                splices: vec![splice],
                            }),
                            Err(why) => parts.refuse(place, why),
                        }
                    }
                }
            }
            None => parts.parts.push(Part {
                place,
                kind: PartKind::Removed,
                old: Some(json!({ "type": row.kind.text, "description": row.description.text })),
                new: None,
                drops: Vec::new(),
                splices: vec![whole_line(page, row)],
            }),
        }
    }
    let stays = |row: &&Row| new.rows.iter().any(|now| now.name.text == row.name.text);
    let model = old.rows.iter().filter(stays).map(|row| row.span.start).max();
    for row in rest {
        let place = place.with_trailing_token(row.name.text.as_str());
        match added(page, old, model, row) {
            Ok(splice) => parts.parts.push(Part {
                place,
                kind: PartKind::Added,
                old: None,
                new: Some(json!({ "type": row.kind.text, "description": row.description.text })),
                drops: Vec::new(),
                splices: vec![splice],
            }),
            Err(why) => parts.refuse(place, why),
        }
    }
}

fn whole_line(page: &Page, row: &Row) -> Splice {
    let text = page.text();
    let at = row.span.start;
    let (start, next) = (lines::start(text, at), lines::next(text, at));
    // The last line of a page may have no line break; then the one before it is removed.
    let start = if next == text.len() && lines::end(text, at) == next {
        text[..start].trim_end_matches(['\n', '\r']).len()
    } else {
        start
    };
    Splice::cut(start, next)
}

/// A row as it is written: its line, and its cells.
struct TableLine<'a> {
    text: &'a str,
    start: usize,
    bars: bool,
    /// Each cell from bar to bar, including blanks.
    cells: Vec<Span>,
}

impl<'a> TableLine<'a> {
    /// The line that contains a place of a row.
    fn at(page: &'a Page, at: usize) -> Self {
        let whole = page.text();
        let (start, end) = (lines::start(whole, at), lines::end(whole, at));
        let text = &whole[start..end];
        let bars = text.contains('|');
        let separator = if bars { '|' } else { '\t' };
        let escaped = |at: usize| text[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
        let cuts = text.match_indices(separator).map(|(at, _)| at).filter(|&at| !(bars && escaped(at)));
        let mut cells = Vec::new();
        let mut from = 0;
        for cut in cuts.chain([text.len()]) {
            cells.push(Span::new(start + from, start + cut));
            from = (cut + 1).min(text.len());
        }
        let blank = |cell: &Span| whole[cell.start..cell.end].chars().all(|c| is_blank(c) || c == '>');
        if bars && cells.first().is_some_and(blank) {
            cells.remove(0);
        }
        if bars && cells.len() > 1 && cells.last().is_some_and(blank) {
            cells.pop();
        }
        Self { text, start, bars, cells }
    }
}

/// The cell without its leading and trailing blanks.
fn trimmed(page: &Page, cell: Span) -> Span {
    let raw = page.slice(cell);
    let start = cell.start + (raw.len() - raw.trim_start_matches(is_blank).len());
    Span::new(start.min(cell.end), (start + raw.trim_matches(is_blank).len()).min(cell.end))
}

/// New words for a cell.
fn cell(
    page: &Page,
    table: &Table,
    row: &Row,
    what: usize,
    (old, known): (&str, Span),
    new: &str,
) -> Result<Splice, &'static str> {
    let line = TableLine::at(page, row.span.start);
    let written = Written::cell(page.format(), line.bars);
    let column = columns(&table.header)[what].ok_or("the table has no column for it")?;
    if line.cells.len() <= table.header.len() {
        let cell = *line.cells.get(column).ok_or("the row has no cell in that column")?;
        return filled(page, cell, old, new, written);
    }
    // Cells may contain bars; the reader has determined which cell is which.
    if page.format() == PageFormat::Rendered && known.end > known.start {
        return Ok(Splice::put(known, reworded(page.slice(known), old, new, written)?));
    }
    Err("the row has more cells than its table columns")
}

/// A cell with other words, as wide as before if it was padded with blanks.
fn filled(page: &Page, cell: Span, old: &str, new: &str, written: Written) -> Result<Splice, &'static str> {
    let inner = trimmed(page, cell);
    let width = |span: Span| page.slice(span).chars().count();
    if inner.end == inner.start {
        let words = written.escaped(new);
        if written == Written::Plain {
            return Ok(Splice::put(cell, words));
        }
        let pad = width(cell).saturating_sub(words.chars().count() + 1).max(1);
        return Ok(Splice::put(cell, format!(" {words}{}", " ".repeat(pad))));
    }
    let words = reworded(page.slice(inner), old, new, written)?;
    let behind = Span::new(inner.end, cell.end);
    let pad = width(behind);
    if pad < 2 {
        let pad = if words.is_empty() { "" } else { page.slice(behind) };
        return Ok(Splice::put(Span::new(inner.start, cell.end), format!("{words}{pad}")));
    }
    let pad = (width(inner) + pad).saturating_sub(words.chars().count()).max(1);
    Ok(Splice::put(Span::new(inner.start, cell.end), format!("{words}{}", " ".repeat(pad))))
}

/// A new row after the last remaining one (`model`), in its style.
///
/// The values are put in the table's columns first. If the model has a cell for each column, the new line is the model's line
/// with each cell's text replaced, so that bars, margins and padding stay. Otherwise the line is built with single blanks.
fn added(page: &Page, table: &Table, model: Option<usize>, row: &Row) -> Result<Splice, &'static str> {
    let text = page.text();
    let at = model
        .or_else(|| table.header.first().map(|cell| cell.span.start))
        .ok_or("the table has no row whose style could be copied")?;
    let mut line = TableLine::at(page, at);
    let columns = columns(&table.header);
    let written = Written::cell(page.format(), line.bars);
    let is_code = |cell: Span| model.is_some() && page.slice(trimmed(page, cell)).starts_with('`');
    let mut values = vec![String::new(); table.header.len()];
    for (column, value) in columns.into_iter().zip([&row.name.text, &row.kind.text, &row.description.text]) {
        match column.and_then(|column| values.get_mut(column)) {
            Some(slot) => slot.clone_from(value),
            None if value.is_empty() => {}
            None => return Err("the table has no column for it"),
        }
    }
    let code = |column: usize, value: &str| {
        !value.is_empty() && !value.contains('`') && line.cells.get(column).is_some_and(|cell| is_code(*cell))
    };
    let values: Vec<String> = values
        .iter()
        .enumerate()
        .map(
            |(column, value)| {
                if code(column, value) { format!("`{}`", value.replace('|', "\\|")) } else { written.escaped(value) }
            },
        )
        .collect();
    line.cells.truncate(values.len());
    let mut new = String::new();
    let mut from = line.start;
    let fits = line.cells.len() == values.len() && TableLine::at(page, at).cells.len() == values.len();
    if fits {
        for (cell, value) in line.cells.iter().zip(&values) {
            new.push_str(&text[from..cell.start]);
            let raw = page.slice(*cell);
            let before: String = raw.chars().take_while(|c| is_blank(*c)).collect();
            let before = if before.len() == raw.len() { " ".to_owned() } else { before };
            let used = before.chars().count() + value.chars().count();
            let behind = trimmed(page, *cell).end;
            let loose = page.slice(Span::new(behind, cell.end)).chars().count();
            let pad = if loose > 1 { raw.chars().count().saturating_sub(used).max(1) } else { loose };
            let (before, pad) = if line.bars { (before, pad) } else { (String::new(), 0) };
            new.extend([before.as_str(), value, &" ".repeat(pad)]);
            from = cell.end;
        }
        new.push_str(&text[from..line.start + line.text.len()]);
    } else {
        let margin = lines::margin(text, at);
        let separator = if line.bars { " | " } else { "\t" };
        let before = if line.bars && line.text.trim_start().starts_with('|') { "| " } else { "" };
        let behind = if line.bars && line.text.trim_end().ends_with('|') { " |" } else { "" };
        new = format!("{margin}{before}{}{behind}", values.join(separator));
    }
    // The line that separates header and rows follows the header.
    let end = if model.is_some() { lines::end(text, at) } else { lines::end(text, lines::next(text, at)) };
    Ok(Splice::add(end, format!("{}{}", lines::ending_at(text, at), new.trim_end_matches(' '))))
}
