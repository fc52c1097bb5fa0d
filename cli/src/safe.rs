//! Makes text from deliveries safe for a terminal, and paints the program's own words. `anstream` removes the colours
//! where they are not wanted (`NO_COLOR`, a file).

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

pub(crate) const WRONG: Style = AnsiColor::Red.on_default().bold();
pub(crate) const ODD: Style = AnsiColor::Yellow.on_default();
pub(crate) const NEW: Style = AnsiColor::Cyan.on_default();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();

/// How many characters of a text are shown.
const MOST: usize = 300;

pub(crate) fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// A text on one line, shortened, with control characters and invisible characters as escapes: a terminal interprets
/// nothing in it.
pub(crate) fn line(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}

/// The same at full length.
pub(crate) fn visible(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || invisible(character) {
            // Writing to a string does not fail.
            let _ = write!(safe, "{}", character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Whether a character has no width or changes the direction of text.
pub(crate) fn invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_interprets_nothing_in_a_text() {
        assert_eq!(line("a\u{1b}[31m\nb\u{202e}c\u{9b}é"), "a\\u{1b}[31m\\u{a}b\\u{202e}c\\u{9b}é");
        assert_eq!(line(&"x".repeat(1_000)).chars().count(), MOST + 1);
    }
}
