//! Recognises a line of MDX by its beginning.

use crate::page::is_blank;

/// Words that follow `export` in a module, and hardly ever in prose.
const DECLARATIONS: [&str; 10] = ["const", "let", "var", "function", "async", "class", "default", "{", "*", "type"];

/// The length of the blanks before the first visible character, or before the line's end.
pub(super) fn margin(line: &str) -> usize {
    line.len() - line.trim_start_matches(|c: char| is_blank(c) && !matches!(c, '\n' | '\r')).len()
}

/// Whether the line begins a statement of a JavaScript module.
pub(super) fn is_module(line: &str) -> bool {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("import") => line.contains(" from ") || line.contains(['"', '\'', '{']),
        Some("export") => words.next().is_some_and(|word| DECLARATIONS.iter().any(|known| word.starts_with(known))),
        _ => false,
    }
}

/// The marks of the code fence that the line opens, with their offset; also after the marks of quotes and list items.
pub(super) fn fence(line: &str) -> Option<(usize, &str)> {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(is_blank);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < rest.len() && digits.starts_with(['.', ')']);
        let behind = if numbered { &digits[1..] } else { rest.strip_prefix(['>', '-', '*', '+']).unwrap_or(rest) };
        let opens_item = behind.starts_with(is_blank) || rest.starts_with('>');
        if behind.len() == rest.len() || !opens_item {
            break;
        }
        rest = behind;
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = rest.trim_start_matches(mark);
    let length = rest.len() - info.len();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| (line.len() - rest.len(), &rest[..length]))
}

/// The length of the code span at the start of `rest`; if nothing closes it within its paragraph, the length of its
/// marks.
pub(super) fn code_span(rest: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let marks = run(rest);
    let mut at = marks;
    while let Some(next) = rest[at..].find(['`', '\n', '\r']) {
        at += next;
        let here = &rest[at..];
        if here.starts_with('`') {
            at += run(here);
            if run(here) == marks {
                return at;
            }
        } else {
            at += if here.starts_with("\r\n") { 2 } else { 1 };
            let line = &rest[at..];
            if line[margin(line)..].starts_with(['\n', '\r']) {
                return marks;
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found_behind_marks_of_lists_and_quotes() {
        assert_eq!(fence("```json title=\"a\""), Some((0, "```")));
        assert_eq!(fence("~~~~"), Some((0, "~~~~")));
        assert_eq!(fence("> - ```json"), Some((4, "```")));
        assert_eq!(fence("1. ~~~"), Some((3, "~~~")));
        for line in ["``", "```a``` b", "-```", "text ```", "", ">", "1.", "- "] {
            assert_eq!(fence(line), None, "{line}");
        }
    }

    #[test]
    fn code_in_text_ends_within_its_paragraph() {
        assert_eq!(code_span("`a` b"), 3);
        assert_eq!(code_span("``a`b`` c"), 7);
        assert_eq!(code_span("`a\r\nb` c"), 6);
        assert_eq!(code_span("`a\n \nb`"), 1);
        assert_eq!(code_span("```"), 3);
    }

    #[test]
    fn prose_is_no_module() {
        assert!(
            is_module("import Tabs from '@theme/Tabs';") && is_module("export const a = 1") && is_module("import 'a'")
        );
        assert!(!is_module("import the robot first") && !is_module("export all") && !is_module("imports from 'a'"));
    }
}
