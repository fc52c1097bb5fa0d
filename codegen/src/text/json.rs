//! JSON, and the messages of SARIF: the value stays what it is, so what is hidden is escaped instead of shown.

use std::fmt::Write as _;

use serde::Serialize;

use super::visible::{is_hidden, one_line};

/// A document as pretty JSON with a newline at the end, with every hidden character escaped.
pub fn pretty(document: &impl Serialize) -> serde_json::Result<String> {
    Ok(escaped(&serde_json::to_string_pretty(document)?) + "\n")
}

/// JSON text with every hidden character escaped; in JSON they can only stand in strings.
pub fn escaped(json: &str) -> String {
    let mut all = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hidden(c) {
            escape(c, &mut all);
        } else {
            all.push(c);
        }
    }
    // A string may hold a mark of a workflow's command. Between its two signs an escape changes nothing of its value.
    if all.contains("##") { all.replace("##", "#\\u0023") } else { all }
}

/// A character as JSON can write any.
pub fn escape(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Words as the message of a SARIF result: a link, which is `[words](target)` there, is none.
pub fn sarif(words: &str) -> String {
    let words = one_line(words);
    if words.contains("](") {
        words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        words.into_owned()
    }
}
