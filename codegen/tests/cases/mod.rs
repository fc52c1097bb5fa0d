//! The cases in `diff_cases/`: two bases, and patches of them; also as events, for judges that read with generated types.
// Each test binary uses a part of this.
#![allow(dead_code, clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use std::fs;
use std::path::{Path, PathBuf};

use console_events_codegen::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};
use serde_json::{Value, json};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff_cases")
}

pub(crate) fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn example(value: &Value) -> Option<Value> {
    (!value.is_null()).then(|| value.clone())
}

pub(crate) fn reconciled(base: &Value) -> Reconciled {
    let list = |value: &Value| value.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let events = base["events"].as_array().unwrap().iter().map(|event| EffectiveEvent {
        name: text(&event["name"]),
        aliases: list(&event["aliases"]),
        title: text(&event["title"]),
        since: event["since"].as_str().map(str::to_owned),
        description: list(&event["description"]),
        table: event["table"].as_array().unwrap().iter().map(|row| (text(&row[0]), text(&row[1]))).collect(),
        schema: event["schema"].clone(),
        example: example(&event["example"]),
    });
    let resources = base["resources"].as_array().unwrap().iter().map(|resource| EffectiveResource {
        name: text(&resource["name"]),
        schema: resource["schema"].clone(),
        example: example(&resource["example"]),
    });
    Reconciled { events: events.collect(), resources: resources.collect() }
}

/// The base after the case's patch.
pub(crate) fn patched(base: &Value, case: &Value) -> Value {
    let mut patched = base.clone();
    let patch: json_patch::Patch = serde_json::from_value(case["patch"].clone()).unwrap();
    json_patch::patch(&mut patched, &patch).unwrap();
    patched
}

/// A change from one set of events to another.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) old: Reconciled,
    pub(crate) new: Reconciled,
}

/// All cases that a tolerant reader is asked about, those of single schemas as payloads of an event.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in ["events", "schema"] {
        let base = read(&folder().join(format!("base_{kind}.json")));
        let events = |base: &Value| if kind == "events" { reconciled(base) } else { payload("thing_measured", base) };
        let mut paths: Vec<_> = fs::read_dir(folder().join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
            let case = read(path);
            if case["reader"] != "strict" {
                let name = format!("{kind}/{}", path.file_stem().unwrap().to_string_lossy());
                cases.push(Case { name, old: events(&base), new: events(&patched(&base, &case)) });
            }
        }
    }
    cases
}

/// One event with a schema as its payload.
pub(crate) fn payload(name: &str, schema: &Value) -> Reconciled {
    let mut payload = schema.clone();
    let definitions = payload.as_object_mut().and_then(|members| members.shift_remove("definitions"));
    let mut root = json!({
        "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": name, "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}
    });
    if let Some(definitions) = definitions {
        root["definitions"] = definitions;
    }
    if let Some(dialect) = schema.get("$schema") {
        root["$schema"] = dialect.clone();
        root["properties"]["payload"].as_object_mut().unwrap().shift_remove("$schema");
    }
    let event = EffectiveEvent {
        name: name.to_owned(),
        aliases: Vec::new(),
        title: name.to_owned(),
        since: None,
        description: Vec::new(),
        table: Vec::new(),
        schema: root,
        example: None,
    };
    Reconciled { events: vec![event], resources: Vec::new() }
}
