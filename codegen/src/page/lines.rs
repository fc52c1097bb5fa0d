//! The lines of a text, and the number of characters before a place, found without reading the text again.

use crate::page::Position;

/// The distance, in bytes, between the places for which the number of characters is stored.
const STEP: usize = 1024;

/// Where lines begin, and how many characters come before every [`STEP`]th byte.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    characters: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // A line begins after a line feed, and after a carriage return without one.
        let ends = |&at: &usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        let mut so_far = 0;
        let characters = bytes.chunks(STEP).map(|chunk| {
            let before = so_far;
            so_far += begun(chunk);
            before
        });
        Self { starts, characters: characters.collect() }
    }

    /// Where the lines begin.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Line and column of a byte offset. An offset beyond the end counts as the end.
    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.before(text, offset) - self.before(text, start) + 1 }
    }

    /// How many characters begin before a byte.
    fn before(&self, text: &str, offset: usize) -> usize {
        let chunk = (offset / STEP).min(self.characters.len().saturating_sub(1));
        let known = self.characters.get(chunk).copied().unwrap_or(0);
        known + begun(&text.as_bytes()[chunk * STEP..offset])
    }
}

/// How many characters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_also_far_into_a_line() {
        let text = format!("a\r\n{}x\rb\n", "é".repeat(3 * STEP));
        let lines = Lines::new(&text);
        let at = |needle: &str| {
            let position = lines.position(&text, text.find(needle).unwrap());
            (position.line, position.column)
        };
        assert_eq!(at("x"), (2, 3 * STEP + 1));
        assert_eq!((at("a"), at("b")), ((1, 1), (3, 1)));
        assert_eq!(lines.position(&text, usize::MAX), Position { line: 4, column: 1 });
        assert_eq!(Lines::new("").position("", 0), Position { line: 1, column: 1 });
    }
}
