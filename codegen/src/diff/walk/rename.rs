//! Finds properties that may have been renamed: a guess by type, name, description and place, and reported as a guess.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use serde_json::Value;
use similar::TextDiff;

use super::super::change::Rename;
use super::super::place::{Conjunction, FoldedSchema, item_of, rest_items_of};
use super::{Walk, matched};

/// Up to this many properties, all pairs are compared. With more, only pairs whose names differ in case and punctuation.
const CANDIDATES: usize = 32;
/// The score from which a pair counts as a possible rename.
const ENOUGH: u32 = 3;

/// The properties of an object that came and went, and the pairs among them that may be renames.
pub(super) struct Turnover<'a> {
    by_old: HashMap<&'a str, (&'a str, String)>,
    by_new: HashMap<&'a str, (&'a str, String)>,
}

/// What makes a type distinctive.
const PARTICULAR: [&str; 7] = ["$ref", "properties", "enum", "pattern", "items", "anyOf", "oneOf"];

/// One property on one side.
struct Seen<'a> {
    name: &'a str,
    view: Conjunction<'a>,
    at: usize,
    /// The neighbours that both sides declare.
    between: (Option<&'a str>, Option<&'a str>),
}

impl<'a> Turnover<'a> {
    /// The likely new name of a removed property, with the reasons.
    pub(super) fn of_old(&self, name: &str) -> Option<(&'a str, &str)> {
        self.by_old.get(name).map(|(new, why)| (*new, why.as_str()))
    }

    /// The likely old name of an added property.
    pub(super) fn of_new(&self, name: &str) -> Option<(&'a str, &str)> {
        self.by_new.get(name).map(|(old, why)| (*old, why.as_str()))
    }
}

impl<'a> Walk<'a, '_> {
    /// The pairs in which each is the other's single best match.
    pub(super) fn turnover(
        &self,
        old: &FoldedSchema<'a>,
        new: &FoldedSchema<'a>,
        orders: (&[&'a str], &[&'a str]),
    ) -> Turnover<'a> {
        let (before, after): (HashSet<&str>, HashSet<&str>) =
            (orders.0.iter().copied().collect(), orders.1.iter().copied().collect());
        let seen = |folded: &FoldedSchema<'a>, order: &[&'a str], others: &HashSet<&str>| -> Vec<Seen<'a>> {
            let kept = |name: &&'a str| others.contains(*name);
            let mut next: Vec<Option<&'a str>> = vec![None; order.len()];
            for at in (1..order.len()).rev() {
                next[at - 1] = Some(order[at]).filter(kept).or(next[at]);
            }
            let mut last = None;
            let mut gone = Vec::new();
            for (at, &name) in order.iter().enumerate() {
                if others.contains(name) {
                    last = Some(name);
                } else {
                    let view = self.oracle.property_of(folded, name);
                    gone.push(Seen { name, view, at, between: (last, next[at]) });
                }
            }
            gone
        };
        let (went, came) = (seen(old, orders.0, &after), seen(new, orders.1, &before));
        let all: Vec<usize> = (0..came.len()).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (right, is) in came.iter().enumerate() {
            by_name.entry(folded(is.name)).or_default().push(right);
        }
        let many = went.len().max(came.len()) > CANDIDATES;
        let mut scores: Vec<(u32, usize, usize, String)> = Vec::new();
        for (left, was) in went.iter().enumerate() {
            let others = if many { by_name.get(&folded(was.name)).map_or(&[][..], Vec::as_slice) } else { &all };
            for &right in others {
                let (score, why) = self.alike(was, &came[right]);
                if score >= ENOUGH {
                    scores.push((score, left, right, why));
                }
            }
        }
        // How often each property's best score is reached.
        let mut best: [HashMap<usize, (u32, usize)>; 2] = [HashMap::new(), HashMap::new()];
        for &(score, left, right, _) in &scores {
            for (best, at) in best.iter_mut().zip([left, right]) {
                let (known, times) = best.entry(at).or_default();
                match score.cmp(known) {
                    Ordering::Greater => (*known, *times) = (score, 1),
                    Ordering::Equal => *times += 1,
                    Ordering::Less => {}
                }
            }
        }
        let alone = |score: u32, left: usize, right: usize| {
            best.iter().zip([left, right]).all(|(best, at)| best.get(&at) == Some(&(score, 1)))
        };
        let pairs = scores.iter().filter(|(score, left, right, _)| alone(*score, *left, *right));
        let mut turnover = Turnover { by_old: HashMap::new(), by_new: HashMap::new() };
        for (_, left, right, why) in pairs {
            let (old, new) = (went[*left].name, came[*right].name);
            turnover.by_old.insert(old, (new, why.clone()));
            turnover.by_new.insert(new, (old, why.clone()));
        }
        turnover
    }

    /// The score of a pair, and the reasons for it.
    fn alike(&self, was: &Seen<'a>, is: &Seen<'a>) -> (u32, String) {
        let (folded_was, folded_is) = (FoldedSchema::of(&was.view), FoldedSchema::of(&is.view));
        let same = |a: &Conjunction<'a>, b: &Conjunction<'a>| {
            !a.nodes.is_empty() && matched(&a.nodes, &b.nodes, |&a, &b| self.oracle.same(a, b))
        };
        let of_list = |list: &FoldedSchema<'a>, single: &Conjunction<'a>| {
            let rest = rest_items_of(list);
            let items = if rest.nodes.is_empty() { item_of(list, 0) } else { rest };
            same(&items, single)
        };
        // Two plain strings have little in common; the same properties or listed values are strong evidence.
        let particular =
            |view: &Conjunction<'a>| view.nodes.iter().any(|node| PARTICULAR.iter().any(|it| node.get(it).is_some()));
        let kind = if same(&was.view, &is.view) {
            (if particular(&was.view) { 3 } else { 2 }, "the same type")
        } else if of_list(&folded_is, &was.view) || of_list(&folded_was, &is.view) {
            (1, "a list of the same")
        } else {
            (0, "")
        };
        let name = ratio(&folded(was.name), &folded(is.name));
        let name = match name {
            0.8.. => (3, "a similar name"),
            0.6.. => (2, "a similar name"),
            _ => (0, ""),
        };
        let words = match (description(&was.view), description(&is.view)) {
            (Some(was), Some(is)) if was == is => (3, "the same description"),
            (Some(was), Some(is)) if words_in_common(was, is) >= 0.7 => (2, "a similar description"),
            _ => (0, ""),
        };
        let place = if was.at == is.at || (was.between == is.between && was.between != (None, None)) {
            (1, "the same place")
        } else {
            (0, "")
        };
        let scores = [kind, name, words, place];
        let why: Vec<&str> = scores.iter().filter(|(score, _)| *score > 0).map(|(_, why)| *why).collect();
        (scores.iter().map(|(score, _)| score).sum(), why.join(", "))
    }
}

impl Turnover<'_> {
    /// As a change reports it.
    pub(super) fn rename(pointer: &jsonptr::Pointer, (name, why): (&str, &str)) -> Rename {
        Rename { name: name.to_owned(), pointer: pointer.with_trailing_token(name), why: why.to_owned() }
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn ratio(a: &str, b: &str) -> f32 {
    if a.is_empty() || b.is_empty() { 0.0 } else { TextDiff::from_chars(a, b).ratio() }
}

fn words_in_common(a: &str, b: &str) -> f32 {
    TextDiff::from_words(a, b).ratio()
}

fn description<'a>(view: &Conjunction<'a>) -> Option<&'a str> {
    let found = view.nodes.iter().find_map(|node| node.get("description").and_then(Value::as_str));
    found.filter(|words| !words.trim().is_empty())
}
