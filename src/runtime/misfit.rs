//! A misfit: a value of an event that does not fit its documented type.

use std::borrow::Cow;
use std::fmt;

use super::ErrorKind;
use super::log_safe::Place;

/// A value of an event that does not fit its documented type, and is kept as it was sent.
///
/// It has a place and two types and never content, so it is safe to log. Two misfits are equal if they have the same
/// place and the same types; lines and columns do not count.
///
/// ```
/// # use console_events::{ConsoleEvent, Error};
/// let body = "{\n  \"eventName\": \"new_event\", \"eventTimestamp\": 1, \"payload\": {},\n  \"a\": 1, \"a\": 2\n}";
/// let event = ConsoleEvent::from_str(body)?;
/// let misfit = &event.misfits()[0];
/// assert_eq!(misfit.to_string(), "`/a` (line 3, column 16): expected the property once, found it again");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Misfit {
    pub(crate) kind: ErrorKind,
    pub(crate) pointer: String,
    pub(crate) position: Option<(usize, usize)>,
    pub(crate) expected: Cow<'static, str>,
    pub(crate) found: Cow<'static, str>,
}

impl Misfit {
    /// The kind of misfit: [`ErrorKind::Type`], [`ErrorKind::Missing`] or [`ErrorKind::Duplicate`].
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The place of the value: a JSON Pointer (RFC 6901) from the root of the delivery. For a missing property, the
    /// place where it should be.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The line of the value in the body, counted from 1; for a missing property, the line of its object. None if the
    /// event was not read from text.
    pub fn line(&self) -> Option<usize> {
        self.position.map(|(line, _)| line)
    }

    /// The column of the value in its line, in characters, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.position.map(|(_, column)| column)
    }

    /// What was expected.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The type of the value that was found.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl PartialEq for Misfit {
    fn eq(&self, other: &Self) -> bool {
        let Self { kind, pointer, position: _, expected, found } = self;
        (kind, pointer, expected, found) == (&other.kind, &other.pointer, &other.expected, &other.found)
    }
}

impl Eq for Misfit {}

/// The place, then what was expected and what was found. An [`Error`](crate::Error) ends in the same way.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Place(&self.pointer))?;
        if let Some((line, column)) = self.position {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)
    }
}

impl fmt::Debug for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Misfit({self})")
    }
}
