//! JSON, and the messages of SARIF: the value stays what it is, so what is hidden is escaped instead of shown.

use std::fmt::Write as _;

use serde::Serialize;

use super::visible::{is_hidden, one_line};
use super::{Surface, Text};

/// A JSON document. Foreign text becomes a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json;

impl Surface for Json {
    fn words(foreign: &str, out: &mut String) {
        out.push_str(&escaped(&serde_json::Value::from(foreign).to_string()));
    }

    fn code(foreign: &str, out: &mut String) {
        Self::words(foreign, out);
    }
}

impl Text<Json> {
    /// A document, pretty, with a newline at the end, with every hidden character escaped.
    pub fn pretty(document: &impl Serialize) -> Self {
        // Numbers, strings, lists, and objects with strings for keys always serialise.
        Self::trusted(escaped(&serde_json::to_string_pretty(document).unwrap_or_default()) + "\n")
    }
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
