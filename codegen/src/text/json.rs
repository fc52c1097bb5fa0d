//! JSON, and the messages of SARIF. Hidden characters are escaped, so that the value does not change.

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
    /// A document as pretty JSON, with a newline at the end. Every hidden character is escaped.
    pub fn pretty(document: &impl Serialize) -> Self {
        // Numbers, strings, lists, and objects with strings for keys always serialise.
        Self::trusted(escaped(&serde_json::to_string_pretty(document).unwrap_or_default()) + "\n")
    }
}

/// JSON text in which every hidden character is escaped. Hidden characters occur only inside strings.
pub fn escaped(json: &str) -> String {
    let mut all = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hidden(c) {
            escape(c, &mut all);
        } else {
            all.push(c);
        }
    }
    // A string may contain `##[`, the mark of a workflow command. An escape breaks the mark and does not change the value.
    if all.contains("##") { all.replace("##", "#\\u0023") } else { all }
}

/// Any character as a JSON escape.
pub fn escape(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Words as the message of a SARIF result. SARIF reads `[words](target)` as a link, so the brackets are escaped.
pub fn sarif(words: &str) -> String {
    let words = one_line(words);
    if words.contains("](") {
        words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        words.into_owned()
    }
}
