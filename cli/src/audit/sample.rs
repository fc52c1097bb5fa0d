//! Samples of values for the report: the shape of a value or, with `--show-values`, the value itself. Confidential
//! values are never shown.

use std::cell::OnceCell;

use serde_json::Value;

use super::documented::Event;
use super::tally::without_indexes;

/// How many characters of a value are shown.
const MOST: usize = 60;

/// The values of a line. The line is parsed when the first is asked for.
pub(super) struct Samples<'a> {
    line: &'a [u8],
    event: Option<&'a Event>,
    show_values: bool,
    value: OnceCell<Option<Value>>,
}

impl<'a> Samples<'a> {
    pub(super) fn new(line: &'a [u8], event: Option<&'a Event>, show_values: bool) -> Self {
        Self { line, event, show_values, value: OnceCell::new() }
    }

    pub(super) fn value(&self) -> Option<&Value> {
        self.value.get_or_init(|| serde_json::from_slice(self.line).ok()).as_ref()
    }

    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.value()?.pointer(pointer)
    }

    pub(super) fn sample(&self, pointer: &str) -> Option<String> {
        let value = self.at(pointer)?;
        // For an undocumented event it is not known which values are confidential.
        let known = self.event.is_some_and(|event| !event.confidential(&without_indexes(pointer)));
        let text = value.to_string();
        if !self.show_values || !known || text.contains('@') || confidential_name(pointer) {
            return Some(shape(value));
        }
        let shown: String = text.chars().take(MOST).collect();
        Some(if shown.len() < text.len() { format!("{shown}…") } else { shown })
    }
}

/// Whether the name of a property suggests that its value is confidential.
fn confidential_name(pointer: &str) -> bool {
    let name = pointer.to_ascii_lowercase();
    ["mail", "secret", "token", "password", "phone", "address"].iter().any(|part| name.contains(part))
}

pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn shape(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => type_of(value).to_owned(),
        Value::String(text) => format!("a string of {} characters", text.chars().count()),
        Value::Array(items) => format!("an array of {} items", items.len()),
        Value::Object(properties) => format!("an object of {} properties", properties.len()),
    }
}
