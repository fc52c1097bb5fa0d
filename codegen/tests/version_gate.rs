//! `check` and the version of the crate: a change of the types needs the release that `diff` asks for.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use checkout::{Checkout, check, manifest, plain, text};
use serde_json::{Value, json};

/// Released as `v0.1.0`; since then the payload became what is given.
fn since_release(payload: &Value) -> Checkout {
    let checkout = Checkout::with_git();
    checkout.git(&["tag", "v0.1.0"]);
    checkout.page(payload);
    checkout.sync();
    checkout
}

/// Another property.
fn minor() -> Value {
    let mut payload = plain();
    payload["properties"]["model"] = json!({"type": "string", "description": "The device"});
    payload
}

/// Another type.
fn major() -> Value {
    let mut payload = plain();
    payload["properties"]["deviceId"]["type"] = json!("integer");
    payload
}

#[test]
fn a_change_needs_its_release() {
    for (payload, version, raised) in [
        (plain(), "0.1.0", true),
        (plain(), "0.3.0", true),
        (minor(), "0.1.0", false),
        (minor(), "0.1.1", true),
        (major(), "0.1.0", false),
        (major(), "0.1.1", false),
        (major(), "0.2.0", true),
        (major(), "0.2.0-rc.1", true),
    ] {
        let checkout = since_release(&payload);
        checkout.write("Cargo.toml", &manifest(version));
        let output = checkout.run(&["check"]);
        assert_eq!(output.status.code(), Some(i32::from(!raised)), "{payload} {version}: {}", text(&output.stdout));
    }
}

#[test]
fn every_output_says_what_is_missing() {
    let checkout = since_release(&major());
    let human = checkout.run(&["check"]);
    check(&human, 1);
    let human = text(&human.stdout);
    for words in [
        "error[version]: the types changed since `v0.1.0` and need a major release, but the crate's version is still 0.1.0",
        "type-changed at device_paired /payload/deviceId",
        "to 0.2.0 or a later one; `cargo codegen diff v0.1.0` lists all changes",
        "1 version too low",
    ] {
        assert!(human.contains(words), "`{words}` in {human}");
    }
    let told = checkout.output_json(&["check"], 1);
    let version = json!({"since": "v0.1.0", "old": "0.1.0", "new": "0.1.0", "semver": "major", "required": "0.2.0", "raised": false});
    assert_eq!(told["version"], version);
    let github = text(&checkout.run(&["check", "--format", "github"]).stdout);
    assert!(github.contains("::error file=Cargo.toml,line=1,col=1,title=version::the types changed"), "{github}");
    let sarif: Value = serde_json::from_slice(&checkout.run(&["check", "--format", "sarif"]).stdout).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().any(|result| result["ruleId"] == "version"));
}

#[test]
fn the_greatest_tag_that_the_commit_contains_counts() {
    let checkout = since_release(&major());
    checkout.write("Cargo.toml", &manifest("0.10.0"));
    checkout.commit();
    for tag in ["v0.9.0", "v0.10.0", "v0.2", "release-7", "vinegar"] {
        checkout.git(&["tag", tag]);
    }
    assert_eq!(checkout.output_json(&["check"], 0)["version"]["since"], "v0.10.0");
    assert_eq!(checkout.output_json(&["check", "--since", "v0.1.0"], 0)["version"]["required"], "0.2.0");
    checkout.write("Cargo.toml", &manifest("0.1.5"));
    assert_eq!(checkout.output_json(&["check", "--since", "v0.1.0"], 1)["version"]["raised"], false);
    checkout.git(&["checkout", "--quiet", "--force", "-b", "older", "HEAD~1"]);
    assert_eq!(checkout.output_json(&["check"], 0)["version"]["since"], "v0.1.0");
}

#[test]
fn without_anything_to_compare_with_nothing_is_reported() {
    let plainly = Checkout::new();
    assert_eq!(plainly.output_json(&["check"], 0).get("version"), None);
    let checkout = Checkout::with_git();
    assert_eq!(checkout.output_json(&["check"], 0).get("version"), None);
    checkout.git(&["rm", "-r", "--quiet", "--cached", "schemas/reconciled"]);
    checkout.git(&["commit", "--quiet", "--message", "without"]);
    checkout.git(&["tag", "v0.0.1"]);
    assert_eq!(checkout.output_json(&["check"], 0).get("version"), None);
    let note = text(&checkout.run(&["check"]).stderr);
    assert!(note.contains("note: the version was not compared with `v0.0.1`"), "{note}");
    let message = checkout.refused(&["check", "--since", "v0.0.1"]);
    assert!(message.contains("has no reconciled schemas"), "{message}");
}

#[test]
fn a_name_that_is_not_a_revision_is_an_error() {
    let checkout = Checkout::with_git();
    for name in ["nothing", "main..HEAD", ""] {
        let message = checkout.refused(&["check", "--since", name]);
        assert!(message.contains("is not a git revision"), "{message}");
    }
    check(&checkout.run(&["check", "--since=-x"]), 2);
    let plainly = Checkout::new();
    assert!(plainly.refused(&["check", "--since", "main"]).contains("needs a git repository"));
    checkout.git(&["tag", "v0.1.0"]);
    checkout.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let message = checkout.refused(&["check"]);
    assert!(message.contains("names no `version` under `[workspace.package]`"), "{message}");
}
