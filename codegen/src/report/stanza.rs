//! A decision ready to paste: accepts a finding as documented, with the `test` filled in.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Value, json};
use toml::Value as Toml;

use crate::catalog::Catalog;
use crate::decision::{DECISIONS, document_path, part};
use crate::diagnostic::Diagnostic;
use crate::reconcile::stem;
use crate::text::toml::{key, string as text};

/// A decision as text, and the file into which it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stanza {
    /// Path of the file from the root of the repository.
    pub file: String,
    /// A `[[decision]]` table, complete in itself.
    pub toml: String,
}

/// Values longer than this are tested in parts.
const LONGEST: usize = 400;

/// More parts than these say nothing more.
const PARTS: usize = 16;

/// Nesting that every reader of TOML follows, and every reader of JSON.
const DEEPEST_TOML: usize = 24;
const DEEPEST: usize = 96;

/// The decision that accepts a finding as documented.
pub fn stanza(diagnostic: &Diagnostic, catalog: &Catalog) -> Stanza {
    within(diagnostic, catalog, &part(catalog, diagnostic.event.as_deref()))
}

/// The same, with the event's part of the document, which is made once for all its findings.
pub(super) fn within(diagnostic: &Diagnostic, catalog: &Catalog, document: &Value) -> Stanza {
    let event = diagnostic.event.as_deref();
    let file = event.map_or_else(|| "page".into(), stem);
    let patch: Vec<Value> = tests(diagnostic, catalog, document)
        .into_iter()
        .map(|(path, value)| json!({"op": "test", "path": path.as_str(), "value": value}))
        .collect();
    let mut toml = String::from("[[decision]]\n");
    let id = format!("{}-{}-{}", event.unwrap_or("page"), diagnostic.rule, diagnostic.fingerprint());
    line(&mut toml, "id", &text(&id));
    line(&mut toml, "answers", &answers(diagnostic));
    line(&mut toml, "verdict", &text("accepted"));
    let reason = format!("Accepted as documented: {}.", diagnostic.message.trim_end_matches('.'));
    line(&mut toml, "reason", &text(&reason));
    let sayable = patch.iter().all(|operation| depth(operation) < DEEPEST_TOML);
    match patch.iter().filter(|_| sayable).map(toml_of).collect::<Option<Vec<_>>>() {
        Some(operations) if sayable => {
            toml.push_str("patch = [\n");
            for operation in operations {
                toml.extend(["  ", &operation, ",\n"]);
            }
            toml.push_str("]\n");
        }
        // What TOML cannot say, JSON can.
        Some(_) | None => line(&mut toml, "patch_json", &text(&Value::Array(patch).to_string())),
    }
    Stanza { file: format!("{DECISIONS}/{file}.toml"), toml }
}

fn line(toml: &mut String, key: &str, value: &str) {
    toml.push_str(key);
    toml.push_str(" = ");
    toml.push_str(value);
    toml.push('\n');
}

fn answers(diagnostic: &Diagnostic) -> String {
    let fingerprint = diagnostic.fingerprint();
    let members = [
        ("rule", Some(diagnostic.rule)),
        ("event", diagnostic.event.as_deref()),
        ("witness", Some(diagnostic.witness.name())),
        ("resource", diagnostic.resource.as_deref()),
        ("pointer", Some(diagnostic.pointer.as_str())),
        ("fingerprint", Some(&fingerprint)),
    ];
    let members = members.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", text(value?))));
    format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
}

/// The value as inline TOML on one line; none where TOML cannot say it.
fn toml_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => integer.to_string(),
            (None, Some(float)) if number.is_f64() => Toml::Float(float).to_string(),
            _ => return None,
        },
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(toml_of).collect::<Option<Vec<_>>>()?.join(", ")),
        Value::Object(members) if members.is_empty() => "{}".into(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| Some(format!("{} = {}", key(name), toml_of(value)?));
            format!("{{ {} }}", members.iter().map(member).collect::<Option<Vec<_>>>()?.join(", "))
        }
    })
}

/// What the decision rests on: the value of which the finding speaks, or what is nearest to it.
fn tests(diagnostic: &Diagnostic, catalog: &Catalog, document: &Value) -> Vec<(PointerBuf, Value)> {
    let event = diagnostic.event.as_deref();
    let path = document_path(catalog, event, diagnostic.witness, diagnostic.resource.as_deref(), &diagnostic.pointer);
    let mut at: &Pointer = &path;
    let found = loop {
        if let Some(value) = document.pointer(at.as_str()).filter(|_| !at.is_root()) {
            break in_parts(at, value);
        }
        match at.parent() {
            Some(parent) => at = parent,
            // An event that the catalog does not have: nothing will ever match, which is what a test is for.
            None => break vec![(path.clone(), Value::Null)],
        }
    };
    let nothing_of_it = (at.count() < 2 || found.iter().any(|(_, value)| depth(value) > DEEPEST)) && event.is_some();
    if nothing_of_it && let Some(title) = event.and_then(|event| document.get(event)?.pointer("/prose/title")) {
        return vec![(PointerBuf::from_tokens([event.unwrap_or_default(), "prose", "title"]), title.clone())];
    }
    found
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// A long object is tested by its first short members: those are what findings speak of (`type`, `required`, `const`).
fn in_parts(place: &Pointer, value: &Value) -> Vec<(PointerBuf, Value)> {
    if let (false, Value::Object(members)) = (is_short(value), value) {
        let short = members.iter().filter(|(_, value)| is_short(value)).take(PARTS);
        let parts: Vec<_> =
            short.map(|(key, value)| (place.with_trailing_token(key.as_str()), value.clone())).collect();
        if !parts.is_empty() {
            return parts;
        }
    }
    vec![(place.to_buf(), value.clone())]
}

/// Whether the value's JSON is short; a long one is not written to its end.
fn is_short(value: &Value) -> bool {
    struct Room(usize);
    impl std::io::Write for Room {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::WriteZero)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    serde_json::to_writer(Room(LONGEST), value).is_ok()
}
