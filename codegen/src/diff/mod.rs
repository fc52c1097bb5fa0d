//! Compares two sets of schemas: what the difference means for a reader built from OLD, and for the generated crate's API.
//!
//! `side` is what is compared. `events` matches events and compares each pair by `whole`: on a thread with a deadline, `walk` lays both
//! schemas side by side (`place` says what they say), `oracle` asks `schema` what it means, `witness` looks for
//! documents; `reader` and `typed` are OLD as the tolerant reader reads it. `details` compares what only documents, `merge` makes one change of one
//! cause, `api` adds the Rust items, `origin` where a change comes from; `output`, `gate` and `release` report it.

mod answer;
mod api;
mod change;
mod details;
mod events;
mod gate;
mod kind;
mod merge;
mod only;
mod oracle;
mod origin;
mod output;
mod place;
mod reader;
mod release;
mod side;
mod typed;
mod verdict;
mod walk;
mod whole;
mod witness;

use thiserror::Error;

pub use answer::{DecisionChanges, Diff, Lapse, StaleJudgement};
pub use change::{Change, ChangedPart, ItemText, PageSpot, Rename, RustItem};
pub use gate::{FailOn, fails};
pub use kind::ChangeKind;
pub use only::Only;
pub use output::{github, human, json, markdown, sarif};
pub use release::{Release, required};
pub use side::{SchemaError, Side};
pub use verdict::{ChangeOrigin, Semver, Tolerance, Verdicts, VerdictsBefore, Wire};

pub(crate) use origin::ChangeIndex;
use side::Content;
use whole::{Asked, ComparedPair, Old};

/// Why two sides cannot be compared.
#[derive(Debug, Error)]
pub enum DiffError {
    /// A single schema beside a set of events.
    #[error("`{old}` is {old_is} and `{new}` is {new_is}; compare two schemas, or two of page, folder and revision")]
    Incomparable {
        /// What OLD is called.
        old: String,
        /// What OLD is.
        old_is: &'static str,
        /// What NEW is called.
        new: String,
        /// What NEW is.
        new_is: &'static str,
    },
}

/// Compares two sides: what changed, and what it means for a reader built from `old` and for the generated crate.
pub fn diff(old: &Side, new: &Side, reader: Tolerance) -> Result<Diff, DiffError> {
    let mut diff = conclude(compared(old, new, Asked::Verdicts(reader))?, old, new);
    if let (Some(page_old), Some(page_new)) = (&old.documented, &new.documented) {
        let differences = |old: &Side, new: &Side| compared(old, new, Asked::Differences).map(|pair| pair.changes);
        let (page, old, new) =
            (differences(page_old, page_new)?, differences(page_old, old)?, differences(page_new, new)?);
        origin::classify(&mut diff.changes, &origin::Pages { page: &page, old: &old, new: &new });
    }
    // What a decision newly covers is always reported.
    diff.decided.widened = new.covered.newly(&old.covered);
    Ok(diff)
}

fn compared(old: &Side, new: &Side, asked: Asked) -> Result<ComparedPair, DiffError> {
    let incomparable =
        |old_is, new_is| DiffError::Incomparable { old: old.name.clone(), old_is, new: new.name.clone(), new_is };
    match (&old.content, &new.content) {
        (Content::Schema(before, types_before), Content::Schema(after, types_after)) => {
            let mut outcome = whole::compare(None, &Old::alone(before), after, asked);
            outcome.changes = merge::merged(outcome.changes);
            api::account_alone(&mut outcome.changes, types_before, types_after);
            Ok(outcome)
        }
        (Content::Events(before), Content::Events(after)) => {
            let mut outcome = events::compare(before, after, asked);
            api::account(&mut outcome.changes, &before.types, &after.types);
            Ok(outcome)
        }
        (Content::Schema(..), Content::Events(_)) => Err(incomparable("a JSON Schema", "a set of events")),
        (Content::Events(_), Content::Schema(..)) => Err(incomparable("a set of events", "a JSON Schema")),
    }
}

/// The answer, with the verdict over all: as cautious as the most cautious note.
fn conclude(outcome: ComparedPair, old: &Side, new: &Side) -> Diff {
    let ComparedPair { mut changes, mut notes, vacuous } = outcome;
    if let Some((number, side)) = old.beyond(new) {
        for change in changes.iter_mut().filter(|change| change.wire <= Wire::Compatible && !change.kind.documents()) {
            change.wire = Wire::Unclassified;
        }
        let mut change = Change::bare(ChangeKind::CombinatorChanged, None, Wire::Unclassified, Semver::None);
        change.message = format!(
            "the number `{number}` in {side} fits neither 64 bits nor a double: it is read as another number, so nothing is proved"
        );
        changes.push(change);
    }
    notes.dedup();
    let floor = if vacuous { Wire::Unclassified } else { Wire::None };
    let mut diff = Diff { old: old.name.clone(), new: new.name.clone(), changes, notes, floor, ..Diff::default() };
    diff.conclude();
    diff
}
