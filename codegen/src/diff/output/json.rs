//! The contract for scripts.

use serde_json::{Map, Value, json};

use crate::diff::answer::{DecisionChanges, Diff, Lapse, StaleJudgement};
use crate::diff::change::{Change, ItemText, RustItem};
use crate::text::{Json, Text};

/// The comparison as one JSON document, format 1.
pub fn json(diff: &Diff) -> Text<Json> {
    let mut document = json!({
        "format": 1,
        "old": diff.old,
        "new": diff.new,
        "verdict": diff.verdict,
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "notes": diff.notes,
    });
    // What there is nothing of is left out.
    if !diff.decided.lapses.is_empty() {
        document["stale_decisions"] = diff.decided.lapses.iter().map(lapse).collect();
        document["held_back"] = json!(diff.decided.held);
    }
    let DecisionChanges { new, gone, changed, widened, .. } = &diff.decided;
    if ![new.len(), gone.len(), changed.len(), widened.len()].iter().all(|count| *count == 0) {
        document["decisions"] = json!({
            "new": new.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "gone": gone,
            "changed": changed,
            "widened": widened.iter().map(|(id, events)| json!({"decision": id, "events": events})).collect::<Vec<_>>(),
        });
    }
    if !diff.stale_judgements.is_empty() {
        document["stale_judgements"] = diff.stale_judgements.iter().map(stale).collect();
    }
    if diff.hidden > 0 {
        document["hidden"] = json!(diff.hidden);
    }
    Text::pretty(&document)
}

fn lapse(lapse: &Lapse) -> Value {
    let (file, line, column) = &lapse.place;
    json!({
        "decision": lapse.decision, "file": file, "line": line, "column": column, "side": lapse.side,
        "reason": lapse.message, "help": lapse.help,
    })
}

fn stale(stale: &StaleJudgement) -> Value {
    let (file, line, column) = &stale.place;
    json!({
        "judgement": stale.judgement, "file": file, "line": line, "column": column, "vanished": stale.vanished,
        "reason": stale.message,
    })
}

fn item(item: &RustItem) -> Value {
    let text = |text: &Option<ItemText>| text.as_ref().map(|text| json!({"rust": text.rust, "json": text.json}));
    json!({"path": item.path, "old": text(&item.old), "new": text(&item.new)})
}

fn change(change: &Change) -> Value {
    let mut entry = Map::new();
    let mut put = |name: &str, value: Value| drop(entry.insert(name.to_owned(), value));
    put("kind", json!(change.kind));
    put("event", json!(change.event));
    put("pointer", json!(change.pointer.as_str()));
    put("wire", json!(change.wire));
    put("semver", json!(change.semver));
    put("origin", json!(change.origin));
    put("message", json!(change.message));
    put("fingerprint", json!(change.fingerprint()));
    put("old", change.old.clone());
    put("new", change.new.clone());
    if let Some(hint) = &change.hint {
        put("hint", json!(hint));
    }
    if let Some(rename) = &change.rename {
        put("rename", json!({"name": rename.name, "pointer": rename.pointer.as_str(), "guess": rename.why}));
    }
    if !change.items.is_empty() {
        put("items", change.items.iter().map(item).collect());
    }
    if let Some(spot) = &change.spot {
        let side = if change.is_gone() { "old" } else { "new" };
        put("location", json!({"side": side, "file": spot.file, "line": spot.line, "column": spot.column}));
    }
    if let Some(judged) = &change.judged {
        put("judgement", json!({"id": judged.judgement, "wire": judged.wire, "semver": judged.semver}));
    }
    if let Some(witness) = &change.witness {
        put("witness", witness.clone());
    }
    if !change.places.is_empty() {
        if change.event.is_some() {
            put("events", json!(change.events()));
        }
        put("resource", json!(change.resource));
        let places = change.places.iter().map(|(event, pointer)| json!({"event": event, "pointer": pointer.as_str()}));
        put("also_at", places.collect());
    }
    Value::Object(entry)
}
