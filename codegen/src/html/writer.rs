//! Writes the MDX, and records the place of each part in the HTML.

/// A part of the MDX, and its place in the HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HtmlPart {
    /// Where it begins in the MDX.
    pub(crate) at: usize,
    /// Where it begins in the HTML.
    pub(crate) source: usize,
    /// Whether both are equal, byte for byte.
    pub(crate) kept: bool,
}

#[derive(Debug, Default)]
pub(super) struct MdxWriter {
    pub(super) text: String,
    pub(super) parts: Vec<HtmlPart>,
    /// Where the last text was in the HTML.
    here: usize,
}

impl MdxWriter {
    /// Adds text that only the MDX has.
    pub(super) fn layout(&mut self, text: &str) {
        self.part(self.here, false);
        self.text.push_str(text);
    }

    /// Ends the line, and adds a blank line.
    pub(super) fn end_block(&mut self) {
        let length = self.text.trim_end_matches([' ', '\n']).len();
        self.text.truncate(length);
        while self.parts.last().is_some_and(|part| part.at > length) {
            self.parts.pop();
        }
        if !self.text.is_empty() {
            self.layout("\n\n");
        }
    }

    /// Adds code, character for character, with the place of each.
    pub(super) fn code(&mut self, text: &str, places: &[usize]) {
        for (c, &place) in text.chars().zip(places) {
            self.put(c, place);
        }
    }

    /// Adds words. White space is folded, and characters with a meaning in MDX are escaped.
    pub(super) fn words(&mut self, words: &[(char, usize)]) {
        let mut blank = true;
        let mut start = self.at_line_start();
        let mut run = 0;
        for (at, &(c, place)) in words.iter().enumerate() {
            if c == BREAK {
                self.here = place;
                self.layout("<br/>");
                (blank, start) = (true, false);
                continue;
            }
            if c.is_whitespace() && c != '\u{a0}' {
                if !blank && words[at + 1..].iter().any(|(c, _)| !c.is_whitespace()) {
                    self.put(' ', place);
                }
                blank = true;
                run = 0;
                continue;
            }
            blank = false;
            run += usize::from(c.is_ascii_digit());
            let marks = "\\`*_{}[]<>|&~#".contains(c);
            let opens = start && "-+:=.)!".contains(c) && (run > 0 || !".)".contains(c));
            if marks || opens {
                self.here = place;
                self.layout("\\");
            }
            if start && (c == 'i' || c == 'e') && is_module(&words[at..]) {
                self.here = place;
                self.layout(if c == 'i' { "&#105;" } else { "&#101;" });
            } else {
                self.put(c, place);
            }
            start &= c.is_ascii_digit();
        }
    }

    fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(['\n', ' '])
    }

    fn put(&mut self, c: char, place: usize) {
        let goes_on = self
            .parts
            .last()
            .is_some_and(|part| part.kept && self.text.len() - part.at == place.wrapping_sub(part.source));
        if !goes_on {
            self.part(place, true);
        }
        self.text.push(c);
        self.here = place + c.len_utf8();
    }

    fn part(&mut self, source: usize, kept: bool) {
        self.parts.push(HtmlPart { at: self.text.len(), source, kept });
    }
}

/// Stands for `<br>` among words; no text of HTML contains it.
pub(super) const BREAK: char = '\0';

/// Whether MDX would read a paragraph as a statement of a module.
fn is_module(words: &[(char, usize)]) -> bool {
    ["import ", "export "].iter().any(|start| start.chars().eq(words.iter().map(|(c, _)| *c).take(start.len())))
}
