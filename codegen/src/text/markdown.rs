//! Markdown, as GitHub reads it. Foreign words are escaped. Escaping does not stop a mention, a reference, an address or the name of
//! an emoji, so these are written as code, in which GitHub changes nothing.

use super::visible::{lines, one_line};
use super::{Surface, Text};

/// Paragraphs, lists and headings. Foreign text may be used anywhere in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown;

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell;

impl Surface for Markdown {
    /// Text between back-ticks is code, as in every message.
    fn words(foreign: &str, out: &mut String) {
        message(foreign, false, out);
    }

    fn code(foreign: &str, out: &mut String) {
        inline_code(foreign, false, out);
    }
}

impl Surface for Cell {
    fn words(foreign: &str, out: &mut String) {
        message(foreign, true, out);
    }

    fn code(foreign: &str, out: &mut String) {
        inline_code(foreign, true, out);
    }
}

impl Text<Markdown> {
    /// A fenced block of foreign text. `language` comes from the template.
    pub fn block(language: &'static str, content: &str) -> Self {
        let content = lines(content);
        let fence = "`".repeat((longest_run(&content) + 1).max(3));
        let end = if content.is_empty() || content.ends_with('\n') { "" } else { "\n" };
        Self::trusted(format!("{fence}{language}\n{content}{end}{fence}\n"))
    }

    /// The head of a table.
    pub fn head(names: &[&'static str]) -> Self {
        let mut text = Self::new();
        text.push("|");
        for name in names {
            text.push(" ").push(*name).push(" |");
        }
        text.push("\n|");
        for _ in names {
            text.push(" --- |");
        }
        text.push("\n");
        text
    }

    /// A row of a table.
    pub fn row(cells: impl IntoIterator<Item = Text<Cell>>) -> Self {
        let mut text = Self::new();
        text.push("|");
        for cell in cells {
            text.push(" ").push(Self::trusted(cell.text)).push(" |");
        }
        text.push("\n");
        text
    }
}

/// Words in which text between a pair of back-ticks is code.
fn message(words: &str, in_cell: bool, out: &mut String) {
    let words = one_line(words);
    let mut parts = words.trim().split('`').peekable();
    let mut inside = false;
    let start = out.len();
    while let Some(part) = parts.next() {
        // No back-tick follows the last part, so it is not code.
        match (inside, parts.peek().is_some()) {
            (true, true) => inline_code(part, in_cell, out),
            (true, false) => {
                out.push_str("\\`");
                escaped(part, in_cell, out.len() == start, out);
            }
            (false, _) => escaped(part, in_cell, out.len() == start, out),
        }
        inside = !inside;
    }
}

/// Folds blanks, because some of them have a meaning at the start or the end of a line.
fn escaped(words: &str, in_cell: bool, at_start: bool, out: &mut String) {
    let mut rest = words;
    let mut first = at_start;
    while !rest.is_empty() {
        let word_at = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        if word_at > 0 && !first {
            out.push(' ');
        }
        rest = &rest[word_at..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if end > 0 {
            word(&rest[..end], in_cell, first, out);
            first = false;
        }
        rest = &rest[end..];
    }
}

fn word(word: &str, in_cell: bool, first: bool, out: &mut String) {
    if means_something(word) {
        return inline_code(word, in_cell, out);
    }
    // At the start of a line these begin a list, a definition or a numbered list, or underline a heading.
    if first && word.chars().all(|c| "-+=:".contains(c)) {
        out.push('\\');
    } else if first
        && let Some(number) = word.strip_suffix(['.', ')'])
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        out.push_str(number);
        out.push('\\');
        return marks(&word[number.len()..], out);
    }
    marks(word, out);
}

fn marks(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '!' | '~' | '$' | '^' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
}

/// Whether GitHub replaces a word even where its characters are escaped: a mention or a mail address (`@`), an issue (`#1`,
/// `GH-1`), a commit, an address, the name of an emoji. A word that a runner could read as a command counts as well.
fn means_something(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    word.contains(['@', '\u{ff20}'])
        || word.contains("::")
        || lower.contains("://")
        || lower.contains("www.")
        || ["mailto:", "xmpp:"].iter().any(|scheme| lower.contains(scheme))
        || has_number_behind(word, "#")
        || has_number_behind(&lower, "gh-")
        || is_emoji(word)
        || has_commit(word)
}

fn has_number_behind(word: &str, mark: &str) -> bool {
    word.match_indices(mark).any(|(at, _)| word[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// `:name:`.
fn is_emoji(word: &str) -> bool {
    let mut parts = word.split(':').skip(1).peekable();
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    while let Some(name) = parts.next() {
        if is_name(name) && parts.peek().is_some() {
            return true;
        }
    }
    false
}

/// Whether the word contains a commit: at least seven hex digits between other characters.
fn has_commit(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| part.len() >= 7 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A code span. In a cell a bar is escaped. After a backslash the bar is put outside of the code, because Markdown readers disagree
/// about an escaped bar there.
fn inline_code(value: &str, in_cell: bool, out: &mut String) {
    let value = one_line(value);
    if value.is_empty() {
        return out.push_str("(empty)");
    }
    if in_cell && value.contains("\\|") {
        for (at, part) in value.split('|').enumerate() {
            if at > 0 {
                out.push_str("\\|");
            }
            if !part.is_empty() {
                span(part, out);
            }
        }
    } else if in_cell {
        span(&value.replace('|', "\\|"), out);
    } else {
        span(&value, out);
    }
}

fn span(value: &str, out: &mut String) {
    // Two adjacent code spans would be read as one.
    if out.ends_with('`') {
        out.push(' ');
    }
    let fence = "`".repeat(longest_run(value) + 1);
    let blank = value.starts_with(' ') && value.ends_with(' ') && !value.trim_matches(' ').is_empty();
    let pad = if value.starts_with('`') || value.ends_with('`') || blank { " " } else { "" };
    for part in [&fence, pad, value, pad, &fence] {
        out.push_str(part);
    }
}

fn longest_run(value: &str) -> usize {
    value.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
