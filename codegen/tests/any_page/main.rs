//! The gate passes on any page: each page of this folder as the page of a fresh checkout, which is synchronised, and is then formatted,
//! free of warnings of clippy and rustdoc, and passes the crate's own tests.
//!
//! All pages share one folder and one target directory, so that each costs seconds. `ANY_PAGE=FOLDER` adds the pages of a folder;
//! `ANY_PAGE_ONLY=name,name` takes these alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use whole_crate::WholeCrate;

/// The tests of the crate that are not asked: what was decided about the captured page, and what depends on no page (dependencies,
/// signatures, replays, HTTP).
const NOT_ASKED: [&str; 4] = ["captured_page", "dependencies", "redis", "webhook"];

/// What the others stand on.
const MANIFEST: &str = "\n[dev-dependencies]\nconsole-events = { path = \".\", features = [\"chrono\", \"jiff\", \"url\", \"uuid\"] }\n\
    chrono = { version = \"0.4.35\", default-features = false }\nciborium = \"0.2\"\n\
    jiff = { version = \"0.2\", default-features = false, features = [\"std\"] }\n\
    jsonschema = { version = \"0.61\", default-features = false }\nproptest = \"1\"\n\n[profile.dev]\ndebug = false\n";

/// The features that what is generated has a part in.
const FEATURES: &str = "--features=chrono,jiff,url,uuid";

/// The files of the tests that are asked of any page: all single files, but for those.
fn tests(checkout: &Path) -> Vec<String> {
    let files = fs::read_dir(checkout.join("tests")).unwrap().map(|entry| entry.unwrap().path());
    let stems = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let mut names: Vec<String> = stems.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.retain(|name| !NOT_ASKED.contains(&name.as_str()));
    names.sort();
    names
}

fn pages() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/any_page");
    let folders = [own].into_iter().chain(env::var_os("ANY_PAGE").map(PathBuf::from));
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let mut pages: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "mdx")).collect();
    let only = env::var("ANY_PAGE_ONLY").ok();
    pages.retain(|path| {
        only.as_ref().is_none_or(|only| only.split(',').any(|only| path.file_stem().is_some_and(|stem| stem == only)))
    });
    pages.sort();
    pages
}

/// What a step says where it fails.
fn failure(step: &str, output: &Output) -> Option<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (!output.status.success()).then(|| format!("{step}:\n{}{}", text(&output.stdout), text(&output.stderr)))
}

/// Takes the page in and goes through the gate; the first step that fails.
fn gate(whole: &WholeCrate, root: &Path, page: &Path, tests: &[String]) -> Option<String> {
    for folder in ["schemas", "generated"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
    fs::create_dir_all(root.join("schemas/decisions")).unwrap();
    fs::write(root.join("schemas/decisions/README.md"), "None are needed.\n").unwrap();
    // What the page leaves undecided on purpose.
    let decisions = page.with_extension("toml");
    if decisions.exists() {
        fs::copy(decisions, root.join("schemas/decisions/page.toml")).unwrap();
    }
    let mut sync = Command::new(env!("CARGO_BIN_EXE_console-events-codegen"));
    sync.args(["--root".as_ref(), root.as_os_str(), "sync".as_ref(), page.as_os_str()]).env("NO_COLOR", "1");
    let mut format = whole.cargo(&["fmt"]);
    // `--quiet` and `--offline` are not rustfmt's.
    format = Command::new(format.get_program());
    format.args(["fmt", "--check"]).current_dir(root);
    let mut clippy = whole.cargo(&["clippy"]);
    clippy.args(["--lib", FEATURES, "--", "-Dwarnings"]);
    let mut doc = whole.cargo(&["doc", "--no-deps", FEATURES]);
    doc.env("RUSTDOCFLAGS", "-Dwarnings");
    let mut test = whole.cargo(&["test", "--no-fail-fast", "--lib"]);
    test.args(tests.iter().flat_map(|name| ["--test", name]));
    let examples = whole.cargo(&["test", "--doc"]);
    let steps =
        [("sync", sync), ("fmt", format), ("clippy", clippy), ("doc", doc), ("examples", examples), ("test", test)];
    steps.into_iter().find_map(|(step, mut command)| failure(step, &command.output().unwrap()))
}

#[test]
fn the_gate_passes_on_any_page() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("any-page");
    let whole = WholeCrate::new(root.clone());
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    fs::write(root.join("Cargo.toml"), manifest + MANIFEST).unwrap();
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::copy(checkout.join("rustfmt.toml"), root.join("rustfmt.toml")).unwrap();
    let tests = tests(&checkout);
    for folder in ["tests/common", "tests/bodies"] {
        whole_crate::copy(&checkout.join(folder), &root.join(folder));
    }
    for name in &tests {
        let file = format!("tests/{name}.rs");
        fs::copy(checkout.join(&file), root.join(&file)).unwrap();
    }
    let pages = pages();
    assert!(!pages.is_empty());
    let failures = pages.iter().filter_map(|page| {
        let failure = gate(&whole, &root, page, &tests)?;
        Some(format!("{}: {failure}\n", page.file_name().unwrap().to_string_lossy()))
    });
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.concat());
}
