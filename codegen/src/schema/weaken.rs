//! A schema with some of its constraints taken back: what [`contradiction`](super::contradiction) asks the library about.
//!
//! A weakened schema accepts whatever the original accepts, at every place of the document. Taking back a keyword is not enough for
//! that where a schema around it must *not* match, or must match alone: a `not` or `if` over a weakened schema goes, too, `oneOf` becomes
//! `anyOf`, `maxContains` goes, and so do `unevaluatedProperties` and `unevaluatedItems` where fewer properties or items count as evaluated.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jsonptr::{Pointer, PointerBuf, Token};
use serde_json::{Map, Value};

use super::constraint::{Constraint, How};
use super::document::{REFERENCES, SchemaDocument};
use super::keyword::{LIST, MAP, ONE};

/// A document whose constraints can be taken back.
pub(super) struct Weakening<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    /// For each schema, by number, the schemas that apply it.
    uses: Vec<Vec<SchemaUse>>,
}

/// One schema applies another.
struct SchemaUse {
    by: usize,
    keyword: String,
    /// Both speak of the same value.
    in_place: bool,
}

/// A schema that accepts more than it did.
pub(super) struct Weakened {
    pub(super) schema: Value,
    /// The new place of each `oneOf` that became an `anyOf`, by the place of its schema in the original.
    moved: HashMap<PointerBuf, Vec<Token<'static>>>,
}

/// What else must change so that a schema around a weakened one does not accept less.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Consequence {
    /// The keyword goes.
    Remove(&'static str),
    /// More than one branch may match.
    OneOfToAnyOf,
}

impl<'d, 'a> Weakening<'d, 'a> {
    pub(super) fn new(document: &'d SchemaDocument<'a>) -> Self {
        let places = document.places();
        let mut uses: Vec<Vec<SchemaUse>> = places.iter().map(|_| Vec::new()).collect();
        for (by, applied) in document.applied_in_place().into_iter().enumerate() {
            for index in applied {
                let way = places[index].pointer.strip_prefix(&places[by].pointer);
                let keyword = way.filter(|_| places[index].in_place).and_then(Pointer::first);
                let keyword = keyword.map_or_else(|| "$ref".to_owned(), |keyword| keyword.decoded().into_owned());
                uses[index].push(SchemaUse { by, keyword, in_place: true });
            }
        }
        for (by, applied) in document.applied_below().into_iter().enumerate() {
            for (index, keyword, _) in applied {
                if keyword != "definitions" && keyword != "$defs" {
                    uses[index].push(SchemaUse { by, keyword, in_place: false });
                }
            }
        }
        let having = |keywords: &'static [&'static str]| {
            let has = |index: &usize| keywords.iter().any(|keyword| places[*index].schema.get(keyword).is_some());
            (0..places.len()).filter(has).collect::<Vec<usize>>()
        };
        // Which of the schemas with a dynamic name is meant depends on who reads: it may be any.
        let dynamic = having(&["$dynamicRef", "$recursiveRef"]);
        for index in having(&["$dynamicAnchor", "$recursiveAnchor"]) {
            uses[index].extend(dynamic.iter().map(|&by| SchemaUse {
                by,
                keyword: "$dynamicRef".to_owned(),
                in_place: true,
            }));
        }
        Self { document, uses }
    }

    /// The schema at `base` without the constraints that stand in it.
    pub(super) fn without<'c>(
        &self,
        base: &Pointer,
        constraints: impl IntoIterator<Item = &'c Constraint> + Clone,
    ) -> Weakened {
        let schema = self.document.at(base).map_or(self.document.root(), |place| place.schema);
        let opened = |constraint: &Constraint| constraint.how == How::Open && constraint.change.as_ptr() == base;
        if constraints.clone().into_iter().any(opened) {
            return Weakened { schema: Value::Object(Map::new()), moved: HashMap::new() };
        }
        let consequences = self.consequences(constraints.clone());
        let mut schema = taken_back(schema, base, constraints);
        let mut moved = HashMap::new();
        for (index, consequence) in consequences {
            let at = &self.document.places()[index].pointer;
            let Some(holder) = at.strip_prefix(base) else { continue };
            match consequence {
                Consequence::Remove(keyword) => remove(&mut schema, holder, keyword),
                Consequence::OneOfToAnyOf => {
                    if let Some(stands) = one_of_to_any_of(&mut schema, holder) {
                        moved.insert(holder.to_buf(), stands);
                    }
                }
            }
        }
        Weakened { schema, moved }
    }

    /// What must change besides, inner schemas first.
    fn consequences<'c>(&self, constraints: impl IntoIterator<Item = &'c Constraint>) -> Vec<(usize, Consequence)> {
        let mut found: BTreeSet<(usize, Consequence)> = BTreeSet::new();
        // The schemas that accept more, each with whether it evaluates less.
        let mut open: Vec<(usize, bool)> =
            constraints.into_iter().filter_map(|constraint| self.weakened_by(constraint)).collect();
        let mut weakened: HashMap<usize, bool> = HashMap::new();
        while let Some((index, loses)) = open.pop() {
            match weakened.get(&index) {
                Some(&lost) if lost || !loses => continue,
                _ => weakened.insert(index, loses),
            };
            if loses {
                for keyword in ["unevaluatedProperties", "unevaluatedItems"] {
                    if self.document.places()[index].schema.get(keyword).is_some() {
                        found.insert((index, Consequence::Remove(keyword)));
                    }
                }
            }
            for SchemaUse { by, keyword, in_place } in &self.uses[index] {
                let consequence = match keyword.as_str() {
                    "not" => Some(Consequence::Remove("not")),
                    "if" => Some(Consequence::Remove("if")),
                    "contains" => Some(Consequence::Remove("maxContains")),
                    "oneOf" => Some(Consequence::OneOfToAnyOf),
                    _ => None,
                };
                found.extend(consequence.map(|consequence| (*by, consequence)));
                open.push((*by, keyword == "if" || (loses && *in_place)));
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        // Places are those of the original: a schema changes after all that stand in it.
        found.sort_by_key(|(index, _)| std::cmp::Reverse(self.document.places()[*index].pointer.count()));
        found
    }

    /// The schema that accepts more without a constraint, and whether it evaluates fewer properties or items then.
    fn weakened_by(&self, constraint: &Constraint) -> Option<(usize, bool)> {
        let change = constraint.change.as_ptr();
        let (place, loses) = match constraint.how {
            How::Open => (change, true),
            How::Unlist => (change.parent()?.parent()?, false),
            How::Remove => {
                let (holder, keyword) = change.split_back()?;
                let keyword = keyword.decoded();
                let applies = [ONE, LIST, MAP, REFERENCES].iter().any(|keywords| keywords.contains(&keyword.as_ref()));
                (holder, applies)
            }
        };
        self.document.number_at(place).map(|index| (index, loses))
    }
}

impl Weakened {
    /// The place in the weakened schema of a schema of the original.
    pub(super) fn place(&self, original: &Pointer) -> PointerBuf {
        let (mut from, mut to) = (PointerBuf::root(), PointerBuf::root());
        for token in original.tokens() {
            match self.moved.get(&from).filter(|_| token.decoded() == "oneOf") {
                Some(stands) => stands.iter().for_each(|token| to.push_back(token.clone())),
                None => to.push_back(token.clone()),
            }
            from.push_back(token);
        }
        to
    }

    /// The place in the original of a schema of the weakened one.
    pub(super) fn original(&self, place: &Pointer) -> PointerBuf {
        let tokens: Vec<Token<'_>> = place.tokens().collect();
        let mut rest = tokens.as_slice();
        let mut original = PointerBuf::root();
        while let Some((token, others)) = rest.split_first() {
            if let Some(others) = self.moved.get(&original).and_then(|stands| rest.strip_prefix(stands.as_slice())) {
                original.push_back("oneOf");
                rest = others;
            } else {
                original.push_back(token.clone());
                rest = others;
            }
        }
        original
    }

    /// Whether the `anyOf` of a schema is its `oneOf` in the original.
    pub(super) fn has_moved(&self, original: &Pointer) -> bool {
        self.moved.get(original).is_some_and(|stands| stands.len() == 1)
    }
}

/// The schema at `base` with the changes that the constraints name, and no others.
fn taken_back<'c>(schema: &Value, base: &Pointer, constraints: impl IntoIterator<Item = &'c Constraint>) -> Value {
    let mut schema = schema.clone();
    let mut unlisted: BTreeMap<&Pointer, BTreeSet<usize>> = BTreeMap::new();
    for constraint in constraints {
        let Some(change) = constraint.change.strip_prefix(base) else { continue };
        let Some((holder, last)) = change.split_back() else { continue };
        match constraint.how {
            How::Open => {
                if let Some(open) = schema.pointer_mut(change.as_str()) {
                    *open = Value::Object(Map::new());
                }
            }
            How::Unlist => unlisted.entry(holder).or_default().extend(last.decoded().parse::<usize>()),
            How::Remove => remove(&mut schema, holder, &last.decoded()),
        }
    }
    for (list, indexes) in unlisted {
        let Some(Value::Array(names)) = schema.pointer_mut(list.as_str()) else { continue };
        let mut index = 0;
        names.retain(|_| {
            index += 1;
            !indexes.contains(&(index - 1))
        });
        // Draft 4 allows no empty list.
        if names.is_empty()
            && let Some((holder, keyword)) = list.split_back()
        {
            remove(&mut schema, holder, &keyword.decoded());
        }
    }
    schema
}

/// Takes a keyword out of a schema, with those that mean nothing without it.
fn remove(schema: &mut Value, holder: &Pointer, keyword: &str) {
    let Some(Value::Object(keywords)) = schema.pointer_mut(holder.as_str()) else { return };
    keywords.shift_remove(keyword);
    let companions: &[&str] = match keyword {
        "if" => &["then", "else"],
        "contains" => &["minContains", "maxContains"],
        _ => &[],
    };
    for companion in companions {
        keywords.shift_remove(*companion);
    }
}

/// Turns a schema's `oneOf` into `anyOf`, and returns its new place. If the schema already has an `anyOf`, the new one goes into its `allOf`.
fn one_of_to_any_of(schema: &mut Value, holder: &Pointer) -> Option<Vec<Token<'static>>> {
    let keywords = schema.pointer_mut(holder.as_str())?.as_object_mut()?;
    let branches = keywords.shift_remove("oneOf")?;
    if !keywords.contains_key("anyOf") {
        keywords.insert("anyOf".to_owned(), branches);
        return Some(vec![Token::new("anyOf")]);
    }
    let all = keywords.entry("allOf").or_insert_with(|| Value::Array(Vec::new())).as_array_mut()?;
    all.push(serde_json::json!({ "anyOf": branches }));
    Some(vec![Token::new("allOf"), Token::from(all.len() - 1), Token::new("anyOf")])
}

#[cfg(test)]
mod tests;
