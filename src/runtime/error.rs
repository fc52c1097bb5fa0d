//! Why an event cannot be read, and where; never what stands there.

use std::fmt;
use std::str::Utf8Error;

/// Why an event cannot be read.
///
/// It tells the event, the place (JSON Pointer, line, column), what was expected and of what type the value is that was
/// found. It never holds content of the event, so that it can be logged.
///
/// ```
/// # use console_events::ConsoleEvent;
/// let error = ConsoleEvent::from_str("{\n  \"eventName\": 5\n}").unwrap_err();
/// assert_eq!(error.to_string(), "the event does not fit at `/eventName` (line 2, column 16): expected a string, found a number");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Detail>);

/// What kind of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The body is not UTF-8.
    Utf8,
    /// The body is not JSON.
    Syntax,
    /// A value has another type than the documented one, or is none of the documented texts.
    Type,
    /// A required property is not there.
    Missing,
    /// One of the properties that all events share is there twice.
    Duplicate,
    /// Arrays and objects are nested too deeply.
    Depth,
}

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    kind: ErrorKind,
    event: Option<String>,
    pointer: String,
    position: Option<(usize, usize)>,
    expected: String,
    found: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, pointer: String, expected: String, found: String) -> Self {
        Self(Box::new(Detail { kind, event: None, pointer, position: None, expected, found }))
    }

    pub(crate) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        let valid = body.get(..error.valid_up_to()).unwrap_or_default();
        let mut not_utf8 = Self::new(
            ErrorKind::Utf8,
            String::new(),
            "UTF-8 text".to_owned(),
            format!("another byte at offset {}", error.valid_up_to()),
        );
        not_utf8.0.position = Some(position(&String::from_utf8_lossy(valid), valid.len()));
        not_utf8
    }

    pub(crate) fn of_event(mut self, name: Option<&str>) -> Self {
        self.0.event = name.map(str::to_owned);
        self
    }

    pub(crate) fn at_offset(mut self, text: &str, offset: usize) -> Self {
        self.0.position = Some(position(text, offset));
        self
    }

    /// What kind of reason it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The event's name, as it came over the wire, where there is one.
    pub fn event(&self) -> Option<&str> {
        self.0.event.as_deref()
    }

    /// The place of the value that does not fit: a JSON Pointer (RFC 6901) from the root of the delivery. For a property
    /// that is not there, the place where it should be.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// The line of the value in the body, counted from 1; for a property that is not there, of the object that lacks it.
    /// None where the event was not read from text.
    pub fn line(&self) -> Option<usize> {
        self.0.position.map(|(line, _)| line)
    }

    /// The column of the value in its line, in characters, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.0.position.map(|(_, column)| column)
    }

    /// What was expected.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// Of what type the value is that was found.
    pub fn found(&self) -> &str {
        &self.0.found
    }
}

/// Line and column, from 1, the column in characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { kind, event, pointer, position, expected, found } = &*self.0;
        match (kind, event) {
            (ErrorKind::Utf8 | ErrorKind::Syntax, _) => f.write_str("the body cannot be read")?,
            (_, Some(event)) => write!(f, "`{}` does not fit at `{pointer}`", event.escape_debug())?,
            (_, None) => write!(f, "the event does not fit at `{pointer}`")?,
        }
        if let Some((line, column)) = position {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": expected {expected}, found {found}")
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.0.kind)
    }
}

impl std::error::Error for Error {}
