//! `cargo codegen decide` on a terminal, key by key, as a person uses it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up fails")]

#[path = "support/robots.rs"]
mod robots;

use std::fs::OpenOptions;
use std::process::Command;
use std::time::Instant;

use rexpect::session::{Options, PtySession, spawn_with_options};
use robots::{DECISIONS, Root};

/// What is shown behind the answers to a finding: the walk waits for a key.
const ASKS: &str = "s  skip   q  quit";
/// What is shown before a reason is typed.
const WHY: &str = "\n> ";

fn walk(root: &Root, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
    command.arg("--root").arg(root.path()).arg("decide").args(arguments).env("NO_COLOR", "1").env("TERM", "xterm");
    spawn_with_options(command, Options::new().timeout_ms(Some(60_000))).unwrap()
}

/// Waits for the next question, and gives what was shown before it.
fn asked(session: &mut PtySession) -> String {
    session.exp_string(ASKS).unwrap().replace('\r', "")
}

fn press(session: &mut PtySession, keys: &str) {
    session.send(keys).unwrap();
    session.flush().unwrap();
}

/// A key, and the reason behind it.
fn answer(session: &mut PtySession, key: &str, reason: &str) {
    press(session, key);
    session.exp_string(WHY).unwrap();
    press(session, &format!("{reason}\r"));
}

/// What is shown until the walk ends, and its exit code.
fn ended(mut session: PtySession) -> (String, i32) {
    let shown = session.exp_eof().unwrap().replace('\r', "");
    // `Exited(Pid(123), 1)`: the type is not exported.
    let status = format!("{:?}", session.process().wait().unwrap());
    let code = status.strip_prefix("Exited(").and_then(|it| it.trim_end_matches(')').rsplit_once(", ")?.1.parse().ok());
    let code = code.unwrap_or_else(|| panic!("{status}"));
    (shown, code)
}

#[test]
fn each_finding_is_shown_with_its_lines_and_what_each_answer_changes() {
    let root = Root::new();
    let mut session = walk(&root, &[]);
    let first = asked(&mut session);
    // The page's lines with the caret.
    assert!(
        first.contains("error[example-event-name]")
            && first.contains("\"eventName\": \"robot_gone\"")
            && first.contains("^^^^"),
        "{first}"
    );
    // A key a choice, and the difference that it makes.
    assert!(
        first.contains("  1  schema: ")
            && first.contains("  2  alias: ")
            && first.contains("  a  accept the finding; the page stays as it is"),
        "{first}"
    );
    assert!(
        first.contains("-   \"eventName\": \"robot_gone\"") && first.contains("+   \"eventName\": \"robot_lost\""),
        "{first}"
    );
    answer(&mut session, "1", "the heading says so, too");
    let second = asked(&mut session);
    assert!(second.contains("schemas/decisions/robots.toml: written"), "{second}");
    // No accept for what no type can be made of; the difference of the Rust items.
    assert!(
        second.contains("error[schema-unsatisfiable]")
            && !second.contains("accept the finding; the page stays as it is"),
        "{second}"
    );
    assert!(second.contains("- CatFed::bowl: Value"), "{second}");
    // A key that means nothing does nothing; `a` is none here.
    press(&mut session, "a9");
    press(&mut session, "q");
    let (shown, code) = ended(session);
    assert!(shown.contains("1 answer written, 9 findings are undecided; run `cargo codegen sync` next"), "{shown}");
    assert_eq!(code, 1);
    // The comments and the order of the file are kept, and the stanza stands behind.
    let file = root.read("schemas/decisions/robots.toml");
    let stanza = file.strip_prefix(DECISIONS).unwrap();
    assert_eq!(
        stanza,
        "\n[[decision]]\nid = \"robot_lost-example-event-name\"\nanswers = { rule = \"example-event-name\", event = \"robot_lost\", witness = \"example\", \
         pointer = \"/eventName\" }\nverdict = \"resolved\"\ntake = \"schema\"\nreason = \"the heading says so, too\"\n"
    );
}

#[test]
fn an_old_decision_is_extended_to_the_family_of_its_event() {
    let root = Root::new();
    let print = root.fingerprint("table-undeclared-property", "robot_lost");
    let mut session = walk(&root, &[&print]);
    let shown = asked(&mut session);
    assert!(
        shown.contains("  e  extend `robot-colours` (table) to all events `robot_*`, including future ones"),
        "{shown}"
    );
    assert!(shown.contains("  f  extend `robot-colours` (table) to this finding"), "{shown}");
    assert!(shown.contains("+ RobotLost::finder: Option<String>"), "{shown}");
    press(&mut session, "e");
    let (shown, code) = ended(session);
    assert!(shown.contains("1 answer written"), "{shown}");
    assert_eq!(code, 1, "other findings are undecided");
    assert_eq!(root.read("schemas/decisions/robots.toml"), DECISIONS.replace("\"robot_built\"", "\"robot_*\""));
}

#[test]
fn one_answer_decides_all_findings_of_a_rule_and_a_reason_is_given_once() {
    let root = Root::new();
    let mut session = walk(&root, &[]);
    let start = Instant::now();
    let mut keys = 0;
    let mut shown = asked(&mut session);
    // The first answer whose key is a number, else to accept; all findings of one rule at once where there are more.
    let mut reason = "as the table has it";
    while !shown.is_empty() {
        if shown.contains("  m  one answer for all") {
            press(&mut session, "m");
            asked(&mut session);
            keys += 1;
        }
        let key = if shown.contains("  1  ") { "1" } else { "a" };
        answer(&mut session, key, reason);
        keys += 2 + reason.len();
        // Enter alone gives the reason before.
        reason = "";
        shown = match session.exp_regex("skip   q  quit|, 0 findings are undecided").unwrap() {
            (shown, found) if found.starts_with("skip") => shown,
            _ => String::new(),
        };
    }
    let (_, code) = ended(session);
    assert_eq!(code, 0);
    println!("{keys} keys, {:?}", start.elapsed());
    assert!(keys < 60, "{keys}");
    let sync = root.run(&["sync"]);
    assert!(sync.status.success(), "{}", String::from_utf8_lossy(&sync.stdout));
    assert!(root.run(&["check"]).status.success());
}

#[test]
fn stopping_leaves_nothing_half_written() {
    for (keys, words) in [
        ("\u{3}", "interrupted: 0 answers"),
        ("\u{4}", "interrupted: 0 answers"),
        ("q", "0 answers"),
        ("1half a reas\u{3}", "interrupted: 0 answers"),
    ] {
        let root = Root::new();
        let mut session = walk(&root, &[]);
        asked(&mut session);
        for key in keys.chars() {
            press(&mut session, &key.to_string());
        }
        let (shown, code) = ended(session);
        assert!(shown.contains(words), "{keys:?}: {shown}");
        assert_eq!(code, 1);
        assert_eq!(root.read("schemas/decisions/robots.toml"), DECISIONS);
        assert_eq!(root.decision_files(), ["robots.toml"]);
    }
}

#[test]
fn escape_goes_back_to_the_choices_and_an_empty_reason_is_refused() {
    let root = Root::new();
    let mut session = walk(&root, &[]);
    asked(&mut session);
    press(&mut session, "1");
    session.exp_string(WHY).unwrap();
    press(&mut session, "x\u{1b}");
    asked(&mut session);
    press(&mut session, "2");
    session.exp_string(WHY).unwrap();
    press(&mut session, "  \r");
    session.exp_string(WHY).unwrap();
    press(&mut session, "abc\u{7f}\u{7f}\u{7f}both\r");
    asked(&mut session);
    press(&mut session, "q");
    ended(session);
    let file = root.read("schemas/decisions/robots.toml");
    assert!(file.contains("take = \"alias\"") && file.contains("reason = \"both\""), "{file}");
}

#[test]
fn it_waits_for_a_running_sync_and_says_so() {
    let root = Root::new();
    let mut session = walk(&root, &[]);
    asked(&mut session);
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(root.path().join(".sync/lock"));
    let lock = lock.or_else(|_| {
        std::fs::create_dir_all(root.path().join(".sync"))?;
        std::fs::File::create(root.path().join(".sync/lock"))
    });
    let lock = lock.unwrap();
    lock.lock().unwrap();
    answer(&mut session, "1", "because");
    session.exp_string("waiting for a running `sync` to end").unwrap();
    assert_eq!(root.read("schemas/decisions/robots.toml"), DECISIONS);
    lock.unlock().unwrap();
    asked(&mut session);
    assert_ne!(root.read("schemas/decisions/robots.toml"), DECISIONS);
    press(&mut session, "q");
    ended(session);
}

#[test]
fn a_file_that_another_program_changed_is_not_overwritten() {
    let root = Root::new();
    let mut session = walk(&root, &[]);
    asked(&mut session);
    let theirs = format!("{DECISIONS}# theirs\n");
    root.write("schemas/decisions/robots.toml", &theirs);
    answer(&mut session, "1", "because");
    session.exp_string("was changed by another program in the meantime").unwrap();
    assert_eq!(root.read("schemas/decisions/robots.toml"), theirs);
    // The finding is asked again, on the files as they are.
    asked(&mut session);
    press(&mut session, "q");
    ended(session);
}

#[test]
fn without_a_terminal_it_names_the_options() {
    let root = Root::new();
    let output = root.run(&["decide"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("expected a terminal or options that decide") && said.contains("--take CHOICE --reason TEXT"),
        "{said}"
    );
}
