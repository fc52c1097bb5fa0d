//! Finds the end of a JSON block in text without code fences: by its brackets or, if they do not close, by its lines.

use std::collections::HashSet;

use jsonc_parser::{Scanner, ScannerOptions, tokens::Token};

use crate::page::{Span, is_blank};

/// The end of a block, and what it contains that is not JSON.
pub(super) struct Extent {
    /// Offset after its last byte.
    pub(super) end: usize,
    /// What is outside strings and is not JSON, as offsets in the whole text.
    pub(super) foreign: Vec<Foreign>,
}

/// A part of a block that is not JSON and is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// Where it is.
    pub(super) span: Span,
    /// Whether it is `...`; otherwise it is white space that JSON does not allow.
    pub(super) elision: bool,
}

impl Foreign {
    /// The same part, relative to the text that begins at `start`.
    pub(super) fn relative_to(self, start: usize) -> Self {
        Self { span: Span::new(self.span.start - start, self.span.end - start), ..self }
    }
}

/// The extent of the block that begins with a bracket or a string at `start`. `never_closed` is shared by all blocks
/// of a text, so that no part of it is searched for an end more than once.
pub(super) fn extent(text: &str, start: usize, never_closed: &mut HashSet<usize>) -> Extent {
    let mut scan = Scan::default();
    let closed = if never_closed.contains(&start) { None } else { scan.run(text, start) };
    if closed.is_none() {
        never_closed.extend(scan.never_closed());
    }
    let end = closed.unwrap_or_else(|| {
        let end = broken_end(text, start);
        scan = Scan::default();
        scan.run(&text[..end], start);
        end
    });
    Extent { end: debris(text, end), foreign: scan.foreign }
}

/// Searches the end of a block by its brackets.
#[derive(Default)]
struct Scan {
    foreign: Vec<Foreign>,
    /// The open brackets.
    open: Vec<u8>,
    /// What was found: a possible start of a block, with the number of brackets open there; or how many brackets a
    /// closing one left open.
    met: Vec<Met>,
}

enum Met {
    Start { at: usize, depth: usize },
    Close { depth: usize },
}

impl Scan {
    /// The end; none if the brackets do not close, or if a bracket opens where no value may be.
    ///
    /// Reads tokens and counts brackets. The text need not be valid JSON: what is not a token is skipped, and only a bracket at
    /// an impossible place, or a string across lines, shows that the block is broken.
    fn run(&mut self, text: &str, start: usize) -> Option<usize> {
        let options = ScannerOptions { allow_single_quoted_strings: false, ..ScannerOptions::default() };
        let mut value_may_follow = true;
        let mut at = start;
        let mut scanner = Scanner::new(&text[at..], &options);
        loop {
            let (token, from, to) = match scanner.scan() {
                Ok(Some(token)) => (token, at + scanner.token_start(), at + scanner.token_end()),
                Ok(None) => return None,
                Err(_) => {
                    let here = at + scanner.token_start();
                    at = here + self.read_over(&text[here..], here)?;
                    scanner = Scanner::new(&text[at..], &options);
                    continue;
                }
            };
            match token {
                Token::OpenBrace | Token::OpenBracket => {
                    if !value_may_follow {
                        return None;
                    }
                    self.met.push(Met::Start { at: from, depth: self.open.len() });
                    self.open.push(text.as_bytes()[from]);
                    value_may_follow = self.in_list();
                }
                Token::CloseBrace | Token::CloseBracket => {
                    self.open.pop();
                    self.met.push(Met::Close { depth: self.open.len() });
                    value_may_follow = false;
                    if self.open.is_empty() {
                        return Some(to);
                    }
                }
                Token::Comma => value_may_follow = self.in_list(),
                Token::Colon => value_may_follow = true,
                Token::String(_) => {
                    if text[from..to].contains(['\n', '\r']) {
                        return None;
                    }
                    self.met.push(Met::Start { at: from, depth: self.open.len() });
                    value_may_follow = false;
                }
                Token::Word(_) | Token::Boolean(_) | Token::Number(_) | Token::Null => value_may_follow = false,
                Token::CommentLine(_) | Token::CommentBlock(_) => {}
            }
        }
    }

    fn in_list(&self) -> bool {
        self.open.last() == Some(&b'[')
    }

    /// The length of what begins at `here`, is not JSON, and can be skipped.
    fn read_over(&mut self, rest: &str, here: usize) -> Option<usize> {
        let elision = ["...", "…"].into_iter().find(|mark| rest.starts_with(mark)).map(str::len);
        let blank = || rest.chars().next().filter(|&c| is_blank(c)).map(char::len_utf8);
        let length = elision.or_else(blank)?;
        self.foreign.push(Foreign { span: Span::new(here, here + length), elision: elision.is_some() });
        Some(length)
    }

    /// Starts from which a search would not find an end either: it would read the same tokens and find no closing
    /// bracket.
    fn never_closed(self: &Scan) -> Vec<usize> {
        let mut least = usize::MAX;
        let mut found = Vec::new();
        for met in self.met.iter().rev() {
            match met {
                Met::Close { depth } => least = least.min(*depth),
                Met::Start { at, depth } if least > *depth => found.push(*at),
                Met::Start { .. } => {}
            }
        }
        found
    }
}

/// The end by lines: before the first line that does not look like JSON, or that begins another block.
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

/// Whether a line looks like JSON.
fn json_like(line: &str) -> bool {
    line.starts_with(['{', '}', '[', ']', '"', ',', ':'])
        || line.starts_with("//")
        || line.starts_with("/*")
        || line.starts_with("...")
        || line.starts_with(|c: char| c.is_ascii_digit())
        || (line.starts_with('-') && line[1..].starts_with(|c: char| c.is_ascii_digit()))
        || ["true", "false", "null"].iter().any(|word| line.trim_end_matches([',', '}', ']', ' ']) == *word)
}

/// Whether a line can only be the inside or the end of a JSON block whose beginning is missing.
pub(super) fn is_debris(line: &str) -> bool {
    line.starts_with(['}', ']']) || (line.starts_with('"') && line.contains("\":"))
}

/// Extra closing brackets after a closed block belong to it.
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
