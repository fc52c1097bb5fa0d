//! Decision files: what is accepted, and each kind of error with its place.

mod support;

use proptest::prelude::*;
use support::{NAME, ROW, decisions, judged, small};

/// The one error, as it is printed.
fn error(toml: &str) -> String {
    let read = decisions(toml);
    assert_eq!(read.errors.len(), 1, "{:?}", read.errors);
    read.errors[0].to_string()
}

fn fine(toml: &str) {
    let read = decisions(toml);
    assert!(read.errors.is_empty(), "{:?}", read.errors);
    assert!(!read.decisions.is_empty());
}

const ACCEPTED: &str = r#"
[[decision]]
id = "a"
answers = { rule = "r", event = "e", witness = "schema", pointer = "/x" }
verdict = "accepted"
reason = "why"
patch = [{ op = "test", path = "/e/schema/x", value = 1 }]
"#;

fn accepted(old: &str, new: &str) -> String {
    assert!(ACCEPTED.contains(old));
    ACCEPTED.replace(old, new)
}

#[test]
fn whole_decisions_are_read() {
    fine(ACCEPTED);
    fine(&accepted("answers = {", "evidence = [\"the table\"]\nanswers = {"));
    fine(&accepted("witness = \"schema\"", "witness = \"resource-schema\", resource = \"Thing\""));
    fine(&accepted("event = \"e\", ", ""));
    let two =
        accepted("answers = {", "answers = [{ rule = \"s\" }, {").replace("pointer = \"/x\" }", "pointer = \"/x\" }]");
    fine(&two);
    assert_eq!(decisions(&two).decisions[0].answers.len(), 2);
    fine("[[decision]]\nid = \"a\"\nanswers = { rule = \"r\" }\nverdict = \"accepted\"\nreason = \"why\"\n");
    assert!(decisions("").errors.is_empty());
}

#[test]
fn files_are_taken_in_the_order_of_their_names() {
    let file = |name: &str, id: &str| (name.to_owned(), accepted("\"a\"", &format!("\"{id}\"")));
    let read = console_events_codegen::decision::read(&[file("b.toml", "second"), file("a.toml", "first")]);
    assert_eq!(read.decisions.iter().map(|decision| decision.id.as_str()).collect::<Vec<_>>(), ["first", "second"]);
}

#[test]
fn a_patch_may_be_json_because_toml_cannot_express_everything() {
    let json = accepted(
        "patch = [{ op = \"test\", path = \"/e/schema/x\", value = 1 }]",
        "patch_json = '''[{\"op\":\"test\",\"path\":\"/e/x\",\"value\":null}]'''",
    );
    fine(&json);
    let both = format!("{ACCEPTED}patch_json = \"[]\"\n");
    assert!(error(&both).ends_with("`patch_json`: expected either `patch` or `patch_json`, found both"));
    let broken = json.replace("null}]", "null");
    assert!(error(&broken).contains(":7:14: the patch is not a JSON Patch (RFC 6902)"), "{}", error(&broken));
}

#[test]
fn text_that_is_not_toml_is_an_error_with_a_place() {
    assert!(error("[[decision]]\nid = \n").starts_with("schemas/decisions/test.toml:2:"));
}

#[test]
fn unknown_keys_are_errors_with_a_place() {
    let top = error(&accepted("reason =", "reson = \"x\"\nreason ="));
    assert!(top.starts_with("schemas/decisions/test.toml:6:1: unknown field `reson`"), "{top}");
    let file = error("[decisions]\n");
    assert!(file.contains(":1:2: unknown field `decisions`"), "{file}");
    let answer = error(&accepted("event =", "evnt ="));
    assert!(
        answer.contains("test.toml:4:11: unknown key `evnt` in `answers`; expected one of rule, event"),
        "{answer}"
    );
    let operation = error(&accepted("value = 1", "valeu = 1"));
    assert!(
        operation.contains("test.toml:7:9: the patch is not a JSON Patch (RFC 6902): operation 0: unknown key `valeu`"),
        "{operation}"
    );
}

#[test]
fn values_of_another_kind_are_errors() {
    assert!(error(&accepted("\"accepted\"", "\"ignored\"")).contains(":5:11: unknown variant `ignored`"));
    assert!(
        error(&accepted("\"/x\" }", "\"x\" }"))
            .contains("expected a JSON Pointer (RFC 6901), or a pattern of JSON Pointers, found x")
    );
    assert!(error(&accepted("\"schema\"", "\"prosa\"")).contains("answers.witness`: expected prose, table"));
    assert!(
        error(&accepted("rule = \"r\"", "rule = 7")).contains("`answers.rule`: expected a string, found integer `7`")
    );
    assert!(error(&accepted("value = 1", "value = 1979-05-27")).contains("is a TOML date"));
    assert!(error(&accepted("value = 1", "value = nan")).contains("`NaN` is not a JSON number"));
    assert!(error(&accepted("\"test\"", "\"tset\"")).contains("found `tset`"));
    assert!(error(&accepted(", value = 1", "")).contains("`test` lacks `value`"));
    assert!(error(&accepted("\"/e/schema/x\"", "\"e\"")).contains("operation 0"));
}

#[test]
fn an_id_is_unique_over_all_files() {
    let file = |name: &str| (name.to_owned(), ACCEPTED.to_owned());
    let read = console_events_codegen::decision::read(&[file("b.toml"), file("a.toml")]);
    assert_eq!(read.errors.len(), 1);
    assert_eq!(
        read.errors[0].to_string(),
        "b.toml:3:6: the id `a` is used by the decision at a.toml:3:6; ids are unique over all files"
    );
    assert!(error(&accepted("\"a\"", "\" \"")).contains("`id`: expected a name"));
}

#[test]
fn ids_and_paths_have_a_length() {
    fine(&accepted("id = \"a\"", &format!("id = \"{}\"", "a".repeat(2048))));
    let long = error(&accepted("id = \"a\"", &format!("id = \"{}\"", "a".repeat(2049))));
    assert!(long.contains("expected a name of at most 2048 characters, found one of 2049 characters"), "{long}");
    let path = |steps: usize| accepted("path = \"/e/schema/x\"", &format!("path = \"{}\"", "/a".repeat(steps)));
    fine(&path(256));
    let deep = error(&path(257));
    assert!(deep.contains("expected at most 256 steps in `path`, found 257"), "{deep}");
}

#[test]
fn a_decision_answers_something() {
    let line = "answers = { rule = \"r\", event = \"e\", witness = \"schema\", pointer = \"/x\" }\n";
    let nothing = error(&accepted(line, ""));
    assert!(nothing.contains(":3:6: `answers` is missing"), "{nothing}");
    assert!(error(&accepted(line, "answers = []\n")).contains("`answers` is missing"));
    fine(&accepted("witness = \"schema\", ", ""));
    fine(&accepted(", pointer = \"/x\"", ""));
    assert!(error(&accepted("\"/x\"", "\"/[\"")).contains("`/[` is not a pattern"));
}

#[test]
fn a_reason_is_not_empty() {
    assert!(error(&accepted("\"why\"", "\"  \"")).contains(":6:10: `reason` is empty"));
}

#[test]
fn a_patch_begins_with_test() {
    let other = error(&accepted("op = \"test\"", "op = \"add\""));
    assert!(other.contains("operation 0 of the patch is `add`; did you mean `resolved`?"), "{other}");
    let resolved = accepted("\"accepted\"", "\"resolved\"");
    let none = error(&resolved.replace("op = \"test\"", "op = \"add\""));
    assert!(none.contains(":7:9: the patch begins with `add`, expected `test`"), "{none}");
    assert!(
        error(&accepted("{ op = \"test\", path = \"/e/schema/x\", value = 1 }", "")).contains("begins with `nothing`")
    );
    assert!(error(&resolved).contains("`resolved` needs a patch that changes something"));
}

#[test]
fn a_patch_tests_what_it_overwrites() {
    let resolved = |second: &str| {
        accepted("\"accepted\"", "\"resolved\"").replace("value = 1 }", &format!("value = 1 }}, {second}"))
    };
    fine(&resolved("{ op = \"replace\", path = \"/e/schema/x\", value = 2 }"));
    fine(&resolved("{ op = \"add\", path = \"/e/schema/y\", value = 2 }"));
    fine(&resolved("{ op = \"remove\", path = \"/e/schema/x/below\" }"));
    let other = error(&resolved("{ op = \"replace\", path = \"/e/schema/xy\", value = 2 }"));
    assert!(other.contains("operation 1 of the patch changes `/e/schema/xy` without a `test` of it before"), "{other}");
    assert!(
        error(&resolved("{ op = \"move\", from = \"/e/schema/z\", path = \"/e/q\" }"))
            .contains("changes `/e/schema/z`")
    );
}

#[test]
fn a_policy_names_its_place_and_stays_within() {
    let policy = r#"
[[decision]]
id = "p"
place = "/e/schema/x"
verdict = "policy"
reason = "why"
patch = [{ op = "test", path = "/e/schema/x/type", value = "string" }, { op = "add", path = "/e/schema/x/x-a", value = true }]
"#;
    fine(policy);
    assert!(error(&policy.replace("x/x-a", "y")).contains("is outside every `place`"));
    assert!(
        error(&policy.replace("place = \"/e/schema/x\"\n", ""))
            .contains(":4:11: `at`: expected the places of the policy")
    );
    assert!(
        error(&policy.replace("place = \"/e/schema/x\"", "answers = { rule = \"r\" }")).contains("and no `answers`")
    );
    assert!(error(&policy.replace("\"policy\"", "\"resolved\"")).contains("and no `answers`"));
}

/// What reconciliation says of decisions on the small page.
fn errors(toml: &str) -> Vec<String> {
    judged(&small(), toml).3.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn decisions_that_fit_give_no_error() {
    assert_eq!(errors(&format!("{NAME}{ROW}")), [""; 0]);
}

#[test]
fn two_decisions_for_one_finding_are_an_error() {
    let again = ROW.replace("\"row\"", "\"again\"");
    let found = errors(&format!("{ROW}{again}"));
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .contains(":10:6: `row-undeclared` at `/bowl/size` of the table of `cat_fed` is also answered by `row` at")
    );
}

#[test]
fn rules_that_do_not_exist_are_an_error() {
    assert!(errors(&ROW.replace("row-undeclared", "row-undeclard"))[0].contains("no rule `row-undeclard`"));
}

#[test]
fn a_whole_rule_is_answered_only_where_it_gives_notes() {
    let all = |rule: &str| {
        format!("[[decision]]\nid = \"n\"\nanswers = {{ rule = \"{rule}\" }}\nverdict = \"accepted\"\nreason = \"w\"\n")
    };
    assert_eq!(errors(&all("many-words")), [""; 0]);
    assert!(
        errors(&all("row-undeclared"))[0].contains("accepts all findings of `row-undeclared`, which are not notes")
    );
}

#[test]
fn a_resolved_finding_that_still_fires_is_an_error() {
    let found = errors(&NAME.replace("value = \"cat_fed\"", "value = \"cow_milked\""));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains(":3:6: the verdict is `resolved`, but `example-name` at `/eventName`"), "{found:?}");
    assert!(found[0].ends_with("expected `cat_fed`, found `cow_milked`"));
}

#[test]
fn a_finding_that_the_patches_cause_is_an_error() {
    let patch = "{ op = \"replace\", path = \"/cat_fed/example/eventName\", value = \"cat_fed\" },";
    let more = "{ op = \"add\", path = \"/cat_fed/table/toy\", value = { type = \"string\", description = \"\" } },";
    let found = errors(&NAME.replace(patch, &format!("{patch}\n  {more}")));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("the page does not have, `row-undeclared` at `/toy` of the table of `cat_fed`: "));
}

#[test]
fn a_patch_that_fails_or_changes_nothing_is_an_error() {
    let replaced = |with: &str| {
        NAME.replace("{ op = \"replace\", path = \"/cat_fed/example/eventName\", value = \"cat_fed\" }", with)
    };
    let fails = errors(&replaced("{ op = \"add\", path = \"/cat_fed/example/nowhere/x\", value = 1 }"));
    assert!(fails[0].contains("the patch fails at operation 1 (`/cat_fed/example/nowhere/x`)"), "{fails:?}");
    let nothing =
        errors(&replaced("{ op = \"replace\", path = \"/cat_fed/example/eventName\", value = \"dog_walked\" }"));
    assert!(nothing[0].contains("needs a patch that changes something"), "{nothing:?}");
    let shape = errors(&replaced("{ op = \"add\", path = \"/cat_fed/table/toy\", value = 1 }"));
    assert!(shape[0].contains("after the patch `table/toy` is not an object"), "{shape:?}");
    let page = errors(&replaced("{ op = \"add\", path = \"/(page)/x\", value = 1 }"));
    assert!(page[0].contains("`/(page)` was changed"), "{page:?}");
}

#[test]
fn a_decision_that_an_earlier_one_overrides_is_an_error() {
    let again = NAME.replace("\"name\"", "\"again\"").replace("example-name", "row-undeclared");
    let again = again
        .replace("witness = \"example\", pointer = \"/eventName\"", "witness = \"table\", pointer = \"/bowl/size\"");
    let found = errors(&format!("{NAME}{again}"));
    assert!(
        found[0]
            .contains("expected `dog_walked` at `/eventName` of the example of `cat_fed`, found `cat_fed`, which an earlier decision"),
        "{found:?}"
    );
}

#[test]
fn a_test_compares_with_the_page_as_documented() {
    let row = ROW.replace(
        "/cat_fed/table/bowl.size/type\", value = \"number\"",
        "/cat_fed/example/eventName\", value = \"dog_walked\"",
    );
    assert_eq!(errors(&format!("{NAME}{row}")), [""; 0]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), key in "[a-z_]{0,8}", value in "[\\[\\]{}=,a-z0-9\"' /]{0,40}") {
        decisions(&text);
        let read = decisions(&format!("{ACCEPTED}{key} = {value}\n"));
        prop_assert!(read.decisions.len() + read.errors.len() > 0);
    }
}
