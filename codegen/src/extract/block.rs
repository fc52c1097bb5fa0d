//! Finds where a block of JSON ends in text that marks no ends: by its brackets, and where they do not close, by its lines.

use jsonc_parser::{Scanner, ScannerOptions, tokens::Token};

use crate::page::Span;

/// How far a block reaches.
pub(super) struct Extent {
    /// Offset behind its last byte.
    pub(super) end: usize,
    /// The `...` in it that stand outside strings, as offsets in the whole text.
    pub(super) elisions: Vec<Span>,
}

/// The extent of the block that begins with a bracket at `start`.
pub(super) fn extent(text: &str, start: usize) -> Extent {
    let balanced = balanced(text, start);
    let (end, elisions) = balanced.unwrap_or_else(|elisions| (broken_end(text, start), elisions));
    let elisions = elisions.into_iter().filter(|elision| elision.end <= end).collect();
    Extent { end: debris(text, end), elisions }
}

/// The end by brackets, or nothing where they do not close, or a bracket opens where no value can stand.
fn balanced(text: &str, start: usize) -> Result<(usize, Vec<Span>), Vec<Span>> {
    let options = ScannerOptions { allow_single_quoted_strings: false, ..ScannerOptions::default() };
    let mut elisions = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut value_may_follow = true;
    let mut at = start;
    let mut scanner = Scanner::new(&text[at..], &options);
    loop {
        let (token, from, to) = match scanner.scan() {
            Ok(Some(token)) => (token, at + scanner.token_start(), at + scanner.token_end()),
            Ok(None) => return Err(elisions),
            Err(_) => {
                let here = at + scanner.token_start();
                let Some(length) = ["...", "…"].into_iter().find(|mark| text[here..].starts_with(mark)).map(str::len)
                else {
                    return Err(elisions);
                };
                elisions.push(Span::new(here, here + length));
                at = here + length;
                scanner = Scanner::new(&text[at..], &options);
                continue;
            }
        };
        match token {
            Token::OpenBrace | Token::OpenBracket => {
                if !value_may_follow {
                    return Err(elisions);
                }
                open.push(text.as_bytes()[from]);
                value_may_follow = open.last() == Some(&b'[');
            }
            Token::CloseBrace | Token::CloseBracket => {
                open.pop();
                value_may_follow = false;
                if open.is_empty() {
                    return Ok((to, elisions));
                }
            }
            Token::Comma => value_may_follow = open.last() == Some(&b'['),
            Token::Colon => value_may_follow = true,
            Token::String(_) => {
                if text[from..to].contains('\n') {
                    return Err(elisions);
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
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim();
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
    start + text[start..end].trim_end().len().max(1)
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
    for line in text[end..].split_inclusive('\n') {
        offset += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if !trimmed.chars().all(|c| matches!(c, '}' | ']' | ',' | ';')) {
            break;
        }
        reach = offset - (line.len() - line.trim_end().len());
    }
    reach
}
