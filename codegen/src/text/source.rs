//! A file for programs, byte for byte: the mended page, or a patch of it. This surface changes nothing, because a changed character
//! would make another page. A terminal gets the same text as [`Text<Terminal>`](super::Terminal) instead.

use super::{Surface, Text};

/// The exact text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source;

impl Surface for Source {
    /// A line of a page may begin like a workflow command. It must reach the file unchanged.
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
