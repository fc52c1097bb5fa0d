//! A schema as part of another document.

use std::collections::HashSet;
use std::fmt::Write as _;

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::document::{SchemaDocument, Unresolved};
use super::walk::{children_mut, every_schema};

/// A reference to a definition of that name, with the escapes that JSON Pointer and URIs ask for.
pub(crate) fn definition_reference(name: &str) -> String {
    reference_to(&PointerBuf::from_tokens(["definitions", name]))
}

/// A reference to a place of the same document.
pub(super) fn reference_to(place: &Pointer) -> String {
    let mut reference = String::from("#");
    for byte in place.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte) {
            reference.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(reference, "%{byte:02X}");
        }
    }
    reference
}

/// The schema as it must be written at `place` of another document: references to itself lead to its new place. Anchors are left
/// out, because two schemas of one document may have the same ones. A schema with an `$id` keeps its own base, so its references stay as they are.
pub(crate) fn moved(schema: &Value, place: &Pointer) -> Value {
    let document = SchemaDocument::new(schema);
    let mut moved = schema.clone();
    if document.draft().create_resource_ref(schema).id().is_some() {
        return moved;
    }
    for from in document.places().iter().filter(|from| !from.embedded) {
        let Some(Value::Object(keywords)) = moved.pointer_mut(from.pointer.as_str()) else { continue };
        without_anchors(keywords);
        match document.target(from.schema) {
            Some(Ok(target)) => {
                keywords.insert("$ref".into(), Value::from(reference_to(&place.concat(&target.pointer))));
            }
            // A reference that leads nowhere must not lead to a place of the other document.
            Some(Err(Unresolved::Missing)) => {
                let reference = keywords.get("$ref").and_then(Value::as_str).unwrap_or_default();
                if let Some(rest) = reference.strip_prefix("#/") {
                    let nowhere = format!("{}/{rest}", reference_to(place));
                    keywords.insert("$ref".into(), nowhere.into());
                }
            }
            Some(Err(_)) | None => {}
        }
    }
    moved
}

fn without_anchors(keywords: &mut Map<String, Value>) {
    keywords.shift_remove("$anchor");
    for id in ["$id", "id"] {
        if keywords.get(id).and_then(Value::as_str).is_some_and(|id| id.starts_with('#')) {
            keywords.shift_remove(id);
        }
    }
}

/// The texts of the references in a schema, wherever they lead.
pub(crate) fn references(schema: &Value) -> HashSet<&str> {
    every_schema(schema).filter_map(|schema| schema.get("$ref")?.as_str()).collect()
}

/// Writes references anew where `new` has another text for them.
pub(crate) fn rename_references(schema: &mut Value, new: &dyn Fn(&str) -> Option<String>) {
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if let Some(Value::String(reference)) = schema.get_mut("$ref")
            && let Some(new) = new(reference)
        {
            *reference = new;
        }
        open.extend(children_mut(schema));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_of_a_moved_schema_lead_to_its_new_place() {
        let schema = json!({
            "properties": {
                "self": {"$ref": "#"}, "by pointer": {"$ref": "#/definitions/a%20b"}, "by anchor": {"$ref": "#here"},
                "data": {"const": {"$ref": "#"}}, "outside": {"$ref": "#/definitions/none"}
            },
            "definitions": {"a b": {"$id": "#here", "type": "string"}}
        });
        let moved = moved(&schema, Pointer::from_static("/definitions/R"));
        let reference = |name: &str| moved["properties"][name]["$ref"].as_str().unwrap().to_owned();
        assert_eq!(reference("self"), "#/definitions/R");
        assert_eq!(reference("by pointer"), "#/definitions/R/definitions/a%20b");
        assert_eq!(reference("by anchor"), "#/definitions/R/definitions/a%20b");
        assert_eq!(reference("outside"), "#/definitions/R/definitions/none");
        assert_eq!(moved["properties"]["data"], json!({"const": {"$ref": "#"}}));
        assert_eq!(moved["definitions"]["a b"], json!({"type": "string"}));
    }

    #[test]
    fn a_name_is_escaped() {
        assert_eq!(definition_reference("My User/1~é"), "#/definitions/My%20User~11~0%C3%A9");
    }
}
