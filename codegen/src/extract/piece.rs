//! What a page is made of, whichever way it is written down.

use crate::catalog::{Block, PageText, RemarkKind, Table};
use crate::page::{Page, Span, is_blank, is_weightless};

/// A piece of the page, in its order.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A heading and its level.
    Heading(PageText, u8),
    /// A paragraph.
    Prose(PageText),
    /// The labels of tabs.
    Labels(Vec<PageText>),
    /// A table.
    Table(Table),
    /// A block of JSON.
    Json(Block),
    /// What cannot be read, and what it is.
    Stray(Span, String),
    /// What is odd in how the page is written down, and was read all the same.
    Remark(Span, RemarkKind),
}

/// The text of a span without blanks at its ends, white space within folded to single blanks.
pub(super) fn text(page: &Page, span: Span) -> PageText {
    let raw = page.slice(span);
    let start = span.start + (raw.len() - raw.trim_start_matches(is_blank).len());
    let end = start + raw.trim_matches(is_blank).len();
    PageText { text: folded(raw), span: Span::new(start, end) }
}

/// Words with single blanks between them, without characters of no width.
pub(super) fn folded(raw: &str) -> String {
    let visible = raw.replace(is_weightless, "");
    let mut folded = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
