//! The report as GitHub workflow commands, which annotate a pull request.

use super::{MANIFEST, Report, SYNC, slashes};
use crate::diagnostic::Severity;
use crate::reconcile::Status;
use crate::text::command::annotation;
use crate::text::{Command, Text};

/// One line for each undecided finding, each stale or wrong decision, each stale file, and a version that is too low.
pub fn github(report: Report<'_>) -> Text<Command> {
    let mut all = Text::new();
    let undecided = report.findings().filter(|judged| judged.status == Status::Undecided);
    for diagnostic in undecided.map(|judged| &judged.diagnostic) {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let start = report.page.position(diagnostic.span.start);
        let place = (report.path(), start.line, start.column);
        all.push(command(level, &place, diagnostic.rule, &[&diagnostic.message, &diagnostic.help]));
    }
    for stale in &report.outcome.stale {
        let message = format!("`{}` no longer matches the page: {}", stale.decision, stale.message);
        let place = (slashes(&stale.place.file), stale.place.line, stale.place.column);
        all.push(command("error", &place, "stale-decision", &[&message, &stale.help()]));
    }
    for error in &report.outcome.errors {
        let place = (slashes(&error.place.file), error.place.line, error.place.column);
        all.push(command("error", &place, "decision-error", &[&error.problem.to_string()]));
    }
    for file in report.stale_files {
        let message = format!("`{file}` is out of date; run `{SYNC}` and commit the result");
        all.push(command("error", &(slashes(file), 1, 1), "stale-file", &[&message]));
    }
    if let Some(release) = report.low_version() {
        all.push(command("error", &(MANIFEST.into(), 1, 1), "version", &[&release.problem(), &release.help()]));
    }
    all
}

fn command(
    level: &'static str,
    (file, line, column): &(String, usize, usize),
    title: &str,
    message: &[&str],
) -> Text<Command> {
    let number = |number: usize| {
        let mut text = Text::new();
        text.push(number);
        text
    };
    let properties =
        [("file", Text::words(file)), ("line", number(*line)), ("col", number(*column)), ("title", Text::words(title))];
    let message: Vec<_> = message.iter().map(|line| Text::words(line)).collect();
    annotation(level, &properties, &message)
}
