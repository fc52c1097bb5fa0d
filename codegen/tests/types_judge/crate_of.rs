//! The generated crate of a set of events, compiled, and the answers of its reader.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use console_events_codegen::reconcile::Reconciled;

/// Answers each line of standard input with `ok` or with why it is not read.
const READER: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        match console_events_types::ConsoleEvent::from_str(&line.expect("a line")) {
            Ok(_) => println!("ok"),
            Err(error) => println!("{}", error.to_string().replace('\n', " ")),
        }
    }
}
"#;

const WORKSPACE: &str = r#"
[workspace]
members = ["generated"]
[workspace.lints]
[workspace.package]
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
license = "MIT"
[workspace.dependencies]
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] }
[package]
name = "reader"
edition = "2024"
[dependencies]
console-events-types = { path = "generated" }
"#;

/// Writes the crate and its reader below a folder.
pub(crate) fn write(folder: &Path, events: &Reconciled) {
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for (path, text) in emit(&lower(events), "judge").unwrap().files {
        put(&format!("generated/{path}"), &text);
    }
    put("Cargo.toml", WORKSPACE);
    put("src/main.rs", READER);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
}

/// Compiles the reader once and has it read all lines.
pub(crate) fn answers(folder: &Path, lines: &[String]) -> Vec<String> {
    let mut reader = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = reader.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = reader.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(output.status.success(), "the generated crate does not compile, or its reader failed");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
