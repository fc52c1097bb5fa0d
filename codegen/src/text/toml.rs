//! TOML: strings on one line, in which every hidden character is escaped.

use std::fmt::Write as _;

use super::visible::is_hidden;

/// A string.
pub fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // Writing to a string does not fail.
            c if is_hidden(c) && u32::from(c) <= 0xffff => drop(write!(quoted, "\\u{:04X}", u32::from(c))),
            c if is_hidden(c) => drop(write!(quoted, "\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    // An escape breaks `##[`, the mark of a workflow command, and does not change the value.
    if quoted.contains("##") { quoted.replace("##", "#\\u0023") } else { quoted }
}

/// A key, without quotes where TOML allows that.
pub fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if bare { key.into() } else { string(key) }
}
