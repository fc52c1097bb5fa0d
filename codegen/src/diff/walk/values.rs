//! Types, enumerations, bounds, patterns and formats.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::kind::ChangeKind;
use super::super::oracle::Facet;
use super::super::place::{Bound, Count, Types};
use super::record::Observed;
use super::{Pair, Walk};
use crate::schema::{compare, identity, is_multiple};

/// How many values of an enumeration get a change each; more of them share one.
const EACH: usize = 64;

/// Whether a constraint allows less than before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Tighter,
    Looser,
}

impl<'a> Walk<'a, '_> {
    pub(super) fn compare_types(&mut self, pair: &Pair<'a>, old: Types, new: Types) {
        if old == new {
            return;
        }
        let kind = match (new.has(old), old.has(new)) {
            (true, _) => ChangeKind::TypeWidened,
            (false, true) => ChangeKind::TypeNarrowed,
            (false, false) => ChangeKind::TypeChanged,
        };
        let spoken = |types: Types| match types {
            Types::NONE => "nothing at all".to_owned(),
            Types::ALL => "any type".to_owned(),
            types => format!("`{}`", types.names().join("` or `")),
        };
        let mut finding = Observed::new(kind, format!("was {}, is {}", spoken(old), spoken(new)));
        finding.facets = vec![if pair.folded_old.choices.is_empty() { Facet::Types } else { Facet::Whole }];
        finding.keyword = Some("type".to_owned());
        finding.old = json!(old.names());
        finding.new = json!(new.names());
        self.record(pair, finding);
    }

    pub(super) fn compare_values(&mut self, pair: &Pair<'a>) {
        let (old, new) = (listed(pair, true), listed(pair, false));
        let (old, new) = match (old, new) {
            (None, None) => return,
            (Some(old), Some(new)) => (old, new),
            (old, new) => {
                let kind = if old.is_some() { ChangeKind::ConstraintLoosened } else { ChangeKind::ConstraintTightened };
                let words = if old.is_some() {
                    "any value of its type is allowed now"
                } else {
                    "only listed values are allowed now"
                };
                let mut finding = Observed::new(kind, words.into());
                finding.facets = vec![Facet::Values];
                finding.keyword = Some("enum".to_owned());
                finding.old = old.map_or(Value::Null, |values| json!(values));
                finding.new = new.map_or(Value::Null, |values| json!(values));
                self.record(pair, finding);
                return;
            }
        };
        let names = |values: &[&'a Value]| values.iter().map(|value| identity(value)).collect::<HashSet<_>>();
        let (known, kept) = (names(&old), names(&new));
        let added: Vec<&Value> = new.iter().filter(|value| !known.contains(&identity(value))).copied().collect();
        let removed: Vec<&Value> = old.iter().filter(|value| !kept.contains(&identity(value))).copied().collect();
        if let ([before], [after], [_], [_]) = (&removed[..], &added[..], &old[..], &new[..]) {
            let mut finding =
                Observed::new(ChangeKind::ConstChanged, format!("the constant was `{before}`, is `{after}`"));
            finding.facets = vec![Facet::Values];
            finding.old = (*before).clone();
            finding.new = (*after).clone();
            finding.keyword = Some("const".to_owned());
            finding.suspect = Some((*after).clone());
            self.record(pair, finding);
            return;
        }
        for values in grouped(&removed) {
            let mut finding =
                Observed::new(ChangeKind::EnumValueRemoved, format!("{} is no longer allowed", noun(values)));
            finding.keyword = Some("enum".to_owned());
            finding.old = together(values);
            self.record(pair, finding);
        }
        for values in grouped(&added) {
            let mut finding = Observed::new(ChangeKind::EnumValueAdded, format!("{} is allowed now", noun(values)));
            finding.facets = vec![Facet::Values];
            finding.keyword = Some("enum".to_owned());
            finding.new = together(values);
            finding.suspect = values.first().map(|&value| value.clone());
            self.record(pair, finding);
        }
    }

    pub(super) fn compare_numbers(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        for (low, old, new) in [(true, old.lower, new.lower), (false, old.upper, new.upper)] {
            let Some(direction) = bounds(old, new, low) else { continue };
            let word = if low { "minimum" } else { "maximum" };
            let exclusive = if low { "exclusiveMinimum" } else { "exclusiveMaximum" };
            let spoken = |bound: Option<Bound<'_>>| match bound {
                None => Value::Null,
                Some(Bound { at, exclusive: false }) => json!(at),
                Some(Bound { at, exclusive: true }) => json!({ exclusive: at }),
            };
            let facet = if low { Facet::Lower } else { Facet::Upper };
            self.constraint(pair, word, direction, facet, spoken(old), spoken(new));
        }
        let implied = |wanted: &[&serde_json::Number], given: &[&serde_json::Number]| {
            wanted.iter().all(|&wanted| {
                given.iter().any(|&of| compare(of, wanted) == Ordering::Equal || is_multiple(of, wanted) == Some(true))
            })
        };
        let direction = match (implied(&old.multiples, &new.multiples), implied(&new.multiples, &old.multiples)) {
            (true, true) => return,
            (true, false) => Direction::Tighter,
            (false, _) => Direction::Looser,
        };
        self.constraint(pair, "multipleOf", direction, Facet::Multiples, few(&old.multiples), few(&new.multiples));
    }

    pub(super) fn compare_strings(&mut self, pair: &Pair<'a>) {
        let (old, new) = (&pair.folded_old, &pair.folded_new);
        self.counts(pair, old.length, new.length, ["minLength", "maxLength"], Facet::Length);
        if old.patterns != new.patterns {
            let direction =
                if new.patterns.is_superset(&old.patterns) { Direction::Tighter } else { Direction::Looser };
            let list = |patterns: &std::collections::BTreeSet<&str>| few(&patterns.iter().collect::<Vec<_>>());
            self.constraint(pair, "pattern", direction, Facet::Patterns, list(&old.patterns), list(&new.patterns));
        }
        if old.formats != new.formats {
            let list = |formats: &std::collections::BTreeSet<(&str, &str)>| {
                few(&formats.iter().map(|(_, value)| value).collect::<Vec<_>>())
            };
            let (before, after) = (list(&old.formats), list(&new.formats));
            let mut finding = Observed::new(
                ChangeKind::FormatChanged,
                format!("the format was {}, is {}", or_none(&before), or_none(&after)),
            );
            finding.facets = vec![Facet::Formats];
            finding.keyword = Some("format".to_owned());
            (finding.old, finding.new) = (before, after);
            self.record(pair, finding);
        }
    }

    pub(super) fn counts(&mut self, pair: &Pair<'a>, old: Count, new: Count, names: [&str; 2], facet: Facet<'a>) {
        if old.min != new.min {
            let direction = if new.min > old.min { Direction::Tighter } else { Direction::Looser };
            self.constraint(pair, names[0], direction, facet, json!(old.min), json!(new.min));
        }
        if old.max != new.max {
            let tighter = new.max.unwrap_or(u64::MAX) < old.max.unwrap_or(u64::MAX);
            let direction = if tighter { Direction::Tighter } else { Direction::Looser };
            self.constraint(pair, names[1], direction, facet, json!(old.max), json!(new.max));
        }
    }

    pub(super) fn constraint(
        &mut self,
        pair: &Pair<'a>,
        name: &str,
        direction: Direction,
        facet: Facet<'a>,
        old: Value,
        new: Value,
    ) {
        let (kind, facets) = match direction {
            Direction::Tighter => (ChangeKind::ConstraintTightened, Vec::new()),
            Direction::Looser => (ChangeKind::ConstraintLoosened, vec![facet]),
        };
        let mut finding = Observed::new(kind, format!("`{name}` was {}, is {}", or_none(&old), or_none(&new)));
        finding.facets = facets;
        finding.keyword = Some(name.to_owned());
        (finding.old, finding.new) = (old, new);
        self.record(pair, finding);
    }
}

/// The values of an enumeration. `None` if it lists all values of its types.
fn listed<'a>(pair: &Pair<'a>, old: bool) -> Option<Vec<&'a Value>> {
    let folded = if old { &pair.folded_old } else { &pair.folded_new };
    let values = folded.values.clone()?;
    let all = usize::from(folded.types.has(Types::NULL)) + 2 * usize::from(folded.types.has(Types::BOOLEAN));
    let trivial = (folded.types - (Types::NULL | Types::BOOLEAN)).is_empty() && values.len() == all;
    (!trivial).then_some(values)
}

fn bounds(old: Option<Bound<'_>>, new: Option<Bound<'_>>, low: bool) -> Option<Direction> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(Direction::Tighter),
        (Some(_), None) => Some(Direction::Looser),
        (Some(old), Some(new)) => {
            let order = if low { compare(new.at, old.at) } else { compare(old.at, new.at) };
            match order.then(new.exclusive.cmp(&old.exclusive)) {
                Ordering::Less => Some(Direction::Looser),
                Ordering::Equal => None,
                Ordering::Greater => Some(Direction::Tighter),
            }
        }
    }
}

fn grouped<'v, 'a>(values: &'v [&'a Value]) -> impl Iterator<Item = &'v [&'a Value]> {
    values.chunks(if values.len() > EACH { values.len() } else { 1 })
}

fn together(values: &[&Value]) -> Value {
    if let [value] = values { (*value).clone() } else { json!(values) }
}

fn noun(values: &[&Value]) -> String {
    match values {
        [value] => format!("`{value}`"),
        values => format!("each of {} values", values.len()),
    }
}

fn few<T: serde::Serialize>(values: &[T]) -> Value {
    match values {
        [] => Value::Null,
        [value] => json!(value),
        values => json!(values),
    }
}

fn or_none(value: &Value) -> String {
    if value.is_null() { "not given".to_owned() } else { format!("`{value}`") }
}
