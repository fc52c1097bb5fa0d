//! `lint` and `check`: report findings; `check` also compares the derived files with what `sync` would write, and the
//! version with what the changes require.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use console_events_codegen::files::{self, Turn};
use console_events_codegen::lint;
use console_events_codegen::page::PageFormat;
use console_events_codegen::report::{self, Report, ReportFilter, RuleText};
use console_events_codegen::text::Output;
use console_events_codegen::workspace::Workspace;

use super::FindingsFormat;
use super::filter::Filter;
use super::output::{colour, print};
use super::page::read;
use super::progress::Progress;
use super::sides::Sides;
use super::version;

pub(super) fn lint(
    workspace: &Workspace,
    page: Option<&Path>,
    format: Option<PageFormat>,
    filter: &Filter,
    output: FindingsFormat,
) -> Result<bool> {
    let reading = read(workspace, page, format, false)?;
    let view = filter.view(&reading)?;
    let progress = Progress::of("writing the report");
    let text = findings(reading.report(&[]), view, output);
    drop(progress);
    print(&text)?;
    Ok(reading.outcome.is_clean())
}

pub(super) fn check(
    workspace: &Workspace,
    format: Option<PageFormat>,
    since: Option<&str>,
    filter: &Filter,
    output: FindingsFormat,
) -> Result<bool> {
    // While a sync runs, half of the tree would be old.
    let _turn = Turn::to_read(workspace.root())?;
    let reading = read(workspace, None, format, false)?;
    let view = filter.view(&reading)?;
    let release = version::release(&Sides { workspace, format }, &reading.outcome.reconciled, since)?;
    let judged = release.as_ref().is_none_or(|(_, judged)| *judged);
    let release = release.map(|(release, _)| release);
    let progress = Progress::of("comparing the derived files with the output of sync");
    let derived = reading.derived()?;
    let mut changes = workspace.differences(&derived)?;
    // The date is that of the last capture, so a new date is not a difference.
    changes.extend(workspace.capture(&reading.page, "")?);
    let mut stale: BTreeSet<String> = changes.into_iter().map(|change| change.path).collect();
    // The files that a killed sync leaves may agree by chance.
    stale.extend(files::interrupted(workspace.root()));
    let stale: Vec<String> = stale.into_iter().collect();
    let view = ReportFilter { compared: Some(derived.len()), ..view };
    let text = findings(Report { release: release.as_ref(), ..reading.report(&stale) }, view, output);
    drop(progress);
    print(&text)?;
    Ok(stale.is_empty() && judged && release.is_none_or(|release| release.raised()) && reading.outcome.is_clean())
}

fn findings(report: Report<'_>, view: ReportFilter<'_>, output: FindingsFormat) -> Output {
    match output {
        FindingsFormat::Human => report::human(report, view, colour()).finish(),
        FindingsFormat::Json => report::json(report).finish(),
        FindingsFormat::Github => report::github(report).finish(),
        FindingsFormat::Sarif => {
            let rules: Vec<RuleText> = lint::rules()
                .iter()
                .map(|rule| RuleText { id: rule.id.to_owned(), severity: rule.severity, help: rule.explanation() })
                .collect();
            report::sarif(report, &rules).finish()
        }
    }
}
