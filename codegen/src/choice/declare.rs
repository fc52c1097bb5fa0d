//! Choices that declare a property which a witness shows, or take a name out of a list.

use json_patch::PatchOperation;
use jsonptr::{Pointer, PointerBuf};
use serde_json::{Value, json};

use super::shown::{inferred, payload_place, walk, within};
use super::{ChoiceContext, Derived};
use crate::catalog::Witness;
use crate::document::{RESOURCES, document_path};

/// Declares `name` in the object schema at `object` (a place of the document), and gives it a row where the table lists its
/// neighbours.
///
/// # Errors
/// Fails if `object` is not the place of an object's schema.
pub fn declare(asked: &ChoiceContext<'_>, object: &Pointer, name: &str, schema: Value) -> Derived {
    let properties = object.with_trailing_token("properties");
    let place = properties.with_trailing_token(name);
    let mut operations = Vec::new();
    if asked.at(&place).is_some() {
        return Ok(operations);
    }
    let row = row(asked, &place, &schema);
    match asked.at(object) {
        Some(Value::Object(keywords)) if keywords.contains_key("properties") => {
            operations.extend(asked.set(place, schema)?);
        }
        Some(Value::Object(_)) => operations.extend(asked.set(properties, json!({ name: schema }))?),
        _ => return Err(format!("there is no schema of an object at `{object}`")),
    }
    operations.extend(row);
    Ok(operations)
}

/// The table row for a property that the patch declares.
fn row(asked: &ChoiceContext<'_>, place: &Pointer, schema: &Value) -> Vec<PatchOperation> {
    let found = || {
        let event = asked.finding.event.as_deref()?;
        if place.first()?.decoded() == RESOURCES {
            return None;
        }
        let base = document_path(asked.catalog, Some(event), Witness::Schema, None, Pointer::root());
        let words = payload_place(&within(&base, place))?;
        let table = document_path(asked.catalog, Some(event), Witness::Table, None, Pointer::root());
        let rows = asked.at(&table)?.as_object()?;
        let below = |holder: &str| {
            rows.keys().any(|row| row.strip_prefix(holder).is_some_and(|rest| rest.starts_with(['.', '['])))
        };
        let listed = words.rsplit_once('.').is_none_or(|(holder, _)| below(holder.trim_end_matches("[]")));
        (listed && !rows.contains_key(&words))
            .then(|| asked.set(table.with_trailing_token(words), row_of(schema)).ok())?
    };
    found().unwrap_or_default()
}

/// A row made from a schema's type and description.
pub fn row_of(schema: &Value) -> Value {
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => "any".into(),
    };
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    json!({ "type": kind, "description": description })
}

/// A schema for a property that an object requires but does not declare. It comes from the example beside it, from a
/// row of the table, or from a sibling event (a name that differs only in the last word), by its schema or its
/// example.
pub fn declared_as(asked: &ChoiceContext<'_>, object: &Pointer, name: &str) -> Option<Value> {
    let base = match asked.finding.resource {
        Some(_) => Witness::ResourceSchema,
        None => Witness::Schema,
    };
    let base = asked.of_witness(base, Pointer::root());
    let place = within(&base, object).with_trailing_token("properties").with_trailing_token(name);
    let shown = super::examples_at(asked, &base.concat(&place));
    if !shown.is_empty() {
        return Some(inferred(&shown));
    }
    let event = asked.finding.event.as_deref().filter(|_| asked.finding.resource.is_none())?;
    let row = payload_place(&place).and_then(|words| {
        let table = document_path(asked.catalog, Some(event), Witness::Table, None, Pointer::root());
        typed(asked.at(&table.with_trailing_token(words))?)
    });
    row.or_else(|| siblings(asked, event).find_map(|sibling| of_sibling(asked, sibling, &place)))
}

fn siblings<'a>(asked: &ChoiceContext<'a>, event: &'a str) -> impl Iterator<Item = &'a str> {
    let subject = |key: &'a str| key.rsplit_once('_').map(|(subject, _)| subject);
    let events = asked.catalog.events.iter().map(|other| other.key.as_str());
    events.filter(move |other| *other != event && subject(other).is_some() && subject(other) == subject(event))
}

fn of_sibling(asked: &ChoiceContext<'_>, sibling: &str, place: &Pointer) -> Option<Value> {
    let schema = PointerBuf::from_tokens([sibling, "schema"]).concat(place);
    let example = asked.at(&PointerBuf::from_tokens([sibling, "example"]));
    let shown = || Some(walk(example.into_iter().collect(), place)).filter(|shown| !shown.is_empty());
    asked.at(&schema).cloned().or_else(|| shown().map(|shown| inferred(&shown)))
}

/// The schema that a table row states by its type and description; none if the type is not one of JSON Schema's.
pub fn typed(row: &Value) -> Option<Value> {
    let kind = row.get("type")?.as_str()?;
    if !["string", "number", "integer", "boolean", "object", "array"].contains(&kind) {
        return None;
    }
    match row.get("description").and_then(Value::as_str).filter(|text| !text.is_empty()) {
        Some(description) => Some(json!({ "type": kind, "description": description })),
        None => Some(json!({ "type": kind })),
    }
}

/// Removes a text from the list at `list`, and the list itself if it is empty then.
///
/// # Errors
/// If there is no list.
pub fn drop_from_list(asked: &ChoiceContext<'_>, list: &Pointer, text: &str) -> Derived {
    let Some(Value::Array(items)) = asked.at(list) else { return Ok(Vec::new()) };
    let kept: Vec<Value> = items.iter().filter(|item| *item != text).cloned().collect();
    if kept.is_empty() { Ok(asked.remove(list.to_buf())) } else { asked.set(list.to_buf(), kept.into()) }
}
