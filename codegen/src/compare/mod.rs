//! From two versions of the events to what the difference means for a reviewer: [`diff`](mod@diff) compares what both say, and here
//! the rest of a version is added.
//!
//! `lapse` holds back what follows from decisions that do not stand on NEW's page, `decided` says which decisions are new, widened or
//! stale, `page` compares what a page says beside its events, `judgement` applies the reviewed judgements, and `spot` finds the line
//! of a page on which a change stands.

mod decided;
mod judgement;
mod lapse;
mod page;
mod spot;

use thiserror::Error;

use crate::diff::{self, Diff, DiffError, SchemaError, Semver, Side, Tolerance};
use crate::workspace::Reading;

pub use judgement::{EXPLANATION, JUDGEMENTS, Judgement, JudgementError, Judgements};

/// One version of the events: what is compared, and what is known beside it.
#[derive(Clone, Debug)]
pub struct Version {
    /// What is compared.
    pub side: Side,
    /// The page and the decisions of it, where there is a page that can be read.
    pub reading: Option<Reading>,
    /// Whether the side is what the decisions make of that page now; else it is what a sync has written.
    pub is_page: bool,
    /// The version of the crate.
    pub release: Option<semver::Version>,
}

impl Version {
    /// A version of which no page is known.
    pub fn alone(side: Side) -> Self {
        Self { side, reading: None, is_page: false, release: None }
    }
}

/// Why two versions cannot be compared.
#[derive(Debug, Error)]
pub enum CompareError {
    /// They are of different kinds.
    #[error(transparent)]
    Diff(#[from] DiffError),
    /// What the decisions make of a page is not a set of schemas.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// Compares two versions.
pub fn compare(old: &Version, new: &Version, reader: Tolerance, judgements: &Judgements) -> Result<Diff, CompareError> {
    let mut diff = diff::diff(&old.side, &new.side, reader)?;
    lapse::hold_back(&mut diff, old, new, reader)?;
    if let (Some(old), Some(new)) = (&old.reading, &new.reading) {
        page::compare(&mut diff, old, new);
        decided::news(&mut diff, old, new);
    }
    judgements.apply(&mut diff, old, new);
    spot::find(&mut diff, old, new);
    diff.conclude();
    diff.versions = old
        .release
        .as_ref()
        .filter(|_| diff.verdict.semver > Semver::None)
        .map(|release| (release.to_string(), diff::required(release, diff.verdict.semver).to_string()));
    Ok(diff)
}
