//! ## What it does
//! Validates each schema against the meta-schema of its draft (draft 7 if there is no `$schema`), and reports each
//! place that is not valid. It also reports a `pattern` that is not a regular expression.
//!
//! ## Why it matters
//! Validators refuse such a schema, or ignore the keyword: the page promises a constraint that nobody checks.
//!
//! ## Example
//! ```json
//! {"type": "strin", "required": "name"}
//! ```
//!
//! ## What to do
//! Patch the keyword to what its author meant.

use std::collections::HashSet;

use jsonptr::PointerBuf;
use jsonschema::error::ValidationErrorKind;
use serde_json::json;

use super::{Context, Dialect, Finding, Rule, SchemaNode, Severity, choices, compiled, flattened, meta, readable};

pub(super) const RULE: Rule = Rule {
    id: "schema-invalid",
    severity: Severity::Error,
    choices: choices::DROP,
    source: include_str!("schema_invalid.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for schema in context.schemas() {
        let errors = errors(&schema);
        for (pointer, message) in &errors {
            let value = schema.sheet.get(pointer).cloned().unwrap_or_default();
            findings.push(
                Finding::on_value(&schema.sheet, pointer)
                    .evidence(json!({ "value": value, "message": message }))
                    .message(format!("the {} is not valid: {message}", schema.sheet.title()))
                    .help("patch the keyword to what was meant"),
            );
        }
    }
}

fn errors(schema: &SchemaNode<'_>) -> Vec<(PointerBuf, String)> {
    let value = schema.value;
    let meta = meta(Dialect::of(value).draft());
    let mut seen = HashSet::new();
    let mut errors: Vec<_> = meta
        .iter_errors(value)
        .flat_map(|error| flattened(&error))
        .filter(|violation| seen.insert(violation.pointer.clone()))
        .map(|violation| (violation.pointer, violation.message))
        .collect();
    if errors.is_empty()
        && schema.sheet.opened().is_some_and(readable)
        && let Err(error) = compiled(value)
        && !matches!(error.kind(), ValidationErrorKind::Referencing(_))
    {
        let pointer = PointerBuf::parse(error.schema_path().as_str()).unwrap_or_default();
        errors.push((pointer, error.masked_with("the value").to_string()));
    }
    errors
}
