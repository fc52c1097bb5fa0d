//! The declared places of a document, and what happens to the rest of it if one of them is damaged, found without the crate.

use serde_json::Value;

use super::{Documented, below};

/// A value of a document whose type the schema gives.
#[derive(Clone, Debug)]
pub struct Place {
    pub pointer: String,
    /// The documented type.
    pub kind: String,
    /// Whether any value may stand there under an undeclared name.
    pub open: bool,
    /// The optional property that is kept unchanged if this value does not fit; none if the whole payload is kept.
    pub kept: Option<String>,
    /// The required and declared properties of the object.
    pub required: Vec<String>,
}

/// All places of the payload. Misfits do not name places within a confidential value, so these are left out.
pub fn places(event: &Documented, document: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    walk(event, event.payload_schema(), &document["payload"], "/payload", None, &mut found);
    found
}

fn walk(event: &Documented, schema: &Value, value: &Value, pointer: &str, kept: Option<&str>, found: &mut Vec<Place>) {
    // A value with alternatives or conditions is tested elsewhere.
    let Some(schema) = event.plain(schema) else { return };
    let Some(kind) = schema["type"].as_str() else { return };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let required: Vec<String> =
        required.filter(|name| schema["properties"].get(name).is_some()).map(str::to_owned).collect();
    let confidential = schema["x-confidential"] == Value::Bool(true);
    found.push(Place {
        pointer: pointer.to_owned(),
        kind: kind.to_owned(),
        open: kind == "object"
            && (!required.is_empty()
                || schema["properties"].as_object().is_some_and(|properties| !properties.is_empty())
                || !schema["additionalProperties"].is_object()),
        kept: kept.map(str::to_owned),
        required: if confidential { Vec::new() } else { required.clone() },
    });
    if confidential {
        return;
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            let place = below(pointer, name);
            let kept = if required.contains(name) { kept } else { Some(place.as_str()) };
            walk(event, schema, value, &place, kept, found);
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            walk(event, &schema["items"], item, &format!("{pointer}/{index}"), kept, found);
        }
    }
}

/// Removes the member to which the pointer leads.
pub fn remove(document: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(&name).unwrap();
}
