//! What the tests of lower and emit share: fixtures of reconciled events.

use console_events_codegen::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};
use serde_json::Value;

/// Reads a fixture: `{"events": […], "resources": […]}`, everything but names and schemas may be left out.
pub(crate) fn reconciled(json: &str) -> Reconciled {
    let fixture: Value = serde_json::from_str(json).unwrap();
    let items = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let some = |value: &Value| (!value.is_null()).then(|| value.clone());
    let events = items(&fixture, "events").into_iter().map(|event| EffectiveEvent {
        name: text(&event["name"]),
        aliases: items(&event, "aliases").iter().map(text).collect(),
        title: text(&event["title"]),
        since: event["since"].as_str().map(str::to_owned),
        description: items(&event, "description").iter().map(text).collect(),
        table: items(&event, "table").iter().map(|row| (text(&row[0]), text(&row[1]))).collect(),
        schema: event["schema"].clone(),
        example: some(&event["example"]),
    });
    let resources = items(&fixture, "resources").into_iter().map(|resource| EffectiveResource {
        name: text(&resource["name"]),
        schema: resource["schema"].clone(),
        example: some(&resource["example"]),
    });
    Reconciled { events: events.collect(), resources: resources.collect() }
}
