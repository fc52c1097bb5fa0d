//! Adds titles, descriptions and examples from the prose and the property table where the schema has none.

use serde_json::{Map, Value};

use crate::catalog::Catalog;
use crate::envelope;
use crate::reconcile::EffectiveEvent;

/// An event's schema with its title, descriptions and example.
pub(super) fn event(schema: Value, event: &EffectiveEvent, definition: &str, catalog: &Catalog) -> Value {
    let Value::Object(own) = schema else { return schema };
    let mut keywords = Map::new();
    keywords.insert("title".into(), definition.into());
    keywords.insert("description".into(), prose(event).into());
    if let Some(since) = &event.since {
        keywords.insert("x-available-from".into(), since.as_str().into());
    }
    keywords.extend(own);
    if let Some(example) = &event.example {
        keywords.entry("examples").or_insert_with(|| Value::Array(vec![example.clone()]));
    }
    let mut schema = Value::Object(keywords);
    for row in catalog.envelope.iter().flat_map(|table| &table.rows) {
        say(&mut schema, &row.name.text, &row.description.text);
    }
    if let Some(payload) = schema.pointer_mut(envelope::PAYLOAD_SCHEMA) {
        for (name, description) in &event.table {
            say(payload, name, description);
        }
    }
    schema
}

/// The title and the paragraphs of an event's section.
pub(super) fn prose(event: &EffectiveEvent) -> String {
    let title = event.title.trim_end_matches('.');
    let title = (!title.is_empty()).then(|| format!("{title}."));
    title.iter().chain(&event.description).map(String::as_str).collect::<Vec<_>>().join("\n\n")
}

/// Adds a row's description to the property that it names, unless the schema has a description.
fn say(schema: &mut Value, dotted: &str, description: &str) {
    let Some(Value::Object(property)) = property(schema, dotted) else { return };
    if description.is_empty() {
        return;
    }
    if property.contains_key("$ref") && !property.contains_key("description") {
        // Tools make another type of a reference with a description beside it, but not of an `allOf` with one
        // reference.
        let reference = std::mem::take(property);
        property.insert("allOf".into(), Value::Array(vec![reference.into()]));
    }
    property.entry("description").or_insert_with(|| description.into());
}

/// The schema of a property by its dotted name; `[]` after a name is any item. References are not followed, because
/// other events share their targets.
fn property<'s>(schema: &'s mut Value, dotted: &str) -> Option<&'s mut Value> {
    let mut place = schema;
    for part in dotted.split('.') {
        let (name, items) = part.strip_suffix("[]").map_or((part, false), |name| (name, true));
        place = place.get_mut("properties")?.get_mut(name)?;
        if items {
            place = place.get_mut("items")?;
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_table_speaks_where_the_schema_is_silent() {
        let mut schema = json!({"properties": {
            "wheels": {"type": "array", "items": {"properties": {"label": {"type": "string"}}}},
            "own": {"description": "the schema's words"}, "never": false
        }});
        for (name, words) in [
            ("wheels[].label", "its label"),
            ("own", "the table's words"),
            ("never", "no place"),
            ("none.such", "no place"),
        ] {
            say(&mut schema, name, words);
        }
        assert_eq!(schema["properties"]["wheels"]["items"]["properties"]["label"]["description"], "its label");
        assert_eq!(schema["properties"]["own"]["description"], "the schema's words");
        assert!(!schema.to_string().contains("no place"));
    }
}
