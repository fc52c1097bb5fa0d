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
//! On the page: move the text into the prose beside the block. Here: accept the whole rule in a decision.

use std::collections::HashMap;

use serde_json::json;

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule =
    Rule { id: "json-comment", severity: Severity::Note, choices: &[], source: include_str!("json_comment.rs"), check };

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in context.documents() {
        let mut seen = HashMap::new();
        for &comment in document.block.json.iter().flat_map(|json| &json.comments) {
            let text = context.page.slice(comment).split_whitespace().collect::<Vec<_>>().join(" ");
            let around = document.around(comment);
            let number = seen.entry((around.clone(), text.clone())).and_modify(|number| *number += 1).or_insert(1);
            findings.push(
                Finding::on_value(&document, &around)
                    .span(comment)
                    .evidence(json!({ "comment": text, "number": number }))
                    .message(format!("expected JSON, found the comment `{text}` in the {}", document.title()))
                    .help("it is ignored; on the page, move it into the prose beside the block"),
            );
        }
    }
}
