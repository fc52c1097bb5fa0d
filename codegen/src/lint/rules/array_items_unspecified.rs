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

use std::collections::HashMap;

use jsonptr::PointerBuf;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, SchemaNode, Severity};

pub(super) const RULE: Rule = Rule {
    id: "array-items-unspecified",
    severity: Severity::Note,
    choices: &[Choice { id: "example", does: "the items are what the example shows", derive: from_example }],
    source: include_str!("array_items_unspecified.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A resource is one thing: what several sections of it leave open in the same way is reported of the last of them.
    let mut of_resource: HashMap<(&str, PointerBuf), usize> = HashMap::new();
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
                let finding = Finding::on_schema(&schema)
                    .message(format!(
                        "the array at `{}` of the {} says nothing about its items",
                        schema.pointer,
                        root.sheet.title()
                    ))
                    .help("add `items` with a patch if you know what the array contains");
                let resource = root.sheet.resource.map(|resource| resource.name.as_str());
                let earlier = resource.and_then(|name| of_resource.insert((name, schema.pointer), findings.len()));
                match earlier.and_then(|at| findings.get_mut(at)) {
                    Some(earlier) => *earlier = finding,
                    None => findings.push(finding),
                }
            }
        }
    }
}

fn from_example(asked: &ChoiceContext<'_>) -> Derived {
    let place = asked.place().with_trailing_token("items");
    let items = crate::choice::examples_at(asked, &place);
    if items.is_empty() {
        return Err("no example shows an item".into());
    }
    asked.set(place, crate::choice::inferred(&items))
}
