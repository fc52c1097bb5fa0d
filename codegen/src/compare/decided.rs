//! Which decisions are new, say something else, or are gone; what they cover newly is compared by [`diff`](mod@crate::diff).

use std::collections::{BTreeMap, HashSet};

use crate::decision::Decision;
use crate::diff::Diff;
use crate::workspace::Reading;

pub(super) fn news(diff: &mut Diff, old: &Reading, new: &Reading) {
    let by_id = |reading: &Reading| -> BTreeMap<String, String> {
        reading.decisions.decisions.iter().map(|decision| (decision.id.clone(), said(decision))).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    for decision in &new.decisions.decisions {
        match before.get(&decision.id) {
            None => diff.decided.new.push((decision.id.clone(), decision.reason.clone())),
            Some(was) if *was != said(decision) => diff.decided.changed.push(decision.id.clone()),
            Some(_) => {}
        }
    }
    // A file that cannot be read is reported as that.
    let unread: HashSet<&str> = new.decisions.errors.iter().map(|error| error.place.file.as_str()).collect();
    let gone = old.decisions.decisions.iter().filter(|decision| !after.contains_key(&decision.id));
    diff.decided.gone =
        gone.filter(|decision| !unread.contains(&*decision.place.file)).map(|decision| decision.id.clone()).collect();
}

/// All that a decision says but its reason and its place in a file.
fn said(decision: &Decision) -> String {
    let Decision { id: _, answers, verdict, take, places, at, reason: _, evidence: _, patch, place: _ } = decision;
    let answers: Vec<String> = answers.iter().map(|answer| format!("{answer} {:?}", answer.fingerprint)).collect();
    let at: Vec<String> = at.iter().map(|selector| selector.text().to_owned()).collect();
    format!("{answers:?} {} {take:?} {places:?} {at:?} {}", verdict.name(), serde_json::json!(patch))
}
