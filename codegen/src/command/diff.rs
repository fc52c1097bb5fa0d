//! `diff`: what a change means.

use anyhow::Result;
use console_events_codegen::diff::{self, FailOn, Reader};

use super::output::print;
use super::progress::Progress;
use super::{Changes, Tolerance, Weight, sides};

pub(super) fn compare(
    sides: &sides::Sides<'_>,
    old: &str,
    new: Option<&str>,
    reader: Tolerance,
    fail_on: Option<Weight>,
    output: Changes,
) -> Result<bool> {
    let reader = match reader {
        Tolerance::Tolerant => Reader::Tolerant,
        Tolerance::Strict => Reader::Strict,
    };
    let shown = Progress::of("comparing");
    let found =
        diff::diff(&sides.given(old)?, &new.map_or_else(|| sides.working_tree(), |new| sides.given(new))?, reader)?;
    drop(shown);
    let text = match output {
        Changes::Human => diff::human(&found).finish(),
        Changes::Markdown => diff::markdown(&found).finish(),
        Changes::Json => diff::json(&found).finish(),
        Changes::Github => diff::github(&found, &|change| {
            change.event.as_ref().map(|event| format!("schemas/reconciled/{}.schema.json", sides::stem(event)))
        })
        .finish(),
    };
    print(&text)?;
    Ok(!fail_on.is_some_and(|weight| {
        let weight = match weight {
            Weight::Breaking => FailOn::Breaking,
            Weight::Major => FailOn::Major,
            Weight::Minor => FailOn::Minor,
        };
        diff::fails(&found, weight)
    }))
}
