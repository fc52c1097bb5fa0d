//! The style of a JSON block, and new values written in this style.

use serde_json::Value;

use super::lines;
use crate::catalog::DocumentedJson;
use crate::page::{Span, is_weightless};
use crate::text::json::escape;

/// The longest list of scalars that is written on one line.
const LONGEST_LINE: usize = 100;
/// The indentation of a level, if the block does not show one.
const UNIT: &str = "  ";

/// The style of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockStyle {
    /// The indentation of a level.
    pub(super) unit: String,
    /// The text between a key and its value.
    pub(super) colon: String,
    /// The text after a comma within a line.
    pub(super) gap: String,
    /// Whether members have lines of their own.
    pub(super) lines: bool,
}

impl BlockStyle {
    /// The style of an existing block.
    pub(super) fn of(text: &str, block: Span, json: &DocumentedJson) -> Self {
        let lines = text[block.start..block.end].contains(['\n', '\r']);
        let mut keyed: Vec<(Span, Span)> =
            json.places.values().filter_map(|place| Some((place.key?, place.value))).collect();
        keyed.sort();
        let between = |(key, value): &(Span, Span)| text[key.end..value.start].to_owned();
        let colon = keyed.iter().map(between).find(|between| !between.contains(['\n', '\r', '/']));
        let colon = colon.unwrap_or_else(|| ": ".into());
        let first = keyed.iter().find(|(key, _)| lines::is_first(text, key.start));
        let unit = match first {
            Some((key, _)) => {
                let (inner, outer) = (lines::margin(text, key.start), lines::margin(text, block.start));
                inner.strip_prefix(outer).unwrap_or(inner).to_owned()
            }
            None => UNIT.into(),
        };
        let loose = colon.len() > 1;
        let gap = |at: usize| {
            let rest = &text[at + 1..block.end];
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            (!rest[blanks..].starts_with(['\n', '\r', '/', '}', ']'])).then(|| " ".repeat(blanks.min(1)))
        };
        let mut behind_keys = keyed.iter().map(|(_, value)| value.end).filter(|&at| text[at..].starts_with(','));
        let gap = behind_keys.find_map(gap).unwrap_or_else(|| if loose || lines { " ".into() } else { String::new() });
        Self { unit, colon, gap, lines }
    }

    /// A value that begins on a line with this margin.
    pub(super) fn value(&self, value: &Value, margin: &str, ending: &str) -> String {
        match value {
            Value::Object(members) if !members.is_empty() && self.lines => {
                let inner = format!("{margin}{}", self.unit);
                let member = |(key, value): (&String, &Value)| {
                    format!("{ending}{inner}{}{}{}", string(key), self.colon, self.value(value, &inner, ending))
                };
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}{ending}{margin}}}", members.join(","))
            }
            Value::Array(items) if !items.is_empty() && self.lines && !self.fits(items) => {
                let inner = format!("{margin}{}", self.unit);
                let item = |item: &Value| format!("{ending}{inner}{}", self.value(item, &inner, ending));
                let items: Vec<String> = items.iter().map(item).collect();
                format!("[{}{ending}{margin}]", items.join(","))
            }
            other => self.in_line(other),
        }
    }

    fn fits(&self, items: &[Value]) -> bool {
        items.iter().all(|item| !item.is_object() && !item.is_array())
            && self.in_line(&items.iter().cloned().collect()).len() <= LONGEST_LINE
    }

    /// A value on one line.
    pub(super) fn in_line(&self, value: &Value) -> String {
        let comma = format!(",{}", self.gap);
        match value {
            Value::String(text) => string(text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.in_line(item)).collect();
                format!("[{}]", items.join(&comma))
            }
            Value::Object(members) => {
                let member =
                    |(key, value): (&String, &Value)| format!("{}{}{}", string(key), self.colon, self.in_line(value));
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(&comma))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        }
    }

    /// A whole block.
    pub(super) fn whole(value: &Value, ending: &str) -> String {
        let style = Self { unit: UNIT.into(), colon: ": ".into(), gap: " ".into(), lines: true };
        style.value(value, "", ending)
    }
}

/// A string as JSON. Characters that browsers and editors would change are escaped.
pub(super) fn string(text: &str) -> String {
    let plain = Value::from(text).to_string();
    let fragile = |c: char| is_weightless(c) || matches!(c, '\u{a0}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !plain.contains(fragile) {
        return plain;
    }
    let mut escaped = String::with_capacity(plain.len() + 8);
    for c in plain.chars() {
        if fragile(c) { escape(c, &mut escaped) } else { escaped.push(c) }
    }
    escaped
}
