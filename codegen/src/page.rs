//! Foundation: the documentation page as text, and places in it.

mod lines;

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use jsonptr::PointerBuf;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

pub(crate) use crate::blank::{is_blank, is_weightless};
use crate::html;
pub use crate::html::HtmlExcess;
pub(crate) use lines::Lines;

/// The format of a page. The same content in each format gives the same [`Catalog`](crate::catalog::Catalog).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageFormat {
    /// Text as a browser renders it: headings without marks, tab labels as a list, JSON without fences.
    Rendered,
    /// The Docusaurus source: front matter, headings, `<Tabs>`, fenced code.
    Mdx,
    /// The page as a browser saves it. It is converted to MDX first, so no [`Page`] has this format.
    Html,
}

impl PageFormat {
    /// Recognises the format by content. A document that begins like HTML is HTML; a text with a mark that only a
    /// source has (a heading mark, a code fence, a tab element at the start of a line) is MDX; everything else is
    /// rendered text.
    pub fn recognise(text: &str) -> Self {
        if html::is_document(text) {
            return Self::Html;
        }
        let source = text.split(['\n', '\r']).map(|line| line.trim_start_matches(is_blank)).any(|line| {
            line.starts_with("```") || line.starts_with("~~~") || line.starts_with("<Tab") || heading(line)
        });
        match source {
            true => Self::Mdx,
            false if html::is_part(text) => Self::Html,
            false => Self::Rendered,
        }
    }

    /// The extension of the captured page's file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rendered => "txt",
            Self::Mdx | Self::Html => "mdx",
        }
    }
}

fn heading(line: &str) -> bool {
    let marks = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\t'])
}

/// A byte range in the page's text, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, `by` bytes further.
    #[must_use]
    pub fn offset(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The smallest range that contains both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Where a value was documented: its place on the page, and in its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Origin {
    /// The bytes of the page.
    pub span: Span,
    /// The JSON Pointer in the witness (RFC 6901).
    pub pointer: PointerBuf,
}

/// A line and a column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The text of a page, its format and its digest.
#[derive(Clone, Debug)]
pub struct Page {
    path: PathBuf,
    text: String,
    format: PageFormat,
    sha256: String,
    lines: Lines,
    /// The HTML from which the text was made.
    source: Option<HtmlSource>,
}

/// The HTML from which a page's text was made, and the place in it of each part of the text.
#[derive(Clone, Debug)]
struct HtmlSource {
    text: String,
    lines: Lines,
    parts: Vec<html::HtmlPart>,
}

impl HtmlSource {
    fn position(&self, offset: usize) -> Position {
        let at = self.parts.partition_point(|part| part.at <= offset);
        let part = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let place = part.map_or(0, |part| part.source + if part.kept { offset - part.at } else { 0 });
        self.lines.position(&self.text, place)
    }
}

/// Why bytes are not a page.
#[derive(Debug, Error)]
pub enum PageError {
    /// It is empty.
    #[error("`{}` is empty; expected the documentation page of the Console's events", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Parsing the HTML would take too long.
    #[error("`{}` {excess}; save the page again", path.display())]
    Html {
        /// The file.
        path: PathBuf,
        /// What is too much.
        excess: HtmlExcess,
    },
    /// The bytes are not UTF-8.
    #[error("`{}` is not UTF-8 text: invalid byte {byte:#04x} at offset {offset} (line {line}); save the page as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Offset in bytes of the first byte that is not UTF-8.
        offset: usize,
        /// Its line, from 1.
        line: usize,
        /// The byte.
        byte: u8,
    },
}

impl Page {
    /// Takes the bytes of a page. `path` is for messages; `format` overrides the recognition by content.
    pub fn new(path: impl Into<PathBuf>, bytes: Vec<u8>, format: Option<PageFormat>) -> Result<Self, PageError> {
        let path = path.into();
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line = bytes[..offset].split(|&byte| byte == b'\n').count();
            PageError::NotUtf8 { path: path.clone(), offset, line, byte: bytes[offset] }
        })?;
        if text.trim_matches(is_blank).is_empty() {
            return Err(PageError::Empty { path });
        }
        let format = format.unwrap_or_else(|| PageFormat::recognise(&text));
        let (text, format, source) = match format {
            PageFormat::Rendered | PageFormat::Mdx => (text, format, None),
            PageFormat::Html => {
                if let Some(excess) = html::excess(&text) {
                    return Err(PageError::Html { path, excess });
                }
                let (mdx, parts) = html::mdx(&text);
                let lines = Lines::new(&text);
                (mdx, PageFormat::Mdx, Some(HtmlSource { text, lines, parts }))
            }
        };
        let sha256 = hex(&Sha256::digest(&text));
        let lines = Lines::new(&text);
        Ok(Self { path, text, format, sha256, lines, source })
    }

    /// The path for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text, byte for byte. For a page in HTML, the MDX made from it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The format.
    pub fn format(&self) -> PageFormat {
        self.format
    }

    /// Whether the text was made from HTML. Positions are then those of the HTML.
    pub fn is_converted(&self) -> bool {
        self.source.is_some()
    }

    /// SHA-256 of the text, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Line and column, in the file that was given, of a byte offset in the text. An offset beyond the end counts as
    /// the end.
    pub fn position(&self, offset: usize) -> Position {
        match &self.source {
            Some(source) => source.position(offset.min(self.text.len())),
            None => self.lines.position(&self.text, offset),
        }
    }

    /// The lines of a span, each with its line end.
    pub(crate) fn lines(&self, span: Span) -> impl Iterator<Item = Span> {
        let starts = self.lines.starts();
        let first = starts.partition_point(|&start| start <= span.start);
        let next = move |index: usize| starts.get(index).map_or(span.end, |&start| start.min(span.end));
        std::iter::successors(Some((first, Span::new(span.start, next(first)))), move |(index, line)| {
            Some((index + 1, Span::new(line.end, next(index + 1))))
        })
        .map(|(_, line)| line)
        .take_while(|line| line.start < line.end)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
