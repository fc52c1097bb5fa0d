//! The report for people: what needs action in the style of a compiler, the most severe last; then a summary line.

use std::collections::{HashMap, HashSet};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Element, Group, Level, Origin, Renderer};

use super::excerpt::{Excerpts, excerpts};
use super::{MANIFEST, Report, SYNC, slashes, stanza};
use crate::decision::DecisionError;
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Release;
use crate::lint::{Rule, rules};
use crate::put;
use crate::reconcile::{Judged, Stale, Status};
use crate::text::{Terminal, Text, cut, visible, words};

/// Selects what the report shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportFilter<'a> {
    /// Show decided findings, too.
    pub all: bool,
    /// Show only what needs action.
    pub quiet: bool,
    /// Show only findings of this event.
    pub event: Option<&'a str>,
    /// Show only findings of this rule.
    pub rule: Option<&'a str>,
    /// How many derived files `check` compared with the output of sync.
    pub compared: Option<usize>,
}

impl ReportFilter<'_> {
    fn shows(self, judged: &Judged) -> bool {
        let Diagnostic { event, rule, .. } = &judged.diagnostic;
        self.event.is_none_or(|wanted| event.as_deref() == Some(wanted))
            && self.rule.is_none_or(|wanted| *rule == wanted)
            && (self.all || judged.status == Status::Undecided)
    }
}

/// The report as text; with escape sequences for colours if `colour` is set.
pub fn human(report: Report<'_>, view: ReportFilter<'_>, colour: bool) -> Text<Terminal> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let human = Human {
        report,
        renderer: renderer.decor_style(DecorStyle::Ascii),
        folded: if view.all { HashMap::new() } else { folded(report) },
    };
    // Consequences of a decision that is itself reported are counted there.
    let folds = |follows: &Option<String>| follows.as_ref().is_some_and(|id| human.folded.contains_key(id.as_str()));
    let mut all = Text::new();
    let shown: Vec<&Judged> = report.findings().filter(|judged| view.shows(judged)).collect();
    let (mut undecided, decided): (Vec<_>, Vec<_>) =
        shown.into_iter().partition(|judged| judged.status == Status::Undecided);
    for judged in &decided {
        human.decided(judged, &mut all);
    }
    if !decided.is_empty() {
        all.push("\n");
    }
    // The most severe finding comes last, where a terminal shows it.
    undecided.sort_by_key(|judged| std::cmp::Reverse(judged.diagnostic.severity));
    for judged in undecided.iter().filter(|judged| !folds(&judged.follows)) {
        match &judged.follows {
            // The cause is reported, and mending it mends this finding, too.
            Some(cause) => human.waits(judged, cause, &mut all),
            None => human.undecided(&judged.diagnostic, &mut all),
        }
    }
    for stale in report.outcome.stale.iter().filter(|stale| !folds(&stale.follows)) {
        human.stale(stale, &mut all);
    }
    for error in report.outcome.errors.iter().filter(|error| !folds(&error.follows)) {
        human.error(error, &mut all);
    }
    for file in report.stale_files {
        human.stale_file(file, &mut all);
    }
    if let Some(release) = report.low_version() {
        human.version(release, &mut all);
    }
    if !view.quiet {
        rest(report, view, decided.len() + undecided.len(), &mut all);
        all.push(summary(report));
    }
    all
}

/// Counts what is not shown, and confirms what was compared.
fn rest(report: Report<'_>, view: ReportFilter<'_>, shown: usize, all: &mut Text<Terminal>) {
    let hidden = report.outcome.findings.len() - shown;
    if hidden > 0 {
        let narrowed = view.event.is_some() || view.rule.is_some();
        let what = if narrowed { "other finding" } else { "decided finding" };
        put!(*all, count(hidden, what), if hidden == 1 { " is" } else { " are" }, " not shown");
        all.push(if narrowed { "\n" } else { " (`--all` shows them)\n" });
    }
    if let (Some(compared), true) = (view.compared, report.stale_files.is_empty()) {
        put!(*all, count(compared, "derived file"), if compared == 1 { " is" } else { " are" }, " up to date");
        if let Some(release) = report.release.filter(|release| release.raised()) {
            put!(*all, "; the version was raised far enough since `", words(&release.since), "`");
        }
        all.push("\n");
    }
}

/// How many findings, stale decisions and errors follow from each stale or wrong decision.
fn folded(report: Report<'_>) -> HashMap<&str, usize> {
    let outcome = report.outcome;
    let causes: HashSet<&str> = (outcome.stale.iter().filter(|stale| stale.follows.is_none()))
        .map(|stale| stale.decision.as_str())
        .chain(outcome.errors.iter().filter(|error| error.follows.is_none()).filter_map(|it| it.decision.as_deref()))
        .collect();
    let following = (outcome.findings.iter().filter(|judged| judged.status == Status::Undecided).map(|it| &it.follows))
        .chain(outcome.stale.iter().map(|stale| &stale.follows))
        .chain(outcome.errors.iter().map(|error| &error.follows));
    let mut folded = HashMap::new();
    for id in following.flatten().filter_map(|id| causes.get(id.as_str())) {
        *folded.entry(*id).or_default() += 1;
    }
    folded
}

/// One finding, with the lines of the page.
pub fn one(report: Report<'_>, finding: &Diagnostic, colour: bool) -> Text<Terminal> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let human = Human { report, renderer: renderer.decor_style(DecorStyle::Ascii), folded: HashMap::new() };
    let mut all = Text::new();
    human.shown_on_page(finding, &mut all);
    all
}

struct Human<'a> {
    report: Report<'a>,
    renderer: Renderer,
    /// How many consequences are folded under each decision.
    folded: HashMap<&'a str, usize>,
}

impl<'a> Human<'a> {
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
        if diagnostic.severity != Severity::Note
            && rules().iter().find(|rule| rule.id == diagnostic.rule).is_none_or(Rule::may_be_accepted)
        {
            let stanza = stanza(diagnostic, &self.report.decisions.decisions);
            put!(*all, "# to accept the finding as it is, add this to ", words(&stanza.file), ":\n");
            put!(*all, Text::<Terminal>::lines(&stanza.toml), "\n");
        }
    }

    fn shown_on_page(&self, diagnostic: &Diagnostic, all: &mut Text<Terminal>) {
        let Excerpts { near, far } = excerpts(self.report, diagnostic.span, &diagnostic.related);
        let group = level(diagnostic.severity)
            .primary_title(one_line(&diagnostic.message))
            .id(diagnostic.rule)
            .elements(near)
            .element(Level::HELP.message(one_line(&diagnostic.help)));
        let groups: Vec<_> = std::iter::once(group).chain(far).collect();
        let rendered = without_bare_marks(&self.renderer.render(&groups));
        put!(*all, Text::rendered(&rendered), "\n\n");
    }

    fn stale(&self, stale: &'a Stale, all: &mut Text<Terminal>) {
        let title = format!("`{}` no longer matches the page", one_line(&stale.decision));
        let mut group = Level::ERROR.primary_title(title).id("stale-decision").elements(Vec::<Element<'_>>::new());
        group = match stale.span {
            Some(span) => group.elements(excerpts(self.report, span, &[]).near),
            None => group.element(origin(&stale.place)),
        };
        let group = group
            .element(Level::NOTE.message(one_line(&stale.message)))
            .elements(self.following(Some(&stale.decision)))
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
            .elements(self.following(error.decision.as_deref()))
            .elements(error.follows.iter().map(|cause| Level::NOTE.message(follows(cause))))
            .element(Level::HELP.message(error.problem.help()));
        self.render(group, all);
    }

    /// How many reports follow from a decision, if any.
    fn following(&self, decision: Option<&str>) -> Option<Element<'static>> {
        let number = self.folded.get(decision?)?;
        let what = if *number == 1 { "other report follows" } else { "other reports follow" };
        Some(Level::NOTE.message(format!("{number} {what} from this (`--all` shows them)")).into())
    }

    fn stale_file(&self, file: &str, all: &mut Text<Terminal>) {
        let title = format!("`{}` is out of date", one_line(file));
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

    fn render(&self, group: Group<'_>, all: &mut Text<Terminal>) {
        put!(*all, Text::rendered(&self.renderer.render(&[group])), "\n\n");
    }
}

/// Removes the lines that announce an excerpt without a path, whose place was named before. Lines of an excerpt have a
/// bar.
fn without_bare_marks(rendered: &str) -> String {
    let is_bare = |line: &&str| {
        let mut parts = line.split('\u{1b}');
        let first = parts.next().unwrap_or_default();
        let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, words)| words));
        std::iter::once(first).chain(rest).collect::<String>().trim() == ":::"
    };
    rendered.lines().filter(|line| !is_bare(line)).collect::<Vec<_>>().join("\n")
}

/// The note on a problem that may be caused by another one.
fn follows(cause: &str) -> String {
    format!("this may be caused by `{}`; correct that decision first", one_line(cause))
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

/// Prepares text for the renderer, which takes strings: hidden characters become visible, and very long text is cut.
/// The other formats have the whole text.
fn one_line(foreign: &str) -> String {
    const LONGEST: usize = 2000;
    visible::one_line(&cut(foreign, LONGEST)).into_owned()
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
