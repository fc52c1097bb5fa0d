//! The pieces of a page, the same for each format. Output of `rendered` and `mdx`, input of `sections`.

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
    /// Something that cannot be read, with a description.
    Stray(Span, String),
    /// Unusual notation that could be read.
    Remark(Span, RemarkKind),
}

/// The text of a span, with white space folded to single blanks and none at the ends.
pub(super) fn text(page: &Page, span: Span) -> PageText {
    let raw = page.slice(span);
    let start = span.start + (raw.len() - raw.trim_start_matches(is_blank).len());
    let end = start + raw.trim_matches(is_blank).len();
    PageText { text: folded(raw), span: Span::new(start, end) }
}

/// Words separated by single blanks, without characters of zero width.
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
