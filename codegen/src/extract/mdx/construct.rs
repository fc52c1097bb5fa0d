//! The constructs of MDX that begin with `<` or `{`.

use std::borrow::Cow;

use super::script;
use super::tag::{self, Tag};
use crate::catalog::SyntaxError;
use crate::page::Span;
use crate::text::cut;

/// A construct.
pub(super) enum Construct<'a> {
    /// `{/* … */}` or `<!-- … -->`.
    Comment(Span),
    /// `{…}`.
    Expression(Span),
    /// `<…>`.
    Tag(Tag<'a>),
}

impl Construct<'_> {
    /// The place of the whole construct.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Comment(span) | Self::Expression(span) => *span,
            Self::Tag(tag) => tag.span,
        }
    }
}

/// Reads the construct that begins at `at`, if there is one.
pub(super) fn read(text: &str, at: usize) -> Result<Option<Construct<'_>>, SyntaxError> {
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        let Some(end) = rest.find("-->") else { return Err(unclosed(text, "`-->`", at, at + 4)) };
        return Ok(Some(Construct::Comment(Span::new(at, at + end + 3))));
    }
    if rest.starts_with('{') {
        let Some(end) = script::closing(text, at) else { return Err(unclosed(text, "`}`", at, at + 1)) };
        let span = Span::new(at, end);
        let comment = script::is_comment(&text[at + 1..end - 1]);
        return Ok(Some(if comment { Construct::Comment(span) } else { Construct::Expression(span) }));
    }
    if rest.starts_with('<') && tag::begins(text, at) {
        return tag::read(text, at).map(Construct::Tag).map(Some);
    }
    Ok(None)
}

/// The beginning of a text, as messages quote it.
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    cut(text, LONGEST)
}

/// The error for something that opens at `start` and is not closed.
pub(super) fn unclosed(text: &str, expected: &str, start: usize, end: usize) -> SyntaxError {
    let opening = quoted(text[start..end].trim());
    SyntaxError {
        span: Span::new(start, end),
        message: format!("expected {expected}, found the end of the page; `{opening}` is never closed"),
    }
}
