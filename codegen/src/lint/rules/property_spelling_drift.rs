//! ## What it does
//! Reports a property name that the page spells in two ways: the same letters, except for case, `_` and `-`. The rule
//! looks at schemas, tables, and undeclared properties of examples, but not at the keys of free-form maps. It reports
//! each pair of spellings once, at the rarer one (at the later one if both are equally frequent), preferably in a
//! schema.
//!
//! ## Why it matters
//! A receiver that reads `productUrl` everywhere reads nothing when `productURL` is sent, without any error.
//!
//! ## Example
//! `productURL` in one payload, `productUrl` in another.
//!
//! ## What to do
//! If the Console sends both, nothing. If one is a mistake, patch it.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use serde_json::json;

use super::{Context, Finding, Owner, Row, Rule, SchemaNode, Severity, Sheet, undeclared};
use crate::page::Span;

pub(super) const RULE: Rule = Rule {
    id: "property-spelling-drift",
    severity: Severity::Note,
    choices: &[],
    source: include_str!("property_spelling_drift.rs"),
    check,
};

/// Where a name is used.
#[derive(Clone)]
enum NameUse<'a> {
    Schema(Sheet<'a>, PointerBuf),
    Row(Owner<'a>, &'a Row),
    Example(Sheet<'a>, PointerBuf),
}

impl NameUse<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Schema(document, pointer) | Self::Example(document, pointer) => document.block.key_span_of(pointer),
            Self::Row(_, row) => row.name.span,
        }
    }

    fn finding(&self) -> Finding {
        match self {
            Self::Schema(document, pointer) | Self::Example(document, pointer) => Finding::on_key(document, pointer),
            Self::Row(owner, row) => Finding::on_row(*owner, row).span(row.name.span),
        }
    }

    /// Schemas first, then by the events' names: moving an event on the page changes nothing.
    fn rank(&self) -> (bool, Option<String>, Option<String>, String) {
        match self {
            Self::Schema(document, pointer) => (
                false,
                document.event.map(|event| event.key.clone()),
                document.resource.map(|resource| resource.name.clone()),
                pointer.to_string(),
            ),
            Self::Example(document, pointer) => (
                true,
                document.event.map(|event| event.key.clone()),
                document.resource.map(|resource| resource.name.clone()),
                pointer.to_string(),
            ),
            Self::Row(owner, row) => (
                true,
                owner.event().map(|event| event.key.clone()),
                owner.resource().map(|resource| resource.name.clone()),
                row.name.text.clone(),
            ),
        }
    }
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut names: BTreeMap<String, BTreeMap<String, Vec<NameUse<'_>>>> = BTreeMap::new();
    for (name, place) in uses(context) {
        names.entry(folded(&name)).or_default().entry(name).or_default().push(place);
    }
    for spellings in names.into_values().filter(|spellings| spellings.len() > 1) {
        let mut spellings: Vec<(String, Vec<NameUse<'_>>)> = spellings.into_iter().collect();
        spellings.sort_by_key(|(_, uses)| (std::cmp::Reverse(uses.len()), uses.iter().map(NameUse::rank).min()));
        let [(usual, uses), others @ ..] = spellings.as_slice() else { continue };
        let Some(known) = uses.iter().min_by_key(|place| place.rank()) else { continue };
        for (spelling, uses) in others {
            let Some(place) = uses.iter().min_by_key(|place| place.rank()) else { continue };
            findings.push(
                place
                    .finding()
                    .evidence(json!([spelling, usual]))
                    .message(format!("`{spelling}` is spelled `{usual}` elsewhere on the page"))
                    .help("do nothing if the Console sends both; if one is a mistake, patch it")
                    .related(known.span(), format!("`{usual}` here")),
            );
        }
    }
}

fn uses<'a>(context: &Context<'a>) -> Vec<(String, NameUse<'a>)> {
    let mut uses = Vec::new();
    for root in context.schemas() {
        for place in root.subschemas() {
            let node = SchemaNode { pointer: place.pointer, value: place.schema, ..root.clone() };
            for name in
                node.value.get("properties").and_then(|all| all.as_object()).into_iter().flat_map(|all| all.keys())
            {
                let pointer = node.pointer.with_trailing_token("properties").with_trailing_token(name.as_str());
                uses.push((name.clone(), NameUse::Schema(root.sheet, pointer)));
            }
        }
    }
    for (owner, table) in context.tables() {
        for row in &table.rows {
            let name =
                row.pointer().tokens().map(|token| token.decoded().into_owned()).filter(|name| name != "*").last();
            uses.extend(name.map(|name| (name, NameUse::Row(owner, row))));
        }
    }
    for (example, schema) in context.examples() {
        let shown = undeclared(&example, &schema).into_iter();
        uses.extend(shown.map(|found| (found.name, NameUse::Example(example, found.pointer))));
    }
    uses
}

/// What spellings of one name share. A mark at the start (`_id`) is part of the name.
fn folded(name: &str) -> String {
    let bare = name.trim_start_matches(['_', '-', '$', '@']);
    let (mark, _) = name.split_at(name.len() - bare.len());
    let letters = bare.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase);
    mark.chars().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn case_and_joints_do_not_count_but_a_mark_at_the_start_does() {
        assert_eq!(folded("productURL"), folded("product_url"));
        assert_eq!(folded("product-Url"), folded("productUrl"));
        assert_ne!(folded("_id"), folded("id"));
        assert_ne!(folded("orderId"), folded("ordersId"));
    }
}
