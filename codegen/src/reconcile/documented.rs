//! The catalog as files that a person can review in a diff, errors included: a folder for each event, and files for
//! the resources with sections of their own. They do not depend on the page's format.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::folder::pretty;
use super::stem::{Stems, stem};
use crate::catalog::{Block, Catalog, DocumentedEvent, DocumentedJson, DocumentedResource, PageText, Table};

/// The files by path.
pub fn documented_files(page: &str, catalog: &Catalog) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("page.json".into(), pretty(&overview(catalog)));
    for event in &catalog.events {
        let folder = stem(&event.key);
        let mut put = |file: &str, text: String| files.insert(format!("{folder}/{file}"), text);
        put("event.json", pretty(&prose(event)));
        if let Some(block) = &event.schema {
            let value = |json: &DocumentedJson| with_references(event, json);
            let (ending, text) = file(page, block, value);
            put(&format!("schema{ending}"), text);
        }
        if let Some(block) = &event.example {
            let (ending, text) = file(page, block, |json| event.filled_example().unwrap_or_else(|| json.value.clone()));
            put(&format!("example{ending}"), text);
        }
        for resource in &event.resources {
            put_resource(page, resource, &mut put);
        }
    }
    for resource in &catalog.resources {
        // The name of an event's folder contains no dot.
        let mut put = |file: &str, text: String| files.insert(file.to_owned(), text);
        put(&format!("resource-{}.json", Stems::of_resource(&resource.name)), pretty(&section(resource)));
        put_resource(page, resource, &mut put);
    }
    files
}

fn put_resource(page: &str, resource: &DocumentedResource, put: &mut impl FnMut(&str, String) -> Option<String>) {
    let name = Stems::of_resource(&resource.name);
    for (kind, block) in [("schema", &resource.schema), ("example", &resource.example)] {
        let Some(block) = block else { continue };
        let (ending, text) = file(page, block, |json| json.value.clone());
        put(&format!("resource-{name}.{kind}{ending}"), text);
    }
}

/// The parts of a resource's section other than its JSON.
fn section(resource: &DocumentedResource) -> Value {
    let blocks = [("schema", &resource.schema), ("example", &resource.example)].into_iter();
    let blocks: Map<String, Value> =
        blocks.filter_map(|(kind, block)| Some((kind.to_owned(), about(block.as_ref()?)))).collect();
    let section = resource.section.as_ref();
    json!({
        "name": resource.name,
        "title": section.map(|section| &section.title.text),
        "since": section.and_then(|section| section.since.as_ref()).map(|since| &since.text),
        "description": section.map(|section| texts(&section.description)),
        "table": section.and_then(|section| section.table.as_ref()).map(rows),
        "blocks": blocks,
    })
}

fn overview(catalog: &Catalog) -> Value {
    let events: Vec<_> = catalog.events.iter().map(|event| event.key.as_str()).collect();
    let strays = catalog.strays.iter().map(|stray| json!({ "section": stray.section, "what": stray.what }));
    let mut overview = json!({
        "events": events,
        "envelope": catalog.envelope.as_ref().map(rows),
        "strays": strays.collect::<Vec<_>>(),
    });
    if !catalog.resources.is_empty() {
        overview["resources"] = catalog.resources.iter().map(|resource| resource.name.as_str()).collect();
    }
    overview
}

fn rows(table: &Table) -> Value {
    let row = |row: &crate::catalog::Row| json!({ "name": row.name.text, "type": row.kind.text, "description": row.description.text });
    table.rows.iter().map(row).collect()
}

fn texts(texts: &[PageText]) -> Vec<&str> {
    texts.iter().map(|text| text.text.as_str()).collect()
}

fn prose(event: &DocumentedEvent) -> Value {
    let resources = event.resources.iter().flat_map(|resource| {
        let name = &resource.name;
        [("schema", &resource.schema), ("example", &resource.example)]
            .into_iter()
            .filter_map(move |(kind, block)| Some((format!("resource {name} {kind}"), block.as_ref()?)))
    });
    let own = [("schema", &event.schema), ("example", &event.example)];
    let own = own.into_iter().filter_map(|(kind, block)| Some((kind.to_owned(), block.as_ref()?)));
    let blocks: Map<String, Value> = own.chain(resources).map(|(name, block)| (name, about(block))).collect();
    json!({
        "key": event.key,
        "title": event.title.text,
        "since": event.since.as_ref().map(|since| &since.text),
        "description": texts(&event.description),
        "table": event.table.as_ref().map(rows),
        "blocks": blocks,
    })
}

/// What accompanies the JSON of a block: notes, comments, trailing commas, duplicate keys.
fn about(block: &Block) -> Value {
    let mut about = Map::new();
    if !block.notes.is_empty() {
        about.insert("notes".into(), texts(&block.notes).into());
    }
    match &block.json {
        Ok(json) if !json.duplicate_keys.is_empty() => {
            let keys: Vec<_> = json.duplicate_keys.iter().map(|spot| spot.pointer.as_str()).collect();
            about.insert("duplicate keys".into(), keys.into());
        }
        Ok(_) => {}
        Err(error) => {
            about.insert("unreadable".into(), error.message.clone().into());
        }
    }
    Value::Object(about)
}

/// The JSON; or, if it cannot be read, its text without margins, which depend on the page's format.
fn file(page: &str, block: &Block, value: impl Fn(&DocumentedJson) -> Value) -> (&'static str, String) {
    if let Ok(json) = &block.json {
        return (".json", pretty(&value(json)));
    }
    let text = page.get(block.span.start..block.span.end).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    (".unreadable.txt", lines.fold(String::new(), |all, line| all + line + "\n"))
}

/// The schema, with a reference to the resource's file for each `{...}`.
fn with_references(event: &DocumentedEvent, json: &DocumentedJson) -> Value {
    let mut value = json.value.clone();
    for placeholder in &json.placeholders {
        let Some(place) = value.pointer_mut(placeholder.pointer.as_str()) else { continue };
        let resource = placeholder.resource.as_deref().and_then(|name| event.resource(name));
        *place = match resource.filter(|resource| resource.schema.is_some()) {
            Some(resource) => {
                let folder = if resource.section.is_some() { "../" } else { "" };
                json!({ "$ref": format!("{folder}resource-{}.schema.json", Stems::of_resource(&resource.name)) })
            }
            None => json!({ "$comment": "{...}, for which this section documents no resource" }),
        };
    }
    value
}
