//! One tag of MDX: `<Name attribute="value" other={expression}>`, `</Name>`, `<Name/>`, `<>`.

use super::script;
use crate::catalog::SyntaxError;
use crate::page::{Span, is_blank};

/// Elements of HTML that have no closing tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// Opens an element.
    Open,
    /// Closes it.
    Close,
    /// An element without content.
    Whole,
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// The name; empty for a fragment.
    pub(super) name: &'a str,
    /// What it does.
    pub(super) kind: TagKind,
    /// Its attributes, in order.
    pub(super) attributes: Vec<Attribute<'a>>,
    /// The whole tag.
    pub(super) span: Span,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The text; or, if the value is not a string, the expression in braces.
    pub(super) value: Value<'a>,
    /// Where the value is.
    pub(super) span: Span,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// `"text"`, `'text'`, `{"text"}`.
    Text(&'a str),
    /// Any other expression.
    Expression(&'a str),
    /// There is none.
    Absent,
}

impl<'a> Tag<'a> {
    /// The text of an attribute.
    pub(super) fn text(&self, name: &str) -> Option<(&'a str, Span)> {
        self.attributes.iter().find_map(|attribute| match attribute.value {
            Value::Text(text) if attribute.name == name => Some((text, attribute.span)),
            Value::Text(_) | Value::Expression(_) | Value::Absent => None,
        })
    }

    /// Whether it is a component of the page, whose content may be anything.
    pub(super) fn is_component(&self) -> bool {
        self.name.starts_with(char::is_uppercase)
    }
}

/// Whether the `<` at `at` begins a tag. `<https://…>` is a link.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let rest = &text[at + 1..];
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let link = name.starts_with("://") || rest.starts_with("mailto:");
    rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '>' | '_' | '$')) && !link
}

/// Reads the tag at `at`.
pub(super) fn read(text: &str, at: usize) -> Result<Tag<'_>, SyntaxError> {
    let mut cursor = Cursor { text, start: at, at: at + 1 };
    cursor.blanks();
    let closes = cursor.take('/');
    cursor.blanks();
    let name = cursor.name(&['.', ':']);
    let mut attributes = Vec::new();
    let whole = loop {
        cursor.blanks();
        if cursor.take('>') {
            break VOID.contains(&name);
        }
        if cursor.take('/') {
            cursor.blanks();
            if cursor.take('>') {
                break true;
            }
            return Err(cursor.error("`>` after `/`"));
        }
        attributes.push(cursor.attribute()?);
    };
    let kind = match (closes, whole) {
        (true, _) => TagKind::Close,
        (false, true) => TagKind::Whole,
        (false, false) => TagKind::Open,
    };
    Ok(Tag { name, kind, attributes, span: Span::new(at, cursor.at) })
}

struct Cursor<'a> {
    text: &'a str,
    start: usize,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    fn name(&mut self, also: &[char]) -> &'a str {
        let rest = self.rest();
        let behind =
            rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-') || also.contains(&c));
        self.at = self.text.len() - behind.len();
        &rest[..rest.len() - behind.len()]
    }

    fn attribute(&mut self) -> Result<Attribute<'a>, SyntaxError> {
        let from = self.at;
        if self.rest().starts_with('{') {
            let inside = self.braces()?;
            return Ok(Attribute { name: "", value: Value::Expression(inside), span: Span::new(from, self.at) });
        }
        let name = self.name(&[':', '.']);
        if name.is_empty() {
            return Err(self.error("an attribute, `/>` or `>`"));
        }
        self.blanks();
        if !self.take('=') {
            return Ok(Attribute { name, value: Value::Absent, span: Span::new(from, self.at) });
        }
        self.blanks();
        let at = self.at;
        let value = match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => {
                self.take(quote);
                let Some(length) = self.rest().find(quote) else { return Err(self.error(&format!("`{quote}`"))) };
                let text = &self.rest()[..length];
                self.at += length + 1;
                Value::Text(text)
            }
            Some('{') => {
                let inside = self.braces()?;
                script::literal(inside).map_or(Value::Expression(inside), Value::Text)
            }
            _ => return Err(self.error("a value in quotes or braces")),
        };
        Ok(Attribute { name, value, span: Span::new(at, self.at) })
    }

    /// The content of the braces that open here.
    fn braces(&mut self) -> Result<&'a str, SyntaxError> {
        let Some(end) = script::closing(self.text, self.at) else { return Err(self.error("`}`")) };
        let inside = &self.text[self.at + 1..end - 1];
        self.at = end;
        Ok(inside)
    }

    fn error(&self, expected: &str) -> SyntaxError {
        let found = self.rest().chars().next();
        let length = found.map_or(0, char::len_utf8);
        let found = found.map_or_else(|| "the end of the page".to_owned(), |c| format!("`{}`", c.escape_debug()));
        let tag: String = self.text[self.start..].chars().take_while(|c| !c.is_whitespace()).take(30).collect();
        SyntaxError {
            span: Span::new(self.at, self.at + length),
            message: format!(
                "expected {expected} in the tag `{tag}`, found {found}; a `<` that opens no tag is written `\\<`"
            ),
        }
    }
}
