//! What a page is made of, whichever way it is written down.

use crate::catalog::{Block, Table, Text};
use crate::page::{Page, Span};

/// A piece of the page, in its order.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A heading and its level.
    Heading(Text, u8),
    /// A paragraph.
    Prose(Text),
    /// The labels of tabs.
    Labels(Vec<Text>),
    /// A table.
    Table(Table),
    /// A block of JSON.
    Json(Block),
}

/// The text of a span without blanks at its ends, white space within folded to single blanks.
pub(super) fn text(page: &Page, span: Span) -> Text {
    let raw = page.slice(span);
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let start = span.start + (raw.len() - raw.trim_start_matches(blank).len());
    let end = start + raw.trim_matches(blank).len();
    let words: Vec<&str> = raw.split(blank).filter(|word| !word.is_empty()).collect();
    Text { text: words.join(" "), span: Span::new(start, end) }
}

/// The version in a line such as "Available from v12.3.0", and its place.
pub(super) fn since(line: &Text) -> Option<Text> {
    let words = line.text.trim_matches(['_', '*', '.']);
    let lower = words.to_lowercase();
    if !["available from", "available since", "since", "introduced in", "from"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return None;
    }
    let last = words.split(' ').next_back()?;
    let version = last.trim_start_matches(['v', 'V']);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) && version.contains('.');
    (is_version && words.split(' ').count() <= 5).then(|| Text { text: version.to_owned(), span: line.span })
}
