//! A file for programs, byte for byte: the mended page, or a patch of it. It is the one surface that changes nothing, because what
//! is changed would be another page. So it is never shown: to a terminal the same goes as [`Text<Terminal>`](super::Terminal).

use super::{Surface, Text};

/// The exact text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source;

impl Surface for Source {
    /// A line of a page may well begin as a command of a workflow does: whoever writes it to a file writes that line.
    const IS_COMMANDS: bool = true;

    fn words(foreign: &str, out: &mut String) {
        out.push_str(foreign);
    }

    fn code(foreign: &str, out: &mut String) {
        out.push_str(foreign);
    }
}

impl Text<Source> {
    /// The text of a file.
    pub fn exact(text: impl Into<String>) -> Self {
        Self::trusted(text.into())
    }
}
