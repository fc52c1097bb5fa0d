//! Colours of a terminal, for text that the templates of an output make. Foreign text never brings an escape sequence of its
//! own: [`words`](super::words) and [`code`](super::code) have made it visible before.

use annotate_snippets::renderer::{AnsiColor, Style as Ansi};

use super::{Terminal, Text};

/// How a text looks on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As the terminal shows plain text.
    Plain,
    /// A heading.
    Bold,
    /// A problem.
    Red,
    /// Something that is as it should be.
    Green,
    /// Something to look at.
    Yellow,
}

impl Text<Terminal> {
    /// The text in a style, if `colour` is set; else unchanged.
    #[must_use]
    pub fn styled(self, style: Style, colour: bool) -> Self {
        let ansi = match style {
            Style::Plain => return self,
            Style::Bold => Ansi::new().bold(),
            Style::Red => AnsiColor::Red.on_default().bold(),
            Style::Green => AnsiColor::Green.on_default(),
            Style::Yellow => AnsiColor::Yellow.on_default(),
        };
        if !colour || self.is_empty() {
            return self;
        }
        Self::trusted(format!("{}{}{}", ansi.render(), self.as_str(), ansi.render_reset()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn foreign_text_brings_no_colour_of_its_own() {
        let mut text = Text::<Terminal>::new();
        text.push(words("\u{1b}[32mgood\u{1b}[0m"));
        let plain = text.clone().styled(Style::Red, false);
        assert!(!plain.as_str().contains('\u{1b}'));
        assert_eq!(text.styled(Style::Red, true).as_str().matches('\u{1b}').count(), 3);
    }

    #[test]
    fn plain_and_empty_text_has_no_escape_sequence() {
        let mut text = Text::<Terminal>::new();
        assert_eq!(text.clone().styled(Style::Bold, true).as_str(), "");
        text.push("as it is");
        assert_eq!(text.styled(Style::Plain, true).as_str(), "as it is");
    }
}
