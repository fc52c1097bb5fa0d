//! The properties of an event or a resource: the effective schema, what each witness says, and the findings.

use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::finding::FindingView;
use super::words::Inline;
use crate::report::properties::{Properties, WitnessValues, dotted};

/// A property as the template shows it.
pub(super) struct PropertyView<'a> {
    pub(super) name: Inline<'a>,
    pub(super) kind: Inline<'a>,
    pub(super) depth: usize,
    pub(super) required: bool,
    pub(super) confidential: bool,
    pub(super) gone: bool,
    pub(super) since: Option<Inline<'a>>,
    pub(super) description: Inline<'a>,
    pub(super) said: Vec<(&'static str, Inline<'a>)>,
    /// A mark if the decisions changed what the schema says.
    pub(super) mark: &'static str,
    pub(super) findings: Vec<FindingView<'a>>,
}

/// The table's descriptions by the place of their property.
pub(super) type Described<'a> = HashMap<PointerBuf, &'a str>;

/// The properties with their findings, and the findings that belong to no property.
pub(super) fn all<'a>(
    said: &Properties,
    effective: Option<&Value>,
    described: &Described<'_>,
    since: Option<&'a str>,
    findings: Vec<(PointerBuf, FindingView<'a>)>,
) -> (Vec<PropertyView<'a>>, Vec<FindingView<'a>>) {
    let mut by_place: HashMap<&Pointer, Vec<FindingView<'a>>> = HashMap::new();
    let mut rest = Vec::new();
    for (place, finding) in findings {
        match nearest(said, &place) {
            Some(place) => by_place.entry(place).or_default().push(finding),
            None => rest.push(finding),
        }
    }
    let properties = said.iter().map(|(place, said)| {
        let own = effective.and_then(|schema| declared(schema, place));
        let (schema, required) = own.map_or((None, false), |(schema, required)| (Some(schema), required));
        let text = |keyword: &str| schema.and_then(|schema| schema.get(keyword)?.as_str());
        let description = text("description").or_else(|| described.get(place).copied()).unwrap_or_default();
        let kind = said.effective.as_deref().or(said.schema.as_deref()).or(said.table.as_deref());
        let kind = kind.or(said.example.as_deref()).unwrap_or_default();
        PropertyView {
            name: Inline::new(dotted(place)),
            kind: Inline::new(plain_kind(kind).to_owned()),
            depth: place.tokens().count().saturating_sub(1).min(6),
            required,
            confidential: schema.is_some_and(|schema| schema.get("x-confidential") == Some(&Value::Bool(true))),
            gone: schema.is_none(),
            since: text("x-available-from")
                .map(|since| Inline::new(since.to_owned()))
                .or_else(|| since.map(Inline::new)),
            description: Inline::new(description.to_owned()),
            said: statements(said),
            mark: if said.schema == said.effective { "" } else { "decided" },
            findings: by_place.remove(&**place).unwrap_or_default(),
        }
    });
    (properties.collect(), rest)
}

/// Without the words that have columns of their own.
fn plain_kind(kind: &str) -> &str {
    let kind = kind.strip_suffix(", required").unwrap_or(kind);
    kind.strip_suffix(", confidential").unwrap_or(kind)
}

fn statements(said: &WitnessValues) -> Vec<(&'static str, Inline<'static>)> {
    let silent = || Inline::new("says nothing");
    let one = |says: &Option<String>| says.clone().map_or_else(silent, Inline::new);
    vec![
        ("table", one(&said.table)),
        ("example", one(&said.example)),
        ("schema", one(&said.schema)),
        ("after the decisions", one(&said.effective)),
    ]
}

/// The property at a place, or the nearest around it.
fn nearest<'p>(said: &'p Properties, place: &Pointer) -> Option<&'p Pointer> {
    let mut place = place;
    loop {
        if let Some((known, _)) = said.get_key_value(place) {
            return Some(known);
        }
        place = place.parent()?;
    }
}

/// The schema of a property, and whether it is required.
fn declared<'s>(schema: &'s Value, place: &Pointer) -> Option<(&'s Value, bool)> {
    let mut found = (schema, false);
    for token in place.tokens() {
        let token = token.decoded();
        found = if token == "*" { (found.0.get("items")?, false) } else { member(found.0, &token)? };
    }
    Some(found)
}

fn member<'s>(schema: &'s Value, name: &str) -> Option<(&'s Value, bool)> {
    let required = |schema: &Value| {
        let names = schema.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|required| required == name))
    };
    if let Some(property) = schema.get("properties").and_then(|properties| properties.get(name)) {
        return Some((property, required(schema)));
    }
    ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array())
        .flatten()
        .find_map(|branch| member(branch, name))
}
