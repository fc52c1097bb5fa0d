//! Text from outside on its way to a terminal, and colours; `anstream` drops these where nobody sees them (`NO_COLOR`, a file).

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

pub(crate) const WRONG: Style = AnsiColor::Red.on_default().bold();
pub(crate) const ODD: Style = AnsiColor::Yellow.on_default();
pub(crate) const NEW: Style = AnsiColor::Cyan.on_default();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();

/// How much of a text is shown.
const MOST: usize = 300;

pub(crate) fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// On one line, without anything that a terminal obeys: control and invisible characters are written as escapes.
pub(crate) fn line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == MOST {
            safe.push('…');
            break;
        }
        if character.is_control() || invisible(character) {
            // Writing to a string does not fail.
            let _ = write!(safe, "{}", character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// What has no width, or turns the direction of writing.
fn invisible(character: char) -> bool {
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
    fn nothing_reaches_a_terminal_that_it_obeys() {
        assert_eq!(line("a\u{1b}[31m\nb\u{202e}c\u{9b}é"), "a\\u{1b}[31m\\u{a}b\\u{202e}c\\u{9b}é");
        assert_eq!(line(&"x".repeat(1_000)).chars().count(), MOST + 1);
    }
}
