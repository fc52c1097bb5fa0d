//! Whether texts match patterns, by the same engine that validates.

use std::cell::RefCell;
use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Compiled patterns.
#[derive(Default)]
pub(crate) struct Patterns {
    compiled: RefCell<HashMap<String, Option<Validator>>>,
}

impl Patterns {
    /// Whether the text matches; none where the pattern cannot be compiled.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut compiled = self.compiled.borrow_mut();
        let validator = compiled
            .entry(pattern.to_owned())
            .or_insert_with(|| jsonschema::draft7::new(&json!({"pattern": pattern})).ok())
            .as_ref()?;
        Some(validator.is_valid(&Value::String(text.to_owned())))
    }

    /// Whether every text matches, as far as can be seen.
    pub(crate) fn always(pattern: &str) -> bool {
        matches!(pattern, "" | ".*" | "^" | "$" | "^.*" | ".*$" | "^[\\s\\S]*$" | "[\\s\\S]*")
    }
}
