//! The built command, run as a user runs it, on a copy of the checkout's schemas.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use console_events_codegen::extract::extract;
use console_events_codegen::page::Page;
use render::{Style, mdx};

struct Checkout {
    root: tempfile::TempDir,
}

impl Checkout {
    /// The committed page and decisions, and nothing derived.
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured/schemas");
        for folder in ["page", "decisions"] {
            let to = root.path().join("schemas").join(folder);
            std::fs::create_dir_all(&to).unwrap();
            for entry in std::fs::read_dir(from.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
        Self { root }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_console-events-codegen"))
            .arg("--root")
            .arg(self.root.path())
            .args(arguments)
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    fn page(&self) -> String {
        std::fs::read_to_string(self.root.path().join("schemas/page/console-events.txt")).unwrap()
    }

    /// A page beside the checkout.
    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.root.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// Every file under schemas/ and generated/ and the report, by path.
    fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root.path().join("schemas"), self.root.path().join("generated")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        files
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn check(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "stdout: {}\nstderr: {}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn sync_writes_what_check_expects_and_nothing_twice() {
    let checkout = Checkout::new();
    check(&checkout.run(&["check"]), 1);
    check(&checkout.run(&["sync"]), 0);
    check(&checkout.run(&["check"]), 0);
    let tree = checkout.tree();
    let left_over = checkout.root.path().join("generated/payload/left_over.rs");
    std::fs::write(&left_over, "// no longer generated\n").unwrap();
    let stale = checkout.run(&["check", "--format", "json"]);
    check(&stale, 1);
    let told: serde_json::Value = serde_json::from_slice(&stale.stdout).unwrap();
    assert_eq!(told["format"], 1);
    assert_eq!(told["stale_files"], serde_json::json!(["generated/payload/left_over.rs"]));
    assert_eq!(told["events"].as_array().unwrap().len(), 7);
    check(&checkout.run(&["sync"]), 0);
    assert!(!left_over.exists());
    assert_eq!(checkout.tree(), tree);
    // A page that was changed in its place, and says the same.
    checkout.write("schemas/page/console-events.txt", (checkout.page() + "\n").as_bytes());
    let stale = checkout.run(&["check", "--format", "json"]);
    check(&stale, 1);
    let told: serde_json::Value = serde_json::from_slice(&stale.stdout).unwrap();
    assert_eq!(told["stale_files"], serde_json::json!(["schemas/page/source.toml"]));
    check(&checkout.run(&["sync"]), 0);
    check(&checkout.run(&["check"]), 0);
}

#[test]
fn a_file_that_is_not_a_page_is_refused_and_changes_nothing() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sync"]), 0);
    let tree = checkout.tree();
    let folder = checkout.root.path().join("schemas").to_string_lossy().into_owned();
    let cases = [
        (checkout.root.path().join("none.txt").to_string_lossy().into_owned(), "none.txt"),
        (folder, "folder"),
        (checkout.write("latin.txt", b"Console Events\ncaf\xe9"), "UTF-8"),
        (checkout.write("empty.txt", b""), "empty"),
        (checkout.write("letter.txt", b"Dear Console,\n\nplease stop.\n\nYours"), "no event"),
    ];
    for (path, word) in cases {
        for command in ["sync", "lint"] {
            let output = checkout.run(&[command, &path]);
            check(&output, 2);
            let message = text(&output.stderr);
            assert!(message.contains(word) || message.contains("directory"), "`{word}` in: {message}");
            assert_eq!(checkout.tree(), tree);
        }
    }
}

#[test]
fn an_undecided_error_stops_sync_and_its_stanza_decides_it() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sync"]), 0);
    let tree = checkout.tree();
    let bent = checkout.page().replacen("\"eventName\": \"service_created\"", "\"eventName\": \"service_made\"", 1);
    let path = checkout.write("bent.txt", bent.as_bytes());
    let output = checkout.run(&["sync", &path]);
    check(&output, 1);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert!(told.contains("example-event-name") && told.contains("[[decision]]"), "{told}");
    for next in [format!("cargo codegen decide --page {path}`"), format!("cargo codegen sync {path}` again")] {
        assert!(told.contains(&next), "the next command names the page: {told}");
    }
    assert_eq!(checkout.tree(), tree);
}

#[test]
fn a_truncated_page_is_reported_with_its_line() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sync"]), 0);
    let tree = checkout.tree();
    let whole = checkout.page();
    let cut = &whole[..whole.find("\"tagName\": {\"type\"").unwrap()];
    let path = checkout.write("cut.txt", cut.as_bytes());
    let output = checkout.run(&["sync", &path]);
    check(&output, 1);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert!(told.contains("json-syntax"), "{told}");
    assert_eq!(checkout.tree(), tree);
}

#[test]
fn a_new_event_needs_no_code() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sync"]), 0);
    let mut page = checkout.page();
    page.push_str(
        "\nDevice Paired\nThis event will be triggered when a device is paired.\n- Event Payload\n- Example\n- JSON Schema\n\
         Property | Value | Description |\n---|---|---|\ndeviceId | string | The device |\n\
         {\n\"eventName\": \"device_paired\",\n\"eventTimestamp\": 1,\n\"payload\": {\n\"deviceId\": \"d\"\n}\n}\n\
         {\n\"type\": \"object\",\n\"required\": [\"eventName\", \"eventTimestamp\", \"payload\"],\n\"properties\": {\n\
         \"eventName\": {\"const\": \"device_paired\", \"type\": \"string\"},\n\"eventTimestamp\": {\"type\": \"number\"},\n\
         \"payload\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"deviceId\"], \"properties\": {\"deviceId\": {\"type\": \"string\"}}}\n}\n}\n",
    );
    let path = checkout.write("new.txt", page.as_bytes());
    check(&checkout.run(&["sync", &path]), 0);
    assert_eq!(checkout.page(), page);
    let generated: String = checkout.tree().values().map(|bytes| text(bytes)).collect();
    assert!(generated.contains("DevicePaired"));
}

#[test]
fn usage_errors_exit_with_code_two() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sing"]), 2);
    check(&checkout.run(&["explain", "no-such-rule"]), 2);
    check(&checkout.run(&["explain", "example-event-name"]), 0);
    check(&checkout.run(&["explain", "property-added"]), 0);
    check(&checkout.run(&["explain"]), 0);
}

/// The source comes in for the text, and the text for the source: one page at a time, and no derived file changes.
#[test]
fn the_page_may_be_taken_in_as_mdx_and_as_text() {
    let checkout = Checkout::new();
    check(&checkout.run(&["sync"]), 0);
    let derived = |checkout: &Checkout| {
        let page = checkout.root.path().join("schemas/page");
        checkout.tree().into_iter().filter(|(path, _)| !path.starts_with(&page)).collect::<BTreeMap<_, _>>()
    };
    let (wanted, rendered) = (derived(&checkout), checkout.page());
    let page = Page::new("page.txt", rendered.clone().into_bytes(), None).unwrap();
    let style = Style { line_end: "\r\n", byte_order_mark: true, comments: true, margin: "    ", ..Style::default() };
    let source = mdx(&page, &extract(&page).unwrap(), &style);
    let page = Page::new("page.mdx", source.clone().into_bytes(), None).unwrap();

    let taken = checkout.run(&["sync", &checkout.write("new.mdx", source.as_bytes())]);
    check(&taken, 0);
    assert!(text(&taken.stdout).contains("7 events; 2 files written, 1 removed"), "{}", text(&taken.stdout));
    let folder = checkout.root.path().join("schemas/page");
    let files = |folder: &Path| {
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(files(&folder), ["console-events.mdx", "source.toml"]);
    assert_eq!(std::fs::read_to_string(folder.join("console-events.mdx")).unwrap(), source);
    assert!(std::fs::read_to_string(folder.join("source.toml")).unwrap().contains(page.sha256()));
    assert_eq!(derived(&checkout), wanted);
    check(&checkout.run(&["check"]), 0);
    let again = checkout.run(&["sync"]);
    assert!(text(&again.stdout).contains("0 files written, 0 removed"), "{}", text(&again.stdout));

    // What is no MDX is refused with its place, unless the user says that it is text.
    let broken = checkout.write("broken.mdx", source.replacen("</TabItem>", "", 1).as_bytes());
    let refused = checkout.run(&["sync", &broken]);
    check(&refused, 2);
    let message = text(&refused.stderr);
    assert!(message.contains("expected `</TabItem>`") && message.contains("broken.mdx:"), "{message}");
    assert_eq!(files(&folder), ["console-events.mdx", "source.toml"]);

    check(&checkout.run(&["sync", &checkout.write("old.txt", rendered.as_bytes())]), 0);
    assert_eq!(files(&folder), ["console-events.txt", "source.toml"]);
    assert_eq!(derived(&checkout), wanted);
    check(&checkout.run(&["check"]), 0);

    // The format is told by content, and a word of the user overrules.
    let forced = checkout.run(&["--page-format", "mdx", "lint", &checkout.write("forced.txt", rendered.as_bytes())]);
    check(&forced, 2);
    let forced = checkout.run(&["--page-format", "rendered", "lint", &broken]);
    assert_ne!(forced.status.code(), Some(0));
}
