//! A checkout in a folder of its own, and the built command run in it.
// Each test binary uses a part of this.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::missing_panics_doc)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Files by their path from the root, with `/`; folders end with one.
pub type Tree = BTreeMap<String, Vec<u8>>;

pub struct Checkout {
    pub root: tempfile::TempDir,
}

impl Checkout {
    /// The captured page, its decisions, and what is derived of them.
    pub fn committed() -> Self {
        let root = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured/schemas");
        copy(&from, &root.path().join("schemas"));
        let checkout = Self { root };
        assert!(checkout.run(&["sync"]).status.success());
        checkout
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
        command.arg("--root").arg(self.path()).args(arguments).env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn page(&self) -> String {
        std::fs::read_to_string(self.path().join("schemas/page/console-events.txt")).unwrap()
    }

    /// All that is there, but for what `sync` has to itself and what a test puts beside it.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        read(self.path(), "", &mut tree);
        tree.retain(|path, _| !path.starts_with(".sync/") && !path.starts_with("beside"));
        tree
    }

    /// Makes it hold exactly that.
    pub fn restore(&self, tree: &Tree) {
        for entry in std::fs::read_dir(self.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
        }
        for (path, content) in tree.iter().filter(|(path, _)| !path.ends_with('/')) {
            let path = self.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
    }

    /// A page beside the checkout's own.
    pub fn beside(&self, text: &str) -> String {
        let path: PathBuf = self.path().join("beside.txt");
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn read(root: &Path, below: &str, tree: &mut Tree) {
    for entry in std::fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            tree.insert(format!("{path}/"), Vec::new());
            read(root, &format!("{path}/"), tree);
        } else {
            tree.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}
