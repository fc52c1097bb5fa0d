//! Foundation: white space of any kind, which has no meaning on a page.

/// Whether a character is white space, or one of the characters without width that browsers and editors leave in text.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_weightless(c)
}

/// Zero-width space, word joiner, byte-order mark.
pub(crate) fn is_weightless(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
