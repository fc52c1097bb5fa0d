//! ## What it does
//! Reports `nullable` in a schema. It is a keyword of `OpenAPI` 3.0. JSON Schema does not have it, so it has no effect.
//!
//! ## Why it matters
//! The author probably meant that the value may be `null`, but the schema refuses `null`; only `"type": […, "null"]`
//! allows it.
//!
//! ## Example
//! ```json
//! {"type": "integer", "nullable": true}
//! ```
//!
//! ## What to do
//! Find out whether the Console sends `null`. If so, patch the type to `["integer", "null"]`. If not, accept that the
//! keyword has no effect.

use serde_json::{Value, json};

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, choices};

pub(super) const RULE: Rule = Rule {
    id: "keyword-nullable",
    severity: Severity::Note,
    choices: &[
        Choice { id: "null", does: "`null` is sent, too: `type` gets it", derive: null },
        Choice {
            id: "drop",
            does: "`null` is not sent: the schema is read without the keyword",
            derive: choices::REMOVE,
        },
    ],
    source: include_str!("keyword_nullable.rs"),
    check,
};

const NULLABLE: &str = "nullable";

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas() {
            let Some(nullable) = place.schema.get(NULLABLE) else { continue };
            findings.push(
                Finding::on_key(&root.sheet, &place.pointer.with_trailing_token(NULLABLE))
                    .message(format!("`nullable: {nullable}` has no effect: JSON Schema does not have this keyword"))
                    .help("if `null` is sent, patch `type` to a list with `null` in it; if not, accept it"),
            );
        }
    }
}

fn null(asked: &ChoiceContext<'_>) -> Derived {
    let place = asked.place();
    if asked.at(&place) == Some(&Value::Bool(false)) {
        return Err("it says that `null` is not sent".into());
    }
    let kind = place.parent().unwrap_or_default().with_trailing_token("type");
    let mut kinds = match asked.at(&kind) {
        Some(Value::String(one)) => vec![json!(one)],
        Some(Value::Array(many)) => many.clone(),
        _ => return Err("the schema states no type beside it".into()),
    };
    if !kinds.contains(&json!("null")) {
        kinds.push(json!("null"));
    }
    let mut operations = asked.set(kind, kinds.into())?;
    operations.extend(asked.remove(place));
    Ok(operations)
}
