//! Finds the end of JavaScript in MDX by its brackets, taking strings and comments into account. Nothing is executed.

use super::line::margin;

/// Offset after the bracket that closes the one at `start`; none if nothing closes it.
pub(super) fn closing(text: &str, start: usize) -> Option<usize> {
    Brackets::default().run(text, start, |depth, _| depth == 0)
}

/// Offset of the end of the statement at `start`: a line break before a blank line or the end of the page. None if
/// brackets stay open.
pub(super) fn statement(text: &str, start: usize) -> Option<usize> {
    let ends = |depth, at: usize| depth == 0 && ends_paragraph(text, at);
    if ends(0, start) {
        return Some(start);
    }
    Brackets::default().run(text, start, ends)
}

/// Whether the line that ends at `at` is the last of its paragraph.
fn ends_paragraph(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let behind = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
    behind.map_or(rest.is_empty(), |next| {
        let next = &next[margin(next)..];
        next.is_empty() || next.starts_with(['\n', '\r'])
    })
}

/// The text of a string literal, if the expression is nothing else.
pub(super) fn literal(expression: &str) -> Option<&str> {
    let expression = expression.trim();
    let quote = expression.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inside = expression.get(1..)?.strip_suffix(quote)?;
    let computed = inside.contains([quote, '\\']) || (quote == '`' && inside.contains("${"));
    (!computed).then_some(inside)
}

/// Whether an expression has only comments.
pub(super) fn is_comment(expression: &str) -> bool {
    let mut rest = expression.trim();
    loop {
        let behind = if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, behind)| behind)
        } else if rest.starts_with("//") {
            Some(rest.split_once(['\n', '\r']).map_or("", |(_, behind)| behind))
        } else {
            return rest.is_empty();
        };
        match behind {
            Some(behind) => rest = behind.trim(),
            None => return false,
        }
    }
}

#[derive(Default)]
struct Brackets {
    depth: usize,
}

impl Brackets {
    /// Offset after the first token for which `done` is true.
    fn run(mut self, text: &str, start: usize, done: impl Fn(usize, usize) -> bool) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            at = match bytes[at] {
                quote @ (b'"' | b'\'' | b'`') => string(bytes, at, quote),
                b'/' if bytes.get(at + 1) == Some(&b'*') => at + 2 + text[at + 2..].find("*/")? + 2,
                b'/' if bytes.get(at + 1) == Some(&b'/') => {
                    text[at..].find(['\n', '\r']).map_or(bytes.len(), |end| at + end)
                }
                b'{' | b'(' | b'[' => {
                    self.depth += 1;
                    at + 1
                }
                b'}' | b')' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    at + 1
                }
                _ => at + 1,
            };
            if text.is_char_boundary(at) && done(self.depth, at) {
                return Some(at);
            }
        }
        None
    }
}

/// Offset after the string that opens at `start`. A string in plain quotes ends with its line at the latest, because
/// the quote may be an apostrophe.
fn string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == quote => return at + 1,
            b'\n' | b'\r' if quote != b'`' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        for text in ["{a}", "{'}'}", "{\"\\\"}\"}", "{`}`}", "{/* } */}", "{{a: [1, (2)]}}", "{// }\n}", "{don't\n}"] {
            assert_eq!(closing(&format!("{text} x"), 0), Some(text.len()), "{text}");
        }
        for text in ["{", "{'}'", "{/* }", "{{}"] {
            assert_eq!(closing(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_statement_ends_before_a_blank_line() {
        for text in ["import a from 'b'", "import {\n\n a } from 'b'\nimport c from 'd'", "export const a = {\n\n}"] {
            assert_eq!(statement(&format!("{text}\n\nx"), 0), Some(text.len()), "{text}");
            assert_eq!(statement(text, 0), Some(text.len()), "{text}");
        }
        assert_eq!(statement("export const a = {\n\nx", 0), None);
    }

    #[test]
    fn only_a_lone_string_is_a_literal() {
        assert_eq!(literal(" 'a b' "), Some("a b"));
        assert_eq!(literal("`a`"), Some("a"));
        for text in ["'a' + 'b'", "a", "", "'", "`${a}`", "'a\\n'"] {
            assert_eq!(literal(text), None, "{text}");
        }
        assert!(is_comment("/* a */ // b\n") && is_comment("") && !is_comment("/* a") && !is_comment("a /* b */"));
    }
}
