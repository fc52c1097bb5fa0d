//! Existing decisions on the same rule that could be extended by a finding, the most similar first. The alternative to
//! a new decision.

use crate::decision::{Answer, Decision, Pattern};
use crate::diagnostic::Diagnostic;
use crate::workspace::Reading;

/// The most extensions that are proposed.
const MOST: usize = 3;

/// A decision that could be extended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its id.
    pub decision: String,
    /// The place of the answer to widen, and its new pattern of events; none if the decision gets another answer
    /// instead.
    pub widened: Option<(usize, String)>,
}

/// The decisions of the same rule that could be extended by the finding, the most similar first: those of the same
/// resource, event, family of events, place or witness. A decision with its own patch cannot be extended.
pub fn near(reading: &Reading, finding: &Diagnostic) -> Vec<Extension> {
    let mut ranked: Vec<(usize, &Decision)> = Vec::new();
    for decision in &reading.decisions.decisions {
        let own_patch = decision.take.is_none() && !decision.patch.is_empty();
        let of_rule = decision.answers.iter().filter(|answer| answer.rule == finding.rule);
        if let (false, Some(near)) = (own_patch, of_rule.map(|answer| nearness(answer, finding)).max()) {
            ranked.push((near, decision));
        }
    }
    // The sort is stable: among equally similar decisions, the order of the files counts.
    ranked.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
    let mut all = Vec::new();
    for (_, decision) in ranked.into_iter().take(MOST) {
        let id = || decision.id.clone();
        let widened =
            decision.answers.iter().enumerate().find_map(|(at, answer)| Some((at, widened(answer, finding)?)));
        if widened.is_some() {
            all.push(Extension { decision: id(), widened });
        }
        all.push(Extension { decision: id(), widened: None });
    }
    all.truncate(MOST);
    all
}

fn nearness(answer: &Answer, finding: &Diagnostic) -> usize {
    let agrees = |pattern: &Option<Pattern>, text: Option<&str>| match (pattern, text) {
        (Some(pattern), Some(text)) => pattern.matches(text),
        _ => false,
    };
    let last = |place: &str| place.rsplit('/').next().unwrap_or_default().to_owned();
    let pointer = answer.pointer.as_ref().map(Pattern::text);
    let event = finding.event.as_deref();
    [
        (16, agrees(&answer.resource, finding.resource.as_deref())),
        (8, agrees(&answer.event, event)),
        (4, answer.event.as_ref().zip(event).is_some_and(|(pattern, event)| family(pattern.text(), event).is_some())),
        (2, pointer.is_some_and(|place| last(place) == last(finding.pointer.as_str()))),
        (1, answer.witness == Some(finding.witness)),
    ]
    .into_iter()
    .filter_map(|(points, holds)| holds.then_some(points))
    .sum()
}

/// The pattern of events that includes the finding's event, if only the event keeps the answer from matching and both
/// events belong to one family.
fn widened(answer: &Answer, finding: &Diagnostic) -> Option<String> {
    let event = finding.event.as_deref()?;
    let pattern = answer.event.as_ref()?;
    if answer.fingerprint.is_some() || pattern.matches(event) {
        return None;
    }
    let anywhere = Answer { event: None, ..answer.clone() };
    anywhere.names(finding).then(|| family(pattern.text(), event)).flatten()
}

/// The pattern of events whose names begin with the words that both names share; none if they share no word.
fn family(pattern: &str, event: &str) -> Option<String> {
    let plain = pattern.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
    let shared = plain.bytes().zip(event.bytes()).take_while(|(one, other)| one == other).count();
    let words = event.get(..shared)?.rsplit_once('_')?.0;
    (!words.is_empty()).then(|| format!("{words}_*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_shares_whole_words() {
        assert_eq!(family("company_user_added", "company_user_edited").unwrap(), "company_user_*");
        assert_eq!(family("company_user_*", "company_made").unwrap(), "company_*");
        assert_eq!(family("companies_made", "company_made"), None);
        assert_eq!(family("*", "company_made"), None);
        assert_eq!(family("tag_created", "tag_deleted").unwrap(), "tag_*");
    }
}
