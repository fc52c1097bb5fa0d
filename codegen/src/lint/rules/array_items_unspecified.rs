//! ## What it does
//! Reports an array schema that says nothing about its items.
//!
//! ## Why it matters
//! The array may contain anything, so the generated type is a list of untyped values.
//!
//! ## Example
//! ```json
//! {"lines": {"type": "array"}}
//! ```
//!
//! ## What to do
//! If you know what the array contains, add `items` with a patch. Otherwise do nothing.

use super::{Asked, Choice, Context, Derived, Finding, Rule, SchemaNode, Severity};

pub(super) const RULE: Rule = Rule {
    id: "array-items-unspecified",
    severity: Severity::Note,
    choices: &[Choice { id: "example", does: "the items are what the example shows", derive: from_example }],
    source: include_str!("array_items_unspecified.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for root in context.schemas() {
        for place in root.subschemas().into_iter().filter(|place| !place.in_place && !place.negated) {
            let schema = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
            let array = schema.value.get("type").is_some_and(|kind| {
                kind == "array" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "array"))
            });
            let listed = ["const", "enum", "contains", "unevaluatedItems"]
                .iter()
                .any(|keyword| schema.keyword(keyword).is_some());
            let empty = schema.keyword("maxItems").is_some_and(|most| most.value == 0);
            if array && !listed && !empty && schema.items().is_empty() {
                findings.push(
                    Finding::on_schema(&schema)
                        .message(format!(
                            "the array at `{}` of the {} says nothing about its items",
                            schema.pointer,
                            root.sheet.title()
                        ))
                        .help("add `items` by a patch if it is known what is in it"),
                );
            }
        }
    }
}

fn from_example(asked: &Asked<'_>) -> Derived {
    let place = asked.place().with_trailing_token("items");
    let items = crate::choice::examples_at(asked, &place);
    if items.is_empty() {
        return Err("no example shows an item".into());
    }
    asked.set(place, crate::choice::inferred(&items))
}
