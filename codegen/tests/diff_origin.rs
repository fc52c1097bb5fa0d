//! Where a change comes from, told from a git history: the page, a decision, or the page catching up with one.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use checkout::{Checkout, check, plain, text};
use serde_json::{Value, json};

/// The payload with `deviceId` of another type.
fn typed(kind: &str) -> Value {
    let mut payload = plain();
    payload["properties"]["deviceId"]["type"] = json!(kind);
    payload
}

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

fn origins(checkout: &Checkout) -> Vec<(String, String)> {
    let told = checkout.output_json(&["diff", "HEAD"], 0);
    let word = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    let changes = told["changes"].as_array().unwrap();
    let mut origins: Vec<_> = changes.iter().map(|change| (word(change, "kind"), word(change, "origin"))).collect();
    origins.sort();
    origins.dedup();
    origins
}

fn pair(kind: &str, origin: &str) -> (String, String) {
    (kind.to_owned(), origin.to_owned())
}

#[test]
fn the_page_changed() {
    let checkout = Checkout::with_git();
    checkout.page(&typed("integer"));
    checkout.sync();
    let origins = origins(&checkout);
    assert!(origins.contains(&pair("type-changed", "documentation")), "{origins:?}");
    assert!(origins.iter().all(|(_, origin)| origin == "documentation"), "{origins:?}");
}

#[test]
fn only_a_decision_changed() {
    let checkout = Checkout::with_git();
    checkout.write("schemas/decisions/device_paired.toml", NULLABLE);
    checkout.sync();
    assert_eq!(origins(&checkout), [pair("type-widened", "decision")]);
    let human = checkout.run(&["diff", "HEAD"]);
    assert!(text(&human.stdout).contains("origin decision"));
}

#[test]
fn the_page_says_now_what_a_decision_said() {
    let checkout = Checkout::with_git();
    checkout.write("schemas/decisions/device_paired.toml", NULLABLE);
    checkout.sync();
    checkout.commit();
    let mut caught_up = checkout::page("device_paired", &plain());
    let described = "\"type\": \"string\",\n          \"description\"";
    assert!(caught_up.contains(described), "{caught_up}");
    caught_up = caught_up.replace(described, "\"type\": [\"string\", \"null\"],\n          \"description\"");
    checkout.write(checkout::PAGE, &caught_up);
    // The decision is stale now, and says so.
    let stale = checkout.run(&["check"]);
    check(&stale, 1);
    assert!(text(&stale.stdout).contains("fixed upstream"), "{}", text(&stale.stdout));
    checkout.write("schemas/decisions/device_paired.toml", "");
    checkout.sync();
    let told = checkout.output_json(&["diff", "HEAD"], 0);
    assert_eq!(told["verdict"], json!({"wire": "none", "semver": "none"}), "{told:#}");
    let [change] = &told["changes"].as_array().unwrap()[..] else { panic!("{told:#}") };
    assert_eq!(change["origin"], "correction");
    assert!(change["message"].as_str().unwrap().contains("nothing changes for consumers; delete the decision"));
    let comment = text(&checkout.run(&["diff", "HEAD", "--format", "markdown"]).stdout);
    assert!(comment.contains("1 correction of the page: delete its decision"), "{comment}");
}
