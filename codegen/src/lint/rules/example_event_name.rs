//! ## What it does
//! Reports an example whose event name is not one that the event's schema allows.
//!
//! ## Why it matters
//! Events are told apart by their name alone. Either the example was copied from another event, or the Console sends a name
//! that the schema does not know; a receiver that believes the wrong witness misses the event.
//!
//! ## Example
//! The schema says `{"const": "order_shipped"}`, the example shows `"name": "order_placed"`.
//!
//! ## What to do
//! If the example is a slip, patch it to the schema's name. If the example's name is sent, too, patch the schema: `enum` with the
//! event's name first, the others are read as aliases.

use serde_json::json;

use super::{Context, Document, Finding, Node, Rule, Severity, envelope, listed};

pub(super) const RULE: Rule =
    Rule { id: "example-event-name", severity: Severity::Error, source: include_str!("example_event_name.rs"), check };

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let (Some(example), Some(schema)) = (Document::example(event), Node::name(event)) else { continue };
        let names = schema.names();
        let Some(shown) = event.example_name() else { continue };
        if names.is_empty() || names.contains(&shown) {
            continue;
        }
        findings.push(
            Finding::on_value(&example, &envelope::name_pointer())
                .evidence(json!({ "example": shown, "schema": names }))
                .message(format!(
                    "the example's `{}` is `{shown}`, expected {} as in the schema",
                    envelope::NAME,
                    listed(&names)
                ))
                .help("patch the example to the schema's name, or make the example's name an alias in the schema")
                .related(schema.span(), "the schema's name"),
        );
    }
}
