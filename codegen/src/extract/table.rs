//! Property tables: finds the columns for name, type and description.

use crate::catalog::{PageText, Row, Table};
use crate::page::Span;

/// Words in headers of the columns for name, type and description.
const WORDS: [&[&str]; 3] = [
    &["property", "properties", "name", "field", "key", "attribute", "parameter"],
    &["value", "type", "kind"],
    &["description", "meaning", "notes", "details"],
];

/// Makes a table from cells.
pub(super) fn table(span: Span, header: Vec<PageText>, rows: Vec<(Span, Vec<PageText>)>) -> Table {
    let columns = columns(&header);
    let rows = rows
        .into_iter()
        .map(|(span, cells)| {
            let empty = || PageText { text: String::new(), span };
            let cell = |column: Option<usize>| column.and_then(|at| cells.get(at)).cloned().unwrap_or_else(empty);
            let [name, kind, description] = columns.map(cell);
            Row { span, name, kind, description }
        })
        .collect();
    Table::new(span, header, rows)
}

/// The columns for name, type and description: by the header's words, and the remaining ones by order.
pub(crate) fn columns(header: &[PageText]) -> [Option<usize>; 3] {
    let mut columns = [None; 3];
    for (column, words) in columns.iter_mut().zip(WORDS) {
        *column = header.iter().position(|cell| {
            cell.text.to_lowercase().split(' ').any(|word| words.contains(&word.trim_matches(['(', ')', ':', '*'])))
        });
    }
    for index in 0..columns.len() {
        if columns[..index].contains(&columns[index]) {
            columns[index] = None;
        }
    }
    for index in 0..columns.len() {
        if columns[index].is_none() {
            columns[index] = (0..header.len()).find(|&free| !columns.contains(&Some(free)));
        }
    }
    columns
}

/// Whether a header has a column for the names of properties.
pub(super) fn names_property(header: &[PageText]) -> bool {
    let said = |cell: &PageText| cell.text.to_lowercase().split(' ').any(|word| WORDS[0].contains(&word));
    header.iter().any(said)
}

/// The column that holds types.
pub(super) fn types(header: &[PageText]) -> Option<usize> {
    columns(header)[1]
}

/// The header cells of columns that are not read.
pub(super) fn unread(table: &Table) -> impl Iterator<Item = &PageText> {
    let columns = columns(&table.header);
    table.header.iter().enumerate().filter(move |(at, _)| !columns.contains(&Some(*at))).map(|(_, cell)| cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &[&str]) -> [Option<usize>; 3] {
        let header: Vec<_> = header.iter().map(|&text| PageText { text: text.into(), span: Span::default() }).collect();
        columns(&header)
    }

    #[test]
    fn columns_are_told_by_words_then_by_order() {
        assert_eq!(of(&["Property", "Value", "Description"]), [Some(0), Some(1), Some(2)]);
        assert_eq!(of(&["Description", "Type", "Field"]), [Some(2), Some(1), Some(0)]);
        assert_eq!(of(&["Property", "Description"]), [Some(0), None, Some(1)]);
        assert_eq!(of(&["Campo", "Tipo", "Senso"]), [Some(0), Some(1), Some(2)]);
        assert_eq!(of(&["Name", "Required", "Type", "Description"]), [Some(0), Some(2), Some(3)]);
        assert_eq!(of(&["Name"]), [Some(0), None, None]);
        assert_eq!(of(&[]), [None; 3]);
    }
}
