//! Writes the effective schemas as a folder of files, and reads them back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::effective::{EffectiveEvent, EffectiveResource, Reconciled};
use super::stem::{Stems, stem};

/// The file that lists the others.
const INDEX: &str = "index.json";
/// How many files a message names.
const NAMED: usize = 5;

/// Why a folder cannot be read as effective schemas.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A file is missing.
    #[error(
        "no `{file}` in the folder of reconciled schemas; present: {present}; run `cargo codegen sync` to write the folder again"
    )]
    Missing {
        /// The file.
        file: String,
        /// The files that exist.
        present: String,
    },
    /// A file is not JSON, or does not have the expected structure.
    #[error("`{file}` of the reconciled schemas: {message}; run `cargo codegen sync` to write the folder again")]
    Json {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
}

#[derive(Serialize, Deserialize)]
struct FolderIndex {
    events: Vec<IndexedEvent>,
    resources: Vec<IndexedResource>,
}

#[derive(Serialize, Deserialize)]
struct IndexedEvent {
    name: String,
    aliases: Vec<String>,
    file: String,
    example: Option<String>,
    title: String,
    since: Option<String>,
    description: Vec<String>,
    table: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct IndexedResource {
    name: String,
    example: Option<String>,
}

/// Pretty JSON with a newline at the end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    // Our own types and JSON always serialise.
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

/// The files of the folder by name.
pub fn to_files(reconciled: &Reconciled) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut stems = Stems::default();
    let mut index = FolderIndex { events: Vec::new(), resources: Vec::new() };
    stems.file("index", ".json");
    let mut put = |file: String, value: &Value| {
        files.insert(file.clone(), pretty(value));
        file
    };
    for event in &reconciled.events {
        let stem = stem(&event.name);
        let file = put(stems.file(&stem, ".schema.json"), &reconciled.bundled(event));
        let example = event.example.as_ref().map(|example| put(stems.file(&stem, ".example.json"), example));
        index.events.push(IndexedEvent {
            name: event.name.clone(),
            aliases: event.aliases.clone(),
            file,
            example,
            title: event.title.clone(),
            since: event.since.clone(),
            description: event.description.clone(),
            table: event.table.clone(),
        });
    }
    for resource in &reconciled.resources {
        let stem = Stems::of_resource(&resource.name);
        let example = resource.example.as_ref().map(|example| put(stems.file(&stem, ".example.json"), example));
        index.resources.push(IndexedResource { name: resource.name.clone(), example });
    }
    files.insert(INDEX.into(), pretty(&index));
    files
}

/// Reads such files.
pub fn from_files(files: &BTreeMap<String, String>) -> Result<Reconciled, FolderError> {
    let index: FolderIndex = read(files, INDEX)?;
    let mut resources: Vec<EffectiveResource> = Vec::new();
    for resource in &index.resources {
        let example = resource.example.as_ref().map(|file| read(files, file)).transpose()?;
        resources.push(EffectiveResource { name: resource.name.clone(), schema: Value::Null, example });
    }
    let mut events = Vec::new();
    for event in index.events {
        let mut schema: Value = read(files, &event.file)?;
        take_definitions(&mut schema, &mut resources);
        let example = event.example.as_ref().map(|file| read(files, file)).transpose()?;
        events.push(EffectiveEvent {
            name: event.name,
            aliases: event.aliases,
            title: event.title,
            since: event.since,
            description: event.description,
            table: event.table,
            schema,
            example,
        });
    }
    match resources.iter().find(|resource| resource.schema.is_null()) {
        Some(resource) => {
            let message = format!("no schema of the folder has the definition `{}`", resource.name);
            Err(FolderError::Json { file: INDEX.into(), message })
        }
        None => Ok(Reconciled { events, resources }),
    }
}

/// Moves the definitions of resources from an event's schema to the resources.
fn take_definitions(schema: &mut Value, resources: &mut [EffectiveResource]) {
    let Some(schema) = schema.as_object_mut() else { return };
    let Some(Value::Object(definitions)) = schema.get_mut("definitions") else { return };
    for resource in resources {
        if let Some(definition) = definitions.shift_remove(&resource.name) {
            resource.schema = definition;
        }
    }
    if definitions.is_empty() {
        schema.shift_remove("definitions");
    }
}

fn read<T: for<'de> Deserialize<'de>>(files: &BTreeMap<String, String>, file: &str) -> Result<T, FolderError> {
    let Some(text) = files.get(file) else {
        let mut present = files.keys().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        if files.len() > NAMED {
            // Writing to a string cannot fail.
            let _ = write!(present, " and {} more", files.len() - NAMED);
        }
        return Err(FolderError::Missing { file: file.into(), present });
    };
    serde_json::from_str(text).map_err(|error| FolderError::Json { file: file.into(), message: error.to_string() })
}
