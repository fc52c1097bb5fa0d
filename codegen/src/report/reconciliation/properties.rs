//! Each property of an event or a resource by witness: what table, example and schema say about it.

use std::collections::HashSet;

use indexmap::IndexMap;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::{DocumentedEvent, DocumentedResource};
use crate::envelope;
use crate::schema::json_type;
use crate::text::{Markdown, Text};

/// What the witnesses say of one property.
#[derive(Clone, Default)]
pub(crate) struct WitnessValues {
    /// The type in the table.
    pub(crate) table: Option<String>,
    /// What the example shows.
    pub(crate) example: Option<String>,
    /// What the schema declares.
    pub(crate) schema: Option<String>,
    /// What the schema declares after the decisions.
    pub(crate) effective: Option<String>,
}

/// By place in the instance, with `*` for any item of a list.
pub(crate) type Properties = IndexMap<PointerBuf, WitnessValues>;

/// The properties of an event. Those of a resource in it are listed with the resource.
pub(crate) fn said_of_event(event: &DocumentedEvent, effective: Option<&Value>) -> Properties {
    let mut properties = Properties::new();
    if let Some(schema) = event.schema_with_references() {
        declared(&schema, &mut properties, |said| &mut said.schema);
    }
    for table_row in event.table.iter().flat_map(|table| &table.rows) {
        let place = PointerBuf::from_tokens([envelope::PAYLOAD]).concat(&table_row.pointer());
        properties.entry(place).or_default().table = Some(table_row.kind.text.clone());
    }
    if let Some(example) = event.example.as_ref().and_then(|block| block.value()) {
        add_example(example, &PointerBuf::root(), &mut properties);
    }
    if let Some(schema) = effective {
        declared(schema, &mut properties, |said| &mut said.effective);
    }
    properties
}

/// The properties of an event as a table.
pub(super) fn of_event(event: &DocumentedEvent, effective: Option<&Value>) -> Text<Markdown> {
    let properties = said_of_event(event, effective);
    let table = |said: &WitnessValues| Some(said.table.clone());
    rendered(&properties, &["property", "table", "example", "schema", "after the decisions"], table)
}

/// The properties of a resource, which has no table.
pub(crate) fn said_of_resource(resource: &DocumentedResource, effective: Option<&Value>) -> Properties {
    let mut properties = Properties::new();
    if let Some(schema) = resource.schema.as_ref().and_then(|block| block.value()) {
        declared(schema, &mut properties, |said| &mut said.schema);
    }
    if let Some(example) = resource.example.as_ref().and_then(|block| block.value()) {
        add_example(example, &PointerBuf::root(), &mut properties);
    }
    if let Some(schema) = effective {
        declared(schema, &mut properties, |said| &mut said.effective);
    }
    properties
}

/// The properties of a resource as a table.
pub(super) fn of_resource(resource: &DocumentedResource, effective: Option<&Value>) -> Text<Markdown> {
    let properties = said_of_resource(resource, effective);
    rendered(&properties, &["property", "example", "schema", "after the decisions"], |_| None)
}

fn rendered(
    properties: &Properties,
    names: &[&'static str],
    table: impl Fn(&WitnessValues) -> Option<Option<String>>,
) -> Text<Markdown> {
    let mut all = Text::new();
    if properties.is_empty() {
        all.push("No witness mentions a property.\n");
        return all;
    }
    let template = |words: &'static str| {
        let mut cell = Text::new();
        cell.push(words);
        cell
    };
    let cell = |said: Option<&str>| said.map_or_else(|| template("–"), Text::code);
    all.push(Text::head(names));
    for (place, said) in properties {
        let mut cells = vec![Text::code(&dotted(place))];
        cells.extend(table(said).map(|said| cell(said.as_deref())));
        cells.push(cell(said.example.as_deref()));
        cells.push(cell(said.schema.as_deref()));
        let effective = said.effective.as_deref();
        let unchanged = effective.is_some() && effective == said.schema.as_deref();
        cells.push(if unchanged { template("the same") } else { cell(effective) });
        all.push(Text::row(cells));
    }
    all
}

/// `wheels[].label` for `/wheels/*/label`.
pub(crate) fn dotted(place: &Pointer) -> String {
    let mut dotted = String::new();
    for token in place.tokens() {
        match token.decoded().as_ref() {
            "*" => dotted += "[]",
            name => {
                if !dotted.is_empty() {
                    dotted.push('.');
                }
                dotted += name;
            }
        }
    }
    dotted
}

fn declared(schema: &Value, properties: &mut Properties, said: fn(&mut WitnessValues) -> &mut Option<String>) {
    walk(schema, &PointerBuf::root(), properties, said);
}

fn walk(
    schema: &Value,
    at: &PointerBuf,
    properties: &mut Properties,
    said: fn(&mut WitnessValues) -> &mut Option<String>,
) {
    let names = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let required: HashSet<&str> = names.collect();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = at.with_trailing_token(name.as_str());
        let mut words = type_of(property);
        if required.contains(name.as_str()) {
            words += ", required";
        }
        *said(properties.entry(place.clone()).or_default()) = Some(words);
        walk(property, &place, properties, said);
    }
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let place = at.with_trailing_token(name);
        if schema.get("properties").and_then(|properties| properties.get(name)).is_none() {
            *said(properties.entry(place).or_default()) = Some("required, undeclared".into());
        }
    }
    if let Some(items) = schema.get("items") {
        walk(items, &at.with_trailing_token("*"), properties, said);
    }
    for branch in ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten() {
        walk(branch, at, properties, said);
    }
}

/// The type in a schema, with further notes.
fn type_of(schema: &Value) -> String {
    let mut words = match (schema.get("$ref"), schema.get("type")) {
        (Some(Value::String(target)), _) => target.rsplit('/').next().unwrap_or(target).to_owned(),
        (_, Some(Value::String(name))) => name.clone(),
        (_, Some(Value::Array(names))) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "anything".into(),
    };
    let values =
        schema.get("const").into_iter().chain(schema.get("enum").and_then(Value::as_array).into_iter().flatten());
    let values: Vec<_> = values.map(ToString::to_string).collect();
    if !values.is_empty() {
        words = format!("{words} {}", values.join(" or "));
    }
    if schema.get("x-confidential") == Some(&Value::Bool(true)) {
        words += ", confidential";
    }
    words
}

/// What an example shows: the kinds of its values.
fn add_example(value: &Value, at: &PointerBuf, properties: &mut Properties) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let place = at.with_trailing_token(name.as_str());
                properties.entry(place.clone()).or_default().example = Some(json_type(value).into());
                add_example(value, &place, properties);
            }
        }
        Value::Array(items) => {
            for item in items {
                add_example(item, &at.with_trailing_token("*"), properties);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
