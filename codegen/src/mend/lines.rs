//! Ground of mend: the line around a place of a text: where it begins and ends, its margin, and the line end that is used there.

use crate::page::is_blank;

/// Whether a character separates words within a line.
fn is_space(c: char) -> bool {
    is_blank(c) && !matches!(c, '\n' | '\r')
}

/// Where the line begins in which the place is.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the line ends in which the place is, before its line end.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// Where the next line begins.
pub(super) fn next(text: &str, at: usize) -> usize {
    let end = end(text, at);
    end + ending(&text[end..]).len()
}

/// The line end with which a text begins.
fn ending(text: &str) -> &'static str {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => "\r\n",
        [b'\r', ..] => "\r",
        [b'\n', ..] => "\n",
        _ => "",
    }
}

/// Whether nothing but blanks stands before the place in its line.
pub(super) fn is_first(text: &str, at: usize) -> bool {
    text[start(text, at)..at].chars().all(is_blank)
}

/// Whether nothing but blanks stands behind the place in its line, and there is a further line.
pub(super) fn is_last(text: &str, at: usize) -> bool {
    let end = end(text, at);
    end < text.len() && text[at..end].chars().all(is_blank)
}

/// What stands before the first thing to be seen in the line.
pub(super) fn margin(text: &str, at: usize) -> &str {
    let start = start(text, at);
    let line = &text[start..end(text, at)];
    // A byte-order mark is the file's, not the line's.
    let line = line.trim_start_matches('\u{feff}');
    &line[..line.len() - line.trim_start_matches(is_blank).len()]
}

/// Behind the blanks that follow in the line.
pub(super) fn skip(text: &str, at: usize) -> usize {
    at + (text[at..].len() - text[at..].trim_start_matches(is_space).len())
}

/// Before the blanks that stand before the place in its line.
pub(super) fn back(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(is_space).len()
}

/// The line end that is used around a place: that of its line, else of the line before, else a plain one.
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
