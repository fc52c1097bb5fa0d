//! Values at the edges of what NEW allows and what OLD asks for.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::place::{Conjunction, FoldedSchema, Types, item_of, longest};
use super::{WitnessSearch, numbers, text};
use crate::schema::identity;

/// How deep values are built.
const MAX_DEPTH: usize = 5;

impl<'a> WitnessSearch<'a, '_> {
    /// Values that fulfil `given`, chosen with an eye on `wanted`; few where deep.
    pub(super) fn values(&self, given: &Conjunction<'a>, wanted: Option<&Conjunction<'a>>, depth: usize) -> Vec<Value> {
        let wanted = wanted.filter(|_| depth == 0 || !self.spent());
        let Some(sought) = wanted else { return self.first(given, depth).into_iter().collect() };
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let folded = self.oracle.folded(given);
        let hints = self.oracle.folded(sought);
        let mut found = Vec::new();
        self.plain(&folded, folded.types, Some(&hints), depth, &mut found);
        if depth < 2 {
            // What an alternative of OLD is about is worth a try even where OLD as a whole does not say it.
            for &branch in hints.choices.iter().flat_map(|choice| &choice.branches).take(12) {
                let hints = self.oracle.folded(&sought.and(branch));
                self.plain(&folded, folded.types, Some(&hints), depth + 1, &mut found);
            }
        }
        self.chosen(given, &folded, wanted, depth, &mut found);
        let mut seen = BTreeSet::new();
        found.retain(|value| {
            self.tries.set(self.tries.get().saturating_sub(1));
            seen.insert(identity(value)) && given.accepts(value) == Some(true)
        });
        // Those that OLD refuses are what is sought: they go first, so that none is cut.
        found.sort_by_key(|value| sought.accepts(value) != Some(false));
        found.truncate([usize::MAX, 40, 16, 8][depth.min(3)]);
        found
    }

    /// One value that fulfils `given`, the simplest at hand.
    pub(super) fn first(&self, given: &Conjunction<'a>, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let folded = self.oracle.folded(given);
        let fits = |value: &Value| given.accepts(value) == Some(true);
        for each in Types::EACH.into_iter().filter(|&each| folded.types.has(each)) {
            let mut found = Vec::new();
            self.plain(&folded, each, None, depth, &mut found);
            if let Some(value) = found.into_iter().find(fits) {
                return Some(value);
            }
        }
        let mut found = Vec::new();
        self.chosen(given, &folded, None, depth, &mut found);
        found.into_iter().find(fits)
    }

    fn plain(
        &self,
        folded: &FoldedSchema<'a>,
        types: Types,
        hints: Option<&FoldedSchema<'a>>,
        depth: usize,
        found: &mut Vec<Value>,
    ) {
        if let Some(values) = &folded.values {
            found
                .extend(values.iter().take(64).filter(|value| types.has(Types::of(value))).map(|&value| value.clone()));
            return;
        }
        let hinted = hints.and_then(|hints| hints.values.as_ref());
        found.extend(hinted.into_iter().flatten().take(16).map(|&value| value.clone()));
        // Arrays and objects cost most: those about which a side says something come first.
        let sides = || std::iter::once(folded).chain(hints);
        let is_described = |each: Types| match each {
            Types::ARRAY => sides().any(|it| !it.arrays.is_empty() || !it.contains.is_empty() || it.unique),
            Types::OBJECT => {
                sides().any(|it| !it.objects.is_empty() || !it.required.is_empty() || !it.names.is_empty())
            }
            _ => true,
        };
        let mut order = Types::EACH;
        order.sort_by_key(|&each| !is_described(each));
        for each in order.into_iter().filter(|&each| types.has(each)) {
            match each {
                Types::NULL => found.push(Value::Null),
                Types::BOOLEAN => found.extend([true.into(), false.into()]),
                Types::INTEGER | Types::FRACTION => numbers::numbers(folded, hints, found),
                Types::STRING => found.extend(text::texts(folded, hints).into_iter().map(Value::String)),
                Types::ARRAY => self.arrays(folded, hints, depth, found),
                _ => self.objects(folded, hints, depth, found),
            }
        }
    }

    fn chosen(
        &self,
        given: &Conjunction<'a>,
        folded: &FoldedSchema<'a>,
        wanted: Option<&Conjunction<'a>>,
        depth: usize,
        found: &mut Vec<Value>,
    ) {
        let new = |key| !folded.met.iter().any(|met| met.key() == key);
        for choice in folded.choices.iter().filter(|choice| choice.branches.iter().all(|branch| new(branch.key()))) {
            for &branch in choice.branches.iter().take(16) {
                found.extend(self.values(&given.and(branch), wanted, depth + 1));
            }
        }
        for condition in folded.conditions.iter().filter(|condition| new(condition.when.key())) {
            let also = |conj: Conjunction<'a>, part| if let Some(part) = part { conj.and(part) } else { conj };
            found.extend(self.values(&also(given.and(condition.when), condition.then), wanted, depth + 1));
        }
    }

    fn arrays(
        &self,
        folded: &FoldedSchema<'a>,
        hints: Option<&FoldedSchema<'a>>,
        depth: usize,
        found: &mut Vec<Value>,
    ) {
        let least = usize::try_from(folded.items.min.min(64)).unwrap_or(64);
        let items = |index: usize| {
            let wanted = hints.map(|hints| item_of(hints, index));
            self.values(&item_of(folded, index), wanted.as_ref().filter(|_| depth < 3), depth + 1)
        };
        let fill = |length: usize| -> Option<Vec<Value>> {
            let mut array: Vec<Value> = Vec::new();
            for index in 0..length {
                let mut values: Vec<Value> = folded
                    .contains
                    .iter()
                    .flat_map(|contains| {
                        if index < 2 {
                            self.values(&Conjunction::of(contains.node), None, depth + 1)
                        } else {
                            Vec::new()
                        }
                    })
                    .collect();
                values.extend(items(index));
                let fits = |value: &Value| {
                    item_of(folded, index).accepts(value) == Some(true) && !(folded.unique && array.contains(value))
                };
                let chosen = values.into_iter().find(fits)?;
                array.push(chosen);
            }
            Some(array)
        };
        let mut lengths = BTreeSet::from([least, least.max(1)]);
        if let Some(hints) = hints {
            lengths.extend(
                [hints.items.min.saturating_sub(1), hints.items.max.unwrap_or(0) + 1]
                    .map(|n| usize::try_from(n.min(64)).unwrap_or(64)),
            );
            lengths.extend([2, longest(hints) + 1, longest(folded) + 1].map(|length| length.min(64)));
        }
        let Some(base) = fill(least.max(1)) else {
            found.extend(fill(least).map(Value::Array));
            return;
        };
        found.extend(lengths.into_iter().filter_map(fill).map(Value::Array));
        if hints.is_some() && depth < 3 {
            for index in 0..(longest(folded).max(hints.map_or(0, longest)) + 1).min(8) {
                for value in items(index).into_iter().take(24) {
                    let mut array = base.clone();
                    while array.len() <= index {
                        match items(array.len()).into_iter().next() {
                            Some(item) => array.push(item),
                            None => return,
                        }
                    }
                    array[index] = value;
                    found.push(Value::Array(array));
                }
            }
            found.push(Value::Array(vec![base[0].clone(), base[0].clone()]));
        }
    }
}
