//! The workflows: their YAML, and the scripts that they run, without a network and with a `gh` that only records its calls.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up fails")]

mod checkout;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use checkout::{Checkout, check, page, plain, text};
use serde_json::{Value, json};
use yaml_rust2::{Yaml, YamlLoader};

/// Records its calls. It finds only the issue and the pull request whose numbers the environment gives.
const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$GH_NOTES"
if [ -n "${GH_REFUSES:-}" ]; then exit 1; fi
if [ "$1 $2 $3" = "auth git-credential get" ]; then printf 'username=x\npassword=%s\n' "$GH_TOKEN"; fi
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
        (".ci/fetch", std::fs::read_to_string(root().join(".ci/fetch")).unwrap()),
        (".ci/preview", std::fs::read_to_string(root().join(".ci/preview")).unwrap()),
        (".ci/publish", std::fs::read_to_string(root().join(".ci/publish")).unwrap()),
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
    checkout.write(".gitignore", "/remote.git\n/notes\n/summary\n/result\n/*.txt\n");
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

/// The row of the first page's table.
fn plain_row() -> String {
    let page = page("device_paired", &plain());
    let row = page.lines().find(|line| line.starts_with("deviceId") || line.starts_with("| deviceId")).unwrap();
    format!("{row}\n")
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
    for words in
        ["safe on the wire, minor release", "`model` is declared now", "What lint says", "timestamp-unit-unstated"]
    {
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
    let result = checkout.path("result").to_string_lossy().into_owned();
    let variables = [("RESULT", result.as_str()), ("PAGE_ADDRESS", address.as_str())];
    check(&script(&checkout, ".ci/docs-sync", &[], &variables), 0);
    assert_eq!(notes(&checkout), "", "nothing is public yet");
    check(&script(&checkout, ".ci/publish", &["docs-sync", &result], &[]), 0);
    assert!(notes(&checkout).contains("pr create --head docs-sync"), "{}", notes(&checkout));
    checkout.git(&["--git-dir", "remote.git", "cat-file", "-e", "docs-sync:generated/payload/mod.rs"]);
    checkout.git(&["switch", "--quiet", "main"]);
    check(&script(&checkout, ".ci/docs-sync", &[], &variables), 0);
    check(&script(&checkout, ".ci/publish", &["docs-sync", &result], &[("GH_KNOWS", "12")]), 0);
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
        let result = checkout.path("result").to_string_lossy().into_owned();
        let output = script(&checkout, ".ci/docs-sync", &["bent.txt"], &[("RESULT", &result)]);
        check(&output, 1);
        check(&script(&checkout, ".ci/publish", &["docs-sync", &result], &[("GH_KNOWS", known)]), 0);
        assert!(text(&output.stdout).contains("[[decision]]"), "{}", text(&output.stdout));
        assert!(notes(&checkout).contains(asked), "{}", notes(&checkout));
    }
    checkout.git(&["diff", "--quiet", "HEAD"]);
}

#[test]
fn a_missing_or_wrong_page_is_reported() {
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
    let result = checkout.path("result").to_string_lossy().into_owned();
    check(&script(&checkout, ".ci/docs-sync", &["letter.txt"], &[("RESULT", &result)]), 2);
    check(&script(&checkout, ".ci/docs-sync", &["none.txt"], &[("RESULT", &result)]), 2);
    check(&script(&checkout, ".ci/publish", &["docs-sync", &result], &[]), 0);
    assert_eq!(notes(&checkout), "");
    std::fs::write(checkout.path("huge.txt"), vec![b'a'; 16 * 1024 * 1024 + 1]).unwrap();
    let output = script(&checkout, ".ci/docs-sync", &["huge.txt"], &[]);
    check(&output, 2);
    assert!(text(&output.stderr).contains("no page of events is that large"), "{}", text(&output.stderr));
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
    let variables = [("PULL_REQUEST", "7"), ("GH_REPO", "o/r")];
    let output = script(&checkout, ".ci/comment", &["main"], &[("GITHUB_STEP_SUMMARY", summary.as_str())]);
    check(&output, 0);
    assert!(text(&output.stdout).contains("safe on the wire, minor release"));
    assert_eq!(std::fs::read(&summary).unwrap(), output.stdout);
    std::fs::write(checkout.path("text.txt"), &output.stdout).unwrap();
    let publish = |more: &[(&str, &str)]| {
        script(&checkout, ".ci/publish", &["comment", "text.txt"], &[&variables[..], more].concat())
    };
    check(&publish(&[]), 0);
    assert!(notes(&checkout).contains("api --method POST repos/o/r/issues/7/comments"), "{}", notes(&checkout));
    check(&publish(&[("GH_KNOWS", "99")]), 0);
    assert!(notes(&checkout).contains("api --method PATCH repos/o/r/issues/comments/99"), "{}", notes(&checkout));
    check(&publish(&[("GH_REFUSES", "1")]), 1);
    check(&script(&checkout, ".ci/comment", &["no-such-revision"], &[]), 2);
}

/// The author of a pull request can add a folder of any name, and any commit.
#[test]
fn a_pull_request_chooses_neither_what_is_compared_nor_what_is_run() {
    let checkout = prepared();
    let base = checkout.git_says(&["rev-parse", "HEAD"]);
    checkout.page(&changed());
    checkout.sync();
    // A folder that is named like the base, and holds what the pull request holds.
    for name in [base.trim(), "main"] {
        std::fs::create_dir(checkout.path(name)).unwrap();
        for file in std::fs::read_dir(checkout.path("schemas/reconciled")).unwrap() {
            let path = file.unwrap().path();
            std::fs::copy(&path, checkout.path(name).join(path.file_name().unwrap())).unwrap();
        }
    }
    let says = |output: &Output| text(&output.stdout).contains("safe on the wire, minor release");
    for name in [base.trim(), "main"] {
        let output = script(&checkout, ".ci/comment", &[name], &[]);
        check(&output, 0);
        assert!(says(&output), "{}", text(&output.stdout));
    }
    let message = checkout.refused(&["diff", "main"]);
    assert!(message.contains("`path:main` or `rev:main`"), "{message}");
    assert_eq!(checkout.output_json(&["diff", "path:main"], 0)["changes"], json!([]));
    // From its commit alone, without its files in the working tree.
    checkout.git(&["switch", "--quiet", "--create", "theirs"]);
    checkout.commit();
    checkout.git(&["push", "--quiet", "origin", "theirs:refs/pull/7/head"]);
    let head = checkout.git_says(&["rev-parse", "HEAD"]);
    checkout.git(&["switch", "--quiet", "main"]);
    check(&script(&checkout, ".ci/fetch", &["7"], &[("GH_TOKEN", "ghs_secret")]), 0);
    let output = script(&checkout, ".ci/comment", &[base.trim(), head.trim()], &[]);
    check(&output, 0);
    assert!(says(&output), "{}", text(&output.stdout));
}

/// The server of a private repository answers only requests with the token. No file of the clone contains the token.
#[test]
fn a_pull_request_of_a_private_repository_is_fetched_with_the_token() {
    let checkout = prepared();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    checkout.git(&["remote", "set-url", "origin", &format!("http://{address}/o/r.git")]);
    let server = std::thread::spawn(move || {
        let mut asked = Vec::new();
        // Git asks without a login, and once more with it. The second answer ends the talk.
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if std::io::Read::read(&mut stream, &mut byte).unwrap() == 0 {
                    break;
                }
                head.push(byte[0]);
            }
            let answer = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            std::io::Write::write_all(&mut stream, answer.as_bytes()).unwrap();
            asked.push(String::from_utf8(head).unwrap());
        }
        asked
    });
    let output = script(&checkout, ".ci/fetch", &["7"], &[("GH_TOKEN", "ghs_secret"), ("GIT_TERMINAL_PROMPT", "0")]);
    check(&output, 2);
    assert!(text(&output.stderr).contains("set GH_TOKEN"), "{}", text(&output.stderr));
    let asked = server.join().unwrap();
    assert!(!asked[0].contains("Authorization") && asked[1].contains("Authorization: Basic "), "{asked:?}");
    let config = std::fs::read_to_string(checkout.path(".git/config")).unwrap();
    assert!(!config.contains("ghs_secret") && !config.contains("credential"), "{config}");
    for number in ["7; id", "a[0]", ""] {
        assert_ne!(script(&checkout, ".ci/fetch", &[number], &[]).status.code(), Some(0), "{number}");
    }
}

/// The findings of such a page are longer than a comment, in whatever character the cut falls, and hold fences and commands.
#[test]
fn a_long_text_is_cut_at_a_character_and_stays_in_its_block() {
    let checkout = prepared();
    for shift in 0..4 {
        let strange = format!("y{}{}", "x".repeat(shift), "~~~~~~ ```````` ##[error]é日😀".repeat(30));
        let row = plain_row();
        let rows: String = (0..200).map(|number| row.replace("deviceId", &format!("{strange}{number}"))).collect();
        let bent =
            page("device_paired", &plain()).replacen("\"eventName\": \"device_paired\"", "\"eventName\": \"d\"", 1);
        checkout.write("bent.txt", &bent.replace(&row, &(rows + &row)));
        let quoted = checkout.run_with(&["quote", "--limit", "1000"], &strange.repeat(9));
        check(&quoted, 0);
        let block = text(&quoted.stdout);
        assert!(
            block.starts_with("`````````text\n") && block.contains("\n`````````\n\nCut after 1000 characters."),
            "{block}"
        );
        assert!(!block.contains("##["), "{block}");
        let output = script(&checkout, ".ci/docs-sync", &["bent.txt"], &[]);
        check(&output, 1);
        assert!(output.stdout.len() > 200 && output.stdout.len() < 300_000);
        assert!(text(&output.stdout).chars().count() < 65_536);
    }
}

#[test]
fn the_preview_writes_an_html_file() {
    let checkout = prepared();
    let new = checkout.write("new.txt", &page("device_paired", &changed()));
    check(&script(&checkout, ".ci/docs-sync", &[&new], &[]), 0);
    check(&script(&checkout, ".ci/preview", &["HEAD", "result"], &[]), 0);
    let shown = std::fs::read_to_string(checkout.path("result")).unwrap();
    assert!(shown.contains("device_paired") && shown.contains("property-added"));
    check(&script(&checkout, ".ci/preview", &["no-such-revision", "result"], &[]), 2);
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
        let runs_their_code = !workflow["on"]["pull_request"].is_badvalue();
        for (_, job) in workflow["jobs"].as_hash().unwrap() {
            assert!(job["timeout-minutes"].as_i64().is_some(), "{name}");
            assert!(!runs_their_code || job["permissions"].is_badvalue(), "{name}: only reading");
            for step in job["steps"].as_vec().unwrap() {
                steps += 1;
                // Only two scripts are given a token, neither reads a page or runs a pull request, and none keeps it in the checkout.
                let environment =
                    step["env"].as_hash().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
                let has_token = environment.into_iter().any(|(name, value)| {
                    name.is_some_and(|name| name.contains("TOKEN"))
                        || value.is_some_and(|value| value.contains("token"))
                });
                let run = step["run"].as_str().unwrap_or_default();
                assert!(
                    !has_token || run.starts_with(".ci/publish ") || run.starts_with(".ci/fetch "),
                    "{name}: {run}"
                );
                if step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@")) {
                    assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false), "{name}");
                    assert!(
                        step["with"]["ref"].is_badvalue(),
                        "{name}: the code that runs is the one that was reviewed"
                    );
                }
                pinned(&step["uses"]);
                step["run"].as_str().unwrap_or_default().lines().for_each(runs);
            }
        }
    }
    assert!(steps > 4);
}

/// Checks that an action is pinned by its digest.
fn pinned(uses: &Yaml) {
    let Some(uses) = uses.as_str() else { return };
    let (_, digest) = uses.split_once('@').unwrap();
    assert!(digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{uses}");
}

/// Checks that a line runs a script of the repository, or a command that the binary has.
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
