//! Long pages: the cost is linear in the number of events.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "support/clones.rs"]
mod clones;

use clones::Documents;
use console_events_codegen::workspace::Workspace;

#[test]
fn a_page_of_77_events_is_as_clean_as_the_captured_one() {
    let root = tempfile::tempdir().unwrap();
    Documents::cloned(10).write(root.path());
    let workspace = Workspace::new(root.path());
    let reading = workspace.read(workspace.captured(None, false).unwrap()).unwrap();
    let outcome = &reading.outcome;
    assert_eq!(outcome.reconciled.events.len(), 77);
    assert_eq!(outcome.reconciled.resources.len(), 11);
    assert!(outcome.is_clean(), "{:#?} {:#?}", outcome.stale, outcome.errors);
    let derived = reading.derived().unwrap();
    assert!(derived.keys().filter(|path| path.starts_with("generated/payload/")).count() == 78);
}

/// Steps of more than a second: the line that tells of them is for terminals alone.
#[test]
fn without_a_terminal_only_the_result_is_printed() {
    let root = tempfile::tempdir().unwrap();
    Documents::cloned(10).write(root.path());
    for command in ["lint", "sync"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_console-events-codegen"))
            .arg("--root")
            .arg(root.path())
            .arg(command)
            .output()
            .unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(!output.stdout.contains(&b'\x1b') && !output.stdout.contains(&b'\r'));
    }
}
