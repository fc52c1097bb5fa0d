//! ## What it does
//! Reports the few payloads that are open where the payloads of the page are closed, or the other way round. They are
//! few if the others are at least twice as many.
//!
//! ## Why it matters
//! `additionalProperties: false` was meant everywhere or nowhere. The page says of most events that nothing else is
//! sent, and leaves it open for these.
//!
//! ## Example
//! Six payloads with `additionalProperties: false`, a seventh without.
//!
//! ## What to do
//! Usually nothing: closed objects bind the Console, not the reader. The generated types keep what is new in either
//! case.

use serde_json::json;

use super::{Choice, ChoiceContext, Context, Derived, Finding, Openness, Rule, Severity, listed};

pub(super) const RULE: Rule = Rule {
    id: "sibling-openness-drift",
    severity: Severity::Note,
    choices: &[Choice {
        id: "siblings",
        does: "it is a slip: the payload is closed, or open, as the others are",
        derive: as_siblings,
    }],
    source: include_str!("sibling_openness_drift.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let payloads = context.payloads().filter(|(_, payload)| !payload.properties().is_empty());
    let (closed, open): (Vec<_>, Vec<_>) = payloads.partition(|(_, payload)| payload.openness() == Openness::Closed);
    let (few, many, is, are) =
        if closed.len() < open.len() { (&closed, &open, "closed", "open") } else { (&open, &closed, "open", "closed") };
    if few.len() * 2 > many.len() {
        return;
    }
    let Some((_, other)) = many.first() else { return };
    let names: Vec<&str> = many.iter().map(|(event, _)| event.key.as_str()).collect();
    for (event, payload) in few {
        findings.push(
            Finding::on_schema(payload)
                .span(payload.key_span())
                .evidence(json!({ "is": is }))
                .message(format!("the payload of `{}` is {is}, while those of {} are {are}", event.key, listed(&names)))
                .help("closed objects bind the Console, not the reader: nothing need be done")
                .related(other.key_span(), format!("{are} here")),
        );
    }
}

fn as_siblings(asked: &ChoiceContext<'_>) -> Derived {
    let place = asked.place().with_trailing_token("additionalProperties");
    let is_open = asked.finding.evidence.get("is").is_some_and(|is| is == "open");
    if is_open { asked.set(place, false.into()) } else { Ok(asked.remove(place)) }
}
