//! What a comparison says beyond both schemas: decisions that do not stand, judgements, and the line of the page.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use checkout::{Checkout, PAGE, check, page, plain, text};
use serde_json::{Value, json};

/// A policy: whatever the page says, `deviceId` may be null besides.
const NULLABLE: &str = r#"
[[decision]]
id = "device-may-be-null"
place = "/device_paired/schema/properties/payload/properties/deviceId/type"
verdict = "policy"
reason = "Devices that were never named arrive as null."
patch = [
  { op = "test", path = "/device_paired/schema/properties/payload/properties/deviceId/type", value = "string" },
  { op = "replace", path = "/device_paired/schema/properties/payload/properties/deviceId/type", value = ["string", "null"] },
]
"#;

fn decided() -> Checkout {
    let checkout = Checkout::new();
    checkout.write("schemas/decisions/device_paired.toml", NULLABLE);
    checkout.sync();
    checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
    checkout.commit();
    checkout
}

#[test]
fn what_a_failing_decision_would_have_mended_is_not_a_change() {
    let checkout = decided();
    // The file cannot be read: nothing else changed.
    checkout.write("schemas/decisions/device_paired.toml", "[[decision]\n");
    let new = checkout.write("new.txt", &page("device_paired", &plain()));
    let told = checkout.output_json(&["diff", "main", &new], 0);
    assert_eq!(told["changes"], json!([]), "{told:#}");
    assert_eq!(told["stale_decisions"][0]["file"], "schemas/decisions/device_paired.toml");
    assert_eq!(told["held_back"], 1);
    check(&checkout.run(&["diff", "main", &new, "--fail-on", "breaking"]), 1);
    let comment = text(&checkout.run(&["diff", "main", &new, "--format", "markdown"]).stdout);
    assert!(
        comment.contains("- **stale or failing** in NEW: (`schemas/decisions/device_paired.toml` line 1)"),
        "{comment}"
    );
    assert!(comment.contains("1 change follows from these alone"), "{comment}");
}

#[test]
fn a_stale_decision_is_reported_beside_what_the_page_changed() {
    let checkout = decided();
    let mut whole = plain();
    whole["properties"]["deviceId"]["type"] = json!("integer");
    let new = checkout.write("new.txt", &page("device_paired", &whole));
    let told = checkout.output_json(&["diff", "main", &new], 0);
    let stale = &told["stale_decisions"][0];
    assert_eq!((&stale["decision"], &stale["line"]), (&json!("device-may-be-null"), &json!(3)));
    let kinds: Vec<&Value> = told["changes"].as_array().unwrap().iter().map(|change| &change["kind"]).collect();
    assert!(kinds.contains(&&json!("type-changed")), "{told:#}");
    let typed = told["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "type-changed").unwrap();
    // What the decision had made of OLD's page is not compared.
    assert_eq!((&typed["old"], &typed["new"]), (&json!(["string"]), &json!(["integer"])));
}

#[test]
fn a_decision_that_is_new_is_the_origin_of_what_it_wrote() {
    let checkout = Checkout::with_git();
    checkout.write("schemas/decisions/device_paired.toml", NULLABLE);
    // The page changes at the same place, in another matter.
    let mut described = plain();
    described["properties"]["deviceId"]["description"] = json!("Which device");
    described["properties"]["deviceId"]["minLength"] = json!(1);
    checkout.page(&described);
    checkout.sync();
    let told = checkout.output_json(&["diff", "main"], 0);
    let origins: Vec<(&str, &str)> = told["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["kind"].as_str().unwrap(), change["origin"].as_str().unwrap()))
        .collect();
    assert!(origins.contains(&("type-widened", "decision")), "{origins:?}");
    assert!(origins.contains(&("constraint-tightened", "documentation")), "{origins:?}");
    assert!(origins.contains(&("description-changed", "documentation")), "{origins:?}");
    assert_eq!(told["decisions"]["new"], json!(["device-may-be-null"]));
}

#[test]
fn a_change_is_on_its_line_of_the_new_page_and_a_removal_on_the_old_one() {
    let checkout = Checkout::with_git();
    let mut other = plain();
    other["properties"] = json!({"model": {"type": "string", "description": "The device"}});
    other["required"] = json!([]);
    let new = checkout.write("sub folder/new.txt", &page("device_paired", &other));
    let old_text = std::fs::read_to_string(checkout.path(PAGE)).unwrap();
    let new_text = std::fs::read_to_string(&new).unwrap();
    let line = |text: &str, needle: &str| text[..text.rfind(needle).unwrap()].matches('\n').count() + 1;
    let told = text(&checkout.run(&["diff", "main", &new, "--format", "github"]).stdout);
    let gone = format!("::error file={PAGE},line={},", line(&old_text, "\"deviceId\": {"));
    assert!(told.contains(&gone), "{gone} in {told}");
    let come = format!("line={},col=", line(&new_text, "\"model\": {"));
    assert!(told.lines().any(|line| line.contains("new.txt,") && line.contains(&come)), "{come} in {told}");
    let sarif = checkout.run(&["diff", "main", &new, "--format", "sarif"]);
    check(&sarif, 0);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let removed = results.iter().find(|result| result["ruleId"] == "property-removed").unwrap();
    let place = &removed["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], PAGE);
    assert_eq!(place["region"]["startLine"], line(&old_text, "\"deviceId\": {"));
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(results.iter().all(|result| rules.iter().any(|rule| rule["id"] == result["ruleId"])));
}

fn judged(more: &str) -> String {
    format!(
        "[[judgement]]\nid = \"devices-are-numbers\"\nkind = \"type-changed\"\n{more}reason = \"All receivers were told.\"\n"
    )
}

#[test]
fn a_judgement_lowers_or_raises_one_kind_of_change_for_a_place() {
    let checkout = Checkout::with_git();
    let mut whole = plain();
    whole["properties"]["deviceId"]["type"] = json!("integer");
    let new = checkout.write("new.txt", &page("device_paired", &whole));
    let run = |more: &str| {
        checkout.write("schemas/judgements.toml", &judged(more));
        checkout.output_json(&["diff", "main", &new], 0)
    };
    let told = run("event = \"device_*\"\npointer = \"/payload/*\"\nwire = \"compatible\"\nsemver = \"minor\"\n");
    let change = told["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "type-changed").unwrap();
    assert_eq!((&change["wire"], &change["semver"]), (&json!("compatible"), &json!("minor")));
    assert_eq!(change["judgement"], json!({"id": "devices-are-numbers", "wire": "breaking", "semver": "major"}));
    assert_eq!(told["verdict"], json!({"wire": "compatible", "semver": "minor"}));
    check(&checkout.run(&["diff", "main", &new, "--fail-on", "breaking"]), 0);
    // The place is there, and nothing of that kind happens at it.
    let told = run("pointer = \"/eventTimestamp\"\nwire = \"none\"\n");
    assert_eq!(told["verdict"]["wire"], "breaking");
    assert_eq!(told["stale_judgements"][0]["vanished"], false);
    assert_eq!(told["stale_judgements"][0]["line"], 2);
    // The place is gone.
    let told = run("pointer = \"/payload/serial\"\nwire = \"none\"\n");
    assert_eq!(told["stale_judgements"][0]["vanished"], true, "{told:#}");
    check(&checkout.run(&["diff", "main", "main", "--fail-on", "breaking"]), 0);
    checkout.write("schemas/judgements.toml", &judged("pointer = \"/payload/serial\"\nwire = \"none\"\n"));
    check(&checkout.run(&["diff", "main", "--fail-on", "breaking"]), 1);
}

#[test]
fn a_judgement_that_cannot_be_followed_is_an_error_with_its_place() {
    let checkout = Checkout::with_git();
    for (stanza, at, why) in [
        (judged("").replace("type-changed", "type-exchanged"), "3:8", "there is no kind of change `type-exchanged`"),
        (judged(""), "2:6", "judges nothing"),
        (judged("wire = \"fine\"\n"), "4:8", "expected one of none, compatible, unclassified, breaking"),
        (judged("wires = \"none\"\n"), "4:1", "unknown field `wires`"),
        (judged("pointer = \"deviceId\"\nwire = \"none\"\n"), "4:11", "expected a JSON Pointer"),
        (judged("wire = \"none\"\n") + &judged("wire = \"none\"\n"), "7:6", "is there twice"),
        (judged("wire = \"none\"\n").replace("All receivers were told.", " "), "5:10", "`reason` is empty"),
    ] {
        checkout.write("schemas/judgements.toml", &stanza);
        let message = checkout.refused(&["diff", "main"]);
        assert!(
            message.contains(why) && message.contains(&format!("schemas/judgements.toml:{at}")),
            "{at} {why}: {message}"
        );
    }
    let explained = checkout.run(&["explain", "judgement"]);
    check(&explained, 0);
    assert!(text(&explained.stdout).contains("schemas/judgements.toml"));
}
