//! The rule `union-untyped` and the types agree: the page has a note exactly where a union becomes a `Value`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod cases;
#[allow(dead_code, reason = "other judges roll more")]
#[path = "diff_judge/dice.rs"]
mod dice;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use console_events_codegen::extract::extract;
use console_events_codegen::lint::lint;
use console_events_codegen::lower::{Field, Layout, SchemaSet, TypeKind, lower};
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::Reconciled;
use dice::Dice;
use serde_json::{Value, json};

fn tagged(text: &str) -> Value {
    json!({"type": "object", "properties": {"k": {"const": text}, "v": {"type": "string"}}})
}

fn branch(dice: &mut Dice, depth: usize) -> Value {
    let text = ["a", "b", "c", "d"][dice.roll(4)];
    match dice.roll(if depth < 2 { 17 } else { 14 }) {
        0 => json!({"type": "string"}),
        1 => json!({"type": "integer"}),
        2 => json!({"type": "null"}),
        3 => json!({ "const": text }),
        4 => json!({"enum": [1, text]}),
        5..=7 => tagged(text),
        8 => json!({"type": "object", "required": ["k"], "properties": {"k": {"enum": [text, "e"]}}}),
        9 => json!({"type": "object", "properties": {"w": {"type": "string"}}}),
        10 => json!({"minimum": 3}),
        11 => json!({"type": "array", "items": {"type": "string"}}),
        12 => json!({"$ref": dice.pick(&["#/definitions/Text", "#/definitions/Tagged", "#/definitions/Open"])}),
        13 => json!({"type": ["string", "object"]}),
        14 => json!({"allOf": [tagged(text), {"properties": {"w": {"type": "integer"}}}]}),
        _ => union(dice, depth + 1),
    }
}

fn union(dice: &mut Dice, depth: usize) -> Value {
    let branches: Vec<Value> = (0..2 + dice.roll(2)).map(|_| branch(dice, depth)).collect();
    let keyword = *dice.pick(&["anyOf", "oneOf"]);
    json!({ keyword: branches })
}

/// A union, in some cases with words, types or properties around it.
fn schema(dice: &mut Dice) -> Value {
    let mut schema = union(dice, 0);
    let around = match dice.roll(8) {
        0 => json!({"description": "Some words."}),
        1 => json!({"type": "object", "properties": {"c": {"type": "string"}}}),
        2 => json!({"properties": {"c": {"type": "string"}}, "required": ["c"]}),
        3 => json!({"type": ["string", "object", "null"]}),
        4 => return json!({"allOf": [{"title": "T"}, schema]}),
        _ => json!({}),
    };
    schema.as_object_mut().unwrap().extend(around.as_object().unwrap().clone());
    schema
}

fn definitions() -> Value {
    json!({"Text": {"type": "string"}, "Tagged": tagged("a"), "Open": {"type": "object", "properties": {"x": {"type": "string"}}}})
}

/// The page that documents the events, each with a schema alone.
fn page(events: &BTreeMap<String, Value>) -> String {
    let mut text = "# Events\n\n## Event types\n\n".to_owned();
    for (name, payload) in events {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
            "definitions": definitions(),
            "properties": {"eventName": {"const": name}, "eventTimestamp": {"type": "number"}, "payload": payload}
        });
        let schema = serde_json::to_string_pretty(&schema).unwrap();
        let title = name.replace('_', " ");
        let _ = write!(
            text,
            "### {title}\n\nThis event will be triggered now and then.\n\n<Tabs>\n<TabItem value=\"s\" label=\"JSON Schema\">\n\n```json\n{schema}\n```\n\n</TabItem>\n</Tabs>\n\n"
        );
    }
    text
}

fn untyped(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Value => true,
        TypeKind::Nullable(inner) => untyped(inner),
        _ => false,
    }
}

/// The property `p` of an event.
fn property<'s>(set: &'s SchemaSet, event: &str) -> &'s Field {
    let plan = set.events.iter().find(|plan| plan.name == event).and_then(|plan| plan.types.first());
    match plan.map(|plan| &plan.layout) {
        Some(Layout::Object { fields, .. }) => fields.iter().find(|field| field.json == "p").unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Whether any of a few values is valid: of what accepts nothing there is nothing to tell apart.
fn satisfiable(schema: &Value) -> bool {
    let mut root = json!({"definitions": definitions(), "allOf": [schema]});
    root["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    let accepts = jsonschema::options().offline().build(&root).unwrap();
    let objects = ["a", "b", "c", "d", "e"].map(|text| json!({"k": text, "c": "s", "w": "s", "x": "s"}));
    let others = [
        json!({"c": "s", "w": 1}),
        json!({"c": "s"}),
        json!({}),
        json!(null),
        json!(1),
        json!(5.5),
        json!("a"),
        json!("b"),
        json!("c"),
        json!("d"),
        json!([]),
    ];
    let more = ["a", "b", "c", "d"].map(|text| json!({"k": text, "c": "s", "w": 1}));
    objects.iter().chain(&others).chain(&more).any(|value| accepts.is_valid(value))
}

#[test]
fn there_is_a_note_exactly_where_a_union_becomes_a_value() {
    let events: BTreeMap<String, Value> = (0..400)
        .map(|seed| (seed, schema(&mut Dice::new(seed))))
        .filter(|(_, schema)| satisfiable(schema))
        .map(|(seed, schema)| (format!("event_{seed}"), json!({"type": "object", "properties": {"p": schema}})))
        .collect();
    let text = page(&events);
    let page = Page::new("page.mdx", text.into_bytes(), None).unwrap();
    let catalog = extract(&page).unwrap();
    let noted: Vec<String> = lint(&page, &catalog)
        .into_iter()
        .filter(|finding| finding.rule == "union-untyped")
        .map(|finding| finding.event.unwrap())
        .collect();
    let mut all = Reconciled::default();
    for (name, payload) in &events {
        let mut payload = payload.clone();
        payload["definitions"] = definitions();
        payload["$schema"] = json!("http://json-schema.org/draft-07/schema#");
        all.events.extend(cases::payload(name, &payload).events);
    }
    let set = lower(&all).unwrap();
    let mut wrong = String::new();
    let mut values = 0;
    for (name, payload) in &events {
        let (value, note) = (untyped(&property(&set, name).kind), noted.contains(name));
        values += usize::from(value);
        if value != note {
            let _ = writeln!(
                wrong,
                "{name}: {}, {}: {payload}",
                if value { "a value" } else { "a type" },
                if note { "a note" } else { "no note" }
            );
        }
    }
    println!("{} unions, {values} of them values", events.len());
    assert!(values > events.len() / 10 && values < events.len() * 9 / 10, "{values} of {}", events.len());
    assert!(wrong.is_empty(), "{} disagree:\n{wrong}", wrong.lines().count());
}
