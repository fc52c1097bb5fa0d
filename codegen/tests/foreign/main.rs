//! The schemas of another platform's events as a page of ours: what becomes of their fields, whether every example is read and written
//! back the same, and what the crate costs to compile, beside typify's own types of the same schemas.
//!
//! `docs/figures.md` says where the schemas come from and how this is run. Nothing of them is part of this project.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod beside;
mod package;
#[path = "../whole_crate/mod.rs"]
mod whole_crate;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use console_events_codegen::emit::emit;
use console_events_codegen::lower::{Layout, SchemaSet, TypeKind, lower};
use console_events_codegen::reconcile::{EffectiveEvent, Reconciled};
use package::Foreign;
use serde_json::{Map, Value, json};
use wait4::Wait4 as _;
use whole_crate::WholeCrate;

/// Answers each line with what it read and wrote again, its misfits, and whether the event is a known one.
const READER: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        match console_events::ConsoleEvent::from_str(&line) {
            Ok(event) => {
                let written: serde_json::Value = serde_json::to_value(&event).expect("JSON");
                let came: serde_json::Value = serde_json::from_str(&line).expect("JSON");
                let misfits: Vec<String> = event.misfits().iter().map(ToString::to_string).collect();
                println!("{} {} {}", written == came, event.payload.kind().is_some(), misfits.join("; "));
            }
            Err(error) => println!("false false {error}"),
        }
    }
}
"#;

/// The events as reconciled ones.
fn page(foreign: &Foreign) -> Reconciled {
    let all = foreign.schema["definitions"].as_object().unwrap();
    let event = |event: &Value| {
        let mut used = Map::new();
        closure(&event["payload"], all, &mut used);
        EffectiveEvent {
            name: event["name"].as_str().unwrap().to_owned(),
            aliases: Vec::new(),
            title: event["name"].as_str().unwrap().to_owned(),
            since: None,
            description: Vec::new(),
            table: Vec::new(),
            schema: json!({
                "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "definitions": used,
                "properties": {"eventName": {"const": event["name"]}, "payload": event["payload"]}
            }),
            example: None,
        }
    };
    Reconciled { events: foreign.events.iter().map(event).collect(), resources: Vec::new() }
}

fn closure(schema: &Value, all: &Map<String, Value>, used: &mut Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(|to| to.as_str()?.strip_prefix("#/definitions/"))
                && !used.contains_key(name)
            {
                used.insert(name.to_owned(), all[name].clone());
                closure(&all[name], all, used);
            }
            members.values().for_each(|value| closure(value, all, used));
        }
        Value::Array(items) => items.iter().for_each(|item| closure(item, all, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn untyped(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Value | TypeKind::Object => true,
        TypeKind::Map(inner)
        | TypeKind::OpenMap(inner)
        | TypeKind::Array(inner)
        | TypeKind::Nullable(inner)
        | TypeKind::Confidential(inner) => untyped(inner),
        TypeKind::Named(_)
        | TypeKind::Boxed(_)
        | TypeKind::String
        | TypeKind::Boolean
        | TypeKind::Null
        | TypeKind::Number
        | TypeKind::Integer => false,
    }
}

fn count(set: &SchemaSet) {
    let (mut fields, mut open) = (0, BTreeMap::new());
    for plan in set.types() {
        if let Layout::Object { fields: own, .. } = &plan.layout {
            fields += own.len();
            for field in own.iter().filter(|field| untyped(&field.kind)) {
                open.insert(format!("{}.{}", plan.name, field.ident), format!("{:?}", field.kind));
            }
        }
    }
    let types = set.types().count();
    let unions = set.types().filter(|plan| matches!(plan.layout, Layout::Union(_))).count();
    println!(
        "{} events, {types} types, {unions} unions, {fields} fields, {} of them untyped:",
        set.events.len(),
        open.len()
    );
    for (field, kind) in open {
        println!("  {field}: {kind}");
    }
    for event in &set.events {
        if let Some(Layout::Transparent(kind)) = event.types.first().map(|plan| &plan.layout)
            && untyped(kind)
        {
            println!("  the payload of {}: {kind:?}", event.name);
        }
    }
}

/// Lines, seconds of the processor, and megabytes of the largest process while a package is checked.
fn cost(folder: &Path, command: &mut Command, package: &str) {
    let mut warm = Command::new(command.get_program());
    warm.args(command.get_args()).current_dir(folder).envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
    assert!(warm.status().unwrap().success(), "{package} does not compile");
    fs::write(folder.join("src/touched"), "").ok();
    let root = folder.join("src/lib.rs");
    let text = fs::read_to_string(&root).unwrap();
    fs::write(&root, format!("{text}\n// again\n")).unwrap();
    let started = Instant::now();
    let used = command.spawn().unwrap().wait4().unwrap();
    println!(
        "{package}: {:.1} s, {:.1} CPU s, {} MB at most",
        started.elapsed().as_secs_f64(),
        (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        used.rusage.maxrss / 1_000_000
    );
}

fn lines(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| match path.is_dir() {
            true => lines(&path),
            false if path.extension().is_some_and(|of| of == "rs") => fs::read_to_string(path).unwrap().lines().count(),
            false => 0,
        })
        .sum()
}

/// What a program answers to each line.
fn answers(mut command: Command, lines: &[String]) -> Vec<String> {
    let mut reader = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = reader.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = reader.wait_with_output().unwrap();
    let _ = writer.join();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Each example with its event, as a line.
fn documents(foreign: &Foreign, line: impl Fn(&Value, &Value) -> Value) -> Vec<String> {
    let examples = |event: &Value| event["examples"].as_array().cloned().unwrap_or_default();
    let all = foreign.events.iter().flat_map(|event| examples(event).into_iter().map(move |example| (event, example)));
    all.map(|(event, example)| line(event, &example).to_string()).collect()
}

#[test]
#[ignore = "needs the schemas of another platform, and minutes"]
fn events_of_another_platform() {
    let foreign = package::read();
    let started = Instant::now();
    let set = lower(&page(&foreign)).unwrap();
    let files = emit(&set, "foreign").unwrap().files;
    println!("generated in {:.1} s", started.elapsed().as_secs_f64());
    count(&set);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    let whole = WholeCrate::new(folder.clone());
    whole.generated(&files);
    whole.consumer("src/main.rs", READER);
    println!("{} lines", lines(&folder.join("generated")));
    cost(&folder, &mut whole.cargo(&["check", "--package", "console-events"]), "ours");

    let documents = documents(
        &foreign,
        |event, example| json!({"eventName": event["name"], "eventTimestamp": 1, "payload": example}),
    );
    let answers = answers(whole.cargo(&["run", "--package", "consumer"]), &documents);
    let beginning = |words: &str| answers.iter().filter(|line| line.starts_with(words)).count();
    let (same, known) = (beginning("true"), beginning("true true"));
    let clean = answers.iter().filter(|line| line.trim() == "true true").count();
    println!(
        "{} examples: {same} written back the same, {known} as their event, {clean} without a misfit",
        documents.len()
    );
    for (answer, document) in answers.iter().zip(&documents).filter(|(answer, _)| answer.trim() != "true true").take(40)
    {
        println!("  {}: {answer}", &document[..document.len().min(60)]);
    }
    assert_eq!(same, documents.len());
}

#[test]
#[ignore = "needs the schemas of another platform, and minutes"]
fn typify_beside() {
    let foreign = package::read();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("foreign-typify");
    let mut check = beside::write(&folder, &foreign);
    println!("typify: {} lines", fs::read_to_string(folder.join("src/lib.rs")).unwrap().lines().count());
    check.args(["check", "--lib"]);
    cost(&folder, &mut check, "typify's");
    let documents =
        documents(&foreign, |event, example| json!({"definition": event["definition"], "payload": example}));
    let mut run = beside::write(&folder, &foreign);
    run.args(["run", "--bin", "typed"]);
    let answers = answers(run, &documents);
    println!(
        "typify: {} examples, {} written back the same",
        documents.len(),
        answers.iter().filter(|line| *line == "true").count()
    );
}
