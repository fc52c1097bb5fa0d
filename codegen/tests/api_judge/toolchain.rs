//! Generated crates on disk, compiled, documented as JSON, and compared by cargo-semver-checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use console_events_codegen::diff::Semver;

const WORKSPACE: &str = r#"
[workspace]
members = ["generated"]
[workspace.lints]
[workspace.package]
version = "1.0.0"
edition = "2024"
rust-version = "1.88"
license = "MIT"
[workspace.dependencies]
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] }
[package]
name = "consumer"
edition = "2024"
[dependencies]
serde_json.workspace = true
console-events-types = { path = "generated" }
"#;

/// One generated crate, and a consumer beside it.
pub(crate) struct Place {
    folder: PathBuf,
}

impl Place {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let place = Self { folder };
        place.put("Cargo.toml", WORKSPACE);
        place.put("src/lib.rs", "");
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        std::fs::copy(lock, place.folder.join("Cargo.lock")).unwrap();
        place
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn generated(&self, files: &BTreeMap<String, String>) {
        let _ = std::fs::remove_dir_all(self.folder.join("generated"));
        for (path, text) in files {
            self.put(&format!("generated/{path}"), text);
        }
    }

    /// Whether a consumer compiles.
    pub(crate) fn compiles(&self, consumer: &str) -> bool {
        self.put("src/lib.rs", consumer);
        let output = self.cargo(&["check", "--quiet", "--offline"]).output().unwrap();
        if std::env::var_os("JUDGE_SHOW").is_some() {
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        }
        output.status.success()
    }

    /// The documentation as JSON, under a name of its own.
    pub(crate) fn documented(&self, name: &str) -> PathBuf {
        let mut command =
            self.cargo(&["rustdoc", "--quiet", "--offline", "--lib", "--package", "console-events-types"]);
        let output = command
            .args(["--", "-Z", "unstable-options", "--output-format", "json"])
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let target = self.folder.join("target/doc/console_events_types.json");
        let kept = self.folder.join(name);
        std::fs::rename(target, &kept).unwrap();
        kept
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env_remove("RUSTFLAGS");
        command
    }
}

/// What cargo-semver-checks asks for.
pub(crate) fn semver_checks(old: &Path, new: &Path) -> Semver {
    let program = std::env::var_os("SEMVER_CHECKS").unwrap_or_else(|| "cargo-semver-checks".into());
    let output = Command::new(program)
        .args(["semver-checks", "--release-type", "patch", "--baseline-rustdoc"])
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .expect("cargo-semver-checks: `cargo install cargo-semver-checks`, or name the program in SEMVER_CHECKS");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if told.contains("requires new major version") {
        Semver::Major
    } else if told.contains("requires new minor version") {
        Semver::Minor
    } else {
        assert!(output.status.success(), "{told}");
        Semver::None
    }
}
