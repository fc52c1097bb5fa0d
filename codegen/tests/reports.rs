//! Reports of small pages, for people and for programs.

mod support;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::decision::{ReadDecisions, read};
use console_events_codegen::diagnostic::{Diagnostic, Severity};
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::{Outcome, RuleFacts, Rules, reconcile};
use console_events_codegen::report::{self, Report, ReportFilter, RuleText, stanza};
use jsonptr::PointerBuf;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{NAME, ROW, RULES, Writer, example, facts, judged, lint, schema, small};

type Judged = (Page, Catalog, ReadDecisions, Outcome);

fn human(report: Report<'_>, colour: bool) -> String {
    report::human(report, ReportFilter { all: true, ..ReportFilter::default() }, colour).finish().into()
}

fn json(report: Report<'_>) -> String {
    report::json(report).finish().into()
}

fn github(report: Report<'_>) -> String {
    report::github(report).finish().into()
}

fn sarif(report: Report<'_>, rules: &[RuleText]) -> String {
    report::sarif(report, rules).finish().into()
}

fn reconciliation(report: Report<'_>) -> String {
    let files = report::reconciliation(report).into_iter();
    files.map(|(path, text)| format!("==> {path} <==\n{}", String::from(text.finish()))).collect::<Vec<_>>().concat()
}

fn report<'a>((page, catalog, decisions, outcome): &'a Judged, stale_files: &'a [String]) -> Report<'a> {
    Report { page, catalog, decisions, outcome, stale_files, release: None }
}

/// The row accepted, another decision stale, a third wrong.
fn mixed() -> Judged {
    let stale = NAME.replace("value = \"dog_walked\"", "value = \"cow_milked\"");
    judged(&small(), &format!("{stale}{ROW}{}", ROW.replace("\"row\"", "\"again\"")))
}

fn rules() -> Vec<RuleText> {
    let rule = |id: &str| RuleText {
        id: id.into(),
        severity: Severity::Warning,
        help: format!("# {id} (warning)\n\nSays something.\n"),
    };
    RULES.iter().map(|id| rule(id)).collect()
}

/// Text of a page that would do harm if it were taken for marks.
const HOSTILE: &str = "a|b`c`<script>\u{1b}[31m\u{9b}\u{202e}::error::x%0A";

fn hostile() -> Judged {
    let mut page = Writer::default();
    let name = "x_y";
    page.event(
        name,
        &[(HOSTILE, HOSTILE, HOSTILE)],
        &example(HOSTILE, &json!({})),
        &schema(name, &json!({ HOSTILE: {"type": HOSTILE} })),
    );
    judged(&page, "")
}

#[test]
fn human_shows_the_line_with_a_caret() {
    insta::assert_snapshot!(human(report(&judged(&small(), ""), &[]), false));
}

#[test]
fn human_shows_decided_findings_in_a_line_each_and_what_is_stale() {
    insta::assert_snapshot!(human(report(&mixed(), &["generated/payload/mod.rs".into()]), false));
}

#[test]
fn human_has_colours_only_where_asked() {
    let judged = judged(&small(), "");
    assert!(!human(report(&judged, &[]), false).contains('\u{1b}'));
    assert!(human(report(&judged, &[]), true).contains('\u{1b}'));
}

#[test]
fn json_keeps_the_contract() {
    let mixed = mixed();
    let all: Value = serde_json::from_str(&json(report(&mixed, &["generated/payload/mod.rs".into()]))).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&all), "format page events findings stale_decisions decision_errors stale_files");
    assert_eq!(all["page"], json!({"path": "schemas/page/page.txt", "sha256": mixed.0.sha256()}));
    assert_eq!(all["events"], json!(["cat_fed"]));
    assert_eq!(all["stale_files"], json!(["generated/payload/mod.rs"]));
    let finding =
        all["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "row-undeclared").unwrap();
    assert_eq!(
        keys(finding),
        "rule severity event witness pointer line column message help status decision fingerprint"
    );
    assert_eq!((&finding["line"], &finding["column"]), (&json!(6), &json!(1)));
    assert_eq!((&finding["status"], &finding["decision"]), (&json!("accepted"), &json!("row")));
    assert_eq!(
        all["stale_decisions"],
        json!([{
            "decision": "name",
            "file": "schemas/decisions/test.toml",
            "reason": "changed: expected `cow_milked` at `/eventName` of the example of `cat_fed`, found `dog_walked`",
        }])
    );
    let clean: Value = serde_json::from_str(&json(report(&judged(&small(), ""), &[]))).unwrap();
    assert_eq!(keys(&clean), "format page events findings stale_decisions stale_files");
}

#[test]
fn github_annotates_what_is_undecided() {
    insta::assert_snapshot!(github(report(&mixed(), &["generated/a,b:c%.rs".into()])));
}

#[test]
fn sarif_has_rules_places_fingerprints_and_suppressions() {
    let mixed = mixed();
    let all: Value = serde_json::from_str(&sarif(report(&mixed, &["generated/a b.rs".into()]), &rules())).unwrap();
    assert_eq!(all["version"], "2.1.0");
    let run = &all["runs"][0];
    let ids: Vec<_> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 6);
    for result in results {
        assert!(ids.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(!result["partialFingerprints"]["finding/v1"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            place["region"]["startLine"].as_u64().unwrap() > 0 && place["region"]["startColumn"].as_u64().unwrap() > 0
        );
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    }
    let row = results.iter().find(|result| result["ruleId"] == "row-undeclared").unwrap();
    assert_eq!(row["suppressions"][0]["kind"], "external");
    assert_eq!(row["suppressions"][0]["justification"], "accepted by the decision `row`: Seen by nobody.");
    assert!(results.iter().filter(|result| result["suppressions"].is_array()).count() == 1);
    let file = results.iter().find(|result| result["ruleId"] == "stale-file").unwrap();
    assert_eq!(file["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "generated/a%20b.rs");
    assert_eq!(run["tool"]["driver"]["rules"][0]["shortDescription"]["text"], "Says something.");
}

/// Against the published schema, where `SARIF_SCHEMA` says where it is: it is not ours to keep here.
#[test]
fn sarif_is_valid() {
    let Ok(path) = std::env::var("SARIF_SCHEMA") else { return };
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // The published pattern of a language tag is no regular expression.
    for holder in ["run", "toolComponent"] {
        schema["definitions"][holder]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for judged in [mixed(), hostile(), judged(&small(), &format!("{NAME}{ROW}"))] {
        let all: Value = serde_json::from_str(&sarif(report(&judged, &["x".into()]), &rules())).unwrap();
        let errors: Vec<_> = validator.iter_errors(&all).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn reconciliation_explains_what_was_decided() {
    insta::assert_snapshot!(reconciliation(report(&judged(&small(), &format!("{NAME}{ROW}")), &[])));
}

#[test]
fn reconciliation_says_what_is_stale_and_left_out() {
    let mut page = small();
    page.break_schema("expected `,`, found `}`");
    let all = reconciliation(report(&judged(&page, NAME), &[]));
    assert!(all.contains("**Stale** (fixed upstream): "), "{all}");
    assert!(all.contains("- `cat_fed`: its JSON Schema cannot be read"), "{all}");
}

/// The line without its code spans, as Markdown pairs back-ticks: a run is closed by the next run of the same length.
fn without_code(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let escaped = rest[..start].ends_with('\\');
        let run = if escaped { 1 } else { rest[start..].bytes().take_while(|&byte| byte == b'`').count() };
        outside += &rest[..start];
        let inner = &rest[start + run..];
        let mut runs = inner.match_indices('`').filter(|(at, _)| !inner[..*at].ends_with('`'));
        let length = |at: usize| inner[at..].bytes().take_while(|&byte| byte == b'`').count();
        let close = runs.find(|(at, _)| !escaped && length(*at) == run);
        rest = close.map_or(inner, |(at, _)| &inner[at + run..]);
    }
    outside + rest
}

#[test]
fn what_the_page_says_is_text_in_every_output() {
    let judged = hostile();
    let report = report(&judged, &[]);
    let hidden = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    for text in [human(report, false), json(report), github(report), sarif(report, &rules()), reconciliation(report)] {
        assert_eq!(text.chars().find(|c| hidden(*c)), None, "{text}");
    }
    let commands = github(report);
    assert!(commands.lines().all(|line| line.starts_with("::error file=")
        || line.starts_with("::warning file=")
        || line.starts_with("::notice file=")));
    assert!(commands.contains("%250A"));
    let markdown = reconciliation(report);
    for line in markdown.lines().filter(|line| line.contains("script")) {
        assert!(!without_code(line).contains("<script>"), "{line}");
        let bars = line.replace("\\|", "").matches('|').count();
        assert!(!line.starts_with('|') || bars == 5 || bars == 6, "{line}");
    }
}

/// Whether the stanza of that finding, put into its file, is understood and decides it.
fn decides(page: &Page, catalog: &Catalog, finding: &Diagnostic) {
    let stanza = stanza(finding, &[]);
    let decisions = read(&[(stanza.file.clone(), stanza.toml.clone())]);
    assert!(decisions.errors.is_empty(), "{:?}\n{}", decisions.errors, stanza.toml);
    let run = |_: &Page, _: &Catalog| vec![finding.clone()];
    let facts = [RuleFacts { id: finding.rule, severity: finding.severity, choices: &[] }];
    let outcome = reconcile(page, catalog, &decisions, Rules { all: &facts, run: &run });
    assert!(outcome.is_clean(), "{:?} {:?}\n{}", outcome.errors, outcome.stale, stanza.toml);
    assert!(decisions.decisions[0].reason.starts_with("Accepted as documented: "));
}

#[test]
fn the_stanza_of_each_finding_decides_it() {
    for page in [small().finish(), {
        let (page, catalog, ..) = hostile();
        (page, catalog)
    }] {
        for finding in lint(&page.0, &page.1) {
            decides(&page.0, &page.1, &finding);
        }
    }
}

#[test]
fn stanzas_of_all_undecided_findings_stand_in_one_file() {
    let (page, catalog, _, outcome) = judged(&small(), "");
    let all: String = outcome.findings.iter().map(|judged| stanza(&judged.diagnostic, &[]).toml).collect();
    let decisions = read(&[("f".into(), all)]);
    let outcome = reconcile(&page, &catalog, &decisions, Rules { all: &facts(), run: &lint });
    assert!(outcome.is_clean());
    assert!(outcome.findings.iter().all(|finding| finding.status.name() == "accepted"));
}

#[test]
fn a_stanza_looks_like_this() {
    let (_, _, _, outcome) = judged(&small(), "");
    let texts: Vec<_> = outcome.findings.iter().map(|judged| stanza(&judged.diagnostic, &[]).toml).collect();
    insta::assert_snapshot!(texts.join("\n"));
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_stanza_parses_and_decides(value in value(), name in any::<String>(), message in any::<String>(), missing in any::<String>()) {
        let mut page = Writer::default();
        page.event(&name, &[], &example(&name, &json!({ name.clone(): value })), &schema(&name, &json!({})));
        let (page, catalog) = page.finish();
        let mut finding = lint(&page, &catalog).into_iter().find(|finding| finding.rule == RULES[2]).unwrap();
        let places = catalog.events[0].example.as_ref().unwrap().json.as_ref().unwrap().places.keys().cloned();
        finding.message = message;
        finding.witness = console_events_codegen::catalog::Witness::Example;
        let gone = PointerBuf::from_tokens(["payload", missing.as_str()]);
        for pointer in places.chain([gone]).take(8) {
            finding.pointer = pointer;
            decides(&page, &catalog, &finding);
        }
    }
}
