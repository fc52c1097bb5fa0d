//! ## What it does
//! Reports each comment in a documented JSON block.
//!
//! ## Why it matters
//! JSON has no comments, so anyone who copies the block into a tool gets a syntax error. The block is read as if the
//! comment were not there; this note records it.
//!
//! ## Example
//! ```text
//! // See the Product resource tab
//! "product": {...}
//! ```
//!
//! ## What to do
//! On the page: move the text into the prose beside the block. Here: accept the whole rule in a decision, where the
//! comments say nothing that another witness does not say; `mend` then drops them. Where a comment says what a property
//! is, take `description`: `mend` moves it there.

use std::collections::HashMap;

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, Sheet, choices};
use crate::page::Span;

pub(super) const RULE: Rule = Rule {
    id: "json-comment",
    severity: Severity::Note,
    choices: &[Choice {
        id: "description",
        does: "the comment says what the property beside it is: the schema describes it so",
        derive: described,
    }],
    source: include_str!("json_comment.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        let mut seen = HashMap::new();
        for &comment in document.block.json.iter().flat_map(|json| &json.comments) {
            let text = context.page.slice(comment).split_whitespace().collect::<Vec<_>>().join(" ");
            let around = document.around(comment);
            let number = seen.entry((around.clone(), text.clone())).and_modify(|number| *number += 1).or_insert(1);
            let property = beside(context, &document, comment);
            let words = words(&text);
            if property.as_ref().is_some_and(|property| has_moved(context, &document, property, &words)) {
                continue;
            }
            let property = property.map(|property| property.to_string());
            findings.push(
                Finding::on_value(&document, &around)
                    .span(comment)
                    .evidence(json!({ "comment": text, "number": number }))
                    .message(format!("expected JSON, found the comment `{text}` in the {}", document.title()))
                    .help("it is ignored; on the page, move it into the prose beside the block")
                    .facts(json!({ "property": property, "words": words })),
            );
        }
    }
}

/// The words of a comment without its marks.
fn words(comment: &str) -> String {
    let inner = comment.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/"));
    inner.unwrap_or(comment).trim_matches(['/', '*', ' ']).to_owned()
}

/// The place, in the document of all witnesses, of the schema of the property beside which a comment stands: in its line, else below.
fn beside(context: &Context<'_>, document: &Sheet<'_>, comment: Span) -> Option<PointerBuf> {
    let json = document.block.json.as_ref().ok()?;
    let line = context.page.position(comment.start).line;
    let keyed = || json.places.iter().filter_map(|(pointer, place)| Some((pointer, place.key?)));
    let before = keyed().filter(|(_, key)| key.end <= comment.start && context.page.position(key.start).line == line);
    let behind = keyed().filter(|(_, key)| key.start >= comment.end);
    let found = before.max_by_key(|(_, key)| key.start).or_else(|| behind.min_by_key(|(_, key)| key.start));
    let (pointer, _) = found?;
    if document.is_schema() {
        // A keyword is not a property.
        let of_properties = pointer.parent()?.back()?.decoded() == "properties";
        return of_properties.then(|| document.place(pointer));
    }
    let schema = Sheet { witness: schema_of(document), ..*document };
    Some(schema.place(&choices::schema_place(pointer)?))
}

fn schema_of(document: &Sheet<'_>) -> crate::catalog::Witness {
    if document.resource.is_some() { crate::catalog::Witness::ResourceSchema } else { crate::catalog::Witness::Schema }
}

/// Whether a decision has given the property these words, which the page does not give it.
fn has_moved(context: &Context<'_>, document: &Sheet<'_>, property: &PointerBuf, words: &str) -> bool {
    let schemas = context.documents().filter(Sheet::is_schema);
    let mut all = schemas.filter(|schema| schema.event.map(|it| &it.key) == document.event.map(|it| &it.key));
    let found = all.find_map(|schema| {
        let pointer = property.strip_prefix(&schema.place(jsonptr::Pointer::root()))?.to_buf();
        Some((schema, pointer.with_trailing_token("description")))
    });
    let Some((schema, place)) = found else { return false };
    let known = schema.block.json.as_ref().is_ok_and(|json| json.places.contains_key(&place));
    !known && schema.get(&place) == Some(&Value::from(words))
}

fn described(asked: &ChoiceContext<'_>) -> Derived {
    let property = asked.fact_place("property")?;
    let words = asked.fact("words").filter(|words| !words.is_empty()).ok_or("the comment has no words")?;
    if !asked.at(&property).is_some_and(Value::is_object) {
        return Err("no schema declares the property beside the comment".into());
    }
    let place = property.with_trailing_token("description");
    if asked.at(&place).is_some() {
        return Err("the property is described already".into());
    }
    asked.set(place, words.into())
}
