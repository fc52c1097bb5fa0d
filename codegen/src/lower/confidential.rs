//! Which values must not reach a log.

use std::collections::HashSet;

use serde_json::Value;

use super::document::SelfContained;

/// Keywords whose schemas constrain the value, its properties or its items, but do not become a type.
const ASIDE: [&str; 7] =
    ["not", "if", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "contentSchema"];

/// Whether the schema itself is marked.
pub(super) fn marked(schema: &Value) -> bool {
    schema.get("x-confidential").and_then(Value::as_bool).unwrap_or(false)
}

/// The marks of a document.
pub(super) struct Marks<'r>(&'r SelfContained);

impl<'r> Marks<'r> {
    pub(super) fn of(document: &'r SelfContained) -> Self {
        Self(document)
    }

    /// Whether the type that was made from the schema has lost a mark. If so, the whole value is confidential.
    pub(super) fn lost(&self, schema: &Value, made: &Value) -> bool {
        let open = |made: &Value| match made {
            Value::Object(keywords) => {
                keywords.get("additionalProperties").is_some_and(|values| *values == Value::Bool(true))
                    || keywords.get("items").is_some_and(|items| *items == Value::Bool(true))
                    || keywords.keys().all(|keyword| keyword.starts_with("x-"))
            }
            _ => true,
        };
        let nullable =
            made.get("oneOf").and_then(Value::as_array).and_then(|branches| branches.first()).is_some_and(open);
        // The texts of an enum have no marks, and neither has a value without a type of its own.
        if open(made) || nullable || made.get("type").is_some_and(|of| of != "array" && of != "object") {
            self.within(schema)
        } else {
            self.aside(schema)
        }
    }

    /// Whether a keyword that does not become a type contains a mark.
    pub(super) fn aside(&self, schema: &Value) -> bool {
        let Some(keywords) = schema.as_object() else { return false };
        let members = keywords.contains_key("properties");
        let beside = |keyword: &str| {
            ASIDE.contains(&keyword) || members && matches!(keyword, "patternProperties" | "additionalProperties")
        };
        keywords.iter().filter(|(keyword, _)| beside(keyword)).any(|(_, value)| self.within(value))
            || keywords.get("allOf").and_then(Value::as_array).into_iter().flatten().any(|branch| self.aside(branch))
    }

    /// Whether there is a mark anywhere in a schema, or in what it refers to.
    pub(super) fn within(&self, schema: &Value) -> bool {
        let mut open = vec![schema];
        let mut seen = HashSet::new();
        while let Some(value) = open.pop() {
            if marked(value) {
                return true;
            }
            match value {
                Value::Object(members) => {
                    if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                        && seen.insert(reference.to_owned())
                    {
                        open.extend(self.0.at(reference));
                    }
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        false
    }
}
