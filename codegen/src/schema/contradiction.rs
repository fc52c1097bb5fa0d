//! Schemas that no document satisfies, each with the smallest set of constraints that cannot hold together.
//!
//! Whether a schema accepts anything is the library's word ([`Meanings`]); which constraints are to blame is found by taking back all
//! others: what still accepts nothing without them does not need them. A schema that is *never* on purpose (`false`, or `not` of what
//! accepts everything) is no mistake where it stands, only where something must satisfy it.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::budget::{DEEPEST, deeper_than, in_time};
use super::canonical::{Blamed, Emptiness, Meanings};
use super::dialect::Dialect;
use super::document::{SchemaDocument, SchemaPlace};
use super::weaken::{Constraint, constraints, weakened, within};

/// How long one document is looked at, and from when on no further question is asked.
const WAITED: Duration = Duration::from_millis(1_500);
const ASKED: Duration = Duration::from_millis(800);
/// So often a document is looked through anew, each time without what was found before.
const MOST_ROUNDS: usize = 40;
/// Schemas without a canonical form that are passed over.
const MOST_UNMODELLED: usize = 16;
/// So deep a constraint is taken apart.
const MOST_LEVELS: usize = 8;

/// A schema that accepts nothing.
#[derive(Clone, Debug)]
pub(crate) struct Contradiction {
    /// Where it stands.
    pub(crate) schema: PointerBuf,
    /// The outermost schema that accepts nothing because of it.
    pub(crate) whole: PointerBuf,
    /// What cannot hold together: nothing of it can be left out.
    pub(crate) parts: Vec<ConflictPart>,
}

/// A constraint of a contradiction.
#[derive(Clone, Debug)]
pub(crate) struct ConflictPart {
    /// Where it stands: a keyword, a property's schema, a name in `required`.
    pub(crate) pointer: PointerBuf,
    /// What within it takes part, where it is the schema of something, a reference or `anyOf`.
    pub(crate) within: Vec<ConflictPart>,
}

/// All contradictions of a schema, inner ones first. What cannot be proved, or not in time, is not said.
pub(crate) fn contradictions(root: &Value) -> Vec<Contradiction> {
    if deeper_than(root, DEEPEST) {
        return Vec::new();
    }
    let mut root = root.clone();
    let dialect = Dialect::of(&root);
    if let Dialect::Unknown(_) = dialect {
        root["$schema"] = dialect.uri().into();
    }
    in_time(WAITED, move || Rounds::new(&SchemaDocument::new(&root), Instant::now() + ASKED).all()).unwrap_or_default()
}

/// Whether what was taken back stands within a branch of `oneOf` at or below a schema.
fn widens_a_branch_of(schema: &Pointer, taken: &Pointer) -> bool {
    taken.strip_prefix(schema).is_some_and(|rest| rest.tokens().any(|token| token.decoded() == "oneOf"))
}

struct Rounds<'d, 'a> {
    document: &'d SchemaDocument<'a>,
    root: &'a Value,
    until: Instant,
    /// What is taken back: what has no canonical form, and one constraint of each contradiction found.
    without: Vec<Constraint>,
}

impl<'d, 'a> Rounds<'d, 'a> {
    fn new(document: &'d SchemaDocument<'a>, until: Instant) -> Self {
        Self { document, root: document.root(), until, without: Vec::new() }
    }

    fn all(mut self) -> Vec<Contradiction> {
        self.without = self.document.unresolved().filter_map(|(place, ..)| self.passed_over(place)).collect();
        for _ in 0..MOST_UNMODELLED {
            let Some(place) = Meanings::new(&self.schema(), self.document.draft()).unmodelled() else { break };
            let Some(place) = self.document.at(&place) else { break };
            let hard = if place.negated { Vec::new() } else { hardest(place) };
            let next = hard.into_iter().chain(self.passed_over(place)).find(|over| !self.without.contains(over));
            let Some(next) = next else { break };
            self.without.push(next);
        }
        let mut found: Vec<Contradiction> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let empty = self.empty(&self.schema());
            let innermost: Vec<PointerBuf> = self.innermost(&empty).into_iter().map(Pointer::to_buf).collect();
            if innermost.is_empty() {
                break;
            }
            for schema in innermost {
                let (parts, first) = self.conflict(&schema);
                let Some(first) = first else { return found };
                // A branch of `oneOf` that accepts more than it says may leave the whole with less: that proves nothing.
                let proved = !self.without.iter().any(|taken| widens_a_branch_of(&schema, &taken.pointer));
                self.without.push(first);
                if !proved {
                    continue;
                }
                found.push(Contradiction { whole: schema.clone(), schema, parts });
            }
        }
        for contradiction in &mut found {
            contradiction.whole = self.reach(&contradiction.schema);
        }
        found
    }

    fn schema(&self) -> Value {
        weakened(self.root, Pointer::root(), &self.without)
    }

    fn unsatisfiable(&self, schema: &Value) -> BTreeMap<PointerBuf, Emptiness> {
        Meanings::new(schema, self.document.draft()).unsatisfiable()
    }

    /// The schema to leave out for one that cannot be read: itself, or the outermost around it that need not hold.
    fn passed_over(&self, place: &SchemaPlace<'a>) -> Option<Constraint> {
        let mut pointer = place.pointer.clone();
        let mut over = Some(pointer.clone());
        while let Some(place) = self.document.at(&pointer) {
            let keyword = |pointer: &Pointer| pointer.back().map(|token| token.decoded().into_owned());
            let among = pointer.parent().and_then(keyword);
            if place.negated || among.as_deref() == Some("oneOf") || keyword(&pointer).as_deref() == Some("contains") {
                over = self.around(&pointer).map(|outer| outer.pointer.clone());
            }
            let Some(outer) = self.around(&pointer) else { break };
            pointer.clone_from(&outer.pointer);
        }
        over.filter(|over| !over.is_root()).map(Constraint::whole)
    }

    /// The schema directly around a place.
    fn around(&self, place: &Pointer) -> Option<&'d SchemaPlace<'a>> {
        self.document.around(self.document.at(place)?)
    }

    /// The schemas that accept nothing, with those in definitions to which no reference leads.
    fn empty(&self, schema: &Value) -> BTreeMap<PointerBuf, Emptiness> {
        let mut empty = self.unsatisfiable(schema);
        // What stands in a schema with one of these is copied when it is read, and its places are lost.
        let places = self.document.places().iter().filter(|place| !place.negated);
        let hard: Vec<Constraint> = places.flat_map(hardest).collect();
        if !hard.is_empty() {
            let plainer = weakened(schema, Pointer::root(), &hard);
            empty.append(&mut self.unsatisfiable(&plainer));
        }
        let unread: Vec<&SchemaPlace<'a>> = self.document.unread().collect();
        if unread.is_empty() || self.late() {
            return empty;
        }
        let references = unread.iter().enumerate().map(|(index, place)| {
            (index.to_string(), serde_json::json!({ "$ref": super::moved::reference_to(&place.pointer) }))
        });
        let mut asking = schema.clone();
        if let Value::Object(keywords) = &mut asking
            && let Value::Object(properties) = keywords.entry("properties").or_insert_with(|| Map::new().into())
        {
            let mut name = "definitions".to_owned();
            while properties.contains_key(&name) {
                name.push('_');
            }
            properties.insert(name, serde_json::json!({ "properties": references.collect::<Map<_, _>>() }));
        }
        let of_all = self.unsatisfiable(&asking);
        let is_unread = |pointer: &PointerBuf| unread.iter().any(|place| pointer.starts_with(&place.pointer));
        empty.extend(of_all.into_iter().filter(|(pointer, _)| is_unread(pointer)));
        empty
    }

    /// Those of them that are mistakes and rest on no other.
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

    /// Whether a schema that accepts nothing was written to.
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

    /// The smallest set of constraints that cannot hold together, and the first of them.
    fn conflict(&self, schema: &Pointer) -> (Vec<ConflictPart>, Option<Constraint>) {
        let question = Question::new(self, schema);
        let mut dropped = self.without.clone();
        let mut kept = constraints(self.document, schema);
        question.shrink(&mut kept, &mut dropped);
        let parts = kept.iter().map(|constraint| question.taken_apart(constraint, &mut dropped, 0)).collect();
        // Each name in `required` that cannot be there is a mistake of its own.
        let listed = kept.iter().position(Constraint::is_listed).unwrap_or(0);
        (parts, kept.into_iter().nth(listed))
    }

    /// The outermost schema that accepts nothing when this one does not, and everything else is in order.
    fn reach(&self, schema: &Pointer) -> PointerBuf {
        let mut reached = schema.to_buf();
        if schema.is_root() || self.late() {
            return reached;
        }
        let mut asked = self.schema();
        if let Some(place) = asked.pointer_mut(schema.as_str()) {
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

/// The keywords that most likely stand in the way of a canonical form.
fn hardest(place: &SchemaPlace<'_>) -> Vec<Constraint> {
    let hard = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "contentSchema"];
    let has = |keyword: &&str| place.schema.get(*keyword).is_some();
    hard.into_iter().filter(has).map(|keyword| Constraint::keyword(&place.pointer, keyword)).collect()
}

/// Whether one schema accepts nothing without some of its constraints.
struct Question<'s, 'd, 'a> {
    search: &'s Rounds<'d, 'a>,
    /// The schema alone, where nothing beyond it takes part; else the document.
    root: &'a Value,
    /// Where the root stands in the document.
    base: PointerBuf,
    /// Where the schema stands in the root.
    schema: PointerBuf,
}

impl<'s, 'd, 'a> Question<'s, 'd, 'a> {
    fn new(search: &'s Rounds<'d, 'a>, schema: &Pointer) -> Self {
        match search.document.at(schema).filter(|_| !search.document.refers_below(schema)) {
            Some(place) => Self { search, root: place.schema, base: place.pointer.clone(), schema: PointerBuf::root() },
            None => Self { search, root: search.root, base: PointerBuf::root(), schema: schema.to_buf() },
        }
    }

    fn is_empty(&self, without: &[Constraint], more: &[Constraint]) -> bool {
        let asked = weakened(self.root, &self.base, without.iter().chain(more));
        Meanings::new(&asked, self.search.document.draft()).at(self.schema.as_str()).is_ok_and(|all| all.is_empty())
    }

    /// Takes back what is not needed, many at a time and the last ones first.
    fn shrink(&self, kept: &mut Vec<Constraint>, dropped: &mut Vec<Constraint>) {
        let mut size = kept.len().div_ceil(2);
        while size > 0 {
            let mut end = kept.len();
            while end > 0 && !self.search.late() {
                let start = end.saturating_sub(size);
                if self.is_empty(dropped, &kept[start..end]) {
                    dropped.extend(kept.drain(start..end));
                }
                end = start;
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// A constraint with what within it takes part.
    fn taken_apart(&self, constraint: &Constraint, dropped: &mut Vec<Constraint>, level: usize) -> ConflictPart {
        let pointer = constraint.pointer.clone();
        let mut kept = within(self.search.document, constraint);
        if level == MOST_LEVELS || kept.is_empty() || self.search.late() {
            return ConflictPart { pointer, within: Vec::new() };
        }
        self.shrink(&mut kept, dropped);
        let within = kept.iter().map(|constraint| self.taken_apart(constraint, dropped, level + 1)).collect();
        ConflictPart { pointer, within }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(parts: &[ConflictPart]) -> String {
        let one = |part: &ConflictPart| match part.within.as_slice() {
            [] => part.pointer.to_string(),
            within => format!("{}({})", part.pointer, shown(within)),
        };
        parts.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn found(schema: &Value) -> Vec<String> {
        let all = contradictions(schema);
        let mut all: Vec<String> =
            all.iter().map(|one| format!("{} < {}: {}", one.schema, one.whole, shown(&one.parts))).collect();
        all.sort();
        all
    }

    fn one(schema: &Value) -> String {
        found(schema).join("; ")
    }

    #[test]
    fn nothing_can_be_left_out_of_what_is_to_blame() {
        let closed = json!({"type": "object", "additionalProperties": false, "properties": {"a": {}}, "required": ["b", "a", "c"]});
        assert_eq!(
            found(&closed),
            [" < : /additionalProperties /required/0 /type", " < : /additionalProperties /required/2 /type"]
        );
        let conjunction = json!({"type": "object", "allOf": [
            {"required": ["p"], "properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "null"}, "q": {"type": "null"}}}
        ]});
        assert_eq!(
            one(&conjunction),
            " < : /allOf/0/properties/p(/allOf/0/properties/p/type) /allOf/0/required/0 /allOf/1/properties/p(/allOf/1/properties/p/type) /type"
        );
        let reference = json!({"definitions": {"a": {"type": "string", "title": "A"}}, "allOf": [{"$ref": "#/definitions/a"}, {"type": "null"}]});
        assert_eq!(one(&reference), " < : /allOf/0/$ref(/definitions/a/type) /allOf/1/type");
        let branches = json!({"type": "string", "anyOf": [{"type": "number"}, {"const": 3}]});
        assert_eq!(one(&branches), " < : /anyOf(/anyOf/0/type /anyOf/1/const) /type");
    }

    #[test]
    fn a_contradiction_is_reported_where_it_is_and_reaches_as_far_as_it_must() {
        let bounds = json!({"type": "integer", "minimum": 3, "maximum": 2});
        let required = json!({"type": "object", "required": ["a"], "properties": {"a": bounds}});
        assert!(one(&required).starts_with("/properties/a < : "), "{}", one(&required));
        let optional = json!({"type": "object", "properties": {"a": bounds, "b": {"enum": []}}});
        let places: Vec<String> = contradictions(&optional).iter().map(|found| found.whole.to_string()).collect();
        assert_eq!(places, ["/properties/a", "/properties/b"]);
        // The root's own contradiction is no consequence of that within it.
        let both =
            json!({"type": "object", "properties": {"a": bounds}, "required": ["z"], "additionalProperties": false});
        let places: Vec<String> =
            contradictions(&both).iter().map(|found| format!("{} {}", found.schema, found.whole)).collect();
        assert_eq!(places, ["/properties/a /properties/a", " "]);
        // Keys that are in order as texts, not as places.
        let names = json!({"properties": {"a-b": bounds, "a": {"properties": {"c": bounds}, "required": ["c"], "type": "object"}}});
        let places: Vec<String> = contradictions(&names).iter().map(|found| found.schema.to_string()).collect();
        assert_eq!(places, ["/properties/a-b", "/properties/a/properties/c"]);
    }

    #[test]
    fn what_has_no_canonical_form_hides_nothing_else() {
        let wrong = json!({"type": "string", "minLength": 2, "maxLength": 1});
        for schema in [
            json!({"unevaluatedProperties": false, "if": {"required": ["q"]}, "then": {"properties": {"q": wrong}}}),
            json!({"dependencies": {}, "unevaluatedProperties": false, "properties": {"a": {"items": wrong}}}),
            json!({"properties": {"a": {"$ref": "#/nowhere"}, "b": {"$ref": "https://example.org/x"}, "c": wrong}}),
            json!({"$schema": "https://example.org/own", "properties": {"c": wrong}}),
            json!({"$id": "https://example.org/a", "properties": {"b": {"$id": "b", "items": {"$ref": "#/definitions/c"}, "definitions": {"c": wrong}}}}),
        ] {
            assert_eq!(contradictions(&schema).len(), 1, "{schema}: {:?}", found(&schema));
        }
    }

    #[test]
    fn hard_schemas_take_their_time_and_no_more() {
        let two =
            |index: usize| json!({"anyOf": [{"required": [format!("a{index}")]}, {"required": [format!("b{index}")]}]});
        let wide: Map<String, Value> =
            (0..10_000).map(|index| (format!("p{index}"), json!({"type": "string"}))).collect();
        let deep = (0..250).fold(json!({"enum": []}), |schema, _| json!({"items": schema}));
        for schema in [
            json!({"allOf": (0..20).map(two).collect::<Vec<_>>()}),
            (0..60).fold(json!({"type": "string"}), |schema, _| json!({"not": {"allOf": [schema, {"minLength": 1}]}})),
            json!({"type": "object", "properties": wide, "additionalProperties": false, "required": ["x"]}),
            json!({"enum": (0..100_000).collect::<Vec<_>>(), "type": "string"}),
            deep,
        ] {
            let start = Instant::now();
            contradictions(&schema);
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        }
    }
}
