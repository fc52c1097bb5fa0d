//! `diff`: compares two versions of the events and prints what each change means.

use anyhow::Result;
use console_events_codegen::compare;
use console_events_codegen::diff::{self, FailOn, Only, Tolerance};

use super::output::{colour, print};
use super::progress::Progress;
use super::{ChangesFormat, Concern, ReaderOption, Weight, sides};

/// The options of the command.
pub(super) struct DiffOptions<'a> {
    pub(super) old: &'a str,
    pub(super) new: Option<&'a str>,
    pub(super) reader: ReaderOption,
    pub(super) only: Option<Concern>,
    pub(super) fail_on: Option<Weight>,
    pub(super) output: ChangesFormat,
}

/// Reads both sides, compares them, and prints the result. `--fail-on` counts all changes, before `--only` selects some.
pub(super) fn compare(sides: &sides::Sides<'_>, asked: &DiffOptions<'_>) -> Result<bool> {
    let reader = match asked.reader {
        ReaderOption::Tolerant => Tolerance::Tolerant,
        ReaderOption::Strict => Tolerance::Strict,
    };
    let progress = Progress::of("comparing");
    let old = sides.given(asked.old)?;
    let new = asked.new.map_or_else(|| sides.working_tree(), |new| sides.given(new))?;
    let judgements = sides.judgements(asked.new)?;
    let found = compare::compare(&old, &new, reader, &judgements)?;
    drop(progress);
    let failed = asked.fail_on.is_some_and(|weight| {
        let weight = match weight {
            Weight::Breaking => FailOn::Breaking,
            Weight::Major => FailOn::Major,
            Weight::Minor => FailOn::Minor,
        };
        diff::fails(&found, weight)
    });
    let found = match asked.only {
        None => found,
        Some(Concern::Wire) => found.only(Only::Wire),
        Some(Concern::Api) => found.only(Only::Api),
        Some(Concern::Docs) => found.only(Only::Docs),
    };
    let file = |change: &diff::Change| {
        change.event.as_ref().map(|event| format!("schemas/reconciled/{}.schema.json", sides::stem(event)))
    };
    let text = match asked.output {
        ChangesFormat::Human => diff::human(&found, colour()).finish(),
        ChangesFormat::Markdown => diff::markdown(&found).finish(),
        ChangesFormat::Json => diff::json(&found).finish(),
        ChangesFormat::Github => diff::github(&found, &file).finish(),
        ChangesFormat::Sarif => diff::sarif(&found, &file).finish(),
    };
    print(&text)?;
    Ok(!failed)
}
