//! Foundation of `mend`: replaces pieces of a text.

use crate::page::Span;

/// A piece of a text, and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// The piece to remove; empty if text is only added.
    pub(super) span: Span,
    /// The replacement.
    pub(super) text: String,
}

impl Splice {
    /// Removes a piece.
    pub(super) fn cut(start: usize, end: usize) -> Self {
        Self { span: Span::new(start, end), text: String::new() }
    }

    /// Adds text.
    pub(super) fn add(at: usize, text: impl Into<String>) -> Self {
        Self { span: Span::new(at, at), text: text.into() }
    }

    /// Replaces a piece.
    pub(super) fn put(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// Sorts splices in the order in which they apply: at the same place, additions come before removals.
pub(super) fn sort(splices: &mut [&Splice]) {
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end > splice.span.start));
}

/// The part of the text within a span, with the splices applied. They are sorted and within the span; removed pieces
/// may overlap.
pub(super) fn followed(text: &str, within: Span, splices: &[&Splice]) -> String {
    let mut out = String::with_capacity(within.end - within.start);
    let mut at = within.start;
    for splice in splices {
        out.push_str(text.get(at..splice.span.start).unwrap_or_default());
        out.push_str(&splice.text);
        at = at.max(splice.span.end);
    }
    out.push_str(text.get(at..within.end).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, splices: &[Splice]) -> String {
        let mut sorted: Vec<&Splice> = splices.iter().collect();
        sort(&mut sorted);
        followed(text, Span::new(0, text.len()), &sorted)
    }

    #[test]
    fn additions_come_before_what_goes_and_what_goes_twice_goes_once() {
        let text = "abcdef";
        assert_eq!(all(text, &[Splice::cut(1, 3), Splice::add(1, "X")]), "aXdef");
        assert_eq!(all(text, &[Splice::cut(1, 4), Splice::cut(2, 5)]), "af");
        assert_eq!(all(text, &[Splice::add(6, "!"), Splice::add(0, "?")]), "?abcdef!");
        assert_eq!(all(text, &[Splice::put(Span::new(0, 6), "x"), Splice::add(6, "y")]), "xy");
        assert_eq!(all(text, &[]), text);
    }
}
