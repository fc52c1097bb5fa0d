//! Events that were not documented when the types were generated, and payloads that do not fit.

use std::fmt;

use serde_json::Value;

/// An event whose name was not documented when these types were generated, or whose payload does not fit. Name and
/// payload are kept as they were sent.
///
/// [`Debug`](fmt::Debug) shows the name and the kind of the payload, but no content.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unknown {
    name: String,
    payload: Value,
}

impl Unknown {
    /// Makes an event with this name.
    pub fn new(name: impl Into<String>, payload: Value) -> Self {
        Self { name: name.into(), payload }
    }

    /// The event's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The payload.
    pub fn payload(&self) -> &Value {
        &self.payload
    }

    /// Takes the payload out.
    pub fn into_payload(self) -> Value {
        self.payload
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("name", &self.name).field("payload", &Shape(&self.payload)).finish()
    }
}

/// The kind of a value, without its content.
struct Shape<'a>(&'a Value);

impl fmt::Debug for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Bool(_) => f.write_str("boolean"),
            Value::Number(_) => f.write_str("number"),
            Value::String(_) => f.write_str("string"),
            Value::Array(items) => write!(f, "array of {}", items.len()),
            Value::Object(members) => write!(f, "object of {}", members.len()),
        }
    }
}
