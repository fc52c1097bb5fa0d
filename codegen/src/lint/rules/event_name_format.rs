//! ## What it does
//! Reports an event whose name is not `subject_action`: two or more words of lower-case letters and digits, joined by
//! `_`.
//!
//! ## Why it matters
//! The page promises names "usually in the form of `subject_action`". Other names make awkward file names and Rust
//! types, and do not show to which family (events of one subject) they belong.
//!
//! ## Example
//! `UserAdded`, `user-added`, `added`.
//!
//! ## What to do
//! If the Console sends this name, accept the finding. If it is a mistake, patch the schema.

use serde_json::json;

use super::{Context, Finding, Rule, Severity, Witness, envelope};

pub(super) const RULE: Rule = Rule {
    id: "event-name-format",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("event_name_format.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let Some(name) = event.schema_name().or_else(|| event.example_name()) else { continue };
        if is_subject_action(name) {
            continue;
        }
        let place = match context.name(event) {
            Some(name) => Finding::on_schema(&name),
            None => match context.sheets.example(event) {
                Some(example) => Finding::on_value(&example, &envelope::name_pointer()),
                None => Finding::on_page(Some(event), Witness::Schema, event.title.span),
            },
        };
        findings.push(
            place
                .evidence(json!(name))
                .message(format!("expected a name of the form `subject_action`, found `{name}`"))
                .help("accept it if the Console sends it so, or patch the schema"),
        );
    }
}

fn is_subject_action(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.contains('_') && name.split('_').all(word) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::is_subject_action;

    #[test]
    fn names_of_two_or_more_words() {
        assert!(
            is_subject_action("order_placed") && is_subject_action("shop_order_placed") && is_subject_action("a1_b2")
        );
        for name in ["added", "UserAdded", "user-added", "user__added", "_order_placed", "1st_event", "../x", ""] {
            assert!(!is_subject_action(name), "{name}");
        }
    }
}
