//! Schemas that no document satisfies, each with the smallest set of constraints that contradict each other.
//!
//! The library ([`Meanings`]) decides whether a schema accepts anything. To find the constraints to blame, constraints are taken back: if
//! the schema still accepts nothing without some, those are not needed. A schema that accepts nothing on purpose (`false`, or `not` of a
//! schema that accepts everything) is only a mistake where a value must satisfy it.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::budget::{CONTRADICTIONS, DEEPEST, deeper_than, in_time};
use super::canonical::{Blamed, Emptiness, Meanings};
use super::constraint::{Constraint, constraints};
use super::dialect::Dialect;
use super::document::{SchemaDocument, SchemaPlace};
use super::weaken::{Weakened, Weakening};
use conflict::Question;

mod conflict;

/// How often a document is searched again, each time without the contradictions found before.
const MOST_ROUNDS: usize = 40;
/// How many schemas without a canonical form are passed over.
const MOST_UNMODELLED: usize = 16;
/// How many levels of constraints within constraints are taken apart.
const MOST_LEVELS: usize = 8;

/// A schema that accepts nothing.
#[derive(Clone, Debug)]
pub(crate) struct Contradiction {
    /// Its place.
    pub(crate) schema: PointerBuf,
    /// The outermost schema that accepts nothing because of it.
    pub(crate) whole: PointerBuf,
    /// The constraints that contradict each other; without any one of them, the schema accepts something.
    pub(crate) parts: Vec<ConflictPart>,
}

/// A constraint of a contradiction.
#[derive(Clone, Debug)]
pub(crate) struct ConflictPart {
    /// Its place: a keyword, a property's schema, a name in `required`.
    pub(crate) pointer: PointerBuf,
    /// The constraints within it that take part, if it is a property's or item's schema, a reference or `anyOf`.
    pub(crate) within: Vec<ConflictPart>,
}

/// All contradictions of a schema, inner ones first. A contradiction that cannot be proved in time is not reported.
pub(crate) fn contradictions(root: &Value) -> Vec<Contradiction> {
    if deeper_than(root, DEEPEST) {
        return Vec::new();
    }
    let mut root = root.clone();
    let dialect = Dialect::of(&root);
    if let Dialect::Unknown(_) = dialect {
        root["$schema"] = dialect.uri().into();
    }
    in_time(CONTRADICTIONS.waited, move || {
        ContradictionSearch::new(&SchemaDocument::new(&root), Instant::now() + CONTRADICTIONS.asked).all()
    })
    .unwrap_or_default()
}

struct ContradictionSearch<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    weakening: Weakening<'d, 'a>,
    until: Instant,
    /// The constraints taken back so far: schemas without a canonical form, and one constraint of each contradiction found.
    without: Vec<Constraint>,
}

impl<'d, 'a> ContradictionSearch<'d, 'a> {
    fn new(document: &'d SchemaDocument<'a>, until: Instant) -> Self {
        Self { document, weakening: Weakening::new(document), until, without: Vec::new() }
    }

    fn all(mut self) -> Vec<Contradiction> {
        let whole = |place: &SchemaPlace<'_>| Constraint::whole(place.pointer.clone());
        let unresolved = self.document.unresolved().map(|(place, ..)| place);
        self.without = unresolved.filter(|place| !place.pointer.is_root()).map(whole).collect();
        for _ in 0..MOST_UNMODELLED {
            let asked = self.weakened();
            let Some(place) = Meanings::new(&asked.schema, self.document.draft()).unmodelled() else { break };
            let Some(place) = self.document.at(&asked.original(&place)) else { break };
            let passed_over = (!place.pointer.is_root()).then(|| whole(place));
            let next = hardest(place).into_iter().chain(passed_over).find(|over| !self.without.contains(over));
            let Some(next) = next else { break };
            self.without.push(next);
        }
        let mut found: Vec<Contradiction> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let empty = self.empty();
            let innermost: Vec<PointerBuf> = self.innermost(&empty).into_iter().map(Pointer::to_buf).collect();
            if innermost.is_empty() {
                break;
            }
            for schema in innermost {
                let (parts, first) = self.conflict(&schema);
                let Some(first) = first else { return found };
                self.without.push(first);
                found.push(Contradiction { whole: schema.clone(), schema, parts });
            }
        }
        for contradiction in &mut found {
            contradiction.whole = self.reach(&contradiction.schema);
        }
        found
    }

    fn weakened(&self) -> Weakened {
        self.weakening.without(Pointer::root(), &self.without)
    }

    /// The schemas that accept nothing, each at its place in the original.
    fn unsatisfiable(&self, weakened: &Weakened) -> BTreeMap<PointerBuf, Emptiness> {
        let found = Meanings::new(&weakened.schema, self.document.draft()).unsatisfiable();
        let original = |(pointer, mut reason): (PointerBuf, Emptiness)| {
            if let Emptiness::Part(blamed) = &mut reason {
                blamed.pointer = weakened.original(&blamed.pointer);
                let moved = weakened.has_moved(&blamed.pointer);
                for keyword in blamed.keywords.iter_mut().filter(|keyword| moved && *keyword == "anyOf") {
                    "oneOf".clone_into(keyword);
                }
            }
            (weakened.original(&pointer), reason)
        };
        found.into_iter().map(original).collect()
    }

    /// The schema directly around a place.
    fn around(&self, place: &Pointer) -> Option<&'d SchemaPlace<'a>> {
        self.document.around(self.document.at(place)?)
    }

    /// The schemas that accept nothing, with those in definitions to which no reference leads.
    fn empty(&self) -> BTreeMap<PointerBuf, Emptiness> {
        let weakened = self.weakened();
        let mut empty = self.unsatisfiable(&weakened);
        // The library copies schemas that contain one of these keywords, and loses the places of their subschemas.
        let hard: Vec<Constraint> = self.document.places().iter().flat_map(hardest).collect();
        if !hard.is_empty() {
            let plainer = self.weakening.without(Pointer::root(), self.without.iter().chain(&hard));
            empty.append(&mut self.unsatisfiable(&plainer));
        }
        let unread: Vec<&SchemaPlace<'a>> = self.document.unread().collect();
        if unread.is_empty() || self.late() {
            return empty;
        }
        let references = unread.iter().enumerate().map(|(index, place)| {
            let stands = weakened.place(&place.pointer);
            (index.to_string(), serde_json::json!({ "$ref": super::moved::reference_to(&stands) }))
        });
        let references: Map<_, _> = references.collect();
        let mut asking = weakened;
        if let Value::Object(keywords) = &mut asking.schema
            && let Value::Object(properties) = keywords.entry("properties").or_insert_with(|| Map::new().into())
        {
            let mut name = "definitions".to_owned();
            while properties.contains_key(&name) {
                name.push('_');
            }
            properties.insert(name, serde_json::json!({ "properties": references }));
        }
        let of_all = self.unsatisfiable(&asking);
        let is_unread = |pointer: &PointerBuf| unread.iter().any(|place| pointer.starts_with(&place.pointer));
        empty.extend(of_all.into_iter().filter(|(pointer, _)| is_unread(pointer)));
        empty
    }

    /// Those that are mistakes and do not follow from another.
    fn innermost<'e>(&self, empty: &'e BTreeMap<PointerBuf, Emptiness>) -> Vec<&'e Pointer> {
        let judged = |pointer: &Pointer| self.document.at(pointer).is_some_and(|place| !place.negated);
        let wrong: Vec<&'e PointerBuf> = empty
            .keys()
            .filter(|pointer| judged(pointer) && (pointer.is_root() || !self.never(empty, pointer, 0)))
            .collect();
        let refers = |pointer: &Pointer| {
            let target = self.document.at(pointer).and_then(|place| self.document.target(place.schema)?.ok());
            match (empty.get(pointer), target) {
                (Some(Emptiness::Part(blamed)), Some(target)) => {
                    blamed.keywords == ["$ref"]
                        && target.pointer.as_ptr() != pointer
                        && wrong.contains(&&target.pointer)
                }
                _ => false,
            }
        };
        let around: HashSet<&Pointer> =
            wrong.iter().flat_map(|pointer| std::iter::successors(pointer.parent(), |outer| outer.parent())).collect();
        let rests = |pointer: &Pointer| around.contains(pointer) || refers(pointer);
        wrong.iter().map(|pointer| pointer.as_ptr()).filter(|pointer| !rests(pointer)).collect()
    }

    /// Whether a schema was meant to accept nothing.
    fn never(&self, empty: &BTreeMap<PointerBuf, Emptiness>, pointer: &Pointer, level: usize) -> bool {
        let Some(Emptiness::Part(Blamed { pointer: blamed, keywords })) = empty.get(pointer) else {
            return empty.get(pointer) == Some(&Emptiness::Written);
        };
        let keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
        match keywords.as_slice() {
            _ if level > MOST_LEVELS => false,
            [] if blamed.as_ptr() != pointer => self.never(empty, blamed, level + 1),
            ["not"] if blamed.as_ptr() == pointer => true,
            ["$ref"] if blamed.as_ptr() == pointer => {
                let target = self.document.at(pointer).and_then(|place| self.document.target(place.schema)?.ok());
                target.is_some_and(|target| self.never(empty, &target.pointer, level + 1))
            }
            [list @ ("anyOf" | "oneOf")] if blamed.as_ptr() == pointer => {
                let branches = self.document.at(pointer).and_then(|place| place.schema.get(*list)?.as_array());
                let at = pointer.with_trailing_token(*list);
                let never = |branch: usize| self.never(empty, &at.with_trailing_token(branch), level + 1);
                branches.is_some_and(|branches| (0..branches.len()).all(never))
            }
            _ => false,
        }
    }

    /// The smallest set of constraints that contradict each other, and the first of them.
    fn conflict(&self, schema: &Pointer) -> (Vec<ConflictPart>, Option<Constraint>) {
        let question = Question::new(self, schema);
        let mut dropped = self.without.clone();
        let mut kept = constraints(self.document, schema);
        question.shrink(&mut kept, &mut dropped);
        let parts = kept.iter().map(|constraint| question.taken_apart(constraint, &mut dropped, 0)).collect();
        // Each name in `required` that cannot be present is a separate mistake.
        let listed = kept.iter().position(Constraint::is_listed).unwrap_or(0);
        (parts, kept.into_iter().nth(listed))
    }

    /// The outermost schema that accepts nothing because this one does, if everything else is in order.
    fn reach(&self, schema: &Pointer) -> PointerBuf {
        let mut reached = schema.to_buf();
        if schema.is_root() || self.late() {
            return reached;
        }
        let mut asked = self.weakened();
        let stands = asked.place(schema);
        if let Some(place) = asked.schema.pointer_mut(stands.as_str()) {
            *place = serde_json::json!({"not": {}});
        }
        let empty = self.unsatisfiable(&asked);
        while let Some(outer) = self.around(&reached).filter(|outer| empty.contains_key(&outer.pointer)) {
            reached.clone_from(&outer.pointer);
        }
        reached
    }

    fn late(&self) -> bool {
        Instant::now() >= self.until
    }
}

/// The keywords of a schema that most likely prevent a canonical form.
fn hardest(place: &SchemaPlace<'_>) -> Vec<Constraint> {
    let hard = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "contentSchema"];
    let has = |keyword: &&str| place.schema.get(*keyword).is_some();
    hard.into_iter().filter(has).map(|keyword| Constraint::keyword(&place.pointer, keyword)).collect()
}

#[cfg(test)]
mod tests;
