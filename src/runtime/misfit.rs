//! What does not fit, in types and never in content; [`node`](super::node) adds the place.

use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use super::node::Node;
use super::undeclared::push_token;
use super::{Error, ErrorKind};

/// What does not fit. The innermost node through which it passes fills in its place.
#[derive(Debug)]
pub(crate) struct Misfit(Box<Detail>);

#[derive(Debug)]
struct Detail {
    kind: ErrorKind,
    expected: String,
    found: String,
    /// The property that is not there.
    missing: Option<&'static str>,
    /// How far behind the start of the value the error lies, in bytes.
    within: usize,
    place: Option<Located>,
}

#[derive(Debug)]
struct Located {
    pointer: String,
    /// In the document, in bytes, where there is text.
    offset: Option<usize>,
}

impl Misfit {
    pub(crate) fn new(kind: ErrorKind, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let (expected, found) = (expected.into(), found.into());
        Self(Box::new(Detail { kind, expected, found, missing: None, within: 0, place: None }))
    }

    pub(crate) fn type_of(expected: impl Into<String>, found: &str) -> Self {
        Self::new(ErrorKind::Type, expected, found)
    }

    pub(crate) fn missing(property: &'static str) -> Self {
        let mut misfit = Self::new(ErrorKind::Missing, "a required property", "none");
        misfit.0.missing = Some(property);
        misfit
    }

    /// `text` is what `serde_json` could not read. Its messages about syntax are fixed words; others are left out.
    pub(crate) fn syntax(text: &str, error: &serde_json::Error) -> Self {
        let found = if error.is_syntax() || error.is_eof() {
            let message = error.to_string();
            message.split(" at line ").next().unwrap_or_default().to_owned()
        } else {
            "something else".to_owned()
        };
        let mut misfit = Self::new(ErrorKind::Syntax, "JSON", format!("an error: {found}"));
        let line_start = match error.line().checked_sub(2) {
            Some(nth) => text.match_indices('\n').nth(nth).map_or(text.len(), |(at, _)| at + 1),
            None => 0,
        };
        let mut offset = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        misfit.0.within = offset;
        misfit
    }

    /// What a visitor expects, in the words of JSON.
    pub(crate) fn expected(expected: &dyn Expected) -> String {
        match expected.to_string().as_str() {
            "a sequence" => "an array".to_owned(),
            "a map" => "an object".to_owned(),
            "a JSON number" => "a number".to_owned(),
            "unit" => "null".to_owned(),
            other => other.to_owned(),
        }
    }

    /// Fills in the place, unless a node further down has done so.
    pub(crate) fn at(mut self, node: &Node<'_, '_>) -> Self {
        if self.0.place.is_none() {
            self.0.place = Some(Located { pointer: node.place.pointer(), offset: node.offset() });
        }
        self
    }

    /// More than that many levels of arrays and objects.
    pub(crate) fn too_deep(levels: usize) -> Self {
        Self::new(ErrorKind::Depth, format!("arrays and objects nested at most {levels} deep"), "a deeper one")
    }

    /// The place lies that many bytes behind the start of the value.
    pub(crate) fn within(mut self, offset: usize) -> Self {
        self.0.within = offset;
        self
    }

    /// The place is the document as a whole.
    pub(crate) fn at_document(mut self) -> Self {
        self.0.place = Some(Located { pointer: String::new(), offset: Some(0) });
        self
    }

    /// Moves the place up to a node within which nothing may be named.
    pub(crate) fn lifted_to(mut self, node: &Node<'_, '_>) -> Self {
        self.0.place = None;
        self.0.missing = None;
        self.0.within = 0;
        self.at(node)
    }

    /// The error, with line and column where there is text.
    pub(crate) fn into_error(self, document: Option<&str>) -> Error {
        let Detail { kind, expected, found, missing, within, place } = *self.0;
        let Located { mut pointer, offset } = place.unwrap_or(Located { pointer: String::new(), offset: None });
        if let Some(property) = missing {
            pointer.push('/');
            push_token(&mut pointer, property);
        }
        let error = Error::new(kind, pointer, expected, found);
        match offset.zip(document) {
            Some((offset, document)) if within > 0 => error.at_offset(document, offset + within),
            Some((offset, document)) => error.at_offset(document, start(document, offset)),
            None => error,
        }
    }
}

/// Where the value starts that stands at `offset` or behind white space.
fn start(document: &str, offset: usize) -> usize {
    let rest = document.get(offset..).unwrap_or_default();
    offset + (rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len())
}

fn type_name(unexpected: &Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        // Only this crate's own visitors come with words of their own, and they quote nothing.
        Unexpected::Other(words) => words,
        _ => "another value",
    }
    .to_owned()
}

impl de::Error for Misfit {
    /// What others have to say may quote content: it is left out.
    fn custom<T: Display>(_: T) -> Self {
        Self::new(ErrorKind::Type, "a value as documented", "another one")
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ErrorKind::Type, Self::expected(expected), type_name(&unexpected))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn missing_field(property: &'static str) -> Self {
        Self::missing(property)
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.0.expected, self.0.found)
    }
}

impl std::error::Error for Misfit {}
