//! After each choice of a rule, the rule no longer fires, and what the choice wrote comes from a witness.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use console_events_codegen::decision;
use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::Outcome;
use console_events_codegen::workspace::outcome;
use serde_json::{Value, json};

/// A page of one event whose heading, table and payload are given.
fn page(title: &str, table: bool, payload: &Value, dialect: Option<&str>) -> Page {
    let example = json!({"eventName": "robot_built", "eventTimestamp": 1, "payload": {"id": "a", "arms": [2]}});
    let mut schema = json!({
        "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": "robot_built", "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}
    });
    if let Some(dialect) = dialect {
        schema["$schema"] = dialect.into();
    }
    let rows = "<TabItem value=\"t\" label=\"Event Payload\">\n\n| Property | Value | Description |\n|---|---|---|\n| `id` | `string` | An id |\n\
                | `arms` | `array` | Its arms |\n\n</TabItem>\n";
    let text = format!(
        "---\ntitle: E\n---\n\n## Event types\n\n| Property | Value | Description |\n|---|---|---|\n| `eventName` | `string` | The name |\n\
         | `eventTimestamp` | `number` | In milliseconds |\n| `payload` | `object` | The payload |\n\n### {title}\n\n<Tabs>\n{}\
         <TabItem value=\"e\" label=\"Example\">\n\n```json\n{example:#}\n```\n\n</TabItem>\n<TabItem value=\"s\" label=\"JSON Schema\">\n\n\
         ```json\n{schema:#}\n```\n\n</TabItem>\n</Tabs>\n",
        if table { rows } else { "" }
    );
    Page::new("p.mdx", text.into_bytes(), None).unwrap()
}

fn taken(page: &Page, rule: &str, take: &str) -> Outcome {
    let catalog = extract(page).unwrap();
    let text = format!(
        "[[decision]]\nid = \"d\"\nanswers = {{ rule = \"{rule}\" }}\nverdict = \"resolved\"\ntake = \"{take}\"\nreason = \"w\"\n"
    );
    outcome(page, &catalog, &decision::read(&[("d.toml".to_owned(), text)]))
}

fn payload(arms: &Value) -> Value {
    json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "arms": arms}})
}

#[test]
fn after_each_choice_its_rule_no_longer_fires() {
    let plain = || payload(&json!({"type": "array", "items": {"type": "number"}}));
    let arms = "/properties/payload/properties/arms";
    let cases: Vec<(&str, &str, Page, &str, Value)> = vec![
        ("event-title-mismatch", "name", page("Machine Built", true, &plain(), None), "", Value::Null),
        (
            "keyword-nullable",
            "null",
            page("Robot Built", true, &payload(&json!({"type": "array", "nullable": true})), None),
            arms,
            json!({"type": ["array", "null"]}),
        ),
        (
            "keyword-nullable",
            "drop",
            page("Robot Built", true, &payload(&json!({"type": "array", "nullable": true})), None),
            arms,
            json!({"type": "array"}),
        ),
        (
            "property-type-unstated",
            "example",
            page("Robot Built", true, &payload(&json!({})), None),
            arms,
            json!({"type": "array"}),
        ),
        (
            "property-type-unstated",
            "table",
            page("Robot Built", true, &payload(&json!({})), None),
            arms,
            json!({"type": "array"}),
        ),
        (
            "schema-ref-unresolved",
            "drop",
            page("Robot Built", true, &payload(&json!({"$ref": "#/definitions/Gone"})), None),
            arms,
            json!({}),
        ),
        (
            "schema-dialect",
            "drop",
            page("Robot Built", true, &plain(), Some("https://json-schema.org/draft/2020-12/schema")),
            "/$schema",
            Value::Null,
        ),
        ("table-missing", "schema", page("Robot Built", false, &plain(), None), "", Value::Null),
    ];
    for (rule, take, page, place, expected) in cases {
        let outcome = taken(&page, rule, take);
        let errors: Vec<_> = outcome.errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors, [""; 0], "{rule}, {take}");
        assert!(outcome.stale.is_empty(), "{rule}, {take}: {:?}", outcome.stale);
        let mut of_rule = outcome.findings.iter().filter(|judged| judged.diagnostic.rule == rule).peekable();
        assert!(of_rule.peek().is_some(), "{rule} does not fire");
        assert!(of_rule.all(|judged| judged.status.name() == "resolved"), "{rule}, {take}");
        let event = &outcome.reconciled.events[0];
        if !place.is_empty() {
            assert_eq!(event.schema.pointer(place).cloned().unwrap_or_default(), expected, "{rule}, {take}");
        }
        if rule == "table-missing" {
            assert_eq!(event.table.len(), 2);
        }
        if rule == "event-title-mismatch" {
            assert_eq!(event.title, "Robot built");
        }
    }
}

#[test]
fn a_choice_without_a_witness_is_refused_with_a_reason() {
    let silent = page("Robot Built", false, &json!({"type": "object", "properties": {"wing": {}}}), None);
    let outcome = taken(&silent, "property-type-unstated", "example");
    let errors: Vec<_> = outcome.errors.iter().map(ToString::to_string).collect();
    assert!(errors.len() == 1 && errors[0].contains("the example does not show it"), "{errors:?}");
}

#[test]
fn every_rule_explains_its_choices_or_that_it_has_none() {
    for rule in lint::rules() {
        let text = rule.explanation();
        assert!(text.contains("## Choices\n"), "{}", rule.id);
        match rule.choices {
            [] => assert!(text.contains("None: no witness of the page says what would be right."), "{}", rule.id),
            choices => assert!(
                choices.iter().all(|choice| text.contains(&format!("- `{}`: {}", choice.id, choice.does))),
                "{}",
                rule.id
            ),
        }
    }
}
