//! ## What it does
//! Compares the words of an event's title with those of its name: each word of the name should occur in the title, and
//! each word of the title in the name, except for connecting words (`the`, `of`, `is` …). Of words joined by `or`,
//! `and` or `/` one is enough: "Order or Basket Placed" reads as `order_placed`.
//!
//! ## Why it matters
//! Readers look for an event by its title and write its name into code. "Order placed" for `shop_order_placed` sends
//! them to `order_placed`.
//!
//! ## Example
//! The title "Order placed" over a schema that says `shop_order_placed`.
//!
//! ## What to do
//! Usually nothing, because the name counts. If the name is the mistake, patch the schema.

use jsonptr::PointerBuf;
use serde_json::json;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Rule, Severity, listed, words};

pub(super) const RULE: Rule = Rule {
    id: "event-title-mismatch",
    severity: Severity::Note,
    choices: &[Choice { id: "name", does: "the name is right: the title gets its words", derive: as_named }],
    source: include_str!("event_title_mismatch.rs"),
    check,
};

/// Words of a title that need not be in the name.
const CONNECTING: &[&str] =
    &["a", "an", "the", "of", "is", "are", "was", "were", "has", "been", "to", "in", "on", "for", "by", "event"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in context.events() {
        let Some(name) = event.schema_name().or_else(|| event.example_name()) else { continue };
        let (missing, extra) = differences(&event.title.text, name);
        if missing.is_empty() && extra.is_empty() {
            continue;
        }
        let lacks = |what: &str, words: &[String]| {
            if words.is_empty() { String::new() } else { format!(": {what} {}", listed(words)) }
        };
        findings.push(
            Finding::on_prose(event, PointerBuf::root().with_trailing_token("title"), event.title.span)
                .evidence(json!({ "title": event.title.text, "name": name }))
                .message(format!(
                    "the title `{}` does not read as the event's name `{name}`{}{}",
                    event.title.text,
                    lacks("the title lacks", &missing),
                    lacks("the name lacks", &extra)
                ))
                .help("the name counts; do nothing unless the name is the mistake"),
        );
    }
}

fn as_named(asked: &ChoiceContext<'_>) -> Derived {
    let name = asked.finding.evidence.get("name").and_then(serde_json::Value::as_str).ok_or("the event has no name")?;
    let title = words(name).join(" ");
    let mut letters = title.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    asked.set(asked.place(), title.into())
}

/// The words that the title lacks, and those that the name lacks.
fn differences(title: &str, name: &str) -> (Vec<String>, Vec<String>) {
    let name = words(name);
    let choices = choices(title);
    let missing = name.iter().filter(|word| !choices.iter().any(|choice| choice.contains(word))).cloned().collect();
    let extra = choices.iter().filter(|choice| !choice.iter().any(|word| name.contains(word)));
    (missing, extra.filter_map(|choice| choice.first().cloned()).collect())
}

/// The words of the title, each with those that may stand for it.
fn choices(title: &str) -> Vec<Vec<String>> {
    let title = title.replace(['/', '&'], " or ");
    let mut choices: Vec<Vec<String>> = Vec::new();
    let mut joined = false;
    for word in words(&title) {
        if word == "or" || word == "and" {
            joined = true;
        } else if !CONNECTING.contains(&word.as_str()) {
            match choices.last_mut().filter(|_| joined) {
                Some(choice) => choice.push(word),
                None => choices.push(vec![word]),
            }
            joined = false;
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn titles_that_read_as_the_name() {
        for (title, name) in [
            ("Product Added", "product_added"),
            ("Order or Basket Placed", "order_placed"),
            ("Order or Basket Placed", "basket_placed"),
            ("The Product is added", "product_added"),
            ("Shop/Market closed", "shop_closed"),
        ] {
            assert_eq!(differences(title, name), (vec![], vec![]), "{title}");
        }
    }

    #[test]
    fn titles_that_do_not() {
        assert_eq!(differences("Order placed", "shop_order_placed"), (vec!["shop".to_owned()], vec![]));
        assert_eq!(differences("Shop order placed", "order_placed"), (vec![], vec!["shop".to_owned()]));
    }
}
