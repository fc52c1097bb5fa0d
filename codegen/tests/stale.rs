//! A decision becomes stale in three forms when the page changes, and stays valid while its part of the page is unchanged.

#![allow(clippy::unwrap_used, reason = "what the helpers of a test unwrap is part of the test")]

mod support;

use console_events_codegen::reconcile::{Stale, Staleness};
use serde_json::json;
use support::{NAME, ROW, Writer, example, judged, schema, small};

/// The small page, but for the example's name and the type of a row.
fn page(key: &str, name: Option<&str>, row: Option<&str>) -> Writer {
    let mut page = Writer::default();
    let rows: Vec<_> = row.map(|kind| ("bowl.size", kind, "How much")).into_iter().collect();
    let mut example = example(name.unwrap_or_default(), &json!({"cat": "tom"}));
    if name.is_none() {
        example.as_object_mut().unwrap().remove("eventName");
    }
    page.event(key, &rows, &example, &schema(key, &json!({"cat": {"type": "string"}})));
    page
}

fn stale(page: &Writer, toml: &str) -> Option<Stale> {
    let mut stale = judged(page, toml).3.stale;
    assert!(stale.len() < 2);
    stale.pop()
}

fn message(page: &Writer, toml: &str) -> (Staleness, String) {
    let stale = stale(page, toml).unwrap();
    (stale.form, stale.message)
}

#[test]
fn a_page_that_has_not_changed_leaves_decisions_alone() {
    assert_eq!(stale(&small(), &format!("{NAME}{ROW}")), None);
    assert_eq!(stale(&page("cat_fed", Some("dog_walked"), Some("number")), &format!("{NAME}{ROW}")), None);
}

#[test]
fn fixed_upstream_the_page_says_what_the_decision_says() {
    let page = page("cat_fed", Some("cat_fed"), None);
    let stale = stale(&page, NAME).unwrap();
    assert_eq!(stale.form, Staleness::FixedUpstream);
    assert_eq!(stale.message, "expected `dog_walked` at `/eventName` of the example of `cat_fed`, found `cat_fed`");
    assert_eq!(
        stale.help(),
        "fixed upstream: run `cargo codegen decide --prune` to delete the decision from schemas/decisions/test.toml (line 3)"
    );
    let (text, _) = page.finish();
    assert_eq!(text.slice(stale.span.unwrap()), "\"cat_fed\"");
}

#[test]
fn fixed_upstream_an_accepted_finding_is_gone() {
    let mut page = Writer::default();
    page.event(
        "cat_fed",
        &[("bowl.size", "number", "How much")],
        &example("cat_fed", &json!({})),
        &schema("cat_fed", &json!({"bowl": {"properties": {"size": {}}}})),
    );
    let (form, message) = message(&page, ROW);
    assert_eq!(form, Staleness::FixedUpstream);
    assert_eq!(message, "`row-undeclared` at `/bowl/size` of the table of `cat_fed` no longer fires");
}

#[test]
fn changed_the_page_has_a_third_value() {
    let (form, text) = message(&page("cat_fed", Some("cow_milked"), None), NAME);
    assert_eq!(form, Staleness::Changed);
    assert_eq!(text, "expected `dog_walked` at `/eventName` of the example of `cat_fed`, found `cow_milked`");
    let accepted = message(&page("cat_fed", Some("cat_fed"), Some("string")), ROW);
    assert_eq!(accepted.0, Staleness::Changed);
}

#[test]
fn a_changed_finding_needs_a_new_decision() {
    let outcome = judged(&page("cat_fed", Some("cow_milked"), None), NAME).3;
    assert!(outcome.findings.iter().any(console_events_codegen::reconcile::Judged::wants_decision));
    assert!(outcome.blocks_sync());
}

#[test]
fn vanished_the_place_is_gone() {
    let (form, text) = message(&page("cat_fed", None, None), NAME);
    assert_eq!(form, Staleness::Vanished);
    assert_eq!(text, "expected `dog_walked` at `/eventName` of the example of `cat_fed`, found nothing");
    assert_eq!(message(&page("cat_fed", Some("cat_fed"), None), ROW).0, Staleness::Vanished);
}

#[test]
fn vanished_the_event_is_gone() {
    let (form, text) = message(&page("cow_milked", Some("cow_milked"), None), NAME);
    assert_eq!(form, Staleness::Vanished);
    assert!(text.ends_with("found nothing"));
}

#[test]
fn fixed_upstream_a_whole_rule_fires_nowhere() {
    let all =
        "[[decision]]\nid = \"n\"\nanswers = { rule = \"row-undeclared\" }\nverdict = \"accepted\"\nreason = \"w\"\n";
    assert_eq!(
        message(&page("cat_fed", Some("cat_fed"), None), all),
        (Staleness::FixedUpstream, "`row-undeclared` no longer fires".into())
    );
}

const POLICY: &str = r#"
[[decision]]
id = "p"
place = "/cat_fed/schema/properties/payload/properties/cat"
verdict = "policy"
reason = "A cat has a right to privacy."
patch = [
  { op = "test", path = "/cat_fed/schema/properties/payload/properties/cat/type", value = "string" },
  { op = "add", path = "/cat_fed/schema/properties/payload/properties/cat/x-confidential", value = true },
]
"#;

fn cat(cat: &serde_json::Value) -> Writer {
    let mut page = Writer::default();
    page.event("cat_fed", &[], &example("cat_fed", &json!({})), &schema("cat_fed", &json!({ "cat": cat })));
    page
}

#[test]
fn a_policy_goes_stale_too() {
    assert_eq!(stale(&cat(&json!({"type": "string"})), POLICY), None);
    assert_eq!(message(&cat(&json!({"type": "number"})), POLICY).0, Staleness::Changed);
    let says_so = message(&cat(&json!({"type": "string", "x-confidential": true})), POLICY);
    assert_eq!(says_so.0, Staleness::FixedUpstream);
    let third = message(&cat(&json!({"type": "string", "x-confidential": false})), POLICY);
    assert_eq!(third.0, Staleness::Changed);
    assert!(
        third.1.starts_with("expected nothing at `/properties/payload/properties/cat/x-confidential`"),
        "{third:?}"
    );
    assert_eq!(message(&page("cow_milked", Some("cow_milked"), None), POLICY).0, Staleness::Vanished);
}

#[test]
fn what_an_add_would_overwrite_makes_it_stale() {
    let declare = r#"
[[decision]]
id = "d"
answers = { rule = "row-undeclared", event = "cat_fed", witness = "table", pointer = "/bowl/size" }
verdict = "resolved"
reason = "The table knows."
patch = [
  { op = "test", path = "/cat_fed/table/bowl.size/type", value = "number" },
  { op = "add", path = "/cat_fed/schema/properties/payload/properties/bowl", value = { properties = { size = { type = "number" } } } },
]
"#;
    assert_eq!(stale(&small(), declare), None);
    let mut page = Writer::default();
    let with_bowl = schema("cat_fed", &json!({"bowl": {"type": "object"}}));
    page.event("cat_fed", &[("bowl.size", "number", "How much")], &example("cat_fed", &json!({})), &with_bowl);
    assert_eq!(message(&page, declare).0, Staleness::Changed);
}

#[test]
fn a_vanished_finding_among_several_is_reported() {
    let both = NAME.replace(
        "answers = {",
        "answers = [{ rule = \"row-undeclared\", event = \"cat_fed\", witness = \"table\", pointer = \"/gone\" }, {",
    );
    let both = both.replace("pointer = \"/eventName\" }", "pointer = \"/eventName\" }]");
    let (form, message) = message(&small(), &both);
    assert_eq!(form, Staleness::FixedUpstream);
    assert!(message.contains("`/gone`"));
}

#[test]
fn a_fingerprint_limits_a_decision_to_the_evidence() {
    let with = |page: &Writer| {
        let outcome = judged(page, "").3;
        let row = outcome.findings.iter().find(|finding| finding.diagnostic.rule == "row-undeclared").unwrap();
        let fingerprint = row.diagnostic.fingerprint();
        let row = ROW.replace("\"/bowl/size\" }", &format!("\"/bowl/size\", fingerprint = \"{fingerprint}\" }}"));
        row.replace("/table/bowl.size/type\", value = \"number\"", "/prose/title\", value = \"cat fed\"")
    };
    let (before, after) = (small(), page("cat_fed", Some("dog_walked"), Some("string")));
    assert_eq!(stale(&before, &with(&before)), None);
    let (form, message) = message(&after, &with(&before));
    assert_eq!(form, Staleness::Changed);
    assert!(message.contains("has changed since the decision"), "{message}");
}
