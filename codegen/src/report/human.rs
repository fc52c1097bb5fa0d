//! The report for people: undecided findings as a compiler shows them, decided ones in a line each, a summary.

use std::collections::HashMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{MANIFEST, Report, SYNC, slashes, stanza};
use crate::decision::DecisionError;
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Release;
use crate::page::Span;
use crate::put;
use crate::reconcile::{Judged, Stale, Status};
use crate::text::{Terminal, Text, visible, words};

/// The report as text; with escape sequences for colours where `colour` is set.
pub fn human(report: Report<'_>, colour: bool) -> Text<Terminal> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let human = Human { report, renderer: renderer.decor_style(DecorStyle::Ascii) };
    let mut all = Text::new();
    let titles: HashMap<&str, &str> =
        report.catalog.events.iter().map(|event| (event.key.as_str(), event.title.text.as_str())).collect();
    for group in report.groups() {
        let mut heading = Text::new();
        match group.event {
            None => heading.push("the page as a whole"),
            Some(key) => {
                let title = titles.get(key).copied().unwrap_or_default();
                heading.push(words(key)).push(" (").push(words(title)).push(")")
            }
        };
        human.group(&heading, &group.findings, &mut all);
    }
    for stale in &report.outcome.stale {
        human.stale(stale, &mut all);
    }
    for error in &report.outcome.errors {
        human.error(error, &mut all);
    }
    for file in report.stale_files {
        human.stale_file(file, &mut all);
    }
    if let Some(release) = report.low_version() {
        human.version(release, &mut all);
    }
    all.push(summary(report));
    all
}

/// One finding, with the lines of the page.
pub fn one(report: Report<'_>, finding: &Diagnostic, colour: bool) -> Text<Terminal> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let human = Human { report, renderer: renderer.decor_style(DecorStyle::Ascii) };
    let mut all = Text::new();
    human.shown_on_page(finding, &mut all);
    all
}

struct Human<'a> {
    report: Report<'a>,
    renderer: Renderer,
}

impl<'a> Human<'a> {
    fn group(&self, heading: &Text<Terminal>, findings: &[&'a Judged], all: &mut Text<Terminal>) {
        if findings.is_empty() {
            return;
        }
        put!(*all, "== ", heading, ": ", count(findings.len(), "finding"), "\n\n");
        for judged in findings {
            match &judged.follows {
                // The cause is told; this is mended with it.
                Some(cause) => self.waits(judged, cause, all),
                None if judged.status == Status::Undecided => self.undecided(&judged.diagnostic, all),
                None => {}
            }
        }
        let decided: Vec<_> = findings.iter().filter(|judged| judged.status != Status::Undecided).collect();
        for judged in &decided {
            self.decided(judged, all);
        }
        if !decided.is_empty() {
            all.push("\n");
        }
    }

    fn decided(&self, judged: &Judged, all: &mut Text<Terminal>) {
        let Judged { diagnostic, status, .. } = judged;
        let position = self.report.position(diagnostic.span);
        put!(*all, words(&self.report.path()), ":", position.line, ":", position.column, ": ", status.name());
        put!(*all, " [", diagnostic.rule, "] ", words(&diagnostic.message));
        put!(*all, " (decision `", words(status.decision().unwrap_or_default()), "`)\n");
    }

    fn waits(&self, judged: &Judged, cause: &str, all: &mut Text<Terminal>) {
        let position = self.report.position(judged.diagnostic.span);
        put!(*all, words(&self.report.path()), ":", position.line, ":", position.column, ": undecided [");
        put!(*all, judged.diagnostic.rule, "] waits for the decision `", words(cause), "`\n");
    }

    fn undecided(&self, diagnostic: &Diagnostic, all: &mut Text<Terminal>) {
        self.shown_on_page(diagnostic, all);
        if diagnostic.severity != Severity::Note {
            let stanza = stanza(diagnostic);
            put!(*all, "# to live with it, put this into ", words(&stanza.file), ":\n");
            put!(*all, Text::<Terminal>::lines(&stanza.toml), "\n");
        }
    }

    fn shown_on_page(&self, diagnostic: &Diagnostic, all: &mut Text<Terminal>) {
        let level = level(diagnostic.severity);
        let related = diagnostic.related.iter().map(|(span, what)| (*span, one_line(what)));
        let snippet = self.snippet(diagnostic.span, related.collect());
        let group = level
            .primary_title(one_line(&diagnostic.message))
            .id(diagnostic.rule)
            .element(snippet)
            .element(Level::HELP.message(one_line(&diagnostic.help)));
        self.render(group, all);
    }

    fn stale(&self, stale: &'a Stale, all: &mut Text<Terminal>) {
        let title = format!("`{}` no longer matches the page", one_line(&stale.decision));
        let mut group = Level::ERROR.primary_title(title).id("stale-decision").elements(Vec::<Element<'_>>::new());
        group = match stale.span {
            Some(span) => group.element(self.snippet(span, Vec::new())),
            None => group.element(origin(&stale.place)),
        };
        let group = group
            .element(Level::NOTE.message(one_line(&stale.message)))
            .elements(stale.follows.iter().map(|cause| Level::NOTE.message(follows(cause))))
            .element(Level::HELP.message(one_line(&stale.help())));
        self.render(group, all);
    }

    fn error(&self, error: &'a DecisionError, all: &mut Text<Terminal>) {
        let decision = error.decision.as_ref().map(|id| format!("`{}`: ", one_line(id))).unwrap_or_default();
        let title = format!("{decision}{}", one_line(&error.problem.to_string()));
        let group = Level::ERROR
            .primary_title(title)
            .id(error.problem.id())
            .element(origin(&error.place))
            .elements(error.follows.iter().map(|cause| Level::NOTE.message(follows(cause))))
            .element(Level::HELP.message(error.problem.help()));
        self.render(group, all);
    }

    fn stale_file(&self, file: &str, all: &mut Text<Terminal>) {
        let title = format!("`{}` is not what sync would write", one_line(file));
        let help = format!("run `{SYNC}` and commit the result");
        self.render(Level::ERROR.primary_title(title).id("stale-file").element(Level::HELP.message(help)), all);
    }

    fn version(&self, release: &Release, all: &mut Text<Terminal>) {
        let more = (release.more > 0).then(|| format!("and {} more", release.more));
        let demands = release.demands.iter().cloned().chain(more).map(|demand| Level::NOTE.message(one_line(&demand)));
        let group = Level::ERROR
            .primary_title(one_line(&release.problem()))
            .id("version")
            .element(Origin::path(MANIFEST))
            .elements(demands)
            .element(Level::HELP.message(one_line(&release.help())));
        self.render(group, all);
    }

    /// The lines of the page from the first to the last that takes part, the span and what is related to it marked.
    fn snippet(&self, span: Span, related: Vec<(Span, String)>) -> Snippet<'a, Annotation<'a>> {
        let text = self.report.page.text();
        let span = self.shown(span);
        let related: Vec<_> = related.into_iter().map(|(span, what)| (self.shown(span), what)).collect();
        let all = related.iter().fold(span, |all, (span, _)| all.to(*span));
        let start = text[..all.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[all.end..].find('\n').map_or(text.len(), |at| all.end + at);
        let within = |span: Span| span.start - start..span.end - start;
        Snippet::source(&text[start..end])
            .line_start(self.report.page.position(start).line)
            .path(one_line(&self.report.path()))
            .annotation(AnnotationKind::Primary.span(within(span)))
            .annotations(related.into_iter().map(|(span, what)| AnnotationKind::Context.span(within(span)).label(what)))
    }

    /// What of a span is underlined: no more than its first line, and what is there of the page.
    fn shown(&self, span: Span) -> Span {
        let all = self.report.page.text();
        let (start, end) = (boundary(all, span.start), boundary(all, span.end));
        let text = self.report.page.slice(Span::new(start, end.max(start)));
        let first = text.find('\n').unwrap_or(text.len());
        Span::new(start, start + text[..first].trim_end().len())
    }

    fn render(&self, group: Group<'_>, all: &mut Text<Terminal>) {
        put!(*all, Text::rendered(&self.renderer.render(&[group])), "\n\n");
    }
}

/// The last place up to `at` where a character begins; the end where the text is shorter.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// What is said of a problem that another brought about.
fn follows(cause: &str) -> String {
    format!("this may follow from `{}`: mend that first", one_line(cause))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn origin(place: &crate::decision::DecisionPlace) -> Origin<'static> {
    Origin::path(one_line(&slashes(&place.file))).line(place.line).char_column(place.column)
}

fn count(number: usize, noun: &'static str) -> Text<Terminal> {
    let mut text = Text::new();
    put!(text, number, " ", noun, if number == 1 { "" } else { "s" });
    text
}

/// For the renderer, which takes strings: all that it is given is shown already.
fn one_line(foreign: &str) -> String {
    visible::one_line(foreign).into_owned()
}

fn summary(report: Report<'_>) -> Text<Terminal> {
    let outcome = report.outcome;
    let of = |name: &'static str| {
        let mut text = Text::new();
        put!(text, outcome.findings.iter().filter(|judged| judged.status.name() == name).count(), " ", name);
        text
    };
    let undecided = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| count(report.undecided(severity), severity.name()));
    let mut all_undecided = Text::new();
    put!(all_undecided, "undecided: ", Text::join(undecided, ", "));
    let mut parts = vec![count(outcome.findings.len(), "finding"), of("resolved"), of("accepted"), all_undecided];
    let others = [
        (outcome.stale.len(), "stale decision"),
        (outcome.errors.len(), "decision error"),
        (report.stale_files.len(), "stale file"),
        (usize::from(report.low_version().is_some()), "version too low"),
    ];
    parts.extend(others.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun)));
    let mut text = count(report.catalog.events.len(), "event");
    put!(text, " in ", words(&report.path()), ": ", Text::join(parts, "; "), "\n");
    text
}
