//! What of the reconciled events and resources must stay the same when the page is mended.

use serde_json::Value;

use crate::mend::plan::OURS;
use crate::reconcile::{EffectiveEvent, EffectiveResource};

/// The reconciled content of an event or resource: the schema without our own keywords, and everything else.
pub(super) struct ReconciledText {
    pub(super) schema: Value,
    pub(super) rest: String,
}

pub(super) fn event(event: &EffectiveEvent) -> ReconciledText {
    let example = event.example.as_ref().map(ToString::to_string);
    let rest = (&event.aliases, &event.title, &event.since, &event.description, example);
    ReconciledText { schema: plain(&event.schema), rest: format!("{rest:?}") }
}

pub(super) fn resource(resource: &EffectiveResource) -> ReconciledText {
    let example = resource.example.as_ref().map(ToString::to_string);
    ReconciledText { schema: plain(&resource.schema), rest: format!("{example:?}") }
}

/// A schema without our own keywords.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, _)| !OURS.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}
