//! What a reader of the documentation finds for each event: description, JSON names, the documented example, the schema.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod common;

use std::fs;
use std::path::Path;

use serde_json::Value;

use common::{Documented, events};

/// The text of the event's module, and the schema that it includes.
fn module(event: &Documented) -> (String, Value) {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated");
    let modules = fs::read_dir(generated.join("payload")).unwrap().map(|entry| entry.unwrap().path());
    let mut texts = modules.map(|path| (fs::read_to_string(&path).unwrap(), path));
    let head = format!("//! The event `{}`.\n", event.name);
    let (text, path) = texts.find(|(text, _)| text.contains(&head)).unwrap_or_else(|| panic!("no module has {head}"));
    let file = format!("{}.schema.json", path.file_stem().unwrap().to_str().unwrap());
    let schema = fs::read_to_string(generated.join("schemas").join(file)).unwrap();
    (text, serde_json::from_str(&schema).unwrap())
}

#[test]
fn each_payload_says_what_it_is() {
    for event in events() {
        let (text, schema) = module(&event);
        assert_eq!(schema, event.schema, "{}", event.name);
        let documentation = text.split("#[derive(").next().unwrap();
        assert!(documentation.contains(&format!("/// The payload of the event `{}`", event.name)), "{documentation}");
        let first = documentation.lines().find_map(|line| line.strip_prefix("/// ")).unwrap();
        assert!(!first.starts_with("The payload of"), "{} is not described", event.name);
        // If the payload is a `$ref`, its properties are in the module of the definition.
        let declared = event.schema["properties"]["payload"]["properties"].as_object();
        for name in declared.into_iter().flat_map(|declared| declared.keys()).filter(|name| !name.contains('`')) {
            assert!(text.contains(&format!("JSON name: `{}`.", name.escape_debug())), "{name} of {}", event.name);
        }
        if let Some(example) = &event.example {
            let runs = documentation.contains("let event = ConsoleEvent::from_str(delivery)?;");
            assert_eq!(runs, event.accepts(example), "{documentation}");
        }
    }
}
