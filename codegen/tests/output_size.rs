//! Only what needs action is printed, and the summary of the decisions stays on one or two pages.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    missing_docs,
    reason = "a test that cannot set itself up fails"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PAGE_TABLE: &str = "## Event properties\n\n| Property | Value | Description |\n|---|---|---|\n| `eventName` | string | The name |\n| `eventTimestamp` | number | When, in milliseconds |\n| `payload` | object | The payload |\n\n## Event types\n\n";

/// A page with so many events. Each has a row that its schema does not declare; the first is not named as its schema names it.
fn page(events: usize) -> String {
    let mut page = PAGE_TABLE.to_owned();
    for number in 0..events {
        let name = format!("robot_{number}");
        let shown = if number == 0 { "robot_other".to_owned() } else { name.clone() };
        page += &format!(
            "### Robot {number}\n\nIt happens.\n\n| Property | Value | Description |\n|---|---|---|\n| `id` | string | The id |\n| `other` | string | Not declared |\n\n"
        );
        page += &format!(
            "```json\n{{\"eventName\": \"{shown}\", \"eventTimestamp\": 1, \"payload\": {{\"id\": \"a\"}}}}\n```\n\n"
        );
        page += &format!(
            "```json\n{{\"type\": \"object\", \"required\": [\"eventName\", \"eventTimestamp\", \"payload\"], \"properties\": {{\"eventName\": {{\"const\": \"{name}\"}}, \
             \"eventTimestamp\": {{\"type\": \"number\"}}, \"payload\": {{\"type\": \"object\", \"required\": [\"id\"], \"properties\": {{\"id\": {{\"type\": \"string\"}}}}}}}}}}\n```\n\n"
        );
    }
    page
}

fn root() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("schemas/page")).unwrap();
    root
}

fn run(root: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
    command.arg("--root").arg(root).args(arguments).env("NO_COLOR", "1");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn the_worst_is_printed_last_and_the_view_narrows() {
    let root = root();
    let of = |arguments: &[&str]| {
        let output = run(root.path(), &[&["lint", "-"], arguments].concat(), &page(3));
        assert_eq!(output.status.code(), Some(1), "the exit code knows all findings: {arguments:?}");
        lines(&output)
    };
    let titles = |lines: &[String]| {
        lines
            .iter()
            .filter(|line| line.starts_with("error[") || line.starts_with("warning["))
            .cloned()
            .collect::<Vec<_>>()
    };
    let all = titles(&of(&[]));
    assert_eq!(all.iter().filter(|line| line.starts_with("warning[table-undeclared-property]")).count(), 3);
    assert!(all.last().unwrap().starts_with("error[example-event-name]"), "{all:#?}");
    let one = of(&["--event", "robot_1"]);
    assert_eq!(titles(&one).len(), 1);
    assert!(one.iter().any(|line| line.ends_with("other findings are not shown")), "{one:#?}");
    assert_eq!(titles(&of(&["--rule", "example-event-name"])).len(), 1);
    assert!(titles(&of(&["--rule", "example-event-name", "--event", "robot_2"])).is_empty());
    assert!(!of(&["--quiet"]).iter().any(|line| line.contains("undecided:")));
    for wrong in [["--event", "nothing"], ["--rule", "nothing"]] {
        let output = run(root.path(), &["lint", "-", wrong[0], wrong[1]], &page(1));
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_green_check_prints_three_lines() {
    let root = root();
    let clean = page(1).replace("robot_other", "robot_0").replace("| `other` | string | Not declared |\n", "");
    assert_eq!(run(root.path(), &["sync", "-"], &clean).status.code(), Some(0));
    let check = run(root.path(), &["check"], "");
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
    assert!(lines(&check).len() <= 3, "{:#?}", lines(&check));
    assert!(lines(&run(root.path(), &["check", "--quiet"], "")).is_empty());
}

#[test]
fn the_summary_stays_short_and_nothing_is_lost() {
    let root = root();
    // Nothing that keeps sync from writing: warnings alone.
    let page = page(120).replace("robot_other", "robot_0");
    let output = run(root.path(), &["sync", "-"], &page);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let summary = std::fs::read_to_string(root.path().join("RECONCILIATION.md")).unwrap();
    assert!(summary.lines().count() <= 150, "{}", summary.lines().count());
    assert!(summary.contains("and 102 more files in the files below"), "{summary}");
    for number in [0, 60, 119] {
        let of_event = root.path().join(format!("schemas/reconciliation/events/robot_{number}.md"));
        let of_event = std::fs::read_to_string(of_event).unwrap();
        assert!(of_event.contains("has a row `other`, which the schema does not declare"), "{of_event}");
    }
    // What belongs to an event that is gone goes with it.
    std::fs::write(root.path().join("schemas/reconciliation/events/robot_gone.md"), "old").unwrap();
    assert!(lines(&run(root.path(), &["check"], "")).iter().any(|line| line.contains("robot_gone.md")));
    assert_eq!(run(root.path(), &["sync"], "").status.code(), Some(0));
    assert!(!root.path().join("schemas/reconciliation/events/robot_gone.md").exists());
}

#[test]
fn a_saved_page_is_taken_in_from_standard_input() {
    let root = root();
    let html = "<!doctype html><html><body><article><h3>Robot Made</h3><p>It happens.</p><table><tr><th>Property</th><th>Value</th><th>Description</th></tr>\
                <tr><td>id</td><td>string</td><td>The id</td></tr></table>\
                <pre><code>{\"eventName\": \"robot_made\", \"eventTimestamp\": 1, \"payload\": {\"id\": \"a\"}}</code></pre>\
                <pre><code>{\"type\": \"object\", \"required\": [\"eventName\", \"eventTimestamp\", \"payload\"], \"properties\": {\"eventName\": {\"const\": \"robot_made\"}, \
                \"eventTimestamp\": {\"type\": \"number\"}, \"payload\": {\"type\": \"object\", \"required\": [\"id\"], \"properties\": {\"id\": {\"type\": \"string\"}}}}}</code></pre>\
                </article></body></html>";
    let output = run(root.path(), &["sync", "-"], html);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(root.path().join("schemas/page/console-events.mdx").is_file());
    assert_eq!(run(root.path(), &["check"], "").status.code(), Some(0));
    let again = run(root.path(), &["sync", "-"], html);
    assert!(lines(&again).last().unwrap().contains(" 0 files written, 0 removed"), "{:#?}", lines(&again));
}

/// Accepts the rows that the events of robots do not declare, as a principle.
const PRINCIPLE: &str = "[[decision]]\nid = \"robots-say-more\"\nanswers = { rule = \"table-undeclared-property\", event = \"robot_*\" }\n\
    verdict = \"accepted\"\nreason = \"What robots show beside their schema is kept among the undeclared properties.\"\n";

#[test]
fn sync_lists_what_a_pattern_newly_covers() {
    let root = root();
    std::fs::create_dir_all(root.path().join("schemas/decisions")).unwrap();
    std::fs::write(root.path().join("schemas/decisions/page.toml"), PRINCIPLE).unwrap();
    let of = |events: usize| page(events).replace("robot_other", "robot_0");
    let first = run(root.path(), &["sync", "-"], &of(2));
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stdout));
    let second = lines(&run(root.path(), &["sync", "-"], &of(4)));
    let said: Vec<_> = second.iter().filter(|line| line.contains("now also covers")).collect();
    assert_eq!(said, ["- `robots-say-more` now also covers `robot_2`, `robot_3`"], "{second:#?}");
    let summary = std::fs::read_to_string(root.path().join("RECONCILIATION.md")).unwrap();
    assert!(
        summary.contains("| `robots-say-more`, accepted | 4 | `robot_0`, `robot_1`, `robot_2`, `robot_3` |"),
        "{summary}"
    );
}
