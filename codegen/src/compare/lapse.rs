//! Decisions that do not stand on NEW's page: they are reported, and what they would have mended is not taken for a change.
//!
//! OLD is read once more, without the decisions that NEW lacks. What differs then is what the pages say; what differs only as long as
//! OLD has these decisions follows from them.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::{CompareError, Version};
use crate::decision::ReadDecisions;
use crate::diff::{self, Change, ChangeIndex, ChangeOrigin, Diff, Lapse, Side, Tolerance, Wire};
use crate::workspace::{self, Reading};

pub(super) fn hold_back(diff: &mut Diff, old: &Version, new: &Version, reader: Tolerance) -> Result<(), CompareError> {
    if let Some(reading) = &new.reading {
        diff.decided.lapses = lapses("NEW", reading);
    }
    if let Some(reading) = old.reading.as_ref().filter(|_| old.is_page) {
        let fallen = |lapse: &Lapse| !diff.decided.lapses.iter().any(|other| other.decision == lapse.decision);
        let count = lapses("OLD", reading).iter().filter(|lapse| fallen(lapse)).count();
        if count > 0 {
            diff.notes.push(format!(
                "{count} decisions stand on NEW's page and not on OLD's: OLD is compared without what they would have mended"
            ));
        }
    }
    let Some(reading) = new.reading.as_ref().filter(|_| new.is_page) else { return Ok(()) };
    if reading.outcome.stale.is_empty() && reading.outcome.errors.is_empty() {
        return Ok(());
    }
    let Some(before) = &old.reading else {
        // Nobody knows what they would have mended.
        diff.floor = diff.floor.max(Wire::Unclassified);
        return Ok(());
    };
    let lapsed = lapsed(before, reading);
    if lapsed.is_empty() {
        return Ok(());
    }
    let kept = before.decisions.decisions.iter().filter(|decision| !lapsed.contains(&*decision.id)).cloned();
    let kept = ReadDecisions { decisions: kept.collect(), errors: before.decisions.errors.clone() };
    let outcome = workspace::outcome(&before.page, &before.catalog, &kept);
    let mut side = Side::events(old.side.name(), &outcome.reconciled)?;
    if let Some(documented) = old.side.documented() {
        side = side.with_documented(documented.clone());
    }
    let without = diff::diff(&side, &new.side, reader)?;
    let all = std::mem::take(&mut diff.changes);
    let known = ChangeIndex::new(&all);
    let (changes, rest): (Vec<Change>, Vec<Change>) =
        without.changes.into_iter().partition(|change| known.same_matter(change).is_some());
    let kept = ChangeIndex::new(&changes);
    let held = |change: &&Change| kept.same_matter(change).is_none() && change.origin != ChangeOrigin::Correction;
    let held: Vec<Change> = all.iter().filter(held).cloned().collect();
    diff.changes = changes;
    // The page says now what a decision said before: for consumers nothing changes.
    diff.changes.extend(rest.into_iter().map(Change::corrected));
    diff.decided.held = held.len();
    if held.iter().any(Change::breaks) {
        diff.floor = diff.floor.max(Wire::Unclassified);
    }
    Ok(())
}

/// The decisions that stand on OLD's page and not on NEW's.
fn lapsed<'r>(old: &'r Reading, new: &Reading) -> HashSet<&'r str> {
    let of = |reading: &Reading| -> HashSet<String> {
        let stale = reading.outcome.stale.iter().map(|stale| stale.decision.clone());
        stale.chain(reading.outcome.errors.iter().filter_map(|error| error.decision.clone())).collect()
    };
    let (down_old, down_new) = (of(old), of(new));
    // A file that cannot be read takes all of its decisions with it.
    let unread: HashSet<&str> = new
        .outcome
        .errors
        .iter()
        .filter(|error| error.decision.is_none())
        .map(|error| error.place.file.as_str())
        .collect();
    let known: HashSet<&str> = new.decisions.decisions.iter().map(|decision| decision.id.as_str()).collect();
    let all = old.decisions.decisions.iter().filter(|decision| !down_old.contains(&decision.id));
    all.filter(|decision| {
        let missing = !known.contains(&*decision.id) && unread.contains(&*decision.place.file);
        down_new.contains(&decision.id) || missing
    })
    .map(|decision| decision.id.as_str())
    .collect()
}

fn lapses(side: &'static str, reading: &Reading) -> Vec<Lapse> {
    let place = |place: &crate::decision::DecisionPlace| (place.file.clone(), place.line, place.column);
    let stale = reading.outcome.stale.iter().map(|stale| Lapse {
        side,
        decision: Some(stale.decision.clone()),
        place: place(&stale.place),
        message: stale.message.clone(),
        help: stale.help(),
    });
    let errors = reading.outcome.errors.iter().map(|error| Lapse {
        side,
        decision: error.decision.clone(),
        place: place(&error.place),
        message: error.problem.to_string(),
        help: error.problem.help().to_owned(),
    });
    stale.chain(errors).collect::<IndexSet<Lapse>>().into_iter().collect()
}
