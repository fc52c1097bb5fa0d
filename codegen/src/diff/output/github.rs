//! The comparison as annotations of a workflow run.

use std::fmt::Write as _;

use super::place;
use crate::diff::change::{Change, Diff, Semver};

/// One workflow command a change: errors for what breaks, warnings for what needs a major release, notices for the rest. `file`
/// names the file in which a change's event stands, where there is one.
pub fn github(diff: &Diff, file: &dyn Fn(&Change) -> Option<String>) -> String {
    let mut text = String::new();
    for change in &diff.changes {
        let level = match (change.wire.breaks(), change.semver) {
            (true, _) => "error",
            (false, Semver::Major) => "warning",
            (false, Semver::None | Semver::Patch | Semver::Minor) => "notice",
        };
        let mut properties = file(change).map(|file| format!("file={},", property(&file))).unwrap_or_default();
        let _ = write!(
            properties,
            "title={}",
            property(&format!("{} (wire {}, API {})", change.kind, change.wire.name(), change.semver.name()))
        );
        let hint = change.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "::{level} {properties}::{}",
            message(&format!("{}: {}{hint}", place(change), change.message))
        );
    }
    for note in &diff.notes {
        let _ = writeln!(text, "::notice title=diff::{}", message(note));
    }
    text
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
