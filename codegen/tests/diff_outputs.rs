//! How a comparison is told: the contract for scripts, and the texts for people.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use console_events_codegen::diff::{
    self as answer, Change, ChangeOrigin, Diff, FailOn, Only, Semver, Side, Tolerance, Wire, diff, fails,
};
use console_events_codegen::reconcile::{EffectiveEvent, Reconciled};
use serde_json::{Value, json as value};

fn events(payload: &Value) -> Reconciled {
    let schema = value!({
        "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": "thing_created", "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}
    });
    let event = EffectiveEvent {
        name: "thing_created".into(),
        aliases: Vec::new(),
        title: "Thing created".into(),
        since: None,
        description: Vec::new(),
        table: Vec::new(),
        schema,
        example: None,
    };
    Reconciled { events: vec![event], resources: Vec::new() }
}

fn human(diff: &Diff) -> String {
    answer::human(diff, false).finish().into()
}

fn markdown(diff: &Diff) -> String {
    answer::markdown(diff).finish().into()
}

fn github(diff: &Diff, file: &dyn Fn(&Change) -> Option<String>) -> String {
    answer::github(diff, file).finish().into()
}

fn json(diff: &Diff) -> Value {
    serde_json::from_str(&answer::json(diff).finish()).unwrap()
}

fn side(name: &str, payload: &Value) -> Side {
    Side::events(name, &events(payload)).unwrap()
}

fn breaking() -> Diff {
    let old = value!({"type": "object", "properties": {"a|b": {"type": "string", "description": "x"}}});
    let new = value!({"type": "object", "properties": {"a|b": {"type": "integer", "description": "y\n::error::z"}}});
    diff(&side("old", &old), &side("new", &new), Tolerance::Tolerant).unwrap()
}

#[test]
fn json_keeps_the_contract() {
    let answer = json(&breaking());
    assert_eq!(answer["format"], 1);
    assert_eq!(answer["old"], "old");
    assert_eq!(answer["new"], "new");
    assert_eq!(answer["verdict"], value!({"wire": "breaking", "semver": "major"}));
    let change = answer["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "type-changed").unwrap();
    assert_eq!(change["event"], "thing_created");
    assert_eq!(change["pointer"], "/payload/a|b");
    assert_eq!(change["wire"], "breaking");
    assert_eq!(change["semver"], "major");
    assert_eq!(change["origin"], "documentation");
    assert_eq!(change["fingerprint"].as_str().unwrap().len(), 16);
    assert_eq!(change["witness"]["payload"]["a|b"], 0);
    let single =
        diff(&Side::schema("o", value!(true)).unwrap(), &Side::schema("n", value!(false)).unwrap(), Tolerance::Strict)
            .unwrap();
    assert_eq!(json(&single)["changes"][0]["event"], Value::Null);
}

#[test]
fn markdown_leads_with_the_verdict_and_folds_the_rest() {
    let text = markdown(&breaking());
    let at = |needle: &str| text.find(needle).unwrap_or_else(|| panic!("no `{needle}` in {text}"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "### Schema changes: breaking on the wire, major release");
    assert!(lines[2].starts_with("- **Wire:** breaking"), "{text}");
    assert!(lines[3].starts_with("- **Crate:** a major release"), "{text}");
    assert!(lines[4].starts_with("- **Deploy:** readers built from the new version first"), "{text}");
    assert!(at("#### `thing_created`") < at("| **breaks** | **major** |"));
    assert!(at("| **breaks** |") < at("<summary>A document that old readers do not read</summary>"));
    assert!(at("A document that old readers do not read") < at("<summary>1 change of documentation only</summary>"));
    assert!(text.contains(r"`a\|b`"), "{text}");
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(row.replace(r"\|", "").matches('|').count(), 4, "{row}");
    }
    let same = diff(&side("a", &value!({})), &side("b", &value!({})), Tolerance::Tolerant).unwrap();
    assert!(markdown(&same).contains("No change between `a` and `b`"));
}

#[test]
fn a_rename_is_one_row_with_the_items_before_and_after() {
    let old = value!({"type": "object", "properties": {
        "userId": {"type": "string"}, "roleId": {"type": "string", "description": "The role of the user"}}});
    let new = value!({"type": "object", "properties": {
        "userId": {"type": "string"},
        "roleIds": {"type": "array", "items": {"type": "string"}, "description": "The roles of the user"}}});
    let answer = diff(&side("old", &old), &side("new", &new), Tolerance::Tolerant).unwrap();
    let text = markdown(&answer);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && line.contains("roleId")).collect();
    let [row] = rows[..] else { panic!("{text}") };
    assert!(row.contains("`roleId` is perhaps `roleIds` now: was `string`, is `array of string` (a guess: "), "{row}");
    assert!(row.contains("`role_id: Option<String>` → `role_ids: Option<Vec<String>>`"), "{row}");
    let told = json(&answer);
    let kinds: Vec<&str> = told["changes"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["property-added", "property-removed"], "scripts see both halves");
    assert_eq!(told["changes"][1]["rename"]["name"], "roleIds");
}

#[test]
fn a_common_type_alone_does_not_make_a_rename() {
    let old = value!({"type": "object", "properties": {"email": {"type": "string"}, "kept": {"type": "string"}}});
    let new = value!({"type": "object", "properties": {"kept": {"type": "string"}, "tenant": {"type": "string"}}});
    let answer = diff(&side("old", &old), &side("new", &new), Tolerance::Tolerant).unwrap();
    assert!(answer.changes.iter().all(|change| change.rename.is_none()), "{:?}", answer.changes);
}

#[test]
fn a_part_of_the_changes_is_shown_and_the_verdict_stays() {
    let whole = breaking();
    for (only, kinds) in [
        (Only::Wire, vec!["type-changed"]),
        (Only::Api, vec!["type-changed"]),
        (Only::Docs, vec!["description-changed"]),
    ] {
        let part = whole.clone().only(only);
        assert_eq!(part.changes.iter().map(|change| change.kind.name()).collect::<Vec<_>>(), kinds);
        assert_eq!((part.verdict, part.hidden), (whole.verdict, 1));
    }
}

#[test]
fn markdown_has_the_entry_for_the_changelog() {
    let text = markdown(&breaking());
    let entry = text.split("```md\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(
        entry,
        "- **Breaking:** `thing_created` `/payload/a|b`: was `string`, is `integer`.\n\
         - Descriptions, examples and annotations: 1 changed.\n"
    );
    let same = diff(&side("a", &value!({})), &side("b", &value!({})), Tolerance::Tolerant).unwrap();
    assert!(!markdown(&same).contains("CHANGELOG"));
}

#[test]
fn annotations_of_a_workflow_are_escaped() {
    let text = github(&breaking(), &|_| Some("schemas/a,b:c.json".into()));
    assert!(
        text.contains("::error file=schemas/a%2Cb%3Ac.json,title=type-changed (wire breaking%2C API major)::"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.starts_with("::error ")
            || line.starts_with("::warning ")
            || line.starts_with("::notice "))
    );
}

#[test]
fn a_build_fails_on_what_it_must_not_let_pass() {
    let answer = breaking();
    assert!([FailOn::Breaking, FailOn::Major, FailOn::Minor].into_iter().all(|on| fails(&answer, on)));
    let (old, new) = (
        value!({"type": "object", "properties": {"a": {}}}),
        value!({"type": "object", "properties": {"a": {}, "b": {}}}),
    );
    let added = diff(&side("old", &old), &side("new", &new), Tolerance::Tolerant).unwrap();
    assert_eq!((added.verdict.wire, added.verdict.semver), (Wire::Compatible, Semver::Minor));
    assert!(fails(&added, FailOn::Minor) && !fails(&added, FailOn::Major) && !fails(&added, FailOn::Breaking));
    assert!(human(&added).ends_with("readers at any time.\n"));
}

#[test]
fn origins_are_told_apart() {
    let wrong = value!({"type": "object", "properties": {"a": {"type": "integer"}}});
    let right = value!({"type": "object", "properties": {"a": {"type": "string"}}});
    let origin = |page_old: &Value, old: &Value, page_new: &Value, new: &Value| {
        let old = side("old", old).with_documented(side("old page", page_old));
        let new = side("new", new).with_documented(side("new page", page_new));
        diff(&old, &new, Tolerance::Tolerant).unwrap()
    };
    let decided = origin(&wrong, &wrong, &wrong, &right);
    assert_eq!(decided.changes.iter().map(|change| change.origin).collect::<Vec<_>>(), [ChangeOrigin::Decision]);
    let documented = origin(&wrong, &wrong, &right, &right);
    assert_eq!(documented.changes[0].origin, ChangeOrigin::Documentation);
    let corrected = origin(&wrong, &right, &right, &right);
    let [change] = &corrected.changes[..] else { panic!("{:?}", corrected.changes) };
    assert_eq!((change.origin, change.wire, change.semver), (ChangeOrigin::Correction, Wire::None, Semver::None));
    assert!(change.message.contains("nothing changes for consumers; delete the decision"));
    assert_eq!((corrected.verdict.wire, corrected.verdict.semver), (Wire::None, Semver::None));
    let third = value!({"type": "object", "properties": {"a": {"type": "boolean"}}});
    assert_eq!(origin(&wrong, &right, &third, &right).changes, [], "still overruled: nothing to tell");
}
