//! ## What it does
//! Reports a numeric property that is a time (its name says `time`, `timestamp`, `date` or ends in `At`, or its
//! description says "timestamp") and for which neither name, description nor schema states a unit. The envelope's
//! timestamp is reported once for the page.
//!
//! ## Why it matters
//! Seconds or milliseconds? A wrong guess is off by a factor of a thousand, and a test with `123456` does not show it.
//!
//! ## Example
//! ```text
//! sentAt | number | The timestamp of the event emission |
//! ```
//!
//! ## What to do
//! Find out what the Console sends, and record it: accept the finding with the evidence, or patch the description.

use std::collections::HashSet;

use serde_json::json;

use super::{Context, Finding, Owner, Rule, SchemaNode, Severity, Types, envelope, row_schemas, stated, words};

pub(super) const RULE: Rule = Rule {
    id: "timestamp-unit-unstated",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("timestamp_unit_unstated.rs"),
    check,
};

/// Words that state a unit.
const UNITS: &[&str] = &[
    "ms",
    "millis",
    "millisecond",
    "milliseconds",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "us",
    "micros",
    "microsecond",
    "microseconds",
    "ns",
    "nanos",
    "nanosecond",
    "nanoseconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut envelope_reported = false;
    for (owner, table) in context.tables() {
        let roots = context.roots_of_table(owner);
        for row in &table.rows {
            let name = row.pointer().back().map_or_else(String::new, |token| token.decoded().into_owned());
            let schemas: Vec<SchemaNode<'_>> = roots
                .iter()
                .filter_map(|root| row_schemas(std::slice::from_ref(root), &row.pointer()))
                .flatten()
                .collect();
            let numeric = stated(&row.kind.text).is_some_and(|stated| is_numeric(stated.types))
                || schemas.iter().any(|schema| is_numeric(schema.types()));
            let unit =
                states_unit(&row.description.text) || (!schemas.is_empty() && schemas.iter().all(schema_states_unit));
            let silent = numeric && is_time(&name, &row.description.text) && !unit && !states_unit(&name);
            envelope_reported |= matches!(owner, Owner::Page) && name == envelope::TIMESTAMP;
            if silent {
                findings.push(described(
                    Finding::on_row(owner, row),
                    &row.name.text,
                    json!([row.name.text, row.description.text]),
                ));
            }
        }
    }
    for root in context.schemas() {
        for (name, property, in_table) in properties(context, &root) {
            let of_envelope =
                root.sheet.resource.is_none() && name == envelope::TIMESTAMP && property.pointer.count() == 2;
            if in_table || (of_envelope && envelope_reported) {
                continue;
            }
            let description = property.keyword("description").and_then(|text| text.value.as_str()).unwrap_or_default();
            let silent = is_numeric(property.types()) && is_time(name, description);
            if silent && !states_unit(name) && !schema_states_unit(&property) {
                envelope_reported |= of_envelope;
                findings.push(described(Finding::on_schema(&property), name, property.value.clone()));
            }
        }
    }
}

/// The properties declared anywhere in a schema, and whether the event's table has a row for them.
fn properties<'a>(context: &Context<'a>, root: &SchemaNode<'a>) -> Vec<(&'a str, SchemaNode<'a>, bool)> {
    let mut found = Vec::new();
    let owner = Owner::of(&root.sheet);
    let roots: Vec<_> = context.root_of(owner).into_iter().collect();
    let rows = owner.table().into_iter().flat_map(|table| &table.rows);
    let tabled: HashSet<_> =
        rows.filter_map(|row| row_schemas(&roots, &row.pointer())).flatten().map(|node| node.place()).collect();
    for place in root.subschemas() {
        let node = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
        for name in node.value.get("properties").and_then(|all| all.as_object()).into_iter().flat_map(|all| all.keys())
        {
            if let Some(property) = node.child(["properties", name]) {
                let in_table = tabled.contains(&property.place());
                found.push((name.as_str(), property, in_table));
            }
        }
    }
    found
}

fn described(finding: Finding, name: &str, evidence: serde_json::Value) -> Finding {
    finding
        .evidence(evidence)
        .message(format!("`{name}` is a time as a number, and nothing states its unit"))
        .help("find out whether seconds or milliseconds are sent, and record it in a decision")
}

fn is_numeric(types: Types) -> bool {
    let types = types - Types::NULL;
    !types.is_empty() && Types::NUMBER.has(types)
}

fn is_time(name: &str, description: &str) -> bool {
    let name = words(name);
    let said = |word: &String| ["time", "timestamp", "date", "datetime"].contains(&word.as_str());
    name.iter().any(said)
        || (name.len() > 1 && name.last().is_some_and(|word| word == "at"))
        || words(description).iter().any(|word| word == "timestamp" || word == "datetime")
}

fn states_unit(text: &str) -> bool {
    words(text).iter().any(|word| UNITS.contains(&word.as_str()))
}

fn schema_states_unit(schema: &SchemaNode<'_>) -> bool {
    ["description", "title", "format", "$comment", "x-unit"]
        .iter()
        .filter_map(|keyword| schema.keyword(keyword))
        .any(|said| said.value.as_str().is_some_and(states_unit))
}

#[cfg(test)]
mod tests {
    use super::{is_time, states_unit};

    #[test]
    fn names_and_descriptions_that_say_time() {
        assert!(is_time("sentTimestamp", "") && is_time("createdAt", "") && is_time("x", "The timestamp of the event"));
        assert!(
            !is_time("count", "How many users there were at the time") && !is_time("at", "") && !is_time("timeout", "")
        );
    }

    #[test]
    fn units() {
        assert!(states_unit("in milliseconds since the Unix epoch") && states_unit("createdAtMs"));
        assert!(!states_unit("The timestamp of the event emission"));
    }
}
