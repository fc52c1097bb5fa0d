//! From the patched document back to a catalog: values change, places on the page stay.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{PAGE, RESOURCES};
use crate::catalog::{
    Block, Catalog, DocumentedEvent, DocumentedJson, DocumentedResource, PageText, Place, Row, Section, Table,
};
use crate::page::Span;

/// A clone of the catalog with the values of the patched document. Unpatched values keep their place on the page; new
/// values get the place of their event or block. An event that was removed from the document is removed from the
/// catalog.
///
/// # Errors
/// If the document no longer has its shape. The message continues the words "after the patch".
pub fn put_back(catalog: &Catalog, patched: &Value) -> Result<Catalog, String> {
    put_back_into(catalog, catalog, patched)
}

/// Like [`put_back`], for a part of the `original` catalog.
fn put_back_into(catalog: &Catalog, original: &Catalog, patched: &Value) -> Result<Catalog, String> {
    let events = patched.as_object().ok_or("the document is not an object")?;
    if patched.get(PAGE) != Some(&super::page(catalog)) {
        return Err(format!("`/{PAGE}` was changed, but a patch may only test it"));
    }
    let keys: HashSet<&str> = catalog.events.iter().map(|event| event.key.as_str()).collect();
    if let Some(key) = events.keys().find(|key| !is_ours(key) && !keys.contains(key.as_str())) {
        return Err(format!("the patch adds an event `{key}`, which the page does not have"));
    }
    let mut catalog = catalog.clone();
    catalog.events.retain(|event| events.contains_key(&event.key));
    for event in &mut catalog.events {
        let members = events.get(&event.key).and_then(Value::as_object);
        let members = members.ok_or_else(|| format!("`/{}` is not an object", event.key))?;
        put_event(event, members).map_err(|message| format!("{message} (event `{}`)", event.key))?;
    }
    put_resources(&mut catalog, events.get(RESOURCES), &|name| carried(original, name))?;
    catalog.share();
    Ok(catalog)
}

/// Whether a tab of an event's section describes the resource.
fn carried(catalog: &Catalog, name: &str) -> bool {
    catalog.events.iter().any(|event| event.resources.iter().any(|resource| resource.name == name))
}

/// Whether a member is not an event.
fn is_ours(key: &str) -> bool {
    key == PAGE || key == RESOURCES
}

/// Whether [`put_back`] can read these members of the patched document, given that the others are unchanged.
///
/// # Errors
/// As [`put_back`].
pub fn fits(catalog: &Catalog, patched: &Value, members: &BTreeSet<String>) -> Result<(), String> {
    let document = patched.as_object().ok_or("the document is not an object")?;
    let mut concerned = Catalog {
        events: catalog.events.iter().filter(|event| members.contains(&event.key)).cloned().collect(),
        ..Catalog::default()
    };
    if members.contains(RESOURCES) {
        concerned.resources.clone_from(&catalog.resources);
    }
    if members.contains(PAGE) {
        concerned.envelope.clone_from(&catalog.envelope);
        concerned.strays.clone_from(&catalog.strays);
    }
    let mut part = Map::from_iter([(PAGE.to_owned(), super::page(&concerned))]);
    part.extend(members.iter().filter_map(|key| Some((key.clone(), document.get(key)?.clone()))));
    if members.contains(PAGE) && !document.contains_key(PAGE) {
        part.remove(PAGE);
    }
    put_back_into(&concerned, catalog, &Value::Object(part)).map(|_| ())
}

fn put_event(event: &mut DocumentedEvent, members: &Map<String, Value>) -> Result<(), String> {
    known(members, &["prose", "table", "example", "schema", "resources"])?;
    let place = event.span;
    let members_of_prose = members.get("prose").and_then(Value::as_object).ok_or("`prose` is not an object")?;
    put_prose(&mut event.title, &mut event.since, &mut event.description, members_of_prose)?;
    put_table(&mut event.table, members.get("table"), place)?;
    put_block(&mut event.example, members.get("example"), place);
    put_block(&mut event.schema, members.get("schema"), place);
    let none = Map::new();
    let resources = match members.get("resources") {
        Some(resources) => resources.as_object().ok_or("`resources` is not an object")?,
        None => &none,
    };
    event.resources.retain(|resource| resources.contains_key(&resource.name));
    for (name, members) in resources {
        let members = members.as_object().ok_or_else(|| format!("`resources/{name}` is not an object"))?;
        known(members, &["example", "schema"])?;
        if event.resource(name).is_none() {
            event.resources.push(DocumentedResource { name: name.clone(), ..DocumentedResource::default() });
        }
        if let Some(resource) = event.resources.iter_mut().find(|resource| resource.name == *name) {
            put_block(&mut resource.example, members.get("example"), place);
            put_block(&mut resource.schema, members.get("schema"), place);
        }
    }
    Ok(())
}

/// The resources with a section of their own. A resource that was removed from the document is removed from the
/// catalog. The document also holds the resources that were combined from the events' sections.
fn put_resources(
    catalog: &mut Catalog,
    resources: Option<&Value>,
    carried: &dyn Fn(&str) -> bool,
) -> Result<(), String> {
    let none = Map::new();
    let resources = match resources {
        Some(resources) => resources.as_object().ok_or_else(|| format!("`/{RESOURCES}` is not an object"))?,
        None => &none,
    };
    catalog.resources.retain(|resource| resources.contains_key(&resource.name));
    for (name, members) in resources {
        let known = catalog.resources.iter_mut().find(|resource| resource.name == *name);
        if known.is_none() && carried(name) {
            continue;
        }
        let resource =
            known.ok_or_else(|| format!("the patch adds a resource `{name}`, which the page does not have"))?;
        let members = members.as_object().ok_or_else(|| format!("`/{RESOURCES}/{name}` is not an object"))?;
        put_resource(Arc::make_mut(resource), members).map_err(|message| format!("{message} (resource `{name}`)"))?;
    }
    Ok(())
}

fn put_resource(resource: &mut DocumentedResource, members: &Map<String, Value>) -> Result<(), String> {
    known(members, &["prose", "table", "example", "schema"])?;
    let prose = members.get("prose").and_then(Value::as_object).ok_or("`prose` is not an object")?;
    let section = resource.section.get_or_insert_with(Section::default);
    put_prose(&mut section.title, &mut section.since, &mut section.description, prose)?;
    put_table(&mut section.table, members.get("table"), section.span)?;
    put_block(&mut resource.example, members.get("example"), section.span);
    put_block(&mut resource.schema, members.get("schema"), section.span);
    Ok(())
}

fn known(members: &Map<String, Value>, names: &[&str]) -> Result<(), String> {
    match members.keys().find(|key| !names.contains(&key.as_str())) {
        Some(key) => Err(format!("expected one of {}, found `{key}`", names.join(", "))),
        None => Ok(()),
    }
}

fn text(value: Option<&Value>, what: &str) -> Result<String, String> {
    value.and_then(Value::as_str).map(Into::into).ok_or_else(|| format!("{what} is not a string"))
}

fn put_prose(
    title: &mut PageText,
    since: &mut Option<PageText>,
    description: &mut Vec<PageText>,
    members: &Map<String, Value>,
) -> Result<(), String> {
    known(members, &["title", "since", "description"])?;
    title.text = text(members.get("title"), "`prose/title`")?;
    *since = match members.get("since") {
        Some(value) => {
            let span = since.as_ref().map_or(title.span, |since| since.span);
            Some(PageText { text: text(Some(value), "`prose/since`")?, span })
        }
        None => None,
    };
    let paragraphs = members.get("description").and_then(Value::as_array).ok_or("`prose/description` is not a list")?;
    let spans: Vec<Span> = description.iter().map(|text| text.span).collect();
    let paragraphs = paragraphs.iter().enumerate().map(|(at, paragraph)| {
        let span = spans.get(at).copied().unwrap_or(title.span);
        Ok(PageText { text: text(Some(paragraph), "a paragraph of `prose/description`")?, span })
    });
    *description = paragraphs.collect::<Result<_, String>>()?;
    Ok(())
}

fn put_table(table: &mut Option<Table>, rows: Option<&Value>, place: Span) -> Result<(), String> {
    let Some(rows) = rows else {
        *table = None;
        return Ok(());
    };
    let rows = rows.as_object().ok_or("`table` is not an object")?;
    let table = table.get_or_insert_with(|| Table::new(place, Vec::new(), Vec::new()));
    table.rows.retain(|row| rows.contains_key(&row.name.text));
    let first: HashMap<String, usize> =
        table.rows.iter().enumerate().rev().map(|(at, row)| (row.name.text.clone(), at)).collect();
    for (name, cells) in rows {
        let (kind, description) = cells_of_row(name, cells)?;
        if let Some(row) = first.get(name).and_then(|&at| table.rows.get_mut(at)) {
            row.kind.text = kind;
            row.description.text = description;
        } else {
            let cell = |text: String| PageText { text, span: table.span };
            let row =
                Row { span: table.span, name: cell(name.clone()), kind: cell(kind), description: cell(description) };
            table.rows.push(row);
        }
    }
    Ok(())
}

/// The type and the description of a row.
fn cells_of_row(name: &str, cells: &Value) -> Result<(String, String), String> {
    let cells = cells.as_object().ok_or_else(|| format!("`table/{name}` is not an object"))?;
    known(cells, &["type", "description"])?;
    let kind = text(cells.get("type"), "the type of a table row")?;
    Ok((kind, text(cells.get("description"), "the description of a table row")?))
}

/// Whether [`put_back`] can read a row of the table of an event, everything around it being as it was.
///
/// # Errors
/// As [`put_back`].
pub fn row_fits(event: &str, row: &str, cells: &Value) -> Result<(), String> {
    cells_of_row(row, cells).map(drop).map_err(|message| format!("{message} (event `{event}`)"))
}

fn put_block(block: &mut Option<Block>, value: Option<&Value>, place: Span) {
    let Some(value) = value else {
        // A block that could not be read is not in the document and stays. One that could be read was removed by a
        // patch.
        if block.as_ref().is_some_and(|block| block.json.is_ok()) {
            *block = None;
        }
        return;
    };
    let block =
        block.get_or_insert_with(|| Block { span: place, notes: Vec::new(), json: Ok(DocumentedJson::default()) });
    match &mut block.json {
        Ok(json) => json.value.clone_from(value),
        Err(_) => block.json = Ok(DocumentedJson { value: value.clone(), ..DocumentedJson::default() }),
    }
    if let Ok(json) = &mut block.json {
        json.places.entry(jsonptr::PointerBuf::root()).or_insert(Place { key: None, value: block.span });
        json.placeholders.retain(|placeholder| {
            let place = value.pointer(placeholder.pointer.as_str());
            place.and_then(Value::as_object).is_some_and(Map::is_empty)
        });
    }
}
