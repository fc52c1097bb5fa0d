//! A decision as TOML, and the file into which it belongs.

use super::proposal::Ruling;
use crate::diagnostic::{Diagnostic, list_of_names};
use crate::report::answers;
use crate::text::toml::string;
use crate::workspace::Reading;

/// The decision on these findings.
pub(super) fn stanza(reading: &Reading, findings: &[&Diagnostic], verdict: Ruling<'_>, reason: &str) -> String {
    let first = findings.first();
    let event = first.and_then(|finding| finding.event.as_deref()).unwrap_or("page");
    let base = format!("{event}-{}", first.map_or("finding", |finding| finding.rule));
    let taken = |id: &str| reading.decisions.decisions.iter().any(|decision| decision.id == id);
    let mut id = base.clone();
    let mut count = 2;
    while taken(&id) {
        id = format!("{base}-{count}");
        count += 1;
    }
    let mut toml = format!("[[decision]]\nid = {}\n", string(&id));
    // A choice derives its patch from whatever the evidence is. Accepting is limited to the evidence that was seen.
    let all: Vec<String> = findings
        .iter()
        .map(|finding| match verdict {
            Ruling::Take(_) => without_evidence(finding),
            Ruling::Accept => answers(finding),
        })
        .collect();
    match &all[..] {
        [one] => toml.extend(["answers = ", one, "\n"]),
        many => {
            toml.push_str("answers = [\n");
            for one in many {
                toml.extend(["  ", one, ",\n"]);
            }
            toml.push_str("]\n");
        }
    }
    match verdict {
        Ruling::Take(take) => toml.extend(["verdict = \"resolved\"\ntake = ", &string(take), "\n"]),
        Ruling::Accept => toml.push_str("verdict = \"accepted\"\n"),
    }
    toml.extend(["reason = ", &string(reason.trim()), "\n"]);
    toml
}

/// An answer that matches the finding on any evidence. Only in `required` lists does the evidence say which name is
/// meant, so it stays there.
pub(super) fn without_evidence(finding: &Diagnostic) -> String {
    let answer = answers(finding);
    match answer.rsplit_once(", fingerprint = ") {
        Some((rest, _)) if list_of_names(finding.witness, &finding.pointer).is_none() => format!("{rest} }}"),
        _ => answer,
    }
}
