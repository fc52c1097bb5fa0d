//! The report as GitHub workflow commands: annotations on a pull request.

use super::plain::{one_line, put};
use super::{MANIFEST, Report, SYNC, slashes};
use crate::diagnostic::Severity;
use crate::reconcile::Status;

/// One line for each undecided finding, each decision that is stale or wrong, each stale file, and a version that is too low.
pub fn github(report: Report<'_>) -> String {
    let mut all = String::new();
    let undecided = report.findings().filter(|judged| judged.status == Status::Undecided);
    for diagnostic in undecided.map(|judged| &judged.diagnostic) {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let start = report.page.position(diagnostic.span.start);
        let message = format!("{}\n{}", one_line(&diagnostic.message), one_line(&diagnostic.help));
        let place = (report.path(), start.line, start.column);
        command(&mut all, level, &place, diagnostic.rule, &message);
    }
    for stale in &report.outcome.stale {
        let message =
            format!("`{}` no longer matches the page: {}\n{}", stale.decision, one_line(&stale.message), stale.help());
        let place = (slashes(&stale.place.file), stale.place.line, stale.place.column);
        command(&mut all, "error", &place, "stale-decision", &message);
    }
    for error in &report.outcome.errors {
        let place = (slashes(&error.place.file), error.place.line, error.place.column);
        command(&mut all, "error", &place, "decision-error", &one_line(&error.problem.to_string()));
    }
    for file in report.stale_files {
        let message = format!("`{file}` is not what the schemas say; run `{SYNC}` and commit the result");
        command(&mut all, "error", &(slashes(file), 1, 1), "stale-file", &message);
    }
    if let Some(release) = report.low_version() {
        let message = format!("{}\n{}", release.problem(), release.help());
        command(&mut all, "error", &(MANIFEST.into(), 1, 1), "version", &message);
    }
    all
}

fn command(all: &mut String, level: &str, (file, line, column): &(String, usize, usize), title: &str, message: &str) {
    let file = property(file);
    let title = property(title);
    let message = text(message);
    put(all, format_args!("::{level} file={file},line={line},col={column},title={title}::{message}\n"));
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
