//! Where references lead, and why some lead nowhere.

use serde_json::json;

use super::*;

/// Where the `$ref` of each property leads.
fn leads(root: &Value) -> Vec<Result<String, Unresolved>> {
    let document = SchemaDocument::new(root);
    let properties = root["properties"].as_object().unwrap().values();
    properties.map(|schema| document.resolve(schema).map(|place| place.pointer.to_string())).collect()
}

#[test]
fn references_lead_to_places_anchors_and_ids() {
    let root = json!({
        "$id": "https://example.org/root",
        "properties": {
            "1": {"$ref": "#"}, "2": {"$ref": "#/definitions/a~1b"}, "3": {"$ref": "#/definitions/a%7E1b"},
            "4": {"$ref": "#/definitions/chain"}, "5": {"$ref": "#there"}, "6": {"$ref": "https://example.org/root#/definitions/old"},
            "7": {"$ref": "inner"}, "8": {"$ref": "#/definitions/My%20User"}, "9": {"$ref": "#/components/c"}
        },
        "definitions": {
            "a/b": {"type": "string"},
            "old": {"$id": "#there", "type": "array"},
            "chain": {"$ref": "#/definitions/a~1b"},
            "My User": {"$id": "inner", "properties": {"x": {"$ref": "#/definitions/own"}}, "definitions": {"own": {"type": "null"}}}
        },
        "components": {"c": {"items": {"$ref": "#/definitions/chain"}}}
    });
    let expected = [
        "",
        "/definitions/a~1b",
        "/definitions/a~1b",
        "/definitions/a~1b",
        "/definitions/old",
        "/definitions/old",
        "/definitions/My User",
        "/definitions/My User",
        "/components/c",
    ];
    assert_eq!(leads(&root), expected.map(|pointer| Ok(pointer.to_owned())));
    let document = SchemaDocument::new(&root);
    let within = |place: &str| document.resolve(root.pointer(place).unwrap()).unwrap().pointer.to_string();
    assert_eq!(within("/definitions/My User/properties/x"), "/definitions/My User/definitions/own");
    assert_eq!(within("/components/c/items"), "/definitions/a~1b");
}

#[test]
fn every_draft_has_its_own_anchors_and_ids() {
    for (draft, id, anchor) in
        [("draft-04", "id", "id"), ("draft-06", "$id", "$id"), ("draft/2019-09", "$id", "$anchor")]
    {
        let name = if anchor == "$anchor" { "here" } else { "#here" };
        let root = json!({
            "$schema": format!("http://json-schema.org/{draft}/schema#"), id: "http://example.org/a/b",
            "properties": {"1": {"$ref": "#here"}, "2": {"$ref": "c"}},
            "definitions": {"named": {anchor: name, "type": "string"}, "other": {id: "c"}}
        });
        assert_eq!(leads(&root), [Ok("/definitions/named".to_owned()), Ok("/definitions/other".to_owned())], "{draft}");
    }
}

#[test]
fn data_is_neither_target_nor_anchor() {
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"1": {"$ref": "#a"}, "2": {"const": {"$ref": "#/none"}}},
        "$defs": {"aa": {"const": {"$anchor": "a"}}, "real": {"$anchor": "a", "type": "string"}}
    });
    assert_eq!(leads(&root), [Ok("/$defs/real".to_owned()), Ok("/properties/2".to_owned())]);
    assert!(SchemaDocument::new(&root).places().iter().all(|place| !place.pointer.as_str().contains("const")));
}

#[test]
fn references_that_lead_nowhere_say_why() {
    let root = json!({
        "properties": {
            "1": {"$ref": "#/c"}, "2": {"$ref": "#nobody"}, "3": {"$ref": "https://example.org/other"},
            "4": {"$ref": "https://example.org/other#/definitions/x"}, "5": {"$ref": "#/definitions/a"},
            "6": {"$ref": "#/properties/6"}, "7": {"$ref": "http://json-schema.org/draft-07/schema#"}
        },
        "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}
    });
    let why = [
        Unresolved::Missing,
        Unresolved::Missing,
        Unresolved::Outside,
        Unresolved::Outside,
        Unresolved::Circle,
        Unresolved::Circle,
        Unresolved::MetaSchema,
    ];
    assert_eq!(leads(&root), why.map(Err));
    let bad =
        json!({"properties": {"1": {"$ref": "#/~7%"}, "2": {"$ref": "http://[bad"}, "3": {"$ref": "#/properties/1"}}});
    assert!(leads(&bad).iter().all(Result::is_err), "{:?}", leads(&bad));
}
