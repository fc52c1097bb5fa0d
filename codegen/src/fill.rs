//! Puts the documented resources in the place of `{...}`. Used when schemas and examples are made whole.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value, json};

use crate::catalog::{Block, DocumentedEvent};
use crate::schema::{definition_reference, moved};

impl DocumentedEvent {
    /// The event's schema, without definitions, with a reference `#/definitions/<Resource>` for each `{...}` that a
    /// resource of the event can fill. Other placeholders stay `{}`, which accepts everything.
    pub fn schema_with_references(&self) -> Option<Value> {
        let block = self.schema.as_ref()?;
        Some(filled(block, |name| {
            self.resource(name)?.schema.as_ref()?.value()?;
            Some(json!({ "$ref": definition_reference(name) }))
        }))
    }

    /// The event's schema as a self-contained document: with references, and the definitions to which they refer.
    pub fn standalone_schema(&self) -> Option<Value> {
        let mut schema = self.schema_with_references()?;
        let resources = self.all_resources().filter_map(|resource| {
            let schema = resource.schema.as_ref()?.value()?;
            Some((
                resource.name.clone(),
                moved(schema, &PointerBuf::from_tokens(["definitions", resource.name.as_str()])),
            ))
        });
        let resources: Map<String, Value> = resources.collect();
        if let (Value::Object(schema), false) = (&mut schema, resources.is_empty()) {
            match schema.entry("definitions").or_insert_with(|| json!({})) {
                Value::Object(definitions) => definitions.extend(resources),
                other => *other = Value::Object(resources),
            }
        }
        Some(schema)
    }

    /// The event's example, with the resource's example for each `{...}` that can be filled.
    pub fn filled_example(&self) -> Option<Value> {
        let block = self.example.as_ref()?;
        Some(filled(block, |name| self.resource(name)?.example.as_ref()?.value().cloned()))
    }
}

fn filled(block: &Block, resource: impl Fn(&str) -> Option<Value>) -> Value {
    let Ok(json) = &block.json else { return Value::Null };
    let mut value = json.value.clone();
    for placeholder in &json.placeholders {
        let Some(filling) = placeholder.resource.as_deref().and_then(&resource) else { continue };
        put(&mut value, &placeholder.pointer, filling);
    }
    value
}

/// Puts `filling` at `pointer`, unless a patch has put something other than an empty object there.
fn put(value: &mut Value, pointer: &Pointer, filling: Value) {
    if let Some(place) = value.pointer_mut(pointer.as_str())
        && place.as_object().is_some_and(Map::is_empty)
    {
        *place = filling;
    }
}
