//! Objects at the edges: the least and the most that NEW allows, and what OLD asks of single properties.

use serde_json::{Map, Value};

use super::super::place::{Conjunction, FoldedSchema, Then, declared};
use super::{WitnessSearch, text};

impl<'a> WitnessSearch<'a, '_> {
    pub(super) fn objects(
        &self,
        folded: &FoldedSchema<'a>,
        hints: Option<&FoldedSchema<'a>>,
        depth: usize,
        found: &mut Vec<Value>,
    ) {
        let value_of = |name: &str, wanted: bool| {
            let view = hints.filter(|_| wanted && depth < 3).map(|hints| self.oracle.property_of(hints, name));
            self.values(&self.oracle.property_of(folded, name), view.as_ref(), depth + 1)
        };
        let mut least = Map::new();
        for &name in &folded.required {
            match value_of(name, false).into_iter().next() {
                Some(value) => drop(least.insert(name.to_owned(), value)),
                None => return,
            }
        }
        let mut names: Vec<&str> = declared(folded).into_iter().collect();
        names.extend(hints.map(declared).into_iter().flatten());
        let matching: Vec<String> = std::iter::once(folded)
            .chain(hints)
            .flat_map(|folded| &folded.objects)
            .flat_map(|shape| &shape.patterns)
            .flat_map(|(pattern, _)| text::matching(pattern))
            .collect();
        names.extend(matching.iter().map(String::as_str));
        for listed in folded.names.iter().chain(hints.into_iter().flat_map(|hints| &hints.names)) {
            let listed = self.oracle.folded(&Conjunction::of(*listed)).values.clone().unwrap_or_default();
            names.extend(listed.iter().take(32).filter_map(|name| name.as_str()));
        }
        for (name, then) in folded.dependencies.iter().chain(hints.into_iter().flat_map(|hints| &hints.dependencies)) {
            names.push(name);
            if let Then::Names(others) = then {
                names.extend(others);
            }
        }
        for filler in names.iter().copied().chain(["other", "another", "x1", "x2", "x3"]) {
            if (least.len() as u64) >= folded.properties.min.min(32) {
                break;
            }
            if let (false, Some(value)) = (least.contains_key(filler), value_of(filler, false).into_iter().next()) {
                least.insert(filler.to_owned(), value);
            }
        }
        found.push(Value::Object(least.clone()));
        if hints.is_none() && depth > 0 {
            return;
        }
        let mut most = least.clone();
        for &name in names.iter().take(if depth == 0 { 256 } else { 24 }) {
            if let (false, Some(value)) = (most.contains_key(name), value_of(name, false).into_iter().next()) {
                most.insert(name.to_owned(), value);
            }
        }
        found.push(Value::Object(most.clone()));
        names.extend(["other", "x", "0", ""]);
        let Some(hints) = hints else { return };
        names.extend(hints.required.iter().chain(&folded.required).copied());
        for name in names.iter().take(64) {
            for value in value_of(name, true).into_iter().take(24) {
                found.extend([&least, &most].map(|base| {
                    let mut object = base.clone();
                    object.insert((*name).to_owned(), value.clone());
                    Value::Object(object)
                }));
            }
            let mut object = most.clone();
            if object.shift_remove(*name).is_some() {
                found.push(Value::Object(object));
            }
        }
        let wanted = hints.properties.max.unwrap_or(0).min(32);
        for extra in 0..=wanted {
            if let Some(value) = value_of(&format!("extra{extra}"), false).into_iter().next() {
                most.insert(format!("extra{extra}"), value);
            }
        }
        found.push(Value::Object(most));
    }
}
