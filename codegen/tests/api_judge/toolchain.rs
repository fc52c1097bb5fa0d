//! Generated crates on disk, compiled, documented as JSON, and compared by cargo-semver-checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use console_events_codegen::diff::Semver;

use crate::whole_crate::WholeCrate;

/// One generated crate, and a consumer beside it.
pub(crate) struct Place {
    folder: PathBuf,
    whole: WholeCrate,
}

impl Place {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let place = Self { whole: WholeCrate::new(folder.clone()), folder };
        place.whole.consumer("src/lib.rs", "");
        place
    }

    pub(crate) fn generated(&self, files: &BTreeMap<String, String>) {
        self.whole.generated(files);
    }

    /// Whether a consumer compiles.
    pub(crate) fn compiles(&self, consumer: &str) -> bool {
        self.whole.consumer("src/lib.rs", consumer);
        let output = self.whole.cargo(&["check", "--package", "consumer"]).output().unwrap();
        if std::env::var_os("JUDGE_SHOW").is_some() {
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        }
        output.status.success()
    }

    /// The documentation as JSON, under a name of its own.
    pub(crate) fn documented(&self, name: &str) -> PathBuf {
        let output = self
            .whole
            .cargo(&["rustdoc", "--lib", "--package", "console-events"])
            .args(["--", "-Z", "unstable-options", "--output-format", "json"])
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let kept = self.folder.join(name);
        std::fs::rename(self.whole.target().join("doc/console_events.json"), &kept).unwrap();
        kept
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
