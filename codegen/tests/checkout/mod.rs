//! A checkout with a page of one event, a git history, and the built command run in it as a user runs it.
// Each test binary uses a part of this.
#![allow(dead_code, clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// The file of the captured page.
pub(crate) const PAGE: &str = "schemas/page/console-events.txt";

/// A checkout in a folder of its own.
pub(crate) struct Checkout {
    root: tempfile::TempDir,
}

impl Checkout {
    /// The page of one event whose payload has one text, `deviceId`; synchronised, and no git.
    pub(crate) fn new() -> Self {
        let checkout = Self { root: tempfile::tempdir().unwrap() };
        checkout.write("Cargo.toml", &manifest("0.1.0"));
        checkout.write("schemas/decisions/README.md", "decisions\n");
        checkout.page(&plain());
        checkout.sync();
        checkout
    }

    /// The same with a commit on `main`.
    pub(crate) fn with_git() -> Self {
        let checkout = Self::new();
        checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
        checkout.commit();
        checkout
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn json(&self, name: &str, value: &Value) -> String {
        self.write(name, &value.to_string())
    }

    /// Puts a page in the place of the captured one.
    pub(crate) fn page(&self, payload: &Value) {
        self.write(PAGE, &page("device_paired", payload));
    }

    pub(crate) fn sync(&self) {
        check(&self.run(&["sync"]), 0);
    }

    /// Commits everything.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "a step"]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .current_dir(self.root.path())
            .args(["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        check(&output, 0);
    }

    /// What git answers.
    pub(crate) fn git_says(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").current_dir(self.root.path()).args(arguments).output().unwrap();
        check(&output, 0);
        text(&output.stdout)
    }

    /// Runs the command with something on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let file = self.write("input.txt", input);
        Command::new(env!("CARGO_BIN_EXE_console-events-codegen"))
            .current_dir(self.root.path())
            .args(arguments)
            .stdin(std::fs::File::open(file).unwrap())
            .output()
            .unwrap()
    }

    /// Runs the command in the checkout's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_console-events-codegen"))
            .current_dir(self.root.path())
            .args(arguments)
            .env("NO_COLOR", "1")
            .env("GIT_CEILING_DIRECTORIES", self.root.path().parent().unwrap())
            .output()
            .unwrap()
    }

    /// The JSON that a command prints, with the exit code that it must have.
    pub(crate) fn output_json(&self, arguments: &[&str], code: i32) -> Value {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        check(&output, code);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The message with which a command refuses to run.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        check(&output, 2);
        assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
        text(&output.stderr)
    }
}

/// The workspace's manifest with a version.
pub(crate) fn manifest(version: &str) -> String {
    format!("[workspace]\n\n[workspace.package]\nversion = \"{version}\"\nedition = \"2024\"\n")
}

/// The payload of the first page.
pub(crate) fn plain() -> Value {
    json!({"type": "object", "additionalProperties": false, "required": ["deviceId"],
        "properties": {"deviceId": {"type": "string", "description": "The device"}}})
}

/// A page of one event; the table and the example agree with the payload's properties as far as these are simple.
pub(crate) fn page(name: &str, payload: &Value) -> String {
    let properties = payload["properties"].as_object().unwrap();
    let kind = |schema: &Value| schema["type"].as_str().unwrap().to_owned();
    let rows: Vec<String> =
        properties.iter().map(|(name, schema)| format!("{name} | {} | The device |\n", kind(schema))).collect();
    let rows = rows.concat();
    let sample = |schema: &Value| match schema["type"].as_str().unwrap() {
        "integer" | "number" => json!(7),
        "boolean" => json!(true),
        _ => json!("d"),
    };
    let values: serde_json::Map<_, _> =
        properties.iter().map(|(name, schema)| (name.clone(), sample(schema))).collect();
    let example = json!({"eventName": name, "eventTimestamp": 1, "payload": values});
    let schema = json!({
        "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": name, "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}
    });
    format!(
        "Device Paired\nThis event will be triggered when a device is paired.\n- Event Payload\n- Example\n- JSON Schema\n\
         Property | Value | Description |\n---|---|---|\n{rows}{example:#}\n{schema:#}\n"
    )
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn check(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "stdout: {}\nstderr: {}", text(&output.stdout), text(&output.stderr));
}
