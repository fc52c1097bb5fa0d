//! A page as text: events with a table, an example, a schema and the tabs of a resource, in any order; and the items made from it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use console_events_codegen::decision;
use console_events_codegen::extract::extract;
use console_events_codegen::lower::{PublicItem, lower};
use console_events_codegen::page::Page;
use console_events_codegen::workspace::outcome;
use serde_json::{Value, json};

/// The events of a page. Each payload refers to a resource `Room`, which has a schema of its own in each of them, or one for all.
pub(crate) fn documented(payloads: &[Value], resources: &[Value], one_resource: bool) -> Value {
    let events = payloads.iter().zip(resources).zip([("A B", "a_b"), ("Ab made", "aB"), ("Room made", "room_made")]);
    let events = events.map(|((payload, resource), (title, name))| {
        let resource = if one_resource { &resources[0] } else { resource };
        json!({
            "title": title,
            "rows": [["content", "object"], ["room", "Room"]],
            "example": {"eventName": name, "eventTimestamp": 1, "payload": {}},
            "schema": {
                "type": "object",
                "required": ["eventName", "eventTimestamp", "payload"],
                "properties": {
                    "eventName": {"type": "string", "const": name},
                    "eventTimestamp": {"type": "number"},
                    "payload": {"type": "object", "properties": {"content": inlined(payload), "room": {"type": "…"}}}
                }
            },
            "resource": {"type": "object", "properties": {"inside": inlined(resource)}},
        })
    });
    Value::Array(events.collect())
}

/// Without the definitions to which the schemas of the other test refer.
fn inlined(schema: &Value) -> Value {
    match schema {
        Value::Object(members) if members.contains_key("$ref") => json!({"type": "number"}),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), inlined(value))).collect(),
        Value::Array(items) => items.iter().map(inlined).collect(),
        other => other.clone(),
    }
}

/// The page as MDX. A turn of 0 leaves the tabs in their usual order.
pub(crate) fn written(page: &Value, turn: &mut u64) -> String {
    let mut text = "# Events\n\n## Event types\n\n".to_owned();
    for event in page.as_array().unwrap() {
        let rows = event["rows"].as_array().unwrap().iter();
        let rows: Vec<_> =
            rows.map(|row| format!("| `{}` | {} | It is. |\n", words(&row[0]), words(&row[1]))).collect();
        let rows = rows.concat();
        // The placeholder stands for the resource.
        let schema = json(&event["schema"]).replace("{\n          \"type\": \"…\"\n        }", "{...}");
        assert!(schema.contains("{...}"), "{schema}");
        let mut tabs = vec![
            ("Event Payload", format!("| Property | Type | Description |\n|---|---|---|\n{rows}")),
            ("Example", fenced(&json(&event["example"]))),
            ("JSON Schema", fenced(&schema)),
            ("Room JSON Schema", fenced(&json(&event["resource"]))),
        ];
        shuffle(&mut tabs, turn);
        write!(text, "### {}\n\nThis event will be triggered now and then.\n\n<Tabs>\n", words(&event["title"]))
            .unwrap();
        for (label, content) in tabs {
            write!(text, "<TabItem value=\"{label}\" label=\"{label}\">\n\n{content}\n</TabItem>\n").unwrap();
        }
        text.push_str("</Tabs>\n\n");
    }
    text
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn json(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn fenced(json: &str) -> String {
    format!("```json\n{json}\n```\n")
}

fn shuffle<T>(items: &mut [T], turn: &mut u64) {
    if *turn == 0 {
        return;
    }
    for at in (1..items.len()).rev() {
        *turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(at, usize::try_from(*turn >> 33).unwrap() % (at + 1));
    }
}

/// All public items of what is made from the page, without any decision.
pub(crate) fn items(text: &str) -> BTreeMap<String, PublicItem> {
    let page = Page::new("page.mdx", text.as_bytes().to_vec(), None).unwrap();
    let catalog = extract(&page).unwrap();
    assert!(catalog.strays.is_empty(), "{:?} in {text}", catalog.strays);
    let outcome = outcome(&page, &catalog, &decision::read(&[]));
    assert_eq!(outcome.reconciled.events.len(), 3, "{text}");
    assert!(outcome.reconciled.resources.iter().any(|resource| resource.name.ends_with("Room")), "{text}");
    lower(&outcome.reconciled).unwrap().items()
}
