//! ## What it does
//! Reports an example whose event name is not one that the event's schema allows.
//!
//! ## Why it matters
//! Events are told apart by their name alone. Either the example was copied from another event, or the Console sends a
//! name that the schema does not know; a receiver that follows the wrong one misses the event.
//!
//! ## Example
//! The schema says `{"const": "order_shipped"}`, the example shows `"name": "order_placed"`.
//!
//! ## What to do
//! If the example is a mistake, replace its name with the schema's. If the Console sends the example's name too, make
//! it an alias: an `enum` in the schema, with the event's name first.

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, choices, envelope, listed};

pub(super) const RULE: Rule = Rule {
    id: "example-event-name",
    severity: Severity::Error,
    choices: &[
        Choice {
            id: "schema",
            does: "the schema's name is the event's: the example gets it",
            derive: choices::example_named_as_schema,
        },
        Choice {
            id: "alias",
            does: "both names are sent: the example's is read as another name of the same event",
            derive: alias,
        },
    ],
    source: include_str!("example_event_name.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let (Some(example), Some(schema)) = (context.sheets.example(event), context.name(event)) else { continue };
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

fn alias(asked: &ChoiceContext<'_>) -> Derived {
    let shown = asked.at(&asked.place()).and_then(Value::as_str).ok_or("the example shows no name")?;
    let schema = PointerBuf::from_tokens([asked.event()?, "schema"]);
    let schema = schema.concat(jsonptr::Pointer::from_static(crate::envelope::NAME_SCHEMA));
    let keywords =
        asked.at(&schema).and_then(Value::as_object).ok_or("the schema gives the name in a place of its own")?;
    let mut names = match (keywords.get("enum"), keywords.get("const")) {
        (Some(Value::Array(names)), _) => names.clone(),
        (_, Some(name)) => vec![name.clone()],
        _ => return Err("the schema gives no name".into()),
    };
    if names.iter().any(|name| name == shown) {
        return Ok(Vec::new());
    }
    names.push(shown.into());
    let mut keywords = keywords.clone();
    keywords.shift_remove("const");
    keywords.insert("enum".into(), names.into());
    asked.set(schema, keywords.into())
}
