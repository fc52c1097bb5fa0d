//! ## What it does
//! Reports a number that neither 64 bits nor a double can hold: in a schema as a warning, in an example as a note.
//!
//! ## Why it matters
//! Most JSON readers, ours included, silently read the nearest number that they can hold. A bound or a `const` in a
//! schema then means another number than the page shows.
//!
//! ## Example
//! ```json
//! {"type": "integer", "maximum": 18446744073709551617}
//! ```
//!
//! ## What to do
//! Patch it to a number that can be held, or accept the number that is read.

use serde_json::{Value, json};

use super::{Context, Finding, Rule, Severity, is_exact};

pub(super) const RULE: Rule = Rule {
    id: "json-number-inexact",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("json_number_inexact.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        for (pointer, place) in document.block.json.iter().flat_map(|json| &json.places) {
            let Some(written) = context.page.text().get(place.value.start..place.value.end) else { continue };
            if is_exact(written) {
                continue;
            }
            let Some(Value::Number(read)) = document.get(pointer) else { continue };
            // What a decision has put there is what it says.
            if written.parse::<serde_json::Number>().ok().as_ref() != Some(read) {
                continue;
            }
            let severity = if document.is_schema() { Severity::Warning } else { Severity::Note };
            findings.push(
                Finding::on_value(&document, pointer)
                    .severity(severity)
                    .evidence(json!({ "written": written, "read": read }))
                    .message(format!(
                        "the number `{written}` in the {} is read as `{read}`: it fits neither 64 bits nor a double",
                        document.title()
                    ))
                    .help("patch it to a number that fits, or accept the number that is read"),
            );
        }
    }
}
