//! Foundation of `mend`: the line around a place in a text, with its start, end, margin and line break.

use crate::page::is_blank;

/// Whether a character separates words within a line.
fn is_space(c: char) -> bool {
    is_blank(c) && !matches!(c, '\n' | '\r')
}

/// The start of the line that contains the place.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// The end of the line that contains the place, before its line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// The start of the next line.
pub(super) fn next(text: &str, at: usize) -> usize {
    let end = end(text, at);
    end + ending(&text[end..]).len()
}

/// The line break with which a text begins.
fn ending(text: &str) -> &'static str {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => "\r\n",
        [b'\r', ..] => "\r",
        [b'\n', ..] => "\n",
        _ => "",
    }
}

/// Whether the line has only blanks before the place.
pub(super) fn is_first(text: &str, at: usize) -> bool {
    text[start(text, at)..at].chars().all(is_blank)
}

/// Whether the line has only blanks after the place, and another line follows.
pub(super) fn is_last(text: &str, at: usize) -> bool {
    let end = end(text, at);
    end < text.len() && text[at..end].chars().all(is_blank)
}

/// The blanks before the first visible character of the line.
pub(super) fn margin(text: &str, at: usize) -> &str {
    let start = start(text, at);
    let line = &text[start..end(text, at)];
    // A byte-order mark belongs to the file, not to the line.
    let line = line.trim_start_matches('\u{feff}');
    &line[..line.len() - line.trim_start_matches(is_blank).len()]
}

/// The place after any blanks.
pub(super) fn skip(text: &str, at: usize) -> usize {
    at + (text[at..].len() - text[at..].trim_start_matches(is_space).len())
}

/// The place before any blanks.
pub(super) fn back(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(is_space).len()
}

/// The line break used near a place: that of its line, else of the line before, else a line feed.
pub(super) fn ending_at(text: &str, at: usize) -> &'static str {
    match ending(&text[end(text, at)..]) {
        "" => match &text.as_bytes()[..start(text, at)] {
            [.., b'\r', b'\n'] => "\r\n",
            [.., b'\r'] => "\r",
            _ => "\n",
        },
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_kind() {
        let text = "a\r\n\tb = 1 \r\u{feff}  c";
        let at = |needle: &str| text.find(needle).unwrap();
        assert_eq!((start(text, at("b")), end(text, at("b")), next(text, at("b"))), (3, 10, 11));
        assert_eq!((margin(text, at("b")), margin(text, at("c"))), ("\t", "  "));
        assert!(is_first(text, at("b")) && !is_first(text, at("=")) && is_last(text, at("1") + 1));
        assert!(!is_last(text, text.len()), "nothing follows");
        assert_eq!((ending_at(text, 0), ending_at(text, at("b")), ending_at(text, at("c"))), ("\r\n", "\r", "\r"));
        assert_eq!((ending_at("x", 0), ending_at("", 0)), ("\n", "\n"));
        assert_eq!((back(text, at("1")), skip(text, at("=") + 1)), (at("=") + 1, at("1")));
    }
}
