//! Events of another platform, from the files in which it publishes them: one JSON Schema whose definitions `subject$action` are the
//! events, and a list of examples by subject.

use std::path::Path;
use std::{env, fs};

use serde_json::{Value, json};

/// The schema, and the events as `{"name": "…", "payload": {…}, "examples": [{…}]}`.
pub(crate) struct Foreign {
    pub(crate) schema: Value,
    pub(crate) events: Vec<Value>,
}

fn file(variable: &str) -> Value {
    let path = env::var_os(variable).unwrap_or_else(|| panic!("{variable} names a file; see docs/figures.md"));
    serde_json::from_str(&fs::read_to_string(Path::new(&path)).unwrap()).unwrap()
}

/// Reads the files that `FOREIGN_SCHEMA` and `FOREIGN_EXAMPLES` name.
pub(crate) fn read() -> Foreign {
    let (schema, examples) = (file("FOREIGN_SCHEMA"), file("FOREIGN_EXAMPLES"));
    let of = |subject: &str, action: &str| {
        let own = examples.as_array().unwrap().iter().filter(|one| one["name"] == subject);
        let all = own.flat_map(|one| one["examples"].as_array().unwrap());
        all.filter(|example| action == "event" || example["action"] == action).cloned().collect::<Vec<Value>>()
    };
    let names = schema["definitions"].as_object().unwrap().keys();
    let events = names.filter_map(|name| Some((name, name.split_once('$')?))).map(|(name, (subject, action))| {
        json!({"name": format!("{subject}_{action}"), "definition": name, "payload": {"$ref": format!("#/definitions/{name}")},
            "examples": of(subject, action)})
    });
    let events = events.collect();
    Foreign { schema, events }
}
