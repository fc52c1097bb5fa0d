//! Text of the page for the template: invisible characters are shown by name. The template engine escapes the result.

use std::borrow::Cow;
use std::fmt;

use crate::text::visible;

/// Words on one line.
#[derive(Clone)]
pub(super) struct Inline<'a>(Cow<'a, str>);

impl<'a> Inline<'a> {
    /// These words.
    pub(super) fn new(foreign: impl Into<Cow<'a, str>>) -> Self {
        Self(foreign.into())
    }

    /// The text in parts; the second of each pair says whether the part was between back-ticks.
    pub(super) fn parts(&self) -> Vec<(Inline<'_>, bool)> {
        let parts: Vec<&str> = self.0.split('`').collect();
        if parts.len().is_multiple_of(2) {
            // An unpaired back-tick.
            return vec![(Inline::new(&*self.0), false)];
        }
        let parts = parts.into_iter().enumerate().map(|(at, part)| (Inline::new(part), at % 2 == 1));
        parts.filter(|(part, _)| !part.is_empty()).collect()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Inline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible::one_line(&self.0))
    }
}

/// Text with its lines.
#[derive(Clone)]
pub(super) struct Paragraph<'a>(Cow<'a, str>);

impl<'a> Paragraph<'a> {
    /// This text.
    pub(super) fn new(foreign: impl Into<Cow<'a, str>>) -> Self {
        Self(foreign.into())
    }
}

impl fmt::Display for Paragraph<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible::lines(&self.0))
    }
}

/// The fragment of a link within the page.
pub(super) fn anchor(kind: &str, name: &str) -> String {
    format!("{kind}-{}", crate::text::Text::<crate::text::Html>::anchor(name))
}
