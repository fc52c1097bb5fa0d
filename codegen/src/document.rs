//! The one JSON document of all witnesses, to which the patches of decisions apply. Made from the catalog; `restore`
//! turns the patched document into a catalog again.
//!
//! `/<event key>/{prose,table,example,schema}` holds an event's witnesses. `/(resources)/<Resource>/{schema,example}`
//! holds a resource once, however many events carry it (with `prose` and `table` if it has a section of its own).
//! `/(page)` holds what belongs to neither. What the tabs of one event say of a resource is at `/<event
//! key>/resources/<Resource>`, for a decision about this event only. `{...}` is `{}`. A block that cannot be read is
//! absent.

use jsonptr::{Pointer, PointerBuf, Token};
use serde_json::{Map, Value, json};

use crate::catalog::{Block, Catalog, DocumentedEvent, DocumentedResource, PageText, Table, Witness};
use crate::page::Span;

mod resources;
mod restore;

pub use resources::{RESOURCES, refresh, selectable, write_through};
pub use restore::{fits, put_back, row_fits};

/// The member for the page as a whole. No event can have this name.
const PAGE: &str = "(page)";

/// The document of all witnesses.
pub fn document(catalog: &Catalog) -> Value {
    let mut all = Map::new();
    all.insert(PAGE.into(), page(catalog));
    for event in &catalog.events {
        all.insert(event.key.clone(), witnesses(event));
    }
    sections(catalog, &mut all);
    let mut document = Value::Object(all);
    resources::add(&mut document, catalog);
    document
}

/// The document with a single event, or with the page as a whole.
pub fn part(catalog: &Catalog, event: Option<&str>) -> Value {
    let mut all = Map::new();
    match event {
        None => {
            all.insert(PAGE.into(), page(catalog));
            sections(catalog, &mut all);
        }
        Some(key) => {
            all.extend(
                catalog.events.iter().find(|event| event.key == key).map(|event| (key.into(), witnesses(event))),
            );
        }
    }
    Value::Object(all)
}

fn page(catalog: &Catalog) -> Value {
    let strays = catalog.strays.iter().map(|stray| json!({ "section": stray.section, "what": stray.what }));
    json!({
        "envelope": catalog.envelope.as_ref().map_or_else(|| json!({}), rows),
        "strays": strays.collect::<Vec<_>>(),
    })
}

/// The resources that have a section of their own.
fn sections(catalog: &Catalog, all: &mut Map<String, Value>) {
    if !catalog.resources.is_empty() {
        let resources = catalog.resources.iter().map(|resource| (resource.name.clone(), of_resource(resource)));
        all.insert(RESOURCES.into(), Value::Object(resources.collect()));
    }
}

fn of_resource(resource: &DocumentedResource) -> Value {
    let mut members = Map::new();
    if let Some(section) = &resource.section {
        members.insert("prose".into(), prose(&section.title, section.since.as_ref(), &section.description));
        if let Some(table) = &section.table {
            members.insert("table".into(), rows(table));
        }
    }
    blocks(&mut members, resource.example.as_ref(), resource.schema.as_ref());
    Value::Object(members)
}

fn witnesses(event: &DocumentedEvent) -> Value {
    let mut all = Map::new();
    all.insert("prose".into(), prose(&event.title, event.since.as_ref(), &event.description));
    if let Some(table) = &event.table {
        all.insert("table".into(), rows(table));
    }
    blocks(&mut all, event.example.as_ref(), event.schema.as_ref());
    if !event.resources.is_empty() {
        let resources = event.resources.iter().map(|resource| (resource.name.clone(), of_resource(resource)));
        all.insert("resources".into(), Value::Object(resources.collect()));
    }
    Value::Object(all)
}

fn prose(title: &PageText, since: Option<&PageText>, description: &[PageText]) -> Value {
    let text = |text: &PageText| Value::from(text.text.clone());
    let mut prose = Map::new();
    prose.insert("title".into(), text(title));
    if let Some(since) = since {
        prose.insert("since".into(), text(since));
    }
    prose.insert("description".into(), description.iter().map(text).collect());
    Value::Object(prose)
}

/// The rows by name. Of several rows with one name, the first counts, as everywhere.
fn rows(table: &Table) -> Value {
    let mut rows = Map::new();
    for row in &table.rows {
        let cells = || json!({ "type": row.kind.text, "description": row.description.text });
        rows.entry(row.name.text.clone()).or_insert_with(cells);
    }
    Value::Object(rows)
}

fn blocks(members: &mut Map<String, Value>, example: Option<&Block>, schema: Option<&Block>) {
    for (name, block) in [("example", example), ("schema", schema)] {
        if let Some(value) = block.and_then(Block::value) {
            members.insert(name.into(), value.clone());
        }
    }
}

/// The place in the document of a place in a witness, whether or not a value exists there.
pub fn document_path(
    catalog: &Catalog,
    event: Option<&str>,
    witness: Witness,
    resource: Option<&str>,
    pointer: &Pointer,
) -> PointerBuf {
    let Some(key) = event else {
        let Some(section) = resource.and_then(|name| catalog.resource(name)) else {
            return PointerBuf::from_tokens([PAGE]).concat(pointer);
        };
        let of = |witness: &str| PointerBuf::from_tokens([RESOURCES, &section.name, witness]);
        return match witness {
            Witness::Prose => of("prose").concat(pointer),
            Witness::Table => {
                row_path(&of("table"), section.section.as_ref().and_then(|it| it.table.as_ref()), pointer)
            }
            Witness::Example | Witness::ResourceExample => of("example").concat(pointer),
            Witness::Schema | Witness::ResourceSchema => of("schema").concat(pointer),
        };
    };
    let event = catalog.events.iter().find(|event| event.key == key);
    let resource =
        || resource.or_else(|| event.and_then(|event| event.resources.first()).map(|first| &*first.name)).unwrap_or("");
    let base = match witness {
        Witness::Prose => PointerBuf::from_tokens([key, "prose"]),
        Witness::Table => {
            let table = event.and_then(|event| event.table.as_ref());
            return row_path(&PointerBuf::from_tokens([key, "table"]), table, pointer);
        }
        Witness::Example => PointerBuf::from_tokens([key, "example"]),
        Witness::Schema => PointerBuf::from_tokens([key, "schema"]),
        Witness::ResourceSchema => PointerBuf::from_tokens([key, "resources", resource(), "schema"]),
        Witness::ResourceExample => PointerBuf::from_tokens([key, "resources", resource(), "example"]),
    };
    base.concat(pointer)
}

/// The place in the document of the table row for this property.
fn row_path(base: &Pointer, table: Option<&Table>, pointer: &Pointer) -> PointerBuf {
    match table.and_then(|table| table.row(pointer)) {
        Some(row) => base.with_trailing_token(row.name.text.as_str()),
        None => base.concat(pointer),
    }
}

/// A place of the document, split into its parts.
struct DocumentSpot<'c> {
    event: &'c DocumentedEvent,
    witness: Option<Witness>,
    resource: Option<String>,
    rest: PointerBuf,
}

fn spot<'c>(catalog: &'c Catalog, path: &Pointer) -> Option<DocumentSpot<'c>> {
    let mut tokens: Vec<String> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    if tokens.first().is_some_and(|first| first == RESOURCES) {
        let carries = |event: &&DocumentedEvent| tokens.get(1).is_some_and(|name| event.resource(name).is_some());
        let event = catalog.events.iter().find(carries)?;
        tokens.splice(..1, [event.key.clone(), "resources".to_owned()]);
    }
    let event = catalog.events.iter().find(|event| Some(&event.key) == tokens.first())?;
    let (witness, resource, used) = match tokens.get(1).map(String::as_str) {
        Some("prose") => (Some(Witness::Prose), None, 2),
        Some("table") => (Some(Witness::Table), None, 2),
        Some("example") => (Some(Witness::Example), None, 2),
        Some("schema") => (Some(Witness::Schema), None, 2),
        Some("resources") => {
            let witness = match tokens.get(3).map(String::as_str) {
                Some("schema") => Some(Witness::ResourceSchema),
                Some("example") => Some(Witness::ResourceExample),
                _ => None,
            };
            (witness, tokens.get(2).cloned(), 4)
        }
        _ => (None, None, 1),
    };
    let rest = PointerBuf::from_tokens(tokens.iter().skip(used).map(|token| Token::new(token.as_str())));
    Some(DocumentSpot { event, witness, resource, rest })
}

/// Where on the page the value at a place of the document is, or its nearest ancestor. None outside the events.
pub fn span_of(catalog: &Catalog, path: &Pointer) -> Option<Span> {
    if path.first().is_some_and(|first| first.decoded() == RESOURCES) {
        let own = path.tokens().nth(1).is_some_and(|name| catalog.resource(&name.decoded()).is_some());
        if own {
            return span_of_resource(catalog, path);
        }
    }
    let DocumentSpot { event, witness, resource, rest } = spot(catalog, path)?;
    let first = || rest.first().map(|token| token.decoded().into_owned()).unwrap_or_default();
    let span = match witness {
        None => Some(event.title.span),
        Some(Witness::Prose) => match first().as_str() {
            "since" => event.since.as_ref().map(|text| text.span),
            "description" => event.description.first().map(|text| text.span),
            _ => None,
        },
        Some(Witness::Table) => event.table.as_ref().map(|table| {
            let row = table.rows.iter().find(|row| row.name.text == first());
            row.map_or(table.span, |row| row.span)
        }),
        Some(witness @ (Witness::Example | Witness::Schema | Witness::ResourceSchema | Witness::ResourceExample)) => {
            event.block(witness, resource.as_deref()).map(|block| block.span_of(&rest))
        }
    };
    Some(span.unwrap_or(event.title.span))
}

/// Where on the page a place in a resource's own section is.
fn span_of_resource(catalog: &Catalog, path: &Pointer) -> Option<Span> {
    let tokens: Vec<String> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    let resource = catalog.resource(tokens.get(1)?)?;
    let section = resource.section.as_ref()?;
    let rest = PointerBuf::from_tokens(tokens.iter().skip(3).map(|token| Token::new(token.as_str())));
    let found = match tokens.get(2).map(String::as_str) {
        Some("table") => section.table.as_ref().map(|table| {
            let row = table.rows.iter().find(|row| Some(&row.name.text) == tokens.get(3));
            row.map_or(table.span, |row| row.span)
        }),
        Some("schema") => resource.schema.as_ref().map(|block| block.span_of(&rest)),
        Some("example") => resource.example.as_ref().map(|block| block.span_of(&rest)),
        _ => None,
    };
    Some(found.unwrap_or(section.title.span))
}

/// A description of a place: `` `/eventName` of the example of `saved` ``.
pub fn describe(path: &Pointer) -> String {
    let tokens: Vec<_> = path.tokens().map(|token| token.decoded().into_owned()).collect();
    let rest = |used: usize| PointerBuf::from_tokens(tokens.iter().skip(used).map(|token| Token::new(token.as_str())));
    match tokens.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => "the whole catalog".into(),
        [PAGE, ..] => format!("`{}` of the page", rest(1)),
        [RESOURCES] => "the resources of the page".into(),
        [RESOURCES, resource] => format!("the resource `{resource}`"),
        [RESOURCES, resource, witness, ..] => format!("{}the {witness} of the resource `{resource}`", place(&rest(3))),
        [event] => format!("the event `{event}`"),
        [event, "resources", resource, witness, ..] => {
            format!("{}the resource {witness} `{resource}` of `{event}`", place(&rest(4)))
        }
        [event, witness, ..] => format!("{}the {witness} of `{event}`", place(&rest(2))),
    }
}

fn place(pointer: &Pointer) -> String {
    if pointer.is_root() { String::new() } else { format!("`{pointer}` of ") }
}
