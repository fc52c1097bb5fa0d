//! The workflows: their YAML, and the scripts that they run, on a machine without a network and with a `gh` that only takes notes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up fails")]

mod checkout;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use checkout::{Checkout, check, page, plain, text};
use serde_json::{Value, json};
use yaml_rust2::{Yaml, YamlLoader};

/// Notes what it is asked; knows no issue and no pull request but those whose numbers the environment gives.
const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$GH_NOTES"
if [ -n "${GH_REFUSES:-}" ]; then exit 1; fi
case "$1 $2" in "issue list" | "pr list" | "api repos/o/r/issues/7/comments") printf '%s' "${GH_KNOWS:-}" ;; esac
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A checkout with the scripts, a remote, and the stand-in for `gh`.
fn prepared() -> Checkout {
    let checkout = Checkout::new();
    for (name, content) in [
        (".ci/docs-sync", std::fs::read_to_string(root().join(".ci/docs-sync")).unwrap()),
        (".ci/comment", std::fs::read_to_string(root().join(".ci/comment")).unwrap()),
        ("bin/gh", GH.to_owned()),
    ] {
        let path = checkout.write(name, &content);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
    checkout.git(&["init", "--quiet", "--bare", "remote.git"]);
    checkout.git(&["remote", "add", "origin", "remote.git"]);
    checkout.git(&["config", "user.name", "Tester"]);
    checkout.git(&["config", "user.email", "tester@example.org"]);
    checkout.write(".gitignore", "/remote.git\n/notes\n/summary\n/*.txt\n");
    checkout.commit();
    checkout
}

fn script(checkout: &Checkout, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let path = format!("{}:{}", checkout.path("bin").display(), std::env::var("PATH").unwrap());
    Command::new(checkout.path(name))
        .current_dir(checkout.path("."))
        .args(arguments)
        .env("CODEGEN", env!("CARGO_BIN_EXE_console-events-codegen"))
        .env("PATH", path)
        .env("GH_NOTES", checkout.path("notes"))
        .env_remove("GITHUB_STEP_SUMMARY")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn notes(checkout: &Checkout) -> String {
    std::fs::read_to_string(checkout.path("notes")).unwrap_or_default()
}

/// The first page with another property.
fn changed() -> Value {
    let mut payload = plain();
    payload["properties"]["model"] = json!({"type": "string", "description": "The device"});
    payload
}

#[test]
fn a_new_page_is_taken_in_without_leaving_the_machine() {
    let checkout = prepared();
    let same = checkout.write("same.txt", &page("device_paired", &plain()));
    let output = script(&checkout, ".ci/docs-sync", &[&same], &[]);
    check(&output, 0);
    assert_eq!(text(&output.stdout), "nothing changed\n");
    let new = checkout.write("new.txt", &page("device_paired", &changed()));
    let output = script(&checkout, ".ci/docs-sync", &["new.txt"], &[]);
    check(&output, 0);
    let told = text(&output.stdout);
    for words in ["safe on the wire, minor release", "`property-added`", "What lint says", "timestamp-unit-unstated"] {
        assert!(told.contains(words), "`{words}` in {told}");
    }
    assert_eq!(std::fs::read_to_string(checkout.path(checkout::PAGE)).unwrap(), std::fs::read_to_string(new).unwrap());
    assert_eq!(notes(&checkout), "");
}

#[test]
fn a_changed_page_becomes_a_pull_request_and_then_brings_it_up_to_date() {
    let checkout = prepared();
    let upstream = checkout.write("upstream.txt", &page("device_paired", &changed()));
    let address = format!("file://{upstream}");
    let variables = [("PUBLISH", "1"), ("PAGE_ADDRESS", address.as_str())];
    check(&script(&checkout, ".ci/docs-sync", &[], &variables), 0);
    assert!(notes(&checkout).contains("pr create --head docs-sync"), "{}", notes(&checkout));
    checkout.git(&["--git-dir", "remote.git", "cat-file", "-e", "docs-sync:generated/payload/mod.rs"]);
    checkout.git(&["switch", "--quiet", "main"]);
    let known = [&variables[..], &[("GH_KNOWS", "12")]].concat();
    check(&script(&checkout, ".ci/docs-sync", &[], &known), 0);
    assert!(notes(&checkout).contains("pr edit 12 --body-file"), "{}", notes(&checkout));
}

#[test]
fn what_must_be_decided_becomes_an_issue() {
    let checkout = prepared();
    let bent = page("device_paired", &plain()).replacen(
        "\"eventName\": \"device_paired\"",
        "\"eventName\": \"device_made\"",
        1,
    );
    checkout.write("bent.txt", &bent);
    for (known, asked) in [("", "issue create --title"), ("5", "issue edit 5 --body-file")] {
        let output = script(&checkout, ".ci/docs-sync", &["bent.txt"], &[("PUBLISH", "1"), ("GH_KNOWS", known)]);
        check(&output, 1);
        assert!(text(&output.stdout).contains("[[decision]]"), "{}", text(&output.stdout));
        assert!(notes(&checkout).contains(asked), "{}", notes(&checkout));
    }
    checkout.git(&["diff", "--quiet", "HEAD"]);
}

#[test]
fn a_page_that_is_nowhere_or_none_is_told() {
    let checkout = prepared();
    for (variables, words) in [
        (vec![], "set the repository variable PAGE_ADDRESS"),
        (vec![("PAGE_ADDRESS", "file:///no/such/page")], "cannot be fetched from file:///no/such/page"),
    ] {
        let output = script(&checkout, ".ci/docs-sync", &[], &variables);
        check(&output, 2);
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
    checkout.write("letter.txt", "Dear Console,\nplease stop.\n");
    check(&script(&checkout, ".ci/docs-sync", &["letter.txt"], &[("PUBLISH", "1")]), 2);
    check(&script(&checkout, ".ci/docs-sync", &["none.txt"], &[("PUBLISH", "1")]), 2);
    assert_eq!(notes(&checkout), "");
    let source = checkout.path("schemas/page/source.toml");
    let addressed =
        std::fs::read_to_string(&source).unwrap().replace("address = \"\"", "address = \"file:///nor/here\"");
    std::fs::write(source, addressed).unwrap();
    let output = script(&checkout, ".ci/docs-sync", &[], &[]);
    assert!(text(&output.stderr).contains("file:///nor/here"), "{}", text(&output.stderr));
}

#[test]
fn a_pull_request_gets_one_comment() {
    let checkout = prepared();
    checkout.page(&changed());
    checkout.sync();
    let summary = checkout.path("summary").to_string_lossy().into_owned();
    let variables = [("PULL_REQUEST", "7"), ("GH_REPO", "o/r"), ("GITHUB_STEP_SUMMARY", summary.as_str())];
    let output = script(&checkout, ".ci/comment", &["main"], &variables);
    check(&output, 0);
    assert!(text(&output.stdout).contains("safe on the wire, minor release"));
    assert_eq!(std::fs::read(&summary).unwrap(), output.stdout);
    assert!(notes(&checkout).contains("api --method POST repos/o/r/issues/7/comments"), "{}", notes(&checkout));
    check(&script(&checkout, ".ci/comment", &["main"], &[&variables[..], &[("GH_KNOWS", "99")]].concat()), 0);
    assert!(notes(&checkout).contains("api --method PATCH repos/o/r/issues/comments/99"), "{}", notes(&checkout));
    let fork = script(&checkout, ".ci/comment", &["main"], &[&variables[..], &[("GH_REFUSES", "1")]].concat());
    check(&fork, 0);
    assert!(text(&fork.stderr).contains("see the summary of this run"));
    check(&script(&checkout, ".ci/comment", &["no-such-revision"], &[]), 2);
}

#[test]
fn the_workflows_are_yaml_and_run_what_is_there() {
    let folder = root().join(".github/workflows");
    let mut steps = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let all = YamlLoader::load_from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let workflow = &all[0];
        let name = path.display();
        assert!(!workflow["on"].is_badvalue() && !workflow["concurrency"].is_badvalue(), "{name}");
        assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"), "{name}");
        for (_, job) in workflow["jobs"].as_hash().unwrap() {
            assert!(job["timeout-minutes"].as_i64().is_some(), "{name}");
            for step in job["steps"].as_vec().unwrap() {
                steps += 1;
                pinned(&step["uses"]);
                step["run"].as_str().unwrap_or_default().lines().for_each(runs);
            }
        }
    }
    assert!(steps > 4);
}

/// An action of a released version.
fn pinned(uses: &Yaml) {
    let Some(uses) = uses.as_str() else { return };
    let (_, version) = uses.split_once('@').unwrap();
    let released = version.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok());
    assert!(released || version.len() == 40, "{uses}");
}

/// A command that is there: a script of the repository, or one of the built command's.
fn runs(line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["cargo", "codegen", ref arguments @ ..] => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
            check(&command.args(arguments).arg("--help").output().unwrap(), 0);
        }
        ["git", "config", ..] | [] => {}
        [script, ..] => {
            let mode = std::fs::metadata(root().join(script)).unwrap().permissions().mode();
            assert!(script.starts_with(".ci/") && mode & 0o111 != 0, "{script}");
        }
    }
}
