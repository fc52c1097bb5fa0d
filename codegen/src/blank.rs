//! White space of any kind, which says nothing on a page.

/// White space, and characters without width that browsers and editors leave in text: none of it matters.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_weightless(c)
}

/// Zero-width space, word joiner, byte-order mark.
pub(crate) fn is_weightless(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
