//! From the blocks of Markdown, and what was between them, to the pieces of the page.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::construct::quoted;
use super::markdown::{BREAK, Mark, MarkdownReader};
use crate::catalog::PageText;
use crate::extract::piece::{Piece, folded};
use crate::extract::rendered;
use crate::extract::table::table;
use crate::page::{Page, Span};

/// Makes the pieces.
pub(super) fn pieces(page: &Page, mut markdown: MarkdownReader) -> Vec<Piece> {
    let marks = std::mem::take(&mut markdown.marks);
    let mut blocks = Blocks {
        page,
        markdown: &markdown,
        pieces: Vec::new(),
        words: BlockWords::default(),
        rows: Vec::new(),
        cells: Vec::new(),
        cells_end: 0,
        lists: Vec::new(),
        number: None,
        tabs: 0,
        labels: None,
        images: 0,
    };
    let mut marks = marks.into_iter().peekable();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(&markdown.text, options).into_offset_iter() {
        while let Some((_, mark)) = marks.next_if(|(at, _)| *at <= range.start) {
            blocks.mark(mark);
        }
        blocks.event(event, range);
    }
    marks.for_each(|(_, mark)| blocks.mark(mark));
    blocks.pieces
}

struct Blocks<'a> {
    page: &'a Page,
    markdown: &'a MarkdownReader,
    pieces: Vec<Piece>,
    words: BlockWords,
    rows: Vec<(Span, Vec<PageText>)>,
    cells: Vec<PageText>,
    /// The end of the last cell.
    cells_end: usize,
    /// The open lists; for a numbered list, its next number.
    lists: Vec<Option<u64>>,
    /// The number before the next words.
    number: Option<u64>,
    /// How many tabs are open.
    tabs: usize,
    /// The piece with the last labels.
    labels: Option<usize>,
    /// How many images are open: a browser shows the picture, not the alternative text.
    images: usize,
}

/// The words of a paragraph, a heading or a cell, and where they are.
#[derive(Default)]
struct BlockWords {
    text: String,
    range: Option<Range<usize>>,
}

impl Blocks<'_> {
    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Tabs(labels) => {
                self.tabs += 1;
                // Nested tabs are joined into one list with the outer ones: the first list in a section is not one of
                // its prose.
                let outer = self.labels.filter(|_| self.tabs > 1).and_then(|at| self.pieces.get_mut(at));
                match outer {
                    Some(Piece::Labels(outer)) => outer.extend(labels),
                    _ if labels.is_empty() => {}
                    _ => {
                        self.labels = Some(self.pieces.len());
                        self.pieces.push(Piece::Labels(labels));
                    }
                }
            }
            Mark::TabsEnd => self.tabs = self.tabs.saturating_sub(1),
            Mark::Code(span) => self.pieces.extend(rendered::pieces(self.page, span)),
            Mark::Stray(span, what) => self.pieces.push(Piece::Stray(span, what)),
            Mark::Remark(span, kind) => self.pieces.push(Piece::Remark(span, kind)),
        }
    }

    /// One event of the Markdown parser. Words are collected until an event ends a paragraph, a heading, a cell or a list item,
    /// which then becomes a piece.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.add(&text, range);
            }
            Event::SoftBreak => self.add(" ", range),
            Event::HardBreak => self.add(BREAK, range),
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images -= 1,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::End(TagEnd::Heading(level)) if self.tabs == 0 => {
                let title = self.take();
                self.pieces.push(Piece::Heading(title, level as u8));
            }
            Event::End(TagEnd::TableCell) => {
                let cell = self.take();
                self.cells.push(cell);
                self.cells_end = range.end;
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.row(&range),
            Event::End(TagEnd::Table) => {
                let mut rows = std::mem::take(&mut self.rows).into_iter();
                let header = rows.next().unwrap_or_default().1;
                let span = self.markdown.span(self.page, &range);
                self.pieces.push(Piece::Table(table(span, header, rows.collect())));
            }
            Event::Start(Tag::List(first)) => {
                self.prose();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.prose();
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.prose();
                if let Some(list) = self.lists.last_mut() {
                    self.number = *list;
                    *list = list.map(|number| number.saturating_add(1));
                }
            }
            _ => self.prose(),
        }
    }

    fn add(&mut self, text: &str, range: Range<usize>) {
        if self.images == 0 {
            if let Some(number) = self.number.take() {
                self.words.text = format!("{number}. ");
            }
            self.words.text.push_str(text);
            let start = self.words.range.as_ref().map_or(range.start, |known| known.start);
            self.words.range = Some(start..range.end);
        }
    }

    fn take(&mut self) -> PageText {
        let words = std::mem::take(&mut self.words);
        let span = words.range.map(|range| self.markdown.span(self.page, &range)).unwrap_or_default();
        PageText { text: folded(&words.text), span }
    }

    /// Ends the paragraph. Each line becomes a paragraph of its own, as a browser shows it.
    fn prose(&mut self) {
        let lines: Vec<String> = self.words.text.split(BREAK).map(folded).collect();
        let span = self.take().span;
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        self.pieces.extend(lines.map(|text| Piece::Prose(PageText { text, span })));
    }

    /// Ends a row. A browser does not show cells beyond the columns of the header.
    fn row(&mut self, range: &Range<usize>) {
        let hidden = self.cells_end.min(range.end)..range.end;
        let text = self.markdown.text[hidden.clone()].trim_matches(['|', ' ', '\t', '\n', '\\']);
        if !text.is_empty() {
            let what = format!("`{}`, which is beyond the columns of its table,", quoted(text));
            self.pieces.push(Piece::Stray(self.markdown.span(self.page, &hidden), what));
        }
        let cells = std::mem::take(&mut self.cells);
        self.rows.push((self.markdown.span(self.page, range), cells));
    }
}
