//! The comparison as SARIF 2.1.0, for code scanning: a result a change, on the line of the page.

use serde_json::{Value, json};

use super::{headline, level, place};
use crate::diff::answer::Diff;
use crate::diff::change::Change;
use crate::diff::kind::ChangeKind;
use crate::sarif::{descriptor, location, run};
use crate::text::json::sarif as message;
use crate::text::{Json, Text};

/// What is not a change, each with what it means.
const OWN: [(&str, &str); 3] = [
    ("stale-decision", "A decision no longer matches the page, or cannot be followed."),
    ("stale-judgement", "A judgement in `schemas/judgements.toml` applies to nothing."),
    ("diff", "Notes on the comparison as a whole."),
];

/// The comparison as pretty SARIF; `file` names the file of a change's event, for changes without a line of a page.
pub fn sarif(diff: &Diff, file: &dyn Fn(&Change) -> Option<String>) -> Text<Json> {
    let mut results: Vec<Value> = diff.changes.iter().map(|change| result(change, file)).collect();
    for lapse in &diff.decided.lapses {
        let (path, line, column) = &lapse.place;
        let id = lapse.decision.as_deref().unwrap_or_default();
        let words = format!("{}: {id}: {}; {}", lapse.side, lapse.message, lapse.help);
        results.push(own("stale-decision", "error", &words, Some(location(path, *line, *column)), id));
    }
    for stale in &diff.stale_judgements {
        let (path, line, column) = &stale.place;
        let words = format!("{}: {}", stale.judgement, stale.message);
        let level = if stale.vanished { "error" } else { "note" };
        results.push(own("stale-judgement", level, &words, Some(location(path, *line, *column)), &stale.judgement));
    }
    for note in &diff.notes {
        results.push(own("diff", "note", note, None, note));
    }
    if let Some((level, words)) = headline(diff) {
        results.push(own("diff", level, &words, None, &words));
    }
    let kinds = ChangeKind::ALL.iter().map(|kind| descriptor(kind.name(), "note", kind.explanation()));
    let own = OWN.iter().map(|(id, text)| descriptor(id, "error", text));
    let rules: Vec<Value> = kinds.chain(own).collect();
    Text::pretty(&run(&rules, &results))
}

fn result(change: &Change, file: &dyn Fn(&Change) -> Option<String>) -> Value {
    let level = match level(change) {
        "notice" => "note",
        other => other,
    };
    let words =
        format!("{}: {} (wire {}, API {})", place(change), change.message, change.wire.name(), change.semver.name());
    let mut result = json!({
        "ruleId": change.kind.name(),
        "level": level,
        "message": {"text": message(&words)},
        "partialFingerprints": {"change/v1": change.fingerprint()},
        "properties": {"wire": change.wire, "semver": change.semver, "origin": change.origin},
    });
    let mut at = match &change.spot {
        Some(spot) => {
            let mut at = location(&spot.file, spot.line, spot.column);
            at["physicalLocation"]["region"]["endLine"] = json!(spot.end_line);
            Some(at)
        }
        None => file(change).map(|file| location(&file, 1, 1)),
    };
    if let Some(at) = &mut at {
        at["logicalLocations"] = json!([{"fullyQualifiedName": message(&place(change))}]);
    }
    result["locations"] = at.into_iter().collect();
    result
}

fn own(rule: &str, level: &str, words: &str, at: Option<Value>, identity: &str) -> Value {
    json!({
        "ruleId": rule,
        "level": level,
        "message": {"text": message(words)},
        "locations": at.into_iter().collect::<Vec<_>>(),
        "partialFingerprints": {"change/v1": format!("{rule}/{identity}")},
    })
}
