//! One schema, in the form in which typify reads it.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::super::confidential::{Marks, marked};
use super::super::merge::{has_members, only_annotates, types, values};
use super::super::names::{Scope, in_scope};
use super::definition::{Definition, DocumentedString, Property, TypeForm};
use super::flat::{conditional, flat, reference};
use super::{At, DEEPEST, MOST, Preparer};

/// The definition to which a prepared schema refers.
pub(super) fn index_of(value: &Value) -> Option<usize> {
    usize::try_from(value.get("$ref")?.as_u64()?).ok()
}

/// The value, marked as confidential.
pub(super) fn confidential(mut value: Value) -> Value {
    if value == Value::Bool(true) {
        value = json!({});
    }
    // Whether a value is `null` is not confidential.
    if let Some(inner) = value.pointer_mut("/oneOf/0") {
        *inner = confidential(inner.take());
        return value;
    }
    if let Some(keywords) = value.as_object_mut() {
        keywords.insert("x-confidential".to_owned(), true.into());
    }
    value
}

/// The value, or `null`. A schema that accepts anything accepts `null` already.
pub(super) fn nullable(value: Value) -> Value {
    let open = match &value {
        Value::Object(keywords) => keywords.keys().all(|keyword| keyword.starts_with("x-")),
        _ => true,
    };
    if open || is_nullable(&value) { value } else { json!({"oneOf": [value, {"type": "null"}]}) }
}

fn is_nullable(value: &Value) -> bool {
    let null = json!({"type": "null"});
    *value == null || value.get("oneOf").and_then(Value::as_array).is_some_and(|branches| branches.contains(&null))
}

impl<'r> Preparer<'r> {
    /// A schema at its place.
    pub(super) fn node(&mut self, schema: &Value, mut at: At<'r>) -> Value {
        at.depth += 1;
        let value = if at.depth > DEEPEST || self.definitions.len() > MOST {
            Value::Bool(true)
        } else if let Some(pointer) = reference(schema) {
            self.referred(pointer, &at)
        } else {
            let keywords = flat(schema, &mut at);
            self.typed(keywords, at.clone())
        };
        if marked(schema) || Marks::of(at.document).lost(schema, &value) { confidential(value) } else { value }
    }

    /// A value, by all keywords that apply to it.
    pub(super) fn typed(&mut self, mut keywords: Cow<'_, Map<String, Value>>, at: At<'r>) -> Value {
        let whole = keywords.get("x-confidential").and_then(Value::as_bool).unwrap_or(false);
        let united = UNIONS.iter().any(|keyword| keywords.contains_key(*keyword));
        let value = if united && let Some(branches) = branches(keywords.to_mut()) {
            self.union(keywords.into_owned(), branches, at)
        } else {
            let (types, null) = types(&keywords);
            let value = match types.as_slice() {
                [] if null => json!({"type": "null"}),
                [] => Value::Bool(true),
                [only] => self.single(only, &keywords, at),
                several => {
                    let branches = several.iter().map(|name| json!({"type": name})).collect();
                    self.union(keywords.into_owned(), branches, at)
                }
            };
            if null { nullable(value) } else { value }
        };
        if whole { confidential(value) } else { value }
    }

    /// A value of one type.
    pub(super) fn single(&mut self, of: &str, keywords: &Map<String, Value>, at: At<'r>) -> Value {
        match of {
            "string" => match values(keywords) {
                Some(_) if !keywords.contains_key("const") => {
                    let listed = values(keywords).into_iter().flatten().filter_map(Value::as_str);
                    let texts = listed.map(|text| (text.to_owned(), None)).collect();
                    self.strings(keywords, texts, at)
                }
                Some(_) | None => json!({"type": "string"}),
            },
            "boolean" | "integer" | "number" => json!({"type": of}),
            "array" => self.array(keywords, at),
            "object" if has_members(keywords) => self.object(keywords, at),
            "object" => self.map(keywords, &at),
            _ => Value::Bool(true),
        }
    }

    /// An enum of strings, each with its description.
    pub(super) fn strings(
        &mut self,
        keywords: &Map<String, Value>,
        mut texts: Vec<(String, Option<String>)>,
        mut at: At<'r>,
    ) -> Value {
        let mut seen = std::collections::HashSet::new();
        texts.retain(|(text, _)| seen.insert(text.clone()));
        if texts.is_empty() {
            return Value::Bool(true);
        }
        let index = self.place(&mut at, false);
        let names: Vec<&str> = texts.iter().map(|(text, _)| text.as_str()).collect();
        let idents = in_scope(Scope::Variants, &names);
        let schema = json!({"type": "string", "enum": idents});
        let choices = texts.into_iter().zip(idents);
        let choices =
            choices.map(|((json, description), ident)| DocumentedString { json, ident, description }).collect();
        self.define(index, keywords, at, schema, TypeForm::Strings(choices))
    }

    fn array(&mut self, keywords: &Map<String, Value>, at: At<'r>) -> Value {
        let first = keywords.get("prefixItems").or_else(|| keywords.get("items")).and_then(Value::as_array);
        if let Some(first) = first.filter(|first| !first.is_empty()) {
            let rest = if keywords.contains_key("prefixItems") { "items" } else { "additionalItems" };
            return self.tuple(keywords, first, keywords.get(rest), at);
        }
        let items = match keywords.get("items") {
            Some(items @ Value::Object(_)) => {
                let mut below = at.below("Item", Some("[]"), at.within.unwrap_or_default());
                below.within = at.within;
                self.node(items, below)
            }
            Some(_) | None => Value::Bool(true),
        };
        json!({"type": "array", "items": items})
    }

    /// A tuple keeps further items, typed where the schema types them. Items beyond `minItems` are optional.
    fn tuple(&mut self, keywords: &Map<String, Value>, first: &[Value], rest: Option<&Value>, mut at: At<'r>) -> Value {
        let index = self.place(&mut at, false);
        let mut items: Vec<Value> = Vec::new();
        for (position, item) in first.iter().enumerate() {
            items.push(self.node(item, at.below(&format!("Item{}", position + 1), Some("[]"), index)));
        }
        let least = keywords.get("minItems").and_then(Value::as_u64).and_then(|least| usize::try_from(least).ok());
        let least = least.unwrap_or(0).min(items.len());
        items.push(match rest {
            Some(rest @ Value::Object(_)) => self.node(rest, at.below("Rest", Some("[]"), index)),
            Some(_) | None => Value::Bool(true),
        });
        let count = items.len();
        let schema = json!({"type": "array", "items": items, "minItems": count, "maxItems": count});
        self.define(index, keywords, at, schema, TypeForm::Tuple(least))
    }

    /// An object without declared properties. Its values have a type under the documented names; under other names any value may stand,
    /// unless the object is closed.
    fn map(&mut self, keywords: &Map<String, Value>, at: &At<'r>) -> Value {
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        let others = keywords.get("additionalProperties");
        let closed = others.is_some_and(|others| !anything(others));
        let all = patterns.into_iter().flat_map(Map::values).chain(others.filter(|_| closed));
        let mut schemas: Vec<&Value> = all.filter(|schema| **schema != Value::Bool(false)).collect();
        schemas.dedup();
        let below = At { within: at.within, ..at.below("Value", Some("[]"), 0) };
        let values = match schemas.as_slice() {
            [] => Value::Bool(true),
            _ if schemas.iter().any(|schema| anything(schema)) && closed => Value::Bool(true),
            [only] => self.node(only, below),
            several => self.node(&json!({"anyOf": several}), below),
        };
        let mut map = json!({"type": "object", "additionalProperties": values});
        if let (false, Some(keywords)) = (closed, map.as_object_mut()) {
            keywords.insert(OPEN.to_owned(), true.into());
        }
        map
    }

    /// A struct.
    pub(super) fn object(&mut self, keywords: &Map<String, Value>, mut at: At<'r>) -> Value {
        static ANYTHING: Value = Value::Bool(true);
        let index = self.place(&mut at, true);
        let required = keywords.get("required").and_then(Value::as_array);
        let required: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
        let declared = keywords.get("properties").and_then(Value::as_object);
        let mut properties: Vec<(&str, &Value)> =
            declared.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)).collect();
        for name in &required {
            if !properties.iter().any(|(declared, _)| declared == name) {
                properties.push((name, &ANYTHING));
            }
        }
        let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
        let idents = in_scope(Scope::Fields, &names);
        let (mut members, mut fields) = (Map::new(), Vec::new());
        for ((json, schema), ident) in properties.into_iter().zip(idents) {
            let required = required.contains(&json);
            let conditional = conditional(keywords, json);
            let below = at.below(&ident, Some(json), index);
            let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
            fields.push(Property {
                json: json.to_owned(),
                required,
                conditional,
                row: below.row.clone(),
                description: text("description"),
                from_example: text("x-declared-from").as_deref() == Some("example"),
                accessor: text("x-accessor"),
                format: text("format"),
                ident: ident.clone(),
            });
            let value = self.node(schema, below);
            members.insert(ident, value);
        }
        let required: Vec<&String> = members.keys().collect();
        let schema = json!({"type": "object", "required": required, "properties": members});
        self.define(index, keywords, at, schema, TypeForm::Object(fields))
    }

    /// The index of a new definition: the reserved one, or a new one.
    pub(super) fn place(&mut self, at: &mut At<'r>, object: bool) -> usize {
        match at.slot.take() {
            Some(slot) if object || !slot.of_payload => {
                if slot.of_payload {
                    at.parts.clear();
                }
                slot.index
            }
            _ => self.reserve(),
        }
    }

    pub(super) fn define(
        &mut self,
        index: usize,
        keywords: &Map<String, Value>,
        at: At<'r>,
        schema: Value,
        form: TypeForm,
    ) -> Value {
        let description = keywords.get("description").and_then(Value::as_str).map(str::to_owned);
        let At { root, parts, row, within, .. } = at;
        if let Some(slot) = self.definitions.get_mut(index) {
            *slot = Some(Definition { root, parts, within, row, description, schema, form });
        }
        json!({"$ref": index})
    }
}

/// Marks a map that documents only some names; [`space`](super::super::space) reads the mark, which typify drops.
pub(in crate::lower) const OPEN: &str = "x-open";

/// Whether a schema leaves a value open.
fn anything(schema: &Value) -> bool {
    match schema {
        Value::Object(keywords) => only_annotates(keywords) && !marked(schema),
        other => *other != Value::Bool(false),
    }
}

/// The keywords whose schemas are the branches of a union.
const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

/// Takes the branches of a union out. If a schema has both `oneOf` and `anyOf`, those of `oneOf` count.
pub(super) fn branches(keywords: &mut Map<String, Value>) -> Option<Vec<Value>> {
    for keyword in UNIONS {
        match keywords.shift_remove(keyword) {
            Some(Value::Array(branches)) if !branches.is_empty() => {
                keywords.shift_remove("anyOf");
                return Some(branches);
            }
            _ => {}
        }
    }
    None
}
