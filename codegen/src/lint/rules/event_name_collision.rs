//! ## What it does
//! Reports an event whose schema or example uses a name that belongs to another event. A schema has precedence over an
//! example, and an earlier place on the page over a later one.
//!
//! ## Why it matters
//! Events are told apart by their name alone. If two events have one name, a receiver can read only one of them.
//!
//! ## Example
//! The example of `order_shipped` shows `"name": "order_placed"`, which is the name that another event's schema gives.
//!
//! ## What to do
//! Patch the name that is wrong.

use std::collections::HashMap;

use serde_json::json;

use super::{Choice, Context, DocumentedEvent, Finding, Rule, SchemaNode, Severity, Sheet, choices, envelope};

pub(super) const RULE: Rule = Rule {
    id: "event-name-collision",
    severity: Severity::Error,
    choices: &[Choice {
        id: "schema",
        does: "the example is wrong: it gets the name of its own schema",
        derive: choices::example_named_as_schema,
    }],
    source: include_str!("event_name_collision.rs"),
    check,
};

/// A name, claimed by an event at a place.
struct NameClaim<'a> {
    name: &'a str,
    event: &'a DocumentedEvent,
    place: Sheet<'a>,
    pointer: jsonptr::PointerBuf,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let by_schema = context.events().flat_map(|event| by_schema(context, event));
    let by_example = context.events().filter_map(|event| by_example(context, event));
    let mut holders: HashMap<&str, Vec<NameClaim<'_>>> = HashMap::new();
    for claim in by_schema.chain(by_example) {
        let holder = holders.entry(claim.name).or_default();
        if holder.iter().any(|other| std::ptr::eq(other.event, claim.event)) {
            continue;
        }
        if let Some(first) = holder.first() {
            findings.push(
                Finding::on_value(&claim.place, &claim.pointer)
                    .evidence(json!({ "name": claim.name, "other": first.event.key }))
                    .message(format!(
                        "the {} claims the name `{}`, which belongs to another event",
                        claim.place.title(),
                        claim.name
                    ))
                    .help("patch the name that is wrong: events are distinguished by their names alone")
                    .related(first.place.span(&first.pointer), format!("the {} also claims it", first.place.title())),
            );
        }
        holder.push(claim);
    }
}

fn by_schema<'a>(context: &Context<'a>, event: &'a DocumentedEvent) -> Vec<NameClaim<'a>> {
    let Some(node) = context.name(event) else { return Vec::new() };
    let places = if node.value.is_array() { node.children() } else { vec![node] };
    let claim = |node: SchemaNode<'a>| {
        Some(NameClaim { name: node.value.as_str()?, event, place: node.sheet, pointer: node.pointer })
    };
    places.into_iter().filter_map(claim).collect()
}

fn by_example<'a>(context: &Context<'a>, event: &'a DocumentedEvent) -> Option<NameClaim<'a>> {
    Some(NameClaim {
        name: event.example_name()?,
        event,
        place: context.sheets.example(event)?,
        pointer: envelope::name_pointer(),
    })
}
