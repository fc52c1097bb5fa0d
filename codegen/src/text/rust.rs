//! Rust: documentation, which rustdoc reads as Markdown, and literals.

use std::fmt::Write as _;

use super::markdown::{inline_code, inline_words};
use super::visible::is_hidden;

/// Words as a paragraph of documentation.
pub fn doc(words: &str) -> String {
    let mut text = String::new();
    inline_words(words, false, &mut text);
    text
}

/// A value as code within documentation.
pub fn doc_code(value: &str) -> String {
    let mut text = String::new();
    inline_code(value, false, &mut text);
    text
}

/// A string literal: all that is hidden is escaped.
pub fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // Writing to a string does not fail.
            c if is_hidden(c) => drop(write!(quoted, "\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
