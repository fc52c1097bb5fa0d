//! The page is not trusted: what it says goes into output only as visible text.

use std::fmt::{Arguments, Write as _};

/// Adds formatted text.
pub(super) fn put(all: &mut String, text: Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = all.write_fmt(text);
}

/// The text on one line, control characters made visible.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The text with its lines, other control characters made visible.
pub(super) fn lines(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

/// Output of a renderer that marks colours with escape sequences of its own: only what such renderers let through.
pub(super) fn rendered(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || c == '\u{1b}' { c } else { visible(c) }).collect()
}

fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // The pictures of control characters stand in their order from here on.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(' '),
        '\u{7f}' => '\u{2421}',
        _ if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Control characters of the upper range, and those that turn the direction of text.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// JSON text with every hidden character escaped; in JSON they can only stand in strings.
pub(super) fn escaped_json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) || matches!(c, '\u{7f}' | '\u{2028}' | '\u{2029}') {
            // Writing to a string does not fail. All these are of one UTF-16 unit.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}
