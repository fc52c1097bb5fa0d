//! Merges changes with one cause: what several events share is compared in each of them, and reported once.

use std::collections::HashMap;

use super::change::{Change, ChangedPart};

/// The changes, those of one shared definition together; the further places are in [`Change::places`].
pub(super) fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for change in changes {
        let inner = change.pointer.as_str().strip_prefix(change.base.as_str()).unwrap_or_default();
        let key = change.resource.as_ref().map(|resource| {
            format!(
                "{resource}|{}|{inner}|{:?}|{}|{}|{}",
                change.kind, change.wire, change.old, change.new, change.message
            )
        });
        if let Some(&at) = key.as_ref().and_then(|key| known.get(key)) {
            let first = &mut all[at];
            first.places.push((change.event, change.pointer));
            first.places.extend(change.places);
        } else {
            known.extend(key.map(|key| (key, all.len())));
            all.push(change);
        }
    }
    // A schema at one place only is not shared.
    for change in &mut all {
        if change.places.is_empty() && change.part != ChangedPart::Example {
            change.resource = None;
        }
    }
    all
}
