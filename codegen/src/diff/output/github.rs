//! The comparison as annotations of a workflow run, on the lines of the page.

use super::{headline, level, place};
use crate::diff::answer::Diff;
use crate::diff::change::{Change, PageSpot};
use crate::put;
use crate::text::command::annotation;
use crate::text::{Command, Text, WorkflowProperty, words};

/// One workflow command a change: errors for what breaks, warnings for what needs a major release, notices for the rest. `file`
/// names the file of a change's event, for changes without a line of a page.
pub fn github(diff: &Diff, file: &dyn Fn(&Change) -> Option<String>) -> Text<Command> {
    let mut text = Text::new();
    for change in &diff.changes {
        let mut properties = match &change.spot {
            Some(spot) => on(spot),
            None => file(change).map(|file| ("file", Text::words(&file))).into_iter().collect(),
        };
        let title = format!("{} (wire {}, API {})", change.kind.name(), change.wire.name(), change.semver.name());
        properties.push(("title", Text::words(&title)));
        let mut message = Text::words(&place(change));
        put!(message, ": ", words(&change.message));
        if let Some(hint) = &change.hint {
            put!(message, "; ", words(hint));
        }
        text.push(annotation(level(change), &properties, &[message]));
    }
    let at = |(file, line, column): &(String, usize, usize)| {
        on(&PageSpot { file: file.clone(), line: *line, column: *column, end_line: *line })
    };
    for lapse in &diff.decided.lapses {
        let mut properties = at(&lapse.place);
        properties.push(("title", Text::words("stale or failing decision")));
        let id = lapse.decision.as_deref().unwrap_or_default();
        let message = format!("{}: {id}: {}", lapse.side, lapse.message);
        text.push(annotation("error", &properties, &[Text::words(&message), Text::words(&lapse.help)]));
    }
    for stale in &diff.stale_judgements {
        let mut properties = at(&stale.place);
        properties.push(("title", Text::words("stale judgement")));
        let level = if stale.vanished { "error" } else { "notice" };
        text.push(annotation(level, &properties, &[Text::words(&format!("{}: {}", stale.judgement, stale.message))]));
    }
    for note in &diff.notes {
        text.push(annotation("notice", &[("title", Text::words("diff"))], &[Text::words(note)]));
    }
    if let Some((level, headline)) = headline(diff) {
        text.push(annotation(level, &[("title", Text::words("diff"))], &[Text::words(&headline)]));
    }
    text
}

fn on(spot: &PageSpot) -> Vec<(&'static str, Text<WorkflowProperty>)> {
    let number = |number: usize| {
        let mut text = Text::new();
        text.push(number);
        text
    };
    vec![("file", Text::words(&spot.file)), ("line", number(spot.line)), ("col", number(spot.column))]
}
