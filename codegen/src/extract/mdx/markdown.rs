//! The Markdown that remains when the constructs of MDX are removed, with the place of each part on the page.

use std::ops::Range;

use crate::catalog::{PageText, RemarkKind};
use crate::page::{Page, Span, is_weightless};

/// Marks the end of a line within a paragraph. It is white space, and has no meaning in Markdown.
pub(super) const BREAK: &str = "\u{2028}";

/// Markdown, and what was removed from it.
#[derive(Debug, Default)]
pub(super) struct MarkdownReader {
    /// The Markdown.
    pub(super) text: String,
    /// What was removed, each with its offset in the Markdown.
    pub(super) marks: Vec<(usize, Mark)>,
    /// Where parts of the page begin in the Markdown.
    parts: Vec<MarkdownPart>,
}

/// What was between the blocks of Markdown.
#[derive(Debug)]
pub(super) enum Mark {
    /// The start of tabs, with their labels.
    Tabs(Vec<PageText>),
    /// The end of tabs.
    TabsEnd,
    /// The content of a code fence.
    Code(Span),
    /// Something that cannot be read, with a description.
    Stray(Span, String),
    /// Unusual notation that can be read.
    Remark(Span, RemarkKind),
}

#[derive(Debug)]
struct MarkdownPart {
    at: usize,
    page: usize,
    /// Whether it is the page's text, byte for byte.
    kept: bool,
}

impl MarkdownReader {
    /// Adds a part of the page, with plain blanks.
    pub(super) fn keep(&mut self, page: &Page, span: Span) {
        let raw = page.slice(span);
        let mut from = 0;
        let foreign = |c: char| is_weightless(c) || c == '\r' || (c.is_whitespace() && !c.is_ascii());
        for (at, found) in raw.match_indices(foreign) {
            self.push(&raw[from..at], span.start + from, true);
            from = at + found.len();
            let plain = match found {
                "\r" if raw[from..].starts_with('\n') => "",
                "\r" => "\n",
                blank if blank.starts_with(is_weightless) => "",
                _ => " ",
            };
            self.push(plain, span.start + at, false);
        }
        self.push(&raw[from..], span.start + from, true);
    }

    /// Adds `text` for something else on the page.
    pub(super) fn put(&mut self, text: &str, page: usize) {
        self.push(text, page, false);
    }

    fn push(&mut self, text: &str, page: usize, kept: bool) {
        if !text.is_empty() {
            self.parts.push(MarkdownPart { at: self.text.len(), page, kept });
            self.text.push_str(text);
        }
    }

    /// Ends the line, without trailing blanks.
    pub(super) fn end_line(&mut self, page: usize) {
        let length = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(length);
        while self.parts.last().is_some_and(|part| part.at >= length) {
            self.parts.pop();
        }
        self.push("\n", page, false);
    }

    /// Ends the block.
    pub(super) fn end_block(&mut self, page: usize) {
        self.end_line(page);
        self.push("\n", page, false);
    }

    /// Records what was removed here.
    pub(super) fn mark(&mut self, mark: Mark) -> usize {
        self.marks.push((self.text.len(), mark));
        self.marks.len() - 1
    }

    /// The place on the page of a part of the Markdown.
    pub(super) fn span(&self, page: &Page, range: &Range<usize>) -> Span {
        let start = self.place(range.start);
        let mut end = if range.is_empty() { start } else { self.place(range.end - 1) + 1 }.min(page.text().len());
        while !page.text().is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end.max(start))
    }

    fn place(&self, at: usize) -> usize {
        let index = self.parts.partition_point(|part| part.at <= at);
        let part = index.checked_sub(1).and_then(|index| self.parts.get(index));
        part.map_or(0, |part| if part.kept { part.page + (at - part.at) } else { part.page })
    }
}
