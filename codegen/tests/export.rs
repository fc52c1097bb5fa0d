//! The exports of the captured page and of schemas made at random, judged by the `jsonschema` crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "diff_judge/dice.rs"]
mod dice;
#[path = "diff_judge/documents.rs"]
mod documents;
#[path = "diff_judge/schemas.rs"]
#[allow(dead_code, reason = "the judge of diff changes schemas, too")]
mod schemas;

use std::path::Path;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::export::{Exported, files, json_schema, openapi};
use console_events_codegen::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};
use console_events_codegen::workspace::{Reading, Workspace};
use dice::Dice;
use jsonschema::Validator;
use serde_json::{Value, json};

/// The page of the tests.
fn captured() -> Reading {
    let workspace = Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured"));
    workspace.read(workspace.captured(None, false).unwrap()).unwrap()
}

fn exported(reconciled: &Reconciled) -> (Value, Value) {
    let catalog = Catalog::default();
    let exported = Exported { reconciled, catalog: &catalog };
    (json_schema(exported), openapi(exported))
}

fn event(name: &str, schema: Value) -> EffectiveEvent {
    EffectiveEvent {
        name: name.into(),
        aliases: Vec::new(),
        title: name.into(),
        since: None,
        description: Vec::new(),
        table: Vec::new(),
        schema,
        example: None,
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap_or_else(|why| panic!("{why}\n{schema:#}"));
    jsonschema::validator_for(schema).unwrap_or_else(|why| panic!("{why}\n{schema:#}"))
}

/// Every reference of a document, data of examples aside.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "$ref" => found.push(text.clone()),
                    _ if matches!(name.as_str(), "examples" | "const" | "enum" | "default") => {}
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn assert_references_lead_somewhere(document: &Value) {
    let mut found = Vec::new();
    references(document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

#[test]
fn a_delivery_of_each_documented_event_is_valid_and_a_refusal_names_the_event() {
    let reading = captured();
    let schema = json_schema(reading.exported());
    let validator = validator(&schema);
    assert_references_lead_somewhere(&schema);
    for event in &reading.outcome.reconciled.events {
        let example = event.example.clone().unwrap();
        assert!(validator.is_valid(&example), "{}", event.name);
        for name in [&event.name].into_iter().chain(&event.aliases) {
            let mut wrong = example.clone();
            wrong["eventName"] = json!(name);
            assert!(validator.is_valid(&wrong), "{name}");
            wrong["eventTimestamp"] = json!("yesterday");
            let refusals: Vec<String> =
                validator.iter_errors(&wrong).map(|error| error.schema_path().to_string()).collect();
            let [refusal] = &refusals[..] else { panic!("{name}: {refusals:?}") };
            let pascal: String = event.name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert!(refusal.starts_with(&format!("/$defs/{pascal}/")), "{refusal}");
        }
    }
}

#[test]
fn an_undocumented_event_is_valid_where_it_has_what_all_events_have() {
    let validator = validator(&json_schema(captured().exported()));
    let new = json!({"eventName": "made_tomorrow", "eventTimestamp": 1, "payload": {"any": "thing"}});
    assert!(validator.is_valid(&new));
    for (member, value) in [("eventName", json!(1)), ("eventTimestamp", json!("1"))] {
        let mut wrong = new.clone();
        wrong[member] = value;
        assert!(!validator.is_valid(&wrong), "{member}");
        wrong.as_object_mut().unwrap().remove(member);
        assert!(!validator.is_valid(&wrong), "no {member}");
    }
    assert!(!validator.is_valid(&json!({"eventName": "made_tomorrow", "eventTimestamp": 1})));
    assert!(!validator.is_valid(&json!(["made_tomorrow"])));
}

#[test]
fn every_resource_is_there_once_and_every_property_of_the_table_is_described() {
    let reading = captured();
    let schema = json_schema(reading.exported());
    let definitions = schema["$defs"].as_object().unwrap();
    let reconciled = &reading.outcome.reconciled;
    assert_eq!(definitions.len(), reconciled.events.len() + reconciled.resources.len() + 2, "{:?}", definitions.keys());
    for event in &reconciled.events {
        let of_event = definitions.values().find(|schema| {
            let name = &schema["properties"]["eventName"];
            name["const"] == *event.name || name["enum"][0] == *event.name
        });
        let payload = &of_event.unwrap()["properties"]["payload"];
        for (name, _) in &event.table {
            let place = payload.pointer(&format!("/properties/{}", name.replace('.', "/properties/")));
            assert!(place.is_none_or(|place| place["description"].is_string()), "{} {name}", event.name);
        }
    }
}

#[test]
fn a_resource_that_two_drafts_read_differently_is_there_for_each() {
    let resource = json!({"type": "number", "minimum": 1, "exclusiveMinimum": true});
    let robot = EffectiveResource { name: "Robot".into(), schema: resource, example: None };
    let of = |name: &str, schema: &str| {
        event(name, json!({"$schema": schema, "properties": {"payload": {"$ref": "#/definitions/Robot"}}}))
    };
    let events = vec![
        of("old", "http://json-schema.org/draft-04/schema#"),
        of("older", "http://json-schema.org/draft-04/schema"),
    ];
    let (schema, _) = exported(&Reconciled { events, resources: vec![robot] });
    let validator = validator(&schema);
    assert_eq!(schema["$defs"]["Robot"], json!({"type": "number", "exclusiveMinimum": 1}));
    for name in ["old", "older"] {
        assert!(validator.is_valid(&json!({"eventName": name, "payload": 2})));
        assert!(!validator.is_valid(&json!({"eventName": name, "payload": 1})));
    }
}

#[test]
fn names_that_fold_to_one_and_names_of_the_export_stay_apart() {
    let of = |name: &str| event(name, json!({"properties": {"payload": {"const": name}}}));
    let names = ["a_b", "a-b", "delivery", "documented_event", "undocumented event", "ü", "1", ""];
    let (schema, openapi) = exported(&Reconciled { events: names.map(of).into(), resources: vec![] });
    let validator = validator(&schema);
    for name in names {
        assert!(validator.is_valid(&json!({"eventName": name, "payload": name})), "{name}");
        assert!(!validator.is_valid(&json!({"eventName": name, "payload": 0})), "{name}");
    }
    assert_eq!(openapi["webhooks"].as_object().unwrap().len(), names.len());
    let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    assert!(openapi["components"]["schemas"].as_object().unwrap().keys().all(plain));
}

#[test]
fn an_alias_that_another_event_claims_stays_with_the_first() {
    let mut first = event("first", json!({"properties": {"payload": {"const": 1}}}));
    first.aliases = vec!["shared".into(), "second".into()];
    let mut second = event("second", json!({"properties": {"payload": {"const": 2}}}));
    second.aliases = vec!["shared".into()];
    let (schema, _) = exported(&Reconciled { events: vec![first, second], resources: vec![] });
    let validator = validator(&schema);
    assert!(validator.is_valid(&json!({"eventName": "shared", "payload": 1})));
    assert!(!validator.is_valid(&json!({"eventName": "shared", "payload": 2})));
    assert!(validator.is_valid(&json!({"eventName": "second", "payload": 2})));
}

#[test]
fn a_dynamic_schema_stands_as_a_whole_and_keeps_its_meaning() {
    let tree = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$dynamicAnchor": "node", "$ref": "urn:test:tree", "unevaluatedProperties": false,
        "$defs": {"tree": {"$id": "urn:test:tree", "$dynamicAnchor": "node", "properties": {
            "eventName": true, "children": {"items": {"$dynamicRef": "#node"}}
        }}}
    });
    let (schema, _) = exported(&Reconciled { events: vec![event("tree_grown", tree)], resources: vec![] });
    let validator = validator(&schema);
    let grown = |child: Value| json!({"eventName": "tree_grown", "children": [child]});
    assert!(validator.is_valid(&grown(json!({"children": []}))));
    assert!(!validator.is_valid(&grown(json!({"childen": []}))), "the typing error that the extension refuses");
}

/// `EXPORT_PAIRS=20000 cargo test --release -p console-events-codegen --test export random -- --nocapture` is the large run.
#[test]
fn random_events_are_valid_at_the_root_exactly_where_their_own_schema_says_so() {
    let pairs: u64 = std::env::var("EXPORT_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let (mut schemas_seen, mut valid, mut invalid) = (0, 0, 0);
    for seed in 0..pairs {
        let mut dice = Dice::new(seed);
        let events: Vec<EffectiveEvent> = (0..2)
            .map(|number| {
                let dialect = *dice.pick(schemas::DIALECTS);
                random_event(&mut dice, &format!("event_{number}"), dialect)
            })
            .collect();
        if events.iter().any(|event| schemas::undefined(&event.schema)) {
            continue;
        }
        let own: Vec<_> = events
            .iter()
            .map(|event| jsonschema::options().should_validate_formats(false).build(&event.schema))
            .collect();
        if own.iter().any(Result::is_err) {
            continue;
        }
        let reconciled = Reconciled { events, resources: vec![] };
        let (schema, _) = exported(&reconciled);
        let root = validator(&schema);
        schemas_seen += 1;
        for (event, own) in reconciled.events.iter().zip(&own) {
            let own = own.as_ref().unwrap();
            for _ in 0..40 {
                let payload = documents::document(&mut dice, &event.schema, &event.schema["properties"]["payload"], 0);
                let delivery = json!({"eventName": event.name, "eventTimestamp": 1, "payload": payload});
                let expected = own.is_valid(&delivery);
                assert_eq!(root.is_valid(&delivery), expected, "seed {seed}: {delivery}\n{}\n{schema}", event.schema);
                *(if expected { &mut valid } else { &mut invalid }) += 1;
            }
        }
    }
    println!("{schemas_seen} documents of two events; {valid} deliveries valid, {invalid} not");
    assert!(valid > 500 && invalid > 500, "the judge saw only one side: {valid}, {invalid}");
}

/// `JSON_SCHEMA_TEST_SUITE=DIR/tests cargo test -p console-events-codegen --test export public_suite -- --ignored --nocapture`, where DIR
/// is a checkout of <https://github.com/json-schema-org/JSON-Schema-Test-Suite>.
#[test]
#[ignore = "needs a checkout of the public JSON-Schema-Test-Suite"]
fn the_public_suite_as_payloads_means_the_same_in_the_export() {
    let suite = std::path::PathBuf::from(std::env::var("JSON_SCHEMA_TEST_SUITE").expect("the folder of its tests"));
    let (mut agreed, mut replaced, mut recursive, mut unread, mut other) = (0, 0, 0, 0, Vec::new());
    for (folder, dialect) in [
        ("draft4", "http://json-schema.org/draft-04/schema#"),
        ("draft6", "http://json-schema.org/draft-06/schema#"),
        ("draft7", "http://json-schema.org/draft-07/schema#"),
        ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
        ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
    ] {
        let files = std::fs::read_dir(suite.join(folder)).unwrap().map(|file| file.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|end| end == "json")) {
            let groups: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            for group in groups {
                let mut payload = group["schema"].clone();
                if let Value::Object(keywords) = &mut payload {
                    // The payload's own references start at the payload.
                    let id = if folder == "draft4" { "id" } else { "$id" };
                    keywords.entry(id).or_insert_with(|| "urn:suite:payload".into());
                }
                let event = event(
                    "suite_case",
                    json!({
                        "$schema": dialect, "type": "object", "required": ["eventName"],
                        "properties": {"eventName": {"const": "suite_case"}, "payload": payload},
                    }),
                );
                let Ok(own) = jsonschema::options().should_validate_formats(false).offline().build(&event.schema)
                else {
                    unread += 1;
                    continue;
                };
                let (schema, _) = exported(&Reconciled { events: vec![event], resources: vec![] });
                let root = jsonschema::options().should_validate_formats(false).offline().build(&schema);
                for test in group["tests"].as_array().unwrap() {
                    let delivery = json!({"eventName": "suite_case", "eventTimestamp": 1, "payload": test["data"]});
                    match &root {
                        Ok(root) if root.is_valid(&delivery) == own.is_valid(&delivery) => agreed += 1,
                        // A tool would fetch it, so the export says in a comment that everything is allowed there.
                        Ok(_) if schema.to_string().contains("leads to another document") => replaced += 1,
                        // Validators do not follow `$recursiveRef` of an embedded draft 2019-09 out of its own `$id`.
                        Ok(_) if group["description"] == "$recursiveRef with nesting" => recursive += 1,
                        Ok(_) => {
                            other.push(format!(
                                "{}: {} / {}",
                                file.display(),
                                group["description"],
                                test["description"]
                            ));
                        }
                        Err(why) => other.push(format!("{}: {}: {why}", file.display(), group["description"])),
                    }
                }
            }
        }
    }
    println!(
        "{agreed} documents agree; {replaced} do not because the schema refers to a meta-schema, {recursive} because of a \
         nested `$recursiveRef`, {} for other reasons; {unread} schemas refer to documents of other servers",
        other.len()
    );
    assert!(agreed > 1000 && other.is_empty(), "{}", other.join("\n"));
}

fn random_event(dice: &mut Dice, name: &str, dialect: &str) -> EffectiveEvent {
    let mut payload = schemas::document(dice, dialect);
    let keywords = payload.as_object_mut().unwrap();
    let definitions = keywords.remove("definitions").unwrap();
    keywords.remove("$schema");
    event(
        name,
        json!({
            "$schema": dialect, "type": "object", "required": ["eventName"],
            "properties": {"eventName": {"const": name}, "payload": payload}, "definitions": definitions,
        }),
    )
}

#[test]
fn the_openapi_document_says_what_the_page_says() {
    let reading = captured();
    let document = openapi(reading.exported());
    assert_references_lead_somewhere(&document);
    let components: Validator = {
        let mut schema = document.clone();
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema["$ref"] = json!("#/components/schemas/DocumentedEvent");
        jsonschema::validator_for(&schema).unwrap()
    };
    for event in &reading.outcome.reconciled.events {
        let operation = &document["webhooks"][&event.name]["post"];
        assert_eq!(operation["summary"], *event.title);
        assert_eq!(operation["x-available-from"].as_str(), event.since.as_deref());
        let content = &operation["requestBody"]["content"]["application/json"];
        assert_eq!(Some(&content["examples"]["documented"]["value"]), event.example.as_ref());
        assert!(components.is_valid(&content["examples"]["documented"]["value"]), "{}", event.name);
    }
    let scheme = &document["components"]["securitySchemes"]["signature"];
    assert_eq!(
        (&scheme["type"], &scheme["in"], &scheme["name"]),
        (&json!("apiKey"), &json!("header"), &json!("X-Mia-Signature"))
    );
    assert_eq!(document["security"], json!([{"signature": []}]));
}

/// Not whether its schemas are schemas: the meta-schema says that of the other export, whose definitions are the same.
#[test]
fn the_openapi_document_is_valid_by_the_official_schema() {
    let official: Value = serde_json::from_str(include_str!("fixtures/openapi/3.1-2022-10-07.schema.json")).unwrap();
    let validator = validator(&official);
    let document = openapi(captured().exported());
    let refusals: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(refusals, Vec::<String>::new());
    for (place, wrong) in [
        ("/webhooks/project_created/post/requestBody", json!(1)),
        ("/components/securitySchemes/signature/in", json!("body")),
    ] {
        let mut document = document.clone();
        *document.pointer_mut(place).unwrap() = wrong;
        assert!(!validator.is_valid(&document), "{place}");
    }
}

#[test]
fn exports_are_the_same_twice_and_hold_no_date() {
    let reading = captured();
    assert_eq!(files(reading.exported()), files(captured().exported()));
    let (schema, openapi) = exported(&Reconciled::default());
    assert!(validator(&schema).is_valid(&json!({"eventName": "any", "eventTimestamp": 1, "payload": null})));
    assert_eq!(openapi["info"]["version"], "unversioned");
}
