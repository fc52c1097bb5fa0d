//! The whole crate for events of another page: the real `src/` and manifest, beside the derived half of that page.
// Each test binary uses a part of this.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use toml::{Table, Value};

/// A package `console-events` in a folder of its own.
pub(crate) struct WholeCrate {
    folder: PathBuf,
}

impl WholeCrate {
    /// The half that depends on no page, as it stands in the checkout.
    pub(crate) fn new(folder: PathBuf) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let whole = Self { folder };
        let mut manifest: Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
        // Neither the generator nor what only tests of the checkout need.
        for key in ["dev-dependencies", "bench", "example", "profile"] {
            manifest.remove(key);
        }
        for key in ["members", "exclude"] {
            manifest["workspace"].as_table_mut().unwrap().remove(key);
        }
        manifest["package"].as_table_mut().unwrap().insert("build".into(), Value::Boolean(false));
        whole.put("Cargo.toml", &manifest.to_string());
        fs::copy(root.join("Cargo.lock"), whole.folder.join("Cargo.lock")).unwrap();
        copy(&root.join("src"), &whole.folder.join("src"));
        // The crate's own README names events of the captured page.
        whole.put("src/README.md", "Events of another page.\n");
        whole
    }

    /// Takes in the derived half of a page, in place of the one before.
    pub(crate) fn generated(&self, files: &BTreeMap<String, String>) {
        let _ = fs::remove_dir_all(self.folder.join("generated"));
        for (path, text) in files {
            self.put(&format!("generated/{path}"), text);
        }
    }

    /// A package beside it that depends on it, a member of its workspace: `src/lib.rs` or `src/main.rs`, and the text.
    pub(crate) fn consumer(&self, file: &str, text: &str) {
        self.consumer_with(&[], file, text);
    }

    /// The same, with features of the crate.
    pub(crate) fn consumer_with(&self, features: &[&str], file: &str, text: &str) {
        let manifest = format!(
            "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[dependencies]\n\
             console-events = {{ path = \"..\", features = {features:?} }}\nserde_json.workspace = true\n"
        );
        self.put("consumer/Cargo.toml", &manifest);
        self.put(&format!("consumer/{file}"), text);
        let mut own: Table = fs::read_to_string(self.folder.join("Cargo.toml")).unwrap().parse().unwrap();
        own["workspace"].as_table_mut().unwrap().insert("members".into(), Value::Array(vec!["consumer".into()]));
        self.put("Cargo.toml", &own.to_string());
    }

    /// Cargo in that folder, offline.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.target())
            .env_remove("RUSTFLAGS");
        command
    }

    /// Where it is built.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
