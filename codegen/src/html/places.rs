//! Finds where the texts of an HTML document are in its source. The parser does not record it, so they are searched in
//! their order. Only places depend on it, never content.

use super::tags::tags;

/// How many pieces of text are searched for the next one.
const REACH: usize = 64;
/// How many characters are compared to recognise a text.
const LOOKED_AT: usize = 16;
/// The longest character reference, `&CounterClockwiseContourIntegral;`, with some room.
const LONGEST_NAME: usize = 34;

/// The pieces of text between the tags of a source, in order.
#[derive(Default)]
pub(super) struct MdxPlaces<'a> {
    source: &'a str,
    pieces: Vec<(usize, usize)>,
    next: usize,
}

impl<'a> MdxPlaces<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (start, end) in tags(source).map(|tag| (tag.start, tag.end)).chain([(source.len(), source.len())]) {
            if !source[at..start].trim().is_empty() {
                pieces.push((at, start));
            }
            at = end;
        }
        Self { source, pieces, next: 0 }
    }

    /// For each character of the document's next text, its offset in the source; and last, the offset of the text's
    /// end.
    pub(super) fn of(&mut self, text: &str) -> Vec<usize> {
        if text.trim().is_empty() {
            return vec![self.here(); text.chars().count() + 1];
        }
        let opens = |&(start, end): &(usize, usize)| begins_alike(&self.source[start..end], text);
        let found = self.pieces[self.next..].iter().take(REACH).position(opens);
        let Some(found) = found else { return vec![self.here(); text.chars().count() + 1] };
        self.next += found + 1;
        let (start, end) = self.pieces[self.next - 1];
        walk(self.source, start, end, text)
    }

    fn here(&self) -> usize {
        self.next.checked_sub(1).map_or(0, |last| self.pieces[last].0)
    }
}

/// Whether the source begins like the text, up to the first character reference.
fn begins_alike(raw: &str, text: &str) -> bool {
    let mut shown = text.trim_start().chars();
    for (at, c) in raw.trim_start().chars().take(LOOKED_AT).enumerate() {
        match shown.next() {
            Some(other) if c == '&' => return at > 0 || !other.is_ascii_alphanumeric(),
            Some(other) if c == other || c.is_whitespace() => {}
            None => return c.is_whitespace(),
            Some(_) => return false,
        }
    }
    true
}

/// Follows a text through its source, which may have character references.
fn walk(source: &str, start: usize, end: usize, text: &str) -> Vec<usize> {
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut at = start;
    for _ in text.chars() {
        places.push(at.min(end));
        let Some(c) = source[at..end].chars().next() else { continue };
        let name = || {
            let mut window = (at + LONGEST_NAME).min(end);
            while !source.is_char_boundary(window) {
                window -= 1;
            }
            source[at..window].find(';').map(|length| length + 1)
        };
        at += (if c == '&' { name() } else { None }).unwrap_or(c.len_utf8());
        if c == '\r' && source[at..end].starts_with('\n') {
            at += 1;
        }
    }
    places.push(at.min(end));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_behind_tags_comments_and_scripts() {
        let source = "<p title='a>b'>one</p><!-- one --><script>two()</script><b>t&lt;wo</b>";
        let mut places = MdxPlaces::new(source);
        assert_eq!(&source[places.of("one")[0]..][..3], "one");
        let two = places.of("t<wo");
        assert_eq!((&source[two[0]..][..1], &source[two[2]..][..2]), ("t", "wo"));
        assert_eq!(places.of("not there").len(), 10);
    }

    #[test]
    fn what_is_broken_ends() {
        for source in ["<", "<!--", "<script>", "a<b", "&", "<script", "&amp", ""] {
            let mut places = MdxPlaces::new(source);
            assert_eq!(places.of("a&b").len(), 4, "{source}");
        }
    }
}
