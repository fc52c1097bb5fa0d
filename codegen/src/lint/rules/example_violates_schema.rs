//! ## What it does
//! Validates each example against its schema, and reports each violation: the place, the keyword that failed, what was
//! expected and what was found. The example of an event is validated against the event's schema, with the resources
//! filled in; the example of a resource against the resource's schema. The event's name has a rule of its own
//! (`example-event-name`).
//!
//! Violations are reported even if no document can satisfy the schema (`schema-unsatisfiable`), because they show which
//! side of the contradiction the Console takes.
//!
//! ## Why it matters
//! One of the two is wrong. If it is the schema, the generated type does not fit what the Console sends; if it is the
//! example, people copy what it never sends.
//!
//! ## Example
//! `customerId` in the example of a payload whose closed schema does not declare it.
//!
//! ## What to do
//! Find out what the Console sends, and patch the side that is wrong.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Value, json};

use super::{
    Choice, Context, Finding, Rule, SchemaDocument, SchemaNode, Severity, Sheet, Violation, affordable, choices,
    compiled, envelope, flattened, readable,
};

pub(super) const RULE: Rule = Rule {
    id: "example-violates-schema",
    severity: Severity::Warning,
    choices: &[
        Choice {
            id: "example",
            does: "the example is right: the schema allows what it shows",
            derive: choices::loosened,
        },
        Choice {
            id: "schema",
            does: "the schema is right: the example shows what it asks for, where the schema leaves one value, and leaves out what \
                   it forbids",
            derive: choices::as_schema_asks,
        },
    ],
    source: include_str!("example_violates_schema.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (example, schema) in context.examples() {
        let whole = match (example.event, example.resource) {
            (Some(event), None) => (event.standalone_schema(), event.filled_example()),
            _ => (Some(schema.value.clone()), example.value().cloned()),
        };
        let (Some(whole), Some(instance)) = whole else { continue };
        let opened = SchemaDocument::new(&whole);
        if readable(&opened) && affordable(&opened, &instance) {
            findings.extend(
                violations(&whole, &instance).into_iter().filter_map(|found| finding(&example, &schema, found)),
            );
        }
    }
}

fn violations(schema: &Value, instance: &Value) -> Vec<Violation> {
    let Ok(validator) = compiled(schema) else { return Vec::new() };
    validator.iter_errors(instance).flat_map(|error| flattened(&error)).collect()
}

fn finding(example: &Sheet<'_>, schema: &SchemaNode<'_>, violation: Violation) -> Option<Finding> {
    let of_name =
        violation.pointer == envelope::name_pointer() && ["const", "enum"].contains(&violation.keyword.as_str());
    if of_name && example.resource.is_none() && example.event.is_some_and(|event| event.example_name().is_some()) {
        return None;
    }
    let (from, keyword_at) = declared_in(schema, &violation.schema);
    let (shown_in, pointer) = shown_in(example, &from, &violation.pointer)?;
    let finding =
        if violation.of_key { Finding::on_key(&shown_in, &pointer) } else { Finding::on_value(&shown_in, &pointer) };
    let facts = json!({
        "keyword": from.place(&keyword_at).as_str(),
        "shown": shown_in.place(&pointer).as_str(),
        "name": missing(&from, &keyword_at, &shown_in, &pointer, &violation.evidence),
    });
    Some(
        finding
            .facts(facts)
            .evidence(violation.evidence)
            .message(format!(
                "the {} violates `{}` of its schema: {}",
                shown_in.title(),
                violation.keyword,
                violation.message
            ))
            .help("find out what the Console sends, and patch the example or the schema")
            .related(from.block.key_span_of(&keyword_at), format!("the `{}` that failed", violation.keyword)),
    )
}

/// The document that contains the keyword: for a definition that was made from a resource, the resource's schema.
fn declared_in<'a>(schema: &SchemaNode<'a>, pointer: &Pointer) -> (Sheet<'a>, PointerBuf) {
    let of_resource = || {
        let (first, rest) = pointer.split_front()?;
        let (name, rest) = rest.split_front()?;
        let resource = schema.sheet.resource_named(&name.decoded()).filter(|_| first.decoded() == "definitions")?;
        Some((schema.sheet.sheets.resource_schema(schema.sheet.event, resource)?, rest.to_buf()))
    };
    let own = || (schema.sheet, pointer.to_buf());
    if schema.sheet.resource.is_some() { own() } else { of_resource().unwrap_or_else(own) }
}

/// The document that shows the value: what stands for `{...}` is the resource's example. None where that example is held
/// against the same schema itself, or where nothing is shown.
fn shown_in<'a>(example: &Sheet<'a>, from: &Sheet<'a>, pointer: &Pointer) -> Option<(Sheet<'a>, PointerBuf)> {
    // The example itself shows the `{...}`; its content is shown by the resource's example.
    let json = example.block.json.as_ref().ok();
    let mut around = std::iter::successors(pointer.parent(), |above| above.parent());
    let Some(placeholder) = around.find_map(|above| json?.placeholder_at(above)) else {
        return Some((*example, pointer.to_buf()));
    };
    let patched =
        example.get(&placeholder.pointer).is_some_and(|value| value.as_object().is_none_or(|value| !value.is_empty()));
    if patched {
        return Some((*example, pointer.to_buf()));
    }
    let resource = example.resource_named(placeholder.resource.as_deref()?)?;
    let shown = example.sheets.resource_example(example.event, resource).filter(|shown| shown.value().is_some())?;
    let judged_itself = from.resource.is_some_and(|from| from.name == resource.name);
    let within = pointer.strip_prefix(&placeholder.pointer)?.to_buf();
    (!judged_itself).then_some((shown, within))
}

/// The property that `required` names and the example lacks.
fn missing(
    from: &Sheet<'_>,
    keyword: &Pointer,
    shown: &Sheet<'_>,
    object: &Pointer,
    evidence: &Value,
) -> Option<String> {
    let required =
        from.get(keyword)?.as_array().filter(|_| keyword.back().is_some_and(|last| last.decoded() == "required"))?;
    let object = shown.get(object)?.as_object()?;
    let is_missing = |name: &&str| !object.contains_key(*name) && required.iter().any(|known| known == *name);
    let mut names = required.iter().filter_map(Value::as_str);
    texts(evidence.get("value").unwrap_or(evidence))
        .into_iter()
        .find(is_missing)
        .or_else(|| names.find(is_missing))
        .map(str::to_owned)
}

/// The texts in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
