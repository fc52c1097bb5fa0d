//! Whether texts match patterns, by the same engine that validates.

use std::cell::RefCell;
use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::{Value, json};

/// How many texts are remembered of each pattern, and how long one may be.
const REMEMBERED: usize = 4_096;
const SHORT: usize = 256;

/// Compiled patterns, and what they were asked before.
#[derive(Default)]
pub(crate) struct Patterns {
    compiled: RefCell<HashMap<String, Compiled>>,
}

#[derive(Default)]
struct Compiled {
    validator: Option<Validator>,
    known: HashMap<String, bool>,
}

impl Patterns {
    /// Whether the text matches; none where the pattern cannot be compiled.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut all = self.compiled.borrow_mut();
        if !all.contains_key(pattern) {
            let validator = jsonschema::draft7::new(&json!({"pattern": pattern})).ok();
            all.insert(pattern.to_owned(), Compiled { validator, ..Compiled::default() });
        }
        let compiled = all.get_mut(pattern)?;
        if let Some(&known) = compiled.known.get(text) {
            return Some(known);
        }
        let matches = compiled.validator.as_ref()?.is_valid(&Value::String(text.to_owned()));
        if compiled.known.len() < REMEMBERED && text.len() < SHORT {
            compiled.known.insert(text.to_owned(), matches);
        }
        Some(matches)
    }

    /// Whether every text matches, as far as can be seen.
    pub(crate) fn always(pattern: &str) -> bool {
        matches!(pattern, "" | ".*" | "^" | "$" | "^.*" | ".*$" | "^[\\s\\S]*$" | "[\\s\\S]*")
    }
}
