//! Decisions that state principles: they apply to later events, and are refused if they could hide an error.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use console_events_codegen::decision::{self, ReadDecisions};
use console_events_codegen::extract::extract;
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::Outcome;
use console_events_codegen::workspace::outcome;
use serde_json::{Value, json};

/// An event as MDX: its name, what its payload has beside `robot`, and the resource `Robot` in a tab of its own.
fn event(name: &str, payload: &str, robot: &str) -> String {
    format!(
        "### {title}\n\n<Tabs>\n<TabItem value=\"t\" label=\"Event Payload\">\n\n| Property | Value | Description |\n|---|---|---|\n\
         | `robot` | `object` | The robot |\n| `id` | `string` | An id |\n\n</TabItem>\n<TabItem value=\"e\" label=\"Example\">\n\n\
         ```json\n{{\"eventName\": \"{name}\", \"eventTimestamp\": 1, \"payload\": {{\"id\": \"a\", \"robot\": {{\"arm\": 1}}}}}}\n```\n\n</TabItem>\n\
         <TabItem value=\"s\" label=\"JSON Schema\">\n\n```json\n{{\"type\": \"object\", \"additionalProperties\": false, \"required\": \
         [\"eventName\", \"eventTimestamp\", \"payload\"], \"properties\": {{\"eventName\": {{\"const\": \"{name}\", \"type\": \"string\"}}, \
         \"eventTimestamp\": {{\"type\": \"number\"}}, \"payload\": {{\"type\": \"object\", \"required\": [\"id\"], \"properties\": \
         {{{payload}\"id\": {{\"type\": \"string\"}}, \"robot\": {{...}}}}}}}}}}\n```\n\n</TabItem>\n<TabItem value=\"r\" label=\"Robot JSON Schema\">\n\n\
         ```json\n{robot}\n```\n\n</TabItem>\n</Tabs>\n\n",
        title = name.replace('_', " ")
    )
}

fn page(events: &[String]) -> String {
    format!(
        "---\ntitle: E\n---\n\n## Event types\n\n| Property | Value | Description |\n|---|---|---|\n| `eventName` | `string` | The name |\n\
         | `eventTimestamp` | `number` | In milliseconds |\n| `payload` | `object` | The payload |\n\n{}",
        events.concat()
    )
}

fn judged(events: &[String], decisions: &str) -> (Outcome, ReadDecisions) {
    let page = Page::new("p.mdx", page(events).into_bytes(), None).unwrap();
    let catalog = extract(&page).unwrap();
    let read = decision::read(&[("d.toml".to_owned(), decisions.to_owned())]);
    (outcome(&page, &catalog, &read), read)
}

const ARM: &str = r#"{"type": "object", "properties": {"arm": {"type": "number"}}, "required": ["arm"]}"#;
const LEG: &str = r#"{"type": "object", "properties": {"arm": {"type": "number"}, "leg": {"type": "object", "properties": {"toe": {"type": "string"}}, "required": ["toe"]}}}"#;

const PRINCIPLES: &str = r#"
[[decision]]
id = "robot-one-type"
answers = { rule = "resource-drift", resource = "Robot" }
verdict = "resolved"
take = "union"
reason = "one thing"

[[decision]]
id = "robot-optional"
at = "$['(resources)'].Robot..[?@.required && @.properties]"
verdict = "policy"
patch = [{ op = "remove", path = "/required" }]
reason = "it grows elsewhere"

[[decision]]
id = "ids"
at = "$.*.schema.properties.payload..properties.id"
verdict = "policy"
patch = [{ op = "add", path = "/x-confidential", value = true }]
reason = "they are private"
"#;

fn problems(outcome: &Outcome) -> Vec<String> {
    let stale = outcome.stale.iter().map(|stale| format!("{}: {}: {}", stale.decision, stale.form, stale.message));
    stale.chain(outcome.errors.iter().map(ToString::to_string)).collect()
}

fn robot(outcome: &Outcome) -> Value {
    assert_eq!(outcome.reconciled.resources.len(), 1, "one type for all events");
    outcome.reconciled.resources[0].schema.clone()
}

/// Whether the drift of the resource is there, and resolved.
fn one_type(outcome: &Outcome) -> bool {
    let mut drift = outcome.findings.iter().filter(|judged| judged.diagnostic.rule == "resource-drift").peekable();
    drift.peek().is_some() && drift.all(|judged| judged.status.name() == "resolved")
}

#[test]
fn a_decision_applies_to_an_event_that_comes_later() {
    let two = [event("robot_built", "", ARM), event("robot_sold", "", LEG)];
    let (before, _) = judged(&two, PRINCIPLES);
    assert!(problems(&before).is_empty() && one_type(&before), "{:?}", problems(&before));
    let all = json!({"type": "object", "properties": {
        "arm": {"type": "number"}, "leg": {"type": "object", "properties": {"toe": {"type": "string"}}}}});
    assert_eq!(robot(&before), all);
    let head = r#"{"type": "object", "properties": {"head": {"type": "object", "properties": {"eye": {"type": "string"}}, "required": ["eye"]}}}"#;
    let three = [two[0].clone(), two[1].clone(), event("robot_lost", "", head)];
    let (after, _) = judged(&three, PRINCIPLES);
    assert!(problems(&after).is_empty() && one_type(&after), "{:?}", problems(&after));
    assert_eq!(
        robot(&after)["properties"]["head"],
        json!({"type": "object", "properties": {"eye": {"type": "string"}}})
    );
    for event in &after.reconciled.events {
        assert_eq!(
            event.schema.pointer("/properties/payload/properties/id/x-confidential"),
            Some(&json!(true)),
            "{}",
            event.name
        );
    }
    let covered = |outcome: &Outcome, id: &str| {
        let of = outcome.covered.iter().find(|covered| covered.decision == id).unwrap();
        of.items.iter().filter(|item| item.event.as_deref() == Some("robot_lost")).count()
    };
    for id in ["robot-one-type", "robot-optional", "ids"] {
        assert_eq!(covered(&before, id), 0);
        assert!(covered(&after, id) > 0, "{id}");
    }
}

#[test]
fn the_order_of_events_changes_nothing() {
    let (a, b) = (event("robot_built", "", ARM), event("robot_sold", "", LEG));
    let there = judged(&[a.clone(), b.clone()], PRINCIPLES).0;
    let back = judged(&[b, a], PRINCIPLES).0;
    assert_eq!(robot(&there), robot(&back));
}

fn policy(at: &str, patch: &str) -> String {
    format!("[[decision]]\nid = \"p\"\nat = {at}\nverdict = \"policy\"\npatch = [{patch}]\nreason = \"w\"\n")
}

#[test]
fn a_policy_that_cannot_be_applied_is_an_error_with_its_place() {
    let events = [event("robot_built", "", ARM)];
    let said = |at: &str, patch: &str| problems(&judged(&events, &policy(at, patch)).0).join("\n");
    let mark = "{ op = \"add\", path = \"/x-a\", value = 1 }";
    assert!(said("\"$.nowhere\"", mark).contains("`$.nowhere` selects nothing"));
    assert!(said("\"payload\"", mark).contains("d.toml:3:6: `at`: the JSONPath `payload` cannot be used"));
    assert!(said("\"\"", mark).contains("it is empty"));
    assert!(said("[]", mark).contains("expected the places of the policy"));
    let fails = said("\"$.*.schema.properties.payload.properties.*\"", "{ op = \"remove\", path = \"/type\" }");
    assert!(
        fails.contains(
            "the patch fails at operation 0 (`/robot_built/schema/properties/payload/properties/robot/type`)"
        ),
        "{fails}"
    );
    let other = said(
        "\"$.*.schema.properties.payload.properties.id\"",
        "{ op = \"add\", path = \"/type\", value = \"number\" }",
    );
    assert!(other.contains("expected nothing") && other.contains("found `string`"), "{other}");
    let already = said(
        "\"$.*.schema.properties.payload.properties.id\"",
        "{ op = \"add\", path = \"/type\", value = \"string\" }",
    );
    assert!(already.contains("fixed upstream"), "{already}");
}

fn answer(id: &str, answers: &str, take: &str) -> String {
    let take = if take.is_empty() {
        "verdict = \"accepted\"".to_owned()
    } else {
        format!("verdict = \"resolved\"\ntake = \"{take}\"")
    };
    format!("[[decision]]\nid = \"{id}\"\nanswers = {{ {answers} }}\n{take}\nreason = \"w\"\n")
}

#[test]
fn a_pattern_that_could_hide_an_error_is_refused() {
    let events = [event("robot_built", "", ARM), event("robot_sold", "", LEG)];
    let said = |decisions: &str| problems(&judged(&events, decisions).0).join("\n");
    for answers in [
        "rule = \"resource-drift\"",
        "rule = \"resource-drift\", event = \"*\"",
        "rule = \"resource-drift\", pointer = \"/**\"",
    ] {
        let refused = said(&answer("a", answers, ""));
        assert!(refused.contains("accepts all findings of `resource-drift`, which are not notes"), "{refused}");
        assert_eq!(said(&answer("a", answers, "union")), "");
    }
    assert!(
        said(&answer("a", "rule = \"resource-drift\"", "nothing"))
            .contains("has no choice `nothing`; expected one of `union`, `usual`")
    );
    let overlap = answer("a", "rule = \"resource-drift\"", "union")
        + &answer("b", "rule = \"resource-drift\", resource = \"R*\"", "usual");
    assert!(
        said(&overlap).contains("is also answered by `a` at d.toml:2:6 (here `usual`, there `union`)"),
        "{}",
        said(&overlap)
    );
    let same = answer("a", "rule = \"resource-drift\"", "union")
        + &answer("b", "rule = \"resource-drift\", resource = \"R*\"", "union");
    assert_eq!(said(&same), "");
    assert!(said(&answer("a", "rule = \"resource-drift\", event = \"cat_*\"", "union")).contains("vanished"));
}

#[test]
fn every_error_of_a_decision_is_explained() {
    for id in decision::problem_ids() {
        let text = decision::explain_problem(id).unwrap();
        assert!(text.starts_with(&format!("# {id} ")) && text.len() > 80, "{id}");
    }
    assert_eq!(decision::explain_problem("decision-nothing"), None);
}
