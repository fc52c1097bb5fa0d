//! Finds where a block of JSON ends in text that marks no ends: by its brackets, and where they do not close, by its lines.

use jsonc_parser::{Scanner, ScannerOptions, tokens::Token};

use crate::page::{Span, is_blank};

/// How far a block reaches.
pub(super) struct Extent {
    /// Offset behind its last byte.
    pub(super) end: usize,
    /// What stands outside strings and is no JSON, as offsets in the whole text.
    pub(super) foreign: Vec<Foreign>,
}

/// What can be read over in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// Its place.
    pub(super) span: Span,
    /// Whether it is `...`; else it is white space that JSON does not know.
    pub(super) elision: bool,
}

impl Foreign {
    /// The same in text that begins at `start`.
    pub(super) fn relative_to(self, start: usize) -> Self {
        Self { span: Span::new(self.span.start - start, self.span.end - start), ..self }
    }
}

/// The extent of the block that begins with a bracket at `start`.
pub(super) fn extent(text: &str, start: usize) -> Extent {
    let mut foreign = Vec::new();
    let end = balanced(text, start, &mut foreign).unwrap_or_else(|| broken_end(text, start));
    foreign.retain(|it| it.span.end <= end);
    Extent { end: debris(text, end), foreign }
}

/// The end by brackets, or nothing where they do not close, or a bracket opens where no value can stand.
fn balanced(text: &str, start: usize, foreign: &mut Vec<Foreign>) -> Option<usize> {
    let options = ScannerOptions { allow_single_quoted_strings: false, ..ScannerOptions::default() };
    let mut open: Vec<u8> = Vec::new();
    let mut value_may_follow = true;
    let mut at = start;
    let mut scanner = Scanner::new(&text[at..], &options);
    loop {
        let (token, from, to) = match scanner.scan() {
            Ok(Some(token)) => (token, at + scanner.token_start(), at + scanner.token_end()),
            Ok(None) => return None,
            Err(_) => {
                let here = at + scanner.token_start();
                let rest = &text[here..];
                let elision = ["...", "…"].into_iter().find(|mark| rest.starts_with(mark)).map(str::len);
                let blank = || rest.chars().next().filter(|&c| is_blank(c)).map(char::len_utf8);
                let length = elision.or_else(blank)?;
                foreign.push(Foreign { span: Span::new(here, here + length), elision: elision.is_some() });
                at = here + length;
                scanner = Scanner::new(&text[at..], &options);
                continue;
            }
        };
        match token {
            Token::OpenBrace | Token::OpenBracket => {
                if !value_may_follow {
                    return None;
                }
                open.push(text.as_bytes()[from]);
                value_may_follow = open.last() == Some(&b'[');
            }
            Token::CloseBrace | Token::CloseBracket => {
                open.pop();
                value_may_follow = false;
                if open.is_empty() {
                    return Some(to);
                }
            }
            Token::Comma => value_may_follow = open.last() == Some(&b'['),
            Token::Colon => value_may_follow = true,
            Token::String(_) => {
                if text[from..to].contains(['\n', '\r']) {
                    return None;
                }
                value_may_follow = false;
            }
            Token::Word(_) | Token::Boolean(_) | Token::Number(_) | Token::Null => value_may_follow = false,
            Token::CommentLine(_) | Token::CommentBlock(_) => {}
        }
    }
}

/// The end by lines: before the first line that no line of JSON looks like, or that begins a further block.
fn broken_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut depth = 0_i64;
    let mut before = '\0';
    for line in text[start..].split_inclusive(['\n', '\r']) {
        let trimmed = line.trim_matches(is_blank);
        let next_block = trimmed.starts_with('{') && end > start && !matches!(before, ':' | '[' | ',');
        if next_block || !json_like(trimmed) && !trimmed.is_empty() {
            break;
        }
        end += line.len();
        depth += brackets(trimmed);
        before = trimmed.chars().next_back().unwrap_or(before);
        if depth <= 0 {
            break;
        }
    }
    start + text[start..end].trim_end_matches(is_blank).len().max(1)
}

fn brackets(line: &str) -> i64 {
    let mut inside = false;
    let mut escaped = false;
    let mut depth = 0;
    for character in line.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            '{' | '[' if !inside => depth += 1,
            '}' | ']' if !inside => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// Whether a line may be one of JSON.
fn json_like(line: &str) -> bool {
    line.starts_with(['{', '}', '[', ']', '"', ',', ':'])
        || line.starts_with("//")
        || line.starts_with("/*")
        || line.starts_with("...")
        || line.starts_with(|c: char| c.is_ascii_digit())
        || (line.starts_with('-') && line[1..].starts_with(|c: char| c.is_ascii_digit()))
        || ["true", "false", "null"].iter().any(|word| line.trim_end_matches([',', '}', ']', ' ']) == *word)
}

/// Whether a line can only be the inside or the end of JSON whose beginning is missing.
pub(super) fn is_debris(line: &str) -> bool {
    line.starts_with(['}', ']']) || (line.starts_with('"') && line.contains("\":"))
}

/// Brackets left over behind a block that has closed belong to it: one was closed too often.
fn debris(text: &str, end: usize) -> usize {
    let mut reach = end;
    let mut offset = end;
    for line in text[end..].split_inclusive(['\n', '\r']) {
        offset += line.len();
        let trimmed = line.trim_matches(is_blank);
        if trimmed.is_empty() {
            continue;
        }
        if !trimmed.chars().all(|c| matches!(c, '}' | ']' | ',' | ';')) {
            break;
        }
        reach = offset - (line.len() - line.trim_end_matches(is_blank).len());
    }
    reach
}
