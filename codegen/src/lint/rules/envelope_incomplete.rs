//! ## What it does
//! Reports an event whose schema does not fix the event's name by `const` or `enum`, or does not declare the timestamp
//! or the payload.
//!
//! ## Why it matters
//! Events are told apart by their name alone. A schema that allows any name describes no event; without a payload there
//! is nothing to generate.
//!
//! ## Example
//! ```json
//! {"type": "object", "properties": {}}
//! ```
//!
//! ## What to do
//! Patch the schema.

use jsonptr::Pointer;
use serde_json::json;

use super::{Context, Finding, Rule, Severity, envelope};

pub(super) const RULE: Rule = Rule {
    id: "envelope-incomplete",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("envelope_incomplete.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let Some(root) = context.root(event) else { continue };
        let mut report = |name: &str, what: String| {
            let place = root.pointer.concat(Pointer::from_static("/properties")).with_trailing_token(name);
            findings.push(
                Finding::on_value(&root.sheet, &place)
                    .evidence(json!(what))
                    .message(format!("the schema of `{}` {what}", event.key))
                    .help("patch the schema: all events have name, timestamp and payload"),
            );
        };
        for name in [envelope::NAME, envelope::TIMESTAMP, envelope::PAYLOAD] {
            if root.property(name).is_empty() {
                report(name, format!("does not declare `{name}`"));
            } else if name == envelope::NAME && event.schema_name().is_none() {
                report(name, format!("does not fix `{name}` by `const`"));
            }
        }
    }
}
