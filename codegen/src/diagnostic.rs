//! A finding of a rule: what is wrong, where on the page, and what to do. Made by `lint`, answered by decisions,
//! printed by `report`.

mod essence;

use jsonptr::PointerBuf;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::catalog::Witness;
use crate::page::Span;

pub(crate) use essence::list_of_names;

/// How serious a finding is. Errors and warnings must be decided; notes may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing can be generated without a decision.
    Error,
    /// Types can be generated, but they will surprise consumers.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One disagreement on the page.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Id of the rule that fired.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Key of the event in the catalog; none for the page as a whole.
    pub event: Option<String>,
    /// The witness that it is about.
    pub witness: Witness,
    /// The resource, if the witness belongs to one.
    pub resource: Option<String>,
    /// The place in the witness's JSON; for a table, the place of the row's property.
    pub pointer: PointerBuf,
    /// Where the value is on the page.
    pub span: Span,
    /// What was expected and what was found, in lower case, with values in back-ticks.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Other places that contribute, each with its content.
    pub related: Vec<(Span, String)>,
    /// The values on which the finding rests. If they change, it is another finding.
    pub evidence: Value,
    /// Places and names that the rule's choices need. They do not count in the fingerprint.
    pub facts: Value,
}

impl Diagnostic {
    /// Sixteen hexadecimal digits that stay when lines move and change with the evidence. They are computed from rule,
    /// event, witness, resource, pointer and evidence, but not from lines, spans, messages, the order of keys, or the
    /// order of names in `required`.
    pub fn fingerprint(&self) -> String {
        let essence = json!([self.rule, self.event, self.witness.name(), self.resource, self.place(), self.essence()]);
        let digest = Sha256::digest(essence.to_string());
        let first = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        format!("{first:016x}")
    }

    /// The place, without the index of a name in `required`.
    pub(crate) fn place(&self) -> String {
        essence::place(self.witness, &self.pointer)
    }

    /// The evidence, in a canonical order where order has no meaning.
    pub(crate) fn essence(&self) -> Value {
        essence::evidence(self.witness, &self.pointer, &self.evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(evidence: Value) -> Diagnostic {
        Diagnostic {
            rule: "a-rule",
            severity: Severity::Note,
            event: Some("a_b".into()),
            witness: Witness::Schema,
            resource: None,
            pointer: PointerBuf::root(),
            span: Span::new(1, 2),
            message: "m".into(),
            help: "h".into(),
            related: vec![],
            evidence,
            facts: Value::Null,
        }
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_keys_are_reordered() {
        let here = finding(json!({"a": 1, "b": {"c": 2, "d": 3}}));
        let there = Diagnostic {
            span: Span::new(90, 99),
            message: "other words".into(),
            ..finding(json!({"b": {"d": 3, "c": 2}, "a": 1}))
        };
        assert_eq!(here.fingerprint(), there.fingerprint());
        assert_eq!(here.fingerprint().len(), 16);
    }

    #[test]
    fn the_order_of_names_in_required_changes_no_fingerprint() {
        let at = |pointer: &'static str, evidence: Value| {
            Diagnostic { pointer: PointerBuf::parse(pointer).unwrap(), ..finding(evidence) }.fingerprint()
        };
        let (first, last) = ("/properties/payload/required/0", "/properties/payload/required/7");
        assert_eq!(at(first, json!("a")), at(last, json!("a")));
        assert_ne!(at(first, json!("a")), at(first, json!("b")));
        let contradiction = |place: &str| json!({ place: "a", "/properties/payload/additionalProperties": false });
        assert_eq!(at(first, contradiction(first)), at(last, contradiction(last)));
        let whole = |names: [&str; 2]| at("/required", json!(names));
        assert_eq!(whole(["a", "b"]), whole(["b", "a"]));
        let within = |names: [&str; 2]| at("/properties", json!({ "x": { "required": names, "examples": [1, 2] } }));
        assert_eq!(within(["a", "b"]), within(["b", "a"]));
        assert_ne!(at("/items/0", json!("a")), at("/items/1", json!("a")));
        assert_ne!(at("/examples", json!([1, 2])), at("/examples", json!([2, 1])));
        // Under that name, an example's list is like any other.
        let example = |pointer: &str| {
            let pointer = PointerBuf::parse(pointer.to_owned()).unwrap();
            Diagnostic { witness: Witness::Example, pointer, ..finding(json!("a")) }.fingerprint()
        };
        assert_ne!(example("/required/0"), example("/required/1"));
    }

    #[test]
    fn a_fingerprint_changes_with_the_evidence_and_the_place() {
        let base = finding(json!({"a": 1}));
        assert_ne!(base.fingerprint(), finding(json!({"a": 2})).fingerprint());
        let elsewhere = Diagnostic { witness: Witness::Example, ..base.clone() };
        assert_ne!(base.fingerprint(), elsewhere.fingerprint());
        let of_resource = Diagnostic { resource: Some("Robot".into()), ..base.clone() };
        assert_ne!(base.fingerprint(), of_resource.fingerprint());
    }
}
