//! The verdict on the API, judged by a consumer that is compiled and run against both crates: it builds, matches, reads each field,
//! calls each accessor, and what it says of the same deliveries is compared. Every edit is an event of one page, so that two crates
//! are enough for all of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../cases/mod.rs"]
mod cases;
mod consumer;
mod edits;
#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use console_events_codegen::diff::{Semver, Side, Tolerance, diff};
use console_events_codegen::emit::emit;
use console_events_codegen::lower::lower;
use console_events_codegen::reconcile::Reconciled;
use serde_json::Value;
use whole_crate::WholeCrate;

type Files = BTreeMap<String, String>;
/// What a consumer says of each delivery of an event, by place.
type Said = BTreeMap<String, Vec<BTreeMap<String, Value>>>;

struct Place {
    whole: WholeCrate,
    folder: std::path::PathBuf,
}

impl Place {
    /// The modules of a consumer that do not compile against a crate.
    fn broken(&self, of: &Files, against: &Files) -> BTreeSet<String> {
        self.whole.generated(against);
        let modules = consumer::modules(of);
        self.consumer(of, &modules);
        let output =
            self.whole.cargo(&["check", "--package", "consumer", "--message-format", "json"]).output().unwrap();
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let errors = errors.filter(|line| line["message"]["level"] == "error");
        let mut broken = BTreeSet::new();
        for error in errors {
            if std::env::var_os("JUDGE_SHOW").is_some() {
                eprintln!("{}", error["message"]["rendered"].as_str().unwrap());
            }
            let spans = error["message"]["spans"].as_array().unwrap().iter().filter(|span| span["is_primary"] == true);
            for file in spans.map(|span| span["file_name"].as_str().unwrap()) {
                let stem = file.rsplit('/').next().unwrap().trim_end_matches(".rs");
                assert!(modules.contains(stem), "{file}: {}", error["message"]["rendered"]);
                broken.insert(stem.to_owned());
            }
        }
        assert_eq!(broken.is_empty(), output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        broken
    }

    /// What the modules of a consumer say of the deliveries, built with a crate.
    fn said(&self, of: &Files, against: &Files, modules: &BTreeSet<String>, bodies: &Value) -> Said {
        self.whole.generated(against);
        self.consumer(of, modules);
        let file = self.folder.join("bodies.json");
        std::fs::write(&file, bodies.to_string()).unwrap();
        let output = self.whole.cargo(&["run", "--package", "consumer"]).env("BODIES", &file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said: BTreeMap<String, Vec<BTreeMap<String, String>>> = serde_json::from_slice(&output.stdout).unwrap();
        // What is written is JSON, in which the order of keys says nothing.
        let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
        let values =
            |said: BTreeMap<String, String>| said.into_iter().map(|(place, text)| (place, value(text))).collect();
        said.into_iter().map(|(event, all)| (event, all.into_iter().map(values).collect())).collect()
    }

    fn consumer(&self, of: &Files, modules: &BTreeSet<String>) {
        let _ = std::fs::remove_dir_all(self.folder.join("consumer/src"));
        for (path, text) in consumer::of(of, modules) {
            self.whole.consumer_with(&["uuid"], &path, &text);
        }
    }
}

fn generated(events: &Reconciled) -> Files {
    emit(&lower(events).unwrap(), "judge").unwrap().files
}

#[test]
fn no_verdict_asks_for_less_than_a_consumer_that_runs() {
    let edits = edits::all();
    let page = |of: &dyn Fn(&edits::Edit) -> &Value| {
        let mut all = Reconciled::default();
        for edit in &edits {
            all.events.extend(cases::payload(&edit.name, of(edit)).events);
        }
        all
    };
    let (before, after) = (page(&|edit| &edit.old), page(&|edit| &edit.new));
    let (old, new) = (generated(&before), generated(&after));
    let folder = tempfile::tempdir().unwrap();
    let place = Place { whole: WholeCrate::new(folder.path().to_owned()), folder: folder.path().to_owned() };
    assert_eq!(place.broken(&old, &old), BTreeSet::new(), "a consumer that does not compile at all judges nothing");
    let breaks = place.broken(&old, &new);
    let gains = place.broken(&new, &old);
    let kept: BTreeSet<String> =
        consumer::modules(&old).into_iter().filter(|module| !breaks.contains(module)).collect();
    let bodies: serde_json::Map<String, Value> = edits
        .iter()
        .map(|edit| (edit.name.clone(), edit.bodies.iter().map(|body| edit.delivery(body)).collect()))
        .collect();
    let bodies = Value::Object(bodies);
    let (was, is) = (place.said(&old, &old, &kept, &bodies), place.said(&old, &new, &kept, &bodies));
    let side = |name: &str, events: &Reconciled| Side::events(name, events).unwrap();
    let answer = diff(&side("old", &before), &side("new", &after), Tolerance::Tolerant).unwrap();
    let mut table = String::new();
    let mut wrong = Vec::new();
    for edit in &edits {
        let name = &edit.name;
        let otherwise = was.get(name) != is.get(name);
        let judged = if breaks.contains(name) || otherwise {
            Semver::Major
        } else if gains.contains(name) {
            Semver::Minor
        } else {
            Semver::Patch
        };
        let concerns = |change: &&console_events_codegen::diff::Change| change.events().contains(&name.as_str());
        let verdict = answer.changes.iter().filter(concerns).map(|change| change.semver).max().unwrap_or_default();
        let why = match (breaks.contains(name), otherwise) {
            (true, _) => "does not compile",
            (false, true) => "compiles, and says something else",
            (false, false) if gains.contains(name) => "NEW's does not compile against OLD",
            (false, false) => "the same",
        };
        let _ = writeln!(table, "| {name} | {} | {why} | {} | {} |", edit.about, judged.name(), verdict.name());
        // Neither judge tells `none` from `patch`: the words of a crate are not run.
        if verdict.max(Semver::Patch) != judged {
            wrong.push(format!(
                "{name} ({}): diff says {}, the judge {}: {why}",
                edit.about,
                verdict.name(),
                judged.name()
            ));
        }
        if otherwise && std::env::var_os("JUDGE_SHOW").is_some() {
            eprintln!("{name}\n was {:?}\n is {:?}", was.get(name), is.get(name));
        }
    }
    println!(
        "| event | edit | OLD's consumer against NEW | judge | diff |\n|---|---|---|---|---|\n{table}\n{} edits",
        edits.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(was.values().flatten().all(|said| said.len() > 3), "the consumer says nothing: {was:?}");
}
