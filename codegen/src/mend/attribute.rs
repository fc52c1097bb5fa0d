//! Assigns to each change of the page the findings that it mends, and to each place that cannot be changed the
//! findings that it affects.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::part::{Part, PartKind, Parts};
use crate::document::RESOURCES;
use crate::reconcile::{DecisionStep, PatchedPlace};

/// The result.
pub(super) struct Attribution {
    /// The findings that each part mends.
    pub(super) findings_of: Vec<Vec<usize>>,
    /// Findings that cannot be mended, and why.
    pub(super) refused: Vec<(usize, String)>,
}

/// Finds which steps led to which parts. `read_over` are the findings of commas and comments by their place.
pub(super) fn attribute(parts: &Parts, steps: &[DecisionStep], read_over: &HashMap<usize, usize>) -> Attribution {
    let mut heads: HashMap<String, Vec<(usize, &PatchedPlace)>> = HashMap::new();
    for (at, step) in steps.iter().enumerate() {
        for change in &step.changes {
            heads.entry(head(&change.path)).or_default().push((at, change));
        }
    }
    let mut moved: BTreeSet<usize> = BTreeSet::new();
    let led_to = |place: &Pointer, part: Option<&Part>| -> Vec<usize> {
        let all = names(place).into_iter().flat_map(|place| {
            let near = heads.get(&head(&place)).map(Vec::as_slice).unwrap_or_default();
            near.iter().filter(move |(_, change)| leads_to(change, &place, part)).map(|(at, _)| *at)
        });
        all.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let mut findings_of = Vec::new();
    for part in &parts.parts {
        let by_steps = match part.kind {
            PartKind::Comma | PartKind::Comment => Vec::new(),
            PartKind::Replaced | PartKind::Added | PartKind::Removed => led_to(&part.place, Some(part)),
        };
        moved.extend(&by_steps);
        let mut findings: Vec<usize> = by_steps.iter().flat_map(|&at| steps[at].findings.iter().copied()).collect();
        findings.extend(part.drops.iter().filter_map(|drop| read_over.get(drop)));
        findings_of.push(findings);
    }
    let mut refused: BTreeMap<usize, String> = BTreeMap::new();
    for refusal in &parts.refused {
        let mut by = led_to(&refusal.place, None);
        if by.is_empty() {
            by = (0..steps.len()).collect();
        }
        for at in by.iter().flat_map(|&at| &steps[at].findings) {
            refused.entry(*at).or_insert_with(|| refusal.why.clone());
        }
    }
    // A change that leaves no trace on the page does not correct it.
    for (at, step) in steps.iter().enumerate() {
        if !step.changes.is_empty() && !moved.contains(&at) {
            for at in &step.findings {
                let why = "what the decision changes is not written on the page";
                refused.entry(*at).or_insert_with(|| why.to_owned());
            }
        }
    }
    Attribution { findings_of, refused: refused.into_iter().collect() }
}

/// The event of a place, or its resource.
fn head(place: &Pointer) -> String {
    let mut tokens = place.tokens().map(|token| token.decoded().into_owned());
    let first = tokens.next().unwrap_or_default();
    if first == RESOURCES { format!("{first}/{}", tokens.next().unwrap_or_default()) } else { first }
}

/// The place; and for a place in an event's own description of a resource, also the same place of the resource.
pub(super) fn names(place: &Pointer) -> Vec<PointerBuf> {
    let mut all = vec![place.to_buf()];
    let tokens: Vec<String> = place.tokens().map(|token| token.decoded().into_owned()).collect();
    if let [_, kind, rest @ ..] = &tokens[..]
        && kind == "resources"
    {
        all.push(PointerBuf::from_tokens([RESOURCES].into_iter().chain(rest.iter().map(String::as_str))));
    }
    all
}

/// Whether a change of the documents is a reason for a change at a place of the page.
fn leads_to(change: &PatchedPlace, place: &Pointer, part: Option<&Part>) -> bool {
    if change.path.starts_with(place) {
        return true;
    }
    let Some(below) = place.strip_prefix(&change.path) else { return false };
    let Some(part) = part else { return true };
    let (holder, token) =
        below.split_back().map_or((below, String::new()), |(it, token)| (it, token.decoded().into_owned()));
    let within = |value: &Option<Value>| value.as_ref().and_then(|value| value.pointer(holder.as_str())).cloned();
    match (within(&change.before), within(&change.after)) {
        (Some(Value::Array(before)), Some(Value::Array(after))) if !below.is_root() => {
            let count = |items: &[Value], value: &Value| items.iter().filter(|item| *item == value).count();
            match (&part.old, &part.new) {
                (Some(old), None) => count(&before, old) > count(&after, old),
                (None, Some(new)) => count(&after, new) > count(&before, new),
                _ => token.parse::<usize>().is_ok_and(|at| before.get(at) != after.get(at)),
            }
        }
        _ => {
            let at = |value: &Option<Value>| value.as_ref().and_then(|value| value.pointer(below.as_str())).cloned();
            below.is_root() || at(&change.before) != at(&change.after)
        }
    }
}
