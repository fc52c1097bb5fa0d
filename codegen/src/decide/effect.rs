//! The effect of an answer, shown before it is taken: what changes in the effective schemas and in the Rust items.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::document;
use crate::lines::difference;
use crate::lower::{PublicItem, lower};
use crate::reconcile::{Outcome, Reconciled};

/// On pages with more events than this, only the items of changed events are generated, so that the answer comes
/// quickly.
const MANY: usize = 50;
/// The most lines that a part shows.
const LONGEST: usize = 14;

/// The effect of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// The schemas, examples, tables and prose that change.
    pub documents: Vec<EffectPart>,
    /// The Rust items that change; none if no types can be generated.
    pub rust: Option<Vec<EffectPart>>,
}

/// A document, or a list of items, that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectPart {
    /// Its name.
    pub name: String,
    /// The lines that differ, marked with `- ` and `+ `, and the lines around them.
    pub lines: Vec<String>,
    /// How many more lines differ.
    pub more: usize,
}

impl EffectPart {
    fn new(name: &str, before: &str, after: &str, context: usize) -> Option<Self> {
        let mut lines = difference(before, after, context);
        let more = lines.len().saturating_sub(LONGEST);
        lines.truncate(LONGEST);
        (!lines.is_empty()).then(|| Self { name: name.to_owned(), lines, more })
    }
}

/// The difference between two outcomes.
pub fn effect(before: &Outcome, after: &Outcome) -> Effect {
    let (old, new) = (documents(before), documents(after));
    let mut names: Vec<&String> = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))).collect();
    names.retain(|name| old.get(*name) != new.get(*name));
    let pretty = |value: Option<&Value>| {
        // JSON always serialises.
        value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n").unwrap_or_default()
    };
    let parts =
        names.iter().filter_map(|name| EffectPart::new(name, &pretty(old.get(*name)), &pretty(new.get(*name)), 1));
    Effect { documents: parts.collect(), rust: rust(&before.reconciled, &after.reconciled) }
}

/// The effective schemas and examples, and the patched prose and tables, by a description.
fn documents(outcome: &Outcome) -> IndexMap<String, Value> {
    let mut all = IndexMap::new();
    let mut put = |kind: &str, name: &str, schema: &Value, example: Option<&Value>| {
        all.insert(format!("the schema of the {kind} `{name}`"), schema.clone());
        all.extend(example.map(|example| (format!("the example of the {kind} `{name}`"), example.clone())));
    };
    for event in &outcome.reconciled.events {
        put("event", &event.name, &event.schema, event.example.as_ref());
    }
    for resource in &outcome.reconciled.resources {
        put("resource", &resource.name, &resource.schema, resource.example.as_ref());
    }
    for (owner, witnesses) in document(&outcome.patched).as_object().into_iter().flatten() {
        for (witness, value) in ["table", "prose"].iter().filter_map(|witness| Some((witness, witnesses.get(witness)?)))
        {
            all.insert(format!("the {witness} of `{owner}`"), value.clone());
        }
    }
    all
}

fn rust(before: &Reconciled, after: &Reconciled) -> Option<Vec<EffectPart>> {
    let many = before.events.len().max(after.events.len()) > MANY;
    let (narrow_before, narrow_after);
    let (before, after) = if many {
        (narrow_before, narrow_after) = (differing(before, after), differing(after, before));
        (&narrow_before, &narrow_after)
    } else {
        (before, after)
    };
    Some(EffectPart::new("Rust items", &items(before)?, &items(after)?, 0).into_iter().collect())
}

/// The events of `reconciled` that differ from those in `other`, with all resources.
fn differing(reconciled: &Reconciled, other: &Reconciled) -> Reconciled {
    let known: BTreeMap<&str, _> = other.events.iter().map(|event| (event.name.as_str(), event)).collect();
    let same_resources = reconciled.resources == other.resources;
    let differs = |name: &str, event| known.get(name) != Some(&event) || !same_resources;
    let events = reconciled.events.iter().filter(|event| differs(&event.name, *event)).take(MANY).cloned();
    Reconciled { events: events.collect(), resources: reconciled.resources.clone() }
}

/// The public Rust items, one a line; none if no types can be generated.
fn items(reconciled: &Reconciled) -> Option<String> {
    let items = lower(reconciled).ok()?.items();
    let line = |(path, item): (String, PublicItem)| match item.rust.as_str() {
        "" => format!("{path}\n"),
        rust => format!("{path}: {rust}\n"),
    };
    Some(items.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_cut_and_says_so() {
        let many = (0..40).map(|at| at.to_string()).collect::<Vec<_>>().join("\n");
        let part = EffectPart::new("x", "", &many, 1).unwrap();
        assert_eq!((part.lines.len(), part.more), (LONGEST, 40 - LONGEST));
        assert_eq!(EffectPart::new("x", &many, &many, 1), None);
        let lines = |context| EffectPart::new("x", "a\nb\nc\nd\n", "a\nb\nC\nd\n", context).unwrap().lines;
        assert_eq!(lines(1), ["  b", "- c", "+ C", "  d"]);
        assert_eq!(lines(0), ["- c", "+ C"]);
    }
}
