//! An event's schema as [`prepare`](super::prepare) reads it: every `$ref` is the JSON Pointer of its target, which
//! [`schema`](crate::schema) has found, and keywords that the schema's draft does not know are removed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::merge::{CONDITIONAL, EITHER};
use crate::schema::SchemaDocument;

/// A self-contained schema document.
pub(super) struct SelfContained {
    root: Value,
    /// Digests by pointer; see [`digest`](Self::digest).
    digests: RefCell<BTreeMap<String, String>>,
}

/// Keywords that a draft must know for them to count, with the first that does.
const SINCE: [(&str, Edition); 7] = [
    ("prefixItems", Edition::Draft202012),
    ("dependentSchemas", Edition::Draft201909),
    ("if", Edition::Draft7),
    ("then", Edition::Draft7),
    ("else", Edition::Draft7),
    ("const", Edition::Draft6),
    ("propertyNames", Edition::Draft6),
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edition {
    Draft4,
    Draft6,
    Draft7,
    Draft201909,
    Draft202012,
}

impl Edition {
    fn of(draft: jsonschema::Draft) -> Self {
        match draft {
            jsonschema::Draft::Draft4 => Self::Draft4,
            jsonschema::Draft::Draft6 => Self::Draft6,
            jsonschema::Draft::Draft7 => Self::Draft7,
            jsonschema::Draft::Draft201909 => Self::Draft201909,
            _ => Self::Draft202012,
        }
    }
}

/// Keywords that do not affect a value's type. Two definitions that differ only in these are one type.
pub(super) const ANNOTATIONS: [&str; 9] =
    ["title", "description", "$comment", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"];

impl SelfContained {
    /// `bundled` has all definitions in it.
    pub(super) fn new(bundled: &Value) -> Self {
        let opened = SchemaDocument::new(bundled);
        let mut root = bundled.clone();
        for place in opened.places() {
            let Some(Value::Object(keywords)) = root.pointer_mut(place.pointer.as_str()) else { continue };
            // Only this generator writes these.
            keywords.shift_remove(CONDITIONAL);
            keywords.shift_remove(EITHER);
            let edition = Edition::of(place.draft);
            for (keyword, since) in SINCE {
                if edition < since {
                    keywords.shift_remove(keyword);
                }
            }
            match opened.target(place.schema) {
                Some(Ok(target)) => {
                    if edition < Edition::Draft201909 {
                        keywords.retain(|keyword, _| {
                            keyword == "$ref" || keyword.starts_with("x-") || ANNOTATIONS.contains(&keyword.as_str())
                        });
                    }
                    keywords.insert("$ref".to_owned(), target.pointer.to_string().into());
                }
                // A rule has reported that it leads nowhere. The value may be anything.
                Some(Err(_)) => *keywords = Map::new(),
                None => {}
            }
        }
        Self { root, digests: RefCell::default() }
    }

    /// The schema at a place.
    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// A digest of the schema at a place and of all that it refers to. Two documents have the same digest if both schemas mean the same,
    /// whatever the order of keys and lists, and whatever the descriptions.
    pub(super) fn digest(&self, pointer: &str) -> String {
        if let Some(known) = self.digests.borrow().get(pointer) {
            return known.clone();
        }
        let mut closure: BTreeMap<String, String> = BTreeMap::new();
        let mut open = vec![pointer.to_owned()];
        while let Some(pointer) = open.pop() {
            if closure.contains_key(&pointer) {
                continue;
            }
            let mut text = String::new();
            if let Some(schema) = self.at(&pointer) {
                canonical(schema, false, &mut text, &mut open);
            }
            closure.insert(pointer, text);
        }
        let lines: Vec<String> = closure.iter().map(|(pointer, text)| format!("{pointer}={text}\n")).collect();
        let all = lines.concat();
        let digest = super::names::digest(&format!("{pointer}\n{all}"));
        self.digests.borrow_mut().insert(pointer.to_owned(), digest.clone());
        digest
    }
}

/// Keywords whose lists mean the same in any order.
const UNORDERED: [&str; 6] = ["type", "enum", "required", "allOf", "anyOf", "oneOf"];

/// Writes a schema with sorted keys and without annotations; `names` where the keys are names of properties.
fn canonical(value: &Value, names: bool, text: &mut String, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort_unstable();
            text.push('{');
            for key in keys {
                if !names && ANNOTATIONS.contains(&key.as_str()) {
                    continue;
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                if let Some(value) = members.get(key) {
                    if let (false, "$ref", Value::String(reference)) = (names, key.as_str(), value) {
                        references.push(reference.clone());
                    }
                    let below = !names
                        && matches!(
                            key.as_str(),
                            "properties" | "patternProperties" | "definitions" | "$defs" | "dependentSchemas"
                        );
                    match value {
                        Value::Array(items) if !names && UNORDERED.contains(&key.as_str()) => {
                            let mut texts: Vec<String> = Vec::new();
                            for item in items {
                                let mut own = String::new();
                                canonical(item, false, &mut own, references);
                                texts.push(own);
                            }
                            texts.sort_unstable();
                            text.push_str(&texts.join(","));
                        }
                        value => canonical(value, below, text, references),
                    }
                }
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, false, text, references);
                text.push(',');
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}
