//! The judges of the verdict on the API: cargo-semver-checks, and a consumer that uses all there is. It takes some minutes, so it runs
//! on demand, with cargo-semver-checks on PATH or named in `SEMVER_CHECKS`:
//!
//! `cargo test -p console-events-codegen --test api_judge -- --ignored --nocapture` (`BLESS=1` writes `table.md` anew)

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../cases/mod.rs"]
mod cases;
mod consumer;
mod toolchain;
#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use console_events_codegen::diff::{Semver, Side, Tolerance, diff};
use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use console_events_codegen::reconcile::Reconciled;
use toolchain::{Place, semver_checks};

/// Where `diff` asks for more than the judges see, and why it is right.
const STRICTER: &[(&str, &str)] = &[
    (
        "events/alias-added",
        "what was unknown under that name arrives as this event: new behaviour behind the same types",
    ),
    ("events/alias-becomes-another-event", "deliveries of that name arrive as another variant: behaviour, not types"),
    ("events/alias-removed", "deliveries of that name are unknown from now on: behaviour, not types"),
];

const HEAD: &str = "# The API verdict and its judges\n\n\
Written by `BLESS=1 cargo test -p console-events-codegen --test api_judge -- --ignored`. *consumer* is `major` where a program that uses\n\
every field, variant and method of OLD does not compile against NEW, `minor` where NEW's does not compile against OLD, `patch` where only\n\
the text of the crate differs. *semver-checks* is the least release that cargo-semver-checks allows; it sees no change of a field's type\n\
and asks for no minor release where something is added, so the larger of both is the judgement.\n\n\
| change | kinds | diff | semver-checks | consumer | |\n|---|---|---|---|---|---|\n";

fn generated(events: &Reconciled) -> BTreeMap<String, String> {
    emit(&lower(events).unwrap(), "judge").unwrap().files
}

#[test]
#[ignore = "compiles and documents a crate for each case; needs cargo-semver-checks"]
fn the_release_that_diff_asks_for_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (Place::new(folder.path().join("old")), Place::new(folder.path().join("new")));
    let mut table = HEAD.to_owned();
    let mut known: Option<(BTreeMap<String, String>, std::path::PathBuf)> = None;
    let (mut right, mut strict, mut lenient) = (0, 0, Vec::new());
    let only = std::env::var("JUDGE_ONLY").unwrap_or_default();
    for case in cases::all().into_iter().filter(|case| case.name.contains(&only)) {
        let side = |name: &str, events| Side::events(name, events).unwrap();
        let answer = diff(&side("old", &case.old), &side("new", &case.new), Tolerance::Tolerant).unwrap();
        let (old, new) = (generated(&case.old), generated(&case.new));
        let documented = match &known {
            Some((files, documented)) if *files == old => documented.clone(),
            _ => {
                before.generated(&old);
                assert!(before.compiles(&consumer::of(&old)), "the consumer of {} does not compile at all", case.name);
                let documented = before.documented("old.json");
                known = Some((old.clone(), documented.clone()));
                documented
            }
        };
        after.generated(&new);
        let checks = semver_checks(&documented, &after.documented("new.json"));
        let consumer = if !after.compiles(&consumer::of(&old)) {
            Semver::Major
        } else if !before.compiles(&consumer::of(&new)) {
            Semver::Minor
        } else if old == new {
            Semver::None
        } else {
            Semver::Patch
        };
        let judged = checks.max(consumer);
        let verdict = answer.verdict.semver;
        let remark = match verdict.cmp(&judged) {
            Ordering::Equal => String::new(),
            Ordering::Less if verdict == Semver::None && judged == Semver::Patch => {
                "only order and words differ".into()
            }
            Ordering::Greater => STRICTER
                .iter()
                .find(|(name, _)| *name == case.name)
                .map_or("stricter, unexplained".into(), |(_, why)| format!("stricter: {why}")),
            Ordering::Less => "too lenient".into(),
        };
        match &remark[..] {
            "too lenient" => lenient.push(case.name.clone()),
            remark if remark.starts_with("stricter") => strict += 1,
            _ => right += 1,
        }
        let mut kinds: Vec<&str> = answer.changes.iter().map(|change| change.kind.name()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let [verdict, checks, consumer] = [verdict, checks, consumer].map(Semver::name);
        let _ =
            writeln!(table, "| {} | {} | {verdict} | {checks} | {consumer} | {remark} |", case.name, kinds.join(", "));
    }
    let _ = writeln!(table, "\n{right} right, {strict} stricter, {} too lenient.", lenient.len());
    println!("{table}");
    if !only.is_empty() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api_judge/table.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &table).unwrap();
    } else {
        assert_eq!(std::fs::read_to_string(path).unwrap(), table, "BLESS=1 writes it anew");
    }
    assert!(lenient.is_empty(), "too lenient: {lenient:?}");
    assert!(!table.contains("unexplained"), "an explanation is missing");
}
