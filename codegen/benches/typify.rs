//! `sync` on the captured page against typify's own command on one of its schemas, in turn.
//!
//! `cargo install cargo-typify@0.8 --root DIR`, then
//! `CARGO_TYPIFY=DIR/bin/cargo-typify cargo bench -p console-events-codegen --bench typify`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that cannot set itself up fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Pairs of runs.
const PAIRS: usize = 41;

fn time(command: &mut Command) -> Duration {
    let started = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success(), "{command:?}");
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// A copy of the checkout, that nothing of it is touched.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn main() {
    let typify = std::env::var_os("CARGO_TYPIFY").map_or_else(|| PathBuf::from("cargo-typify"), PathBuf::from);
    if Command::new(&typify).args(["typify", "--help"]).stdout(Stdio::null()).status().is_err() {
        println!("no cargo-typify: install it, and say where it is by CARGO_TYPIFY");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["schemas", "generated"] {
        copied(&from.join(folder), &root.path().join(folder));
    }
    std::fs::copy(from.join("RECONCILIATION.md"), root.path().join("RECONCILIATION.md")).unwrap();
    let ours = |command: &str| {
        let mut ours = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
        ours.arg("--root").arg(root.path()).arg(command);
        ours
    };
    let all_to_write = || {
        for derived in ["generated", "schemas/documented", "schemas/reconciled"] {
            std::fs::remove_dir_all(root.path().join(derived)).unwrap();
        }
        time(&mut ours("sync"))
    };
    let mut schemas: Vec<PathBuf> = std::fs::read_dir(from.join("schemas/reconciled"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".schema.json"))
        .collect();
    schemas.sort_by_key(|path| std::fs::metadata(path).unwrap().len());
    println!("| cargo typify on | ms | sync, ms | sync with all to write, ms | sync / typify |\n|---|---|---|---|---|");
    for schema in [schemas.first(), schemas.last()].into_iter().flatten() {
        let (mut theirs, mut unchanged, mut written) = (Vec::new(), Vec::new(), Vec::new());
        let out = root.path().join("typify.rs");
        for _ in 0..PAIRS {
            theirs.push(time(Command::new(&typify).args(["typify", "-o"]).arg(&out).arg(schema)));
            unchanged.push(time(&mut ours("sync")));
            written.push(all_to_write());
        }
        let name = schema.file_name().unwrap().to_string_lossy().into_owned();
        let (theirs, unchanged, written) = (median(theirs), median(unchanged), median(written));
        println!("| {name} | {theirs:.1} | {unchanged:.1} | {written:.1} | {:.2} |", unchanged / theirs);
    }
}
