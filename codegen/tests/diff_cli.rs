//! `diff` as a user runs it: every kind of input beside every other, every output, every way to get it wrong.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use checkout::{Checkout, check, plain, text};
use serde_json::{Map, Value, json};

/// The first page with a number for a device.
fn numbered() -> Value {
    let mut payload = plain();
    payload["properties"]["deviceId"]["type"] = json!("integer");
    payload
}

fn kinds(told: &Value) -> Vec<&str> {
    told["changes"].as_array().unwrap().iter().map(|change| change["kind"].as_str().unwrap()).collect()
}

#[test]
fn each_form_of_events_is_compared_with_each_other() {
    let checkout = Checkout::with_git();
    let old_page = checkout.write("old.txt", &checkout::page("device_paired", &plain()));
    checkout.git(&["tag", "before"]);
    let folder = checkout.path("old_folder");
    std::fs::create_dir(&folder).unwrap();
    for file in std::fs::read_dir(checkout.path("schemas/reconciled")).unwrap() {
        let path = file.unwrap().path();
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let folder = folder.to_string_lossy().into_owned();
    checkout.page(&numbered());
    checkout.sync();
    let new_page = checkout.write("new.txt", &checkout::page("device_paired", &numbered()));
    let olds = ["before", "HEAD", "main", &old_page, &folder];
    for old in olds {
        // NEW is the working tree where it is not given.
        for new in [None, Some(new_page.as_str()), Some("schemas/reconciled"), Some("schemas/page/console-events.txt")]
        {
            let told = checkout.output_json(&[&["diff", old], new.as_slice()].concat(), 0);
            assert!(kinds(&told).contains(&"type-changed"), "{old} {new:?}: {told:#}");
            assert_eq!(told["verdict"], json!({"wire": "breaking", "semver": "major"}), "{old} {new:?}");
            assert_eq!(told["old"], *old);
            assert_eq!(told["new"], new.unwrap_or("the working tree"));
        }
        for new in olds {
            assert_eq!(checkout.output_json(&["diff", old, new], 0)["changes"], json!([]), "{old} {new}");
        }
        assert_eq!(checkout.output_json(&["diff", "schemas/reconciled", old], 0)["verdict"]["wire"], "breaking");
    }
}

#[test]
fn a_schema_file_may_be_of_any_draft() {
    let checkout = Checkout::new();
    let drafts = [
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ];
    let schema = |draft: &str, least: u8| {
        json!({"$schema": draft, "type": "object", "required": ["n"], "properties": {"n": {"$ref": "#/definitions/N"}},
            "definitions": {"N": {"allOf": [{"type": "integer"}, {"minimum": least}]}}})
    };
    for (index, old) in drafts.iter().enumerate() {
        // The ending does not matter: what is JSON from end to end is a schema.
        let old_file = checkout.json(&format!("old{index}.json"), &schema(old, 5));
        for (other, new) in drafts.iter().enumerate() {
            let new_file = checkout.json(&format!("new{other}.schema"), &schema(new, 0));
            let told = checkout.output_json(&["diff", &old_file, &new_file, "--reader", "strict"], 0);
            assert_eq!(told["verdict"]["wire"], "breaking", "{old} {new}: {told:#}");
            let back = checkout.output_json(&["diff", &new_file, &old_file, "--reader", "strict"], 0);
            assert_eq!(back["verdict"]["wire"], "compatible", "{new} {old}: {back:#}");
        }
        assert_eq!(checkout.output_json(&["diff", &old_file, &old_file], 0)["changes"], json!([]));
    }
}

#[test]
fn the_json_keeps_the_contract_field_by_field() {
    let checkout = Checkout::with_git();
    checkout.page(&numbered());
    checkout.sync();
    let told = checkout.output_json(&["diff", "main"], 0);
    let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["format", "old", "new", "verdict", "changes", "notes"]);
    assert_eq!(told["format"], 1);
    let change = told["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "type-changed").unwrap();
    let keys: Vec<&String> = change.as_object().unwrap().keys().collect();
    let fixed = ["kind", "event", "pointer", "wire", "semver", "origin", "message", "fingerprint", "old", "new"];
    assert_eq!(keys[..fixed.len()], fixed);
    assert_eq!(change["event"], "device_paired");
    assert_eq!(change["pointer"], "/payload/deviceId");
    assert_eq!((&change["wire"], &change["semver"]), (&json!("breaking"), &json!("major")));
    assert_eq!(change["origin"], "documentation");
    assert!(change["message"].as_str().unwrap().contains("`string`"));
    let fingerprint = change["fingerprint"].as_str().unwrap();
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!((&change["old"], &change["new"]), (&json!(["string"]), &json!(["integer"])));
    assert_eq!(checkout.output_json(&["diff", "main"], 0), told, "twice the same");
}

#[test]
fn each_output_tells_the_change() {
    let checkout = Checkout::with_git();
    checkout.page(&numbered());
    checkout.sync();
    for (format, words) in [
        ("human", ["type-changed: device_paired /payload/deviceId", "wire breaking, API major"]),
        ("markdown", ["breaking on the wire, major release", "`deviceId`: was `string`, is `integer`"]),
        ("github", ["::error file=schemas/page/console-events.txt,line=", "/payload/deviceId"]),
        ("sarif", ["\"uri\": \"schemas/page/console-events.txt\"", "\"ruleId\": \"type-changed\""]),
        ("json", ["\"kind\": \"type-changed\"", "\"pointer\": \"/payload/deviceId\""]),
    ] {
        let output = checkout.run(&["diff", "main", "--format", format]);
        check(&output, 0);
        for word in words {
            assert!(text(&output.stdout).contains(word), "`{word}` in {format}: {}", text(&output.stdout));
        }
    }
    check(&checkout.run(&["diff", "main", "--format", "junit"]), 2);
}

#[test]
fn a_build_fails_on_the_changes_that_fail_on_names() {
    let checkout = Checkout::new();
    let file = |name: &str, schema: Value| checkout.json(name, &schema);
    let base = file("base.json", json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    let cases = [
        (base.clone(), [0, 0, 0]),
        (
            file("patch.json", json!({"type": "object", "properties": {"a": {"type": "string", "minLength": 1}}})),
            [0, 0, 0],
        ),
        (
            file(
                "minor.json",
                json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "additionalProperties": true}),
            ),
            // An undeclared `b` was read before, declared or not: OLD does not look at it.
            [0, 0, 1],
        ),
        (
            file("major.json", json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})),
            [0, 1, 1],
        ),
        (file("breaking.json", json!({"type": "object", "properties": {"a": {"type": "integer"}}})), [1, 1, 1]),
        (
            file("unclassified.json", json!({"type": "object", "properties": {"a": {"$ref": "http://example.org/a"}}})),
            [1, 1, 1],
        ),
    ];
    for (new, codes) in &cases {
        check(&checkout.run(&["diff", &base, new]), 0);
        for (weight, code) in ["breaking", "major", "minor"].iter().zip(codes) {
            let output = checkout.run(&["diff", &base, new, "--fail-on", weight]);
            assert_eq!(output.status.code(), Some(*code), "{new} {weight}: {}", text(&output.stdout));
        }
    }
    check(&checkout.run(&["diff", &base, &base, "--fail-on", "nothing"]), 2);
}

#[test]
fn a_strict_reader_is_asked_for() {
    let checkout = Checkout::new();
    let closed = checkout.json("closed.json", &json!({"type": "object", "additionalProperties": false}));
    let open = checkout.json("open.json", &json!({"type": "object"}));
    assert_eq!(checkout.output_json(&["diff", &closed, &open], 0)["verdict"]["wire"], "compatible");
    let strict = checkout.output_json(&["diff", &closed, &open, "--reader", "strict"], 0);
    assert_eq!(strict["verdict"]["wire"], "breaking");
}

#[test]
fn another_order_is_not_a_change() {
    let checkout = Checkout::new();
    let old = checkout.json("old.json", &json!({"type": ["string", "null"], "enum": ["a", "b", null], "minLength": 1}));
    let new = checkout.json("new.json", &json!({"minLength": 1, "enum": [null, "b", "a"], "type": ["null", "string"]}));
    assert_eq!(checkout.output_json(&["diff", &old, &new, "--reader", "strict"], 0)["changes"], json!([]));
}

#[test]
fn files_that_are_not_schemas_are_refused_with_a_reason() {
    let checkout = Checkout::with_git();
    let good = checkout.json("good.json", &json!({"type": "object"}));
    let deep = "[".repeat(100_000);
    let unknown = json!({"$schema": "http://example.org/own"});
    let cases = [
        (checkout.write("text.json", "not json"), "text.json` is not JSON: expected ident at line 1 column 2"),
        (checkout.write("empty.json", ""), "is not JSON: EOF"),
        (checkout.json("array.json", &json!([1])), "expected an object or a boolean, found an array"),
        (checkout.json("typed.json", &json!({"type": 12})), "at `/type`"),
        (checkout.json("dialect.json", &unknown), "draft 4, 6, 7, 2019-09 or 2020-12"),
        (checkout.write("deep.json", &deep), "nests deeper than 128 levels"),
        (checkout.write("letter.txt", "Dear Console,\nplease stop.\n"), "documents no event"),
        (checkout.path("schemas").to_string_lossy().into_owned(), "not a folder of reconciled schemas"),
        ("no-such-thing".into(), "is not a file, a folder or a git revision here"),
        (String::new(), "is not a file, a folder or a git revision here"),
        ("main..HEAD".into(), "give its ends as two arguments: `cargo codegen diff main HEAD`"),
        ("main...".into(), "give its ends as two arguments: `cargo codegen diff main HEAD`"),
    ];
    for (bad, reason) in &cases {
        for sides in [[bad, &good], [&good, bad], [bad, bad]] {
            let message = checkout.refused(&["diff", sides[0], sides[1]]);
            assert!(message.contains(reason), "`{reason}` in: {message}");
            assert!(message.len() < 1_000, "{message}");
        }
    }
    let message = checkout.refused(&["diff", &good, "main"]);
    assert!(message.contains("is a JSON Schema and `main` is a set of events"), "{message}");
    let message = checkout.refused(&["diff", &good]);
    assert!(message.contains("`the working tree` is a set of events"), "{message}");
}

#[test]
fn a_revision_is_never_an_option_nor_a_file() {
    let checkout = Checkout::with_git();
    for name in ["--upload-pack", "-x", "--exec=touch here", "--output=here"] {
        check(&checkout.run(&["diff", name]), 2);
        let message = checkout.refused(&["diff", "--", name]);
        assert!(message.contains("or a git revision here"), "{message}");
    }
    assert!(!checkout.path("here").exists());
    let schema = json!({"type": "object"});
    checkout.json("main", &schema);
    for sides in [["main", "main"], ["HEAD", "main"], ["main", "path:main"]] {
        let message = checkout.refused(&["diff", sides[0], sides[1]]);
        assert!(message.contains("write `path:main` or `rev:main`"), "{message}");
    }
    assert_eq!(checkout.output_json(&["diff", "path:main", "path:main"], 0)["changes"], json!([]));
    assert_eq!(checkout.output_json(&["diff", "rev:main", "rev:HEAD"], 0)["changes"], json!([]));
    let message = checkout.refused(&["diff", "path:main"]);
    assert!(message.contains("`main` is a JSON Schema"), "{message}");
    let message = checkout.refused(&["diff", "path:HEAD"]);
    assert!(message.contains("HEAD` cannot be read"), "{message}");
    assert_eq!(checkout.output_json(&["diff", "refs/heads/main"], 0)["changes"], json!([]));
}

#[test]
fn a_revision_needs_git_and_reconciled_schemas() {
    let plainly = Checkout::new();
    let message = plainly.refused(&["diff", "main"]);
    assert!(message.contains("not a git repository"), "{message}");
    let checkout = Checkout::with_git();
    checkout.git(&["rm", "-r", "--quiet", "--cached", "schemas/reconciled"]);
    checkout.git(&["commit", "--quiet", "--message", "without"]);
    let message = checkout.refused(&["diff", "HEAD"]);
    assert!(message.contains("revision `HEAD` has no reconciled schemas"), "{message}");
    assert_eq!(checkout.output_json(&["diff", "HEAD~1"], 0)["changes"], json!([]));
    let message = checkout.refused(&["diff", "HEAD:README"]);
    assert!(message.contains("or a git revision here"), "{message}");
}

#[test]
fn a_checkout_below_the_repository_has_its_revisions_too() {
    let checkout = Checkout::new();
    let below = checkout.path("below/it");
    std::fs::create_dir_all(&below).unwrap();
    for name in ["schemas", "generated", "Cargo.toml"] {
        std::fs::rename(checkout.path(name), below.join(name)).unwrap();
    }
    checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
    checkout.commit();
    let root = below.to_string_lossy().into_owned();
    assert_eq!(checkout.output_json(&["--root", &root, "diff", "main"], 0)["changes"], json!([]));
}

#[test]
fn references_that_lead_on_or_nowhere_are_named() {
    let checkout = Checkout::new();
    let file = |name: &str, schema: Value| checkout.json(name, &schema);
    let list = |value: &str| json!({"type": "object", "properties": {"next": {"$ref": "#"}, "value": {"type": value}}});
    let told = checkout.output_json(&["diff", &file("r1.json", list("string")), &file("r2.json", list("integer"))], 0);
    assert_eq!(told["verdict"]["wire"], "breaking");
    let itself = file("itself.json", json!({"$ref": "#"}));
    check(&checkout.run(&["diff", &itself, &itself]), 0);
    let text = file("text.json", json!({"properties": {"a": {"type": "string"}}}));
    for reference in ["http://example.org/x.json", "other.json", "#/definitions/No", "#nowhere"] {
        let leads = file("leads.json", json!({"properties": {"a": {"$ref": reference}}}));
        for (old, new) in [(&leads, &text), (&text, &leads)] {
            let told = checkout.output_json(&["diff", old, new], 0);
            assert_eq!(told["verdict"]["wire"], "unclassified", "{reference}: {told:#}");
            let note = told["notes"][0].as_str().unwrap();
            assert!(note.contains(reference) && note.contains("cannot be followed"), "{note}");
        }
    }
    // A base that moves inside moves nothing else.
    let moved = |value: &str| {
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "#/definitions/D"}},
            "definitions": {"D": {"type": value}, "E": {"$id": "http://example.org/e"}}})
    };
    let told =
        checkout.output_json(&["diff", &file("m1.json", moved("string")), &file("m2.json", moved("integer"))], 0);
    assert_eq!(told["verdict"]["wire"], "breaking");
}

#[test]
fn verdicts_about_nothing_say_so() {
    let checkout = Checkout::new();
    let nothing = checkout.json("nothing.json", &json!({"allOf": [{"type": "string"}, {"type": "null"}]}));
    let never = checkout.json("never.json", &json!(false));
    let some = checkout.json("some.json", &json!({"type": "string"}));
    let notes = |old: &str, new: &str, wire: &str| {
        let told = checkout.output_json(&["diff", old, new], 0);
        assert_eq!(told["verdict"]["wire"], wire, "{told:#}");
        told["notes"].to_string()
    };
    assert!(notes(&some, &nothing, "unclassified").contains("in NEW accepts no document at all"));
    assert!(notes(&some, &never, "unclassified").contains("no verdict on the wire means anything"));
    assert!(notes(&nothing, &some, "breaking").contains("in OLD accepts no document at all"));
    let both = notes(&nothing, &never, "unclassified");
    assert!(both.contains("in NEW") && both.contains("in OLD"), "{both}");
    let human = checkout.run(&["diff", &some, &never]);
    assert!(text(&human.stdout).contains("no verdict on the wire means anything"));
}

#[test]
fn a_comment_on_a_pull_request_stays_below_the_limit() {
    let checkout = Checkout::new();
    for width in [1, 60, 600] {
        let many = |kind: &str| {
            let name = |n: usize| format!("{}{n}", "p|".repeat(width));
            let schema = json!({"type": kind, "description": format!("{kind} {}", "é".repeat(width))});
            let properties: Map<_, _> = (0..500).map(|n| (name(n), schema.clone())).collect();
            json!({"type": "object", "properties": properties})
        };
        let old = checkout.json("old.json", &many("string"));
        let new = checkout.json("new.json", &many("integer"));
        let output = checkout.run(&["diff", &old, &new, "--format", "markdown"]);
        check(&output, 0);
        let comment = text(&output.stdout);
        assert!(comment.len() < 65_536, "{}", comment.len());
        // On a machine under load the time may run out before a document is found.
        assert!(comment.contains("on the wire, major release"), "{comment}");
        assert!(comment.contains("500 changes of documentation only"), "{comment}");
        assert!(comment.contains("more; see the output of"), "{comment}");
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
        assert_eq!(checkout.output_json(&["diff", &old, &new], 0)["changes"].as_array().unwrap().len(), 1_000);
    }
}
