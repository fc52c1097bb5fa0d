//! Rust: documentation, which rustdoc reads as Markdown, and the text of a generated file.
//!
//! String literals are made of tokens, which escape quotes and control characters. [`finish`] is the last step for a whole file.

use serde_json::Value;

use super::json;
use super::visible::is_hidden;

/// Words as a paragraph of documentation, in which rustdoc finds only words and addresses. White space is folded. Hidden
/// characters are removed, because Rust refuses some of them in comments.
pub fn doc(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(word).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    // At the start of a line these would begin a heading, a list or a quotation.
    let list = text.starts_with(['-', '+', '=', '#', '~']) || text.starts_with(|c: char| c.is_ascii_digit());
    if list { format!("&#8203;{text}") } else { text }
}

fn word(word: &str) -> String {
    let word: String = word.chars().filter(|&c| !is_hidden(c)).collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c);
    if (word.starts_with("http://") || word.starts_with("https://")) && word.chars().all(plain) {
        return format!("<{word}>");
    }
    let is_address = word.contains("://");
    word.chars().fold(String::new(), |mut text, c| {
        if "\\`*_{}[]<>|~&".contains(c) || (c == ':' && is_address) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

/// A name as code within documentation.
pub fn doc_code(name: &str) -> String {
    let name = name.chars().fold(String::new(), |mut text, c| {
        if is_hidden(c) && !matches!(c, '\t' | '\n' | '\r' | '\0') {
            text.extend(c.escape_unicode());
        } else {
            text.extend(c.escape_debug());
        }
        text
    });
    // A name that contains back-ticks needs a longer fence.
    let ticks = name.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let pad = if ticks > 0 || name.trim() != name || name.is_empty() { " " } else { "" };
    format!("{fence}{pad}{name}{pad}{fence}")
}

/// A document as pretty JSON. Every hidden character is escaped, so that a comment can hold it.
pub fn doc_json(document: &Value) -> String {
    json::escaped(&serde_json::to_string_pretty(document).unwrap_or_default())
}

/// The text of a generated file, in which no line is a workflow command: a compiler error in CI may print any line of it. In a comment
/// a blank breaks the mark of a command, in a string an escape does.
pub fn finish(file: &str) -> String {
    if !file.contains("##") && !file.contains("::") {
        return file.to_owned();
    }
    let mut all = String::with_capacity(file.len());
    for line in file.split_inclusive('\n') {
        if line.trim_start().starts_with("//") {
            all.push_str(&super::command::disarmed(line.to_owned()));
        } else {
            in_code(line, &mut all);
        }
    }
    all
}

/// A line that is not a comment: `##` before a bracket can only be part of a string.
fn in_code(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find("##") {
        let (before, after) = rest.split_at(at);
        let behind = after.trim_start_matches('#');
        let marks = after.len() - behind.len();
        let (name, end) = behind.split_at(behind.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(behind.len()));
        out.push_str(before);
        if end.starts_with('[') {
            out.extend((0..marks).map(|mark| if mark % 2 == 0 { "#" } else { "\\u{23}" }));
        } else {
            out.push_str(&after[..marks]);
        }
        out.push_str(name);
        rest = end;
    }
    out.push_str(rest);
}
