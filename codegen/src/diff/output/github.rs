//! The comparison as annotations of a workflow run.

use super::place;
use crate::diff::change::{Change, Diff, Semver};
use crate::put;
use crate::text::command::annotation;
use crate::text::{Command, Text, words};

/// One workflow command a change: errors for what breaks, warnings for what needs a major release, notices for the rest. `file`
/// names the file in which a change's event stands, where there is one.
pub fn github(diff: &Diff, file: &dyn Fn(&Change) -> Option<String>) -> Text<Command> {
    let mut text = Text::new();
    for change in &diff.changes {
        let level = match (change.wire.breaks(), change.semver) {
            (true, _) => "error",
            (false, Semver::Major) => "warning",
            (false, Semver::None | Semver::Patch | Semver::Minor) => "notice",
        };
        let title = format!("{} (wire {}, API {})", change.kind.name(), change.wire.name(), change.semver.name());
        let mut properties: Vec<_> = file(change).map(|file| ("file", Text::words(&file))).into_iter().collect();
        properties.push(("title", Text::words(&title)));
        let mut message = Text::words(&place(change));
        put!(message, ": ", words(&change.message));
        if let Some(hint) = &change.hint {
            put!(message, "; ", words(hint));
        }
        text.push(annotation(level, &properties, &[message]));
    }
    for note in &diff.notes {
        text.push(annotation("notice", &[("title", Text::words("diff"))], &[Text::words(note)]));
    }
    text
}
