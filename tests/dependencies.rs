//! The dependencies of a consumer who enables no feature: serde, `serde_json`, and their dependencies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

/// The packages that `cargo tree` lists, without those of tests.
fn packages(arguments: &[&str]) -> BTreeSet<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--package", "console-events", "--edges", "normal", "--prefix", "none"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let lines = String::from_utf8(tree.stdout).unwrap();
    lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn without_features_serde_and_serde_json_are_all() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
    let direct = ["console-events", "serde", "serde_json"];
    assert_eq!(packages(&["--depth", "1"]), names(&direct));
    // No procedural macro, because it would take longer to build than all the rest.
    assert!(!packages(&[]).contains("serde_derive"));
}
