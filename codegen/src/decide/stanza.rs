//! A decision as text, and the file into which it belongs.

use super::proposal::Ruling;
use crate::decision::{Answer, Decision};
use crate::diagnostic::{Diagnostic, list_of_names};
use crate::report::{answers, file_for};
use crate::text::toml::string;
use crate::workspace::Reading;

/// The file that holds most of the decisions on the finding's resource, else on its event; else one that is called as the event.
pub fn right_file(decisions: &[Decision], finding: &Diagnostic) -> String {
    let mut files: Vec<(&str, usize)> = Vec::new();
    for decision in decisions {
        let points = decision.answers.iter().map(|answer| points(answer, finding)).max().unwrap_or(0);
        let file = decision.place.file.as_str();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, all)) => *all += points,
            None => files.push((file, points)),
        }
    }
    // Of several the first by name.
    let best =
        files.into_iter().filter(|(_, points)| *points > 0).min_by_key(|(file, points)| (usize::MAX - points, *file));
    best.map_or_else(|| file_for(finding.event.as_deref()), |(file, _)| file.to_owned())
}

/// How much an answer is about the same thing as the finding.
fn points(answer: &Answer, finding: &Diagnostic) -> usize {
    const RESOURCE: usize = 100;
    let of_resource = match (&answer.resource, &finding.resource) {
        (Some(pattern), Some(name)) => pattern.matches(name),
        _ => false,
    };
    let of_event = match (&answer.event, &finding.event) {
        (Some(pattern), Some(name)) => pattern.matches(name),
        _ => false,
    };
    RESOURCE * usize::from(of_resource) + usize::from(of_event)
}

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
    // A choice derives its patch anew whatever the evidence is; to accept holds for what was seen.
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

/// What names the finding on whatever evidence. Of the names in `required` only the evidence says which is meant.
pub(super) fn without_evidence(finding: &Diagnostic) -> String {
    let answer = answers(finding);
    match answer.rsplit_once(", fingerprint = ") {
        Some((rest, _)) if list_of_names(finding.witness, &finding.pointer).is_none() => format!("{rest} }}"),
        _ => answer,
    }
}
