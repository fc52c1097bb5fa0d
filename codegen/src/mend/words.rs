//! Replaces words of prose and of cells, and keeps the marks around them.

use crate::page::{PageFormat, is_blank};

/// How words are written in their context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// In a line of rendered text, or between tabs.
    Plain,
    /// In a cell of rendered text, between bars.
    Cell,
    /// In a paragraph or heading of MDX.
    Mdx,
    /// In a cell of MDX.
    MdxCell,
}

impl Written {
    pub(super) fn prose(format: PageFormat) -> Self {
        match format {
            PageFormat::Rendered => Self::Plain,
            PageFormat::Mdx | PageFormat::Html => Self::Mdx,
        }
    }

    pub(super) fn cell(format: PageFormat, bars: bool) -> Self {
        match (format, bars) {
            (PageFormat::Rendered, false) => Self::Plain,
            (PageFormat::Rendered, true) => Self::Cell,
            (PageFormat::Mdx | PageFormat::Html, _) => Self::MdxCell,
        }
    }

    /// Words as they are written in this context.
    pub(super) fn escaped(self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut before = ' ';
        let mut rest = words.chars().peekable();
        while let Some(c) = rest.next() {
            let marks = match self {
                Self::Plain => false,
                Self::Cell => c == '|',
                Self::Mdx | Self::MdxCell => {
                    let within_word =
                        before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
                    match c {
                        '|' => self == Self::MdxCell,
                        '_' => !within_word,
                        '\\' | '`' | '*' | '{' | '}' | '<' | '[' | ']' | '~' | '&' => true,
                        '#' | '-' | '+' | '>' | ':' => self == Self::Mdx && out.is_empty(),
                        _ => false,
                    }
                }
            };
            if marks {
                out.push('\\');
            }
            out.push(c);
            before = c;
        }
        out
    }

    /// What a browser shows of the text.
    fn visible(self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            let escapes = match self {
                Self::Plain => false,
                Self::Cell => chars.peek() == Some(&'|'),
                Self::Mdx | Self::MdxCell => chars.peek().is_some_and(char::is_ascii_punctuation),
            };
            if c != '\\' || !escapes {
                out.push(c);
            }
        }
        out.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The raw text with the new words in place of the old ones.
///
/// # Errors
/// If the change would lose marks around the words.
pub(super) fn reworded(raw: &str, old: &str, new: &str, written: Written) -> Result<String, &'static str> {
    if written.visible(raw) == old && !is_marked(raw, written) {
        return Ok(written.escaped(new));
    }
    if let Some(code) = raw.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'))
        && !code.contains('`')
        && !new.contains(['`', '\\'])
    {
        let bars = matches!(written, Written::Cell | Written::MdxCell);
        let new = if bars { new.replace('|', "\\|") } else { new.to_owned() };
        return Ok(format!("`{new}`"));
    }
    let (from, to) = differing(old, new);
    let (gone, come) = (&old[from.0..from.1], &new[to.0..to.1]);
    if gone.is_empty() && from.0 == old.len() {
        return Ok(format!("{raw}{}", written.escaped(come)));
    }
    let mut places = raw.match_indices(gone);
    match (places.next(), places.next()) {
        (Some((at, _)), None) if !gone.is_empty() => {
            Ok(format!("{}{}{}", &raw[..at], written.escaped(come), &raw[at + gone.len()..]))
        }
        _ => Err("the words contain marks (a link, emphasis, code), and it is not clear which of them should stay"),
    }
}

/// Whether a text contains marks of Markdown.
fn is_marked(raw: &str, written: Written) -> bool {
    matches!(written, Written::Mdx | Written::MdxCell) && raw.contains(['`', '*'])
}

/// The bytes that differ between both texts: whole words, without the common beginning and end.
fn differing(old: &str, new: &str) -> ((usize, usize), (usize, usize)) {
    let alike = |a: char, b: char| a == b;
    let start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| alike(*a, *b)).map(|(a, _)| a.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| alike(*a, *b))
        .map(|(a, _)| a.len_utf8())
        .sum();
    // Extend to the surrounding blanks, so that whole words are replaced.
    let start = old[..start].rfind(' ').map_or(0, |at| at + 1);
    let widened = |text: &str| {
        let from = text.len() - end;
        text[from..].find(' ').map_or(text.len(), |at| from + at)
    };
    let (old_end, new_end) = (widened(old).max(start), widened(new).max(start));
    if old == &new[..old.len().min(new.len())] {
        ((old.len(), old.len()), (old.len(), new.len()))
    } else {
        ((start, old_end), (start, new_end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_the_place_wants() {
        assert_eq!(Written::Cell.escaped("a | b {c}"), "a \\| b {c}");
        assert_eq!(Written::MdxCell.escaped("a | b {c} snake_case _x <T>"), "a \\| b \\{c\\} snake_case \\_x \\<T>");
        assert_eq!(Written::Mdx.escaped("# a-b | c"), "\\# a-b | c");
        assert_eq!(Written::Plain.escaped("a|b {c}"), "a|b {c}");
    }

    #[test]
    fn marks_around_the_words_stay() {
        let mdx = Written::MdxCell;
        assert_eq!(reworded("string", "string", "number", mdx).unwrap(), "number");
        assert_eq!(reworded("`string`", "string", "number", mdx).unwrap(), "`number`");
        assert_eq!(reworded("a \\| b", "a | b", "a | c", mdx).unwrap(), "a \\| c");
        let linked = "The [Company](./company.md) to which it was added";
        let old = "The Company to which it was added";
        assert_eq!(
            reworded(linked, old, "The Company to which it was removed", mdx).unwrap(),
            "The [Company](./company.md) to which it was removed"
        );
        assert_eq!(reworded(linked, old, &format!("{old} or not"), mdx).unwrap(), format!("{linked} or not"));
        assert!(reworded("**a** a", "a a", "b a", mdx).is_err());
        assert!(reworded("*x* y", "x y", "quite other", mdx).is_err());
    }
}
