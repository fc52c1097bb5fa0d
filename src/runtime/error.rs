//! Why an event cannot be read, and where. Errors never contain content of the event.

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use super::log_safe::{Name, Place};
use super::{Misfit, locate};

/// Why a body is not an event, or why an event is not as documented ([`ConsoleEvent::strictly`](crate::ConsoleEvent::strictly)).
/// It has the event's name, the place (JSON Pointer, line, column), the expected type and the found type. It never
/// contains content of the event, and it prints names from the delivery only as far as they look like names, so it is
/// safe to log.
///
/// ```
/// # use console_events::ConsoleEvent;
/// let error = ConsoleEvent::from_str("{\n  \"eventName\": 5\n}").unwrap_err();
/// assert_eq!(error.to_string(), "the event does not fit at `/eventName` (line 2, column 16): expected a string, found a number");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Detail>);

/// The kinds of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The body is not UTF-8.
    Utf8,
    /// The body is not JSON.
    Syntax,
    /// A value has another type than the documented one.
    Type,
    /// A required property is missing.
    Missing,
    /// An object has a property twice.
    Duplicate,
    /// Arrays and objects are nested too deeply.
    Depth,
}

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    event: Option<String>,
    misfit: Misfit,
    /// Unlike misfits, errors are equal only if they are at the same place of the text.
    position: Option<(usize, usize)>,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (expected, found) = (expected.into(), found.into());
        Self::from(Misfit { kind, pointer: String::new(), position: None, expected, found })
    }

    pub(crate) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        let valid = body.get(..error.valid_up_to()).unwrap_or_default();
        Self::new(ErrorKind::Utf8, "UTF-8 text", format!("another byte at offset {}", error.valid_up_to()))
            .at_offset(&String::from_utf8_lossy(valid), valid.len())
    }

    /// `text` is what `serde_json` could not read. Its messages about syntax never quote the text; its other messages
    /// might, so they are left out.
    pub(crate) fn syntax(text: &str, error: &serde_json::Error) -> Self {
        let found = if error.is_syntax() || error.is_eof() {
            let message = error.to_string();
            message.split(" at line ").next().unwrap_or_default().to_owned()
        } else {
            "something else".to_owned()
        };
        let line_start = match error.line().checked_sub(2) {
            Some(nth) => text.match_indices('\n').nth(nth).map_or(text.len(), |(at, _)| at + 1),
            None => 0,
        };
        let mut offset = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        Self::new(ErrorKind::Syntax, "JSON", format!("a syntax error ({found})")).at_offset(text, offset)
    }

    pub(crate) fn of_event(mut self, name: Option<&str>) -> Self {
        self.0.event = name.map(str::to_owned);
        self
    }

    pub(crate) fn at_offset(mut self, text: &str, offset: usize) -> Self {
        self.0.position = locate::positions(text, &[offset]).first().copied();
        self.0.misfit.position = self.0.position;
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.misfit.kind
    }

    /// The event's name in the delivery, if it has one.
    pub fn event(&self) -> Option<&str> {
        self.0.event.as_deref()
    }

    /// The place of the value that does not fit: a JSON Pointer (RFC 6901) from the root of the delivery. For a
    /// missing property, the place where it should be.
    pub fn pointer(&self) -> &str {
        &self.0.misfit.pointer
    }

    /// The line of the value in the body, counted from 1; for a missing property, the line of its object. None if the
    /// event was not read from text.
    pub fn line(&self) -> Option<usize> {
        self.0.position.map(|(line, _)| line)
    }

    /// The column of the value in its line, in characters, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.0.position.map(|(_, column)| column)
    }

    /// What was expected.
    pub fn expected(&self) -> &str {
        &self.0.misfit.expected
    }

    /// The type of the value that was found.
    pub fn found(&self) -> &str {
        &self.0.misfit.found
    }
}

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Self {
        Self(Box::new(Detail { event: None, position: misfit.position, misfit }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { event, misfit, position } = &*self.0;
        let place = Place(&misfit.pointer);
        match (misfit.kind, event) {
            (ErrorKind::Utf8 | ErrorKind::Syntax, _) => f.write_str("the body cannot be read")?,
            (_, Some(event)) => write!(f, "`{}` does not fit at `{place}`", Name(event))?,
            (_, None) => write!(f, "the event does not fit at `{place}`")?,
        }
        if let Some((line, column)) = position {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": expected {}, found {}", misfit.expected, misfit.found)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.0.misfit.kind)
    }
}

impl std::error::Error for Error {}
