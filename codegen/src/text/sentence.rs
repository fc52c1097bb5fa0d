//! Shortens a text to whole sentences, for lists that have no room for all of it.

use std::borrow::Cow;

use super::cut;

/// No sentence that people write is longer; a longer one is cut.
const LONGEST: usize = 1000;

/// The first sentence, with its full stop. A point ends a sentence if a blank and no lower-case letter follow, outside of
/// back-ticks.
pub fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let mut is_code = false;
    for (at, c) in text.char_indices() {
        is_code ^= c == '`';
        if c == '.' && !is_code {
            let mut after = text[at + 1..].chars();
            if after.next().is_none_or(char::is_whitespace) && !after.next().is_some_and(char::is_lowercase) {
                return &text[..=at];
            }
        }
    }
    text
}

/// The first sentences that fit into so many characters, and at least one.
pub fn sentences(text: &str, limit: usize) -> &str {
    let text = text.trim();
    let mut end = first_sentence(text).len();
    while let Some(next) = text.get(end..).map(str::trim_start).filter(|rest| !rest.is_empty()) {
        let further = text.len() - next.len() + first_sentence(next).len();
        if text[..further].chars().count() > limit {
            break;
        }
        end = further;
    }
    &text[..end]
}

/// A whole text, unless it is longer than people write.
pub fn whole(text: &str) -> Cow<'_, str> {
    cut(text, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_full_stop_only() {
        for (text, first) in [
            ("One. Two.", "One."),
            ("In 1.5 s, see `a. B`. Two", "In 1.5 s, see `a. B`."),
            ("For a page, e.g. this one. Two", "For a page, e.g. this one."),
            (" no stop ", "no stop"),
            ("", ""),
            ("an open ` back-tick. Two.", "an open ` back-tick. Two."),
            ("É. Ü.", "É."),
        ] {
            assert_eq!(first_sentence(text), first, "{text}");
        }
    }

    #[test]
    fn as_many_sentences_as_fit_are_kept_whole() {
        let text = "One is é. Two is\nlonger.  Three.";
        for (limit, kept) in [(0, "One is é."), (9, "One is é."), (23, "One is é."), (24, "One is é. Two is\nlonger.")]
        {
            assert_eq!(sentences(text, limit), kept, "{limit}");
        }
        assert_eq!(sentences(text, 100), text);
        assert_eq!(sentences("", 100), "");
    }

    #[test]
    fn only_a_hostile_text_is_cut() {
        assert_eq!(whole(&"word ".repeat(100)), "word ".repeat(100));
        assert!(whole(&"word ".repeat(1000)).ends_with('…'));
    }
}
