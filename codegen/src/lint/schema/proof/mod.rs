//! Proofs that no document can satisfy a schema. What cannot be proved is not said.
//!
//! A value must satisfy a *conjunction* of schemas: the schema itself, the branches of its `allOf`, what it refers to. The
//! conjunction is contradicted when for each type that it allows there is a reason why no value of that type will do.

mod conjunction;
mod number;
mod object;
mod reason;
mod sequence;
mod values;

use reason::Reason;

use super::node::Node;
use super::types::Types;
use crate::lint::text::shown;
use conjunction::expanded;

/// Conjunctions looked at for one proof; then it is given up.
const MOST_STEPS: usize = 100;
/// Levels of properties and items for one proof.
const DEEPEST: usize = 40;

/// A smallest set of keywords that cannot hold together, and why in words.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Contradiction<'a> {
    pub(in crate::lint) keywords: Vec<Node<'a>>,
    pub(in crate::lint) why: String,
}

/// Steps that a document as a whole is worth, by the number of its schemas: enough for all but those that were made to be hard.
pub(in crate::lint) fn budget(schemas: usize) -> usize {
    4 * schemas + 200
}

/// The contradictions within the schema itself: not those of a schema that stands in it, even if the schema cannot be
/// satisfied because of it. Takes its steps off the budget.
pub(in crate::lint) fn contradictions<'a>(schema: &Node<'a>, budget: &mut usize) -> Vec<Contradiction<'a>> {
    let steps = MOST_STEPS.min(*budget);
    let mut search = Search { steps, deep: false, branches: true };
    let of_a_part = expanded(std::slice::from_ref(schema))
        .iter()
        .skip(1)
        .any(|part| !search.refute(std::slice::from_ref(part), 0).is_empty());
    let found = if of_a_part { Vec::new() } else { search.refute(std::slice::from_ref(schema), 0) };
    *budget -= steps - search.steps;
    found
}

/// How far a search may go.
struct Search {
    /// Steps that are left.
    steps: usize,
    /// Whether a contradiction may rest on one that lies wholly within a property or item.
    deep: bool,
    /// Whether to look into `anyOf` and `oneOf`.
    branches: bool,
}

impl Search {
    /// Why no value satisfies all of the schemas; empty where that is not proved.
    fn refute<'a>(&mut self, schemas: &[Node<'a>], depth: usize) -> Vec<Contradiction<'a>> {
        if self.steps == 0 || depth > DEEPEST {
            return Vec::new();
        }
        self.steps -= 1;
        let all = expanded(schemas);
        if let Some(nothing) = all.iter().find_map(accepts_nothing) {
            return vec![nothing];
        }
        let refuted = match values::refuted(&all) {
            values::Outcome::Refuted(contradiction) => vec![contradiction],
            values::Outcome::Satisfiable => Vec::new(),
            values::Outcome::Unbounded => self.refute_types(&all, depth),
        };
        if refuted.is_empty() && self.branches { self.refute_branches(&all, depth) } else { refuted }
    }

    /// Reasons for each type that is allowed.
    fn refute_types<'a>(&mut self, all: &[Node<'a>], depth: usize) -> Vec<Contradiction<'a>> {
        let stated: Vec<Node<'a>> = all.iter().filter_map(|node| node.child(["type"])).collect();
        let types = stated.iter().fold(Types::ANY, |types, node| types.and(Types::of_keyword(node.value)));
        if types.is_none() {
            return vec![disjoint(&stated)];
        }
        if !types.and(Types::NULL.or(Types::BOOLEAN)).is_none() {
            return Vec::new();
        }
        let mut by_type = Vec::new();
        for kind in [Types::STRING, Types::NUMBER, Types::ARRAY, Types::OBJECT] {
            let kind = types.and(kind);
            if kind.is_none() {
                continue;
            }
            let reasons = match kind {
                Types::STRING => sequence::lengths(all, "minLength", "maxLength"),
                Types::ARRAY => sequence::array(self, all, depth),
                Types::OBJECT => object::object(self, all, depth),
                _ => number::range(all, kind == Types::INTEGER),
            };
            if reasons.is_empty() {
                return Vec::new();
            }
            by_type.push(reasons);
        }
        match by_type.len() {
            1 => by_type.remove(0).into_iter().map(Reason::into_contradiction).collect(),
            _ => vec![reason::of_every_type(by_type, stated)],
        }
    }

    /// `anyOf` and `oneOf`, of which each branch contradicts the rest.
    fn refute_branches<'a>(&mut self, all: &[Node<'a>], depth: usize) -> Vec<Contradiction<'a>> {
        for keyword in ["anyOf", "oneOf"] {
            for list in all.iter().filter_map(|node| node.child([keyword])) {
                let branches = list.children();
                if branches.is_empty() {
                    continue;
                }
                let mut within = Search { steps: self.steps, deep: true, branches: false };
                let alone =
                    branches.iter().all(|branch| !within.refute(std::slice::from_ref(branch), depth + 1).is_empty());
                let refuted: Vec<_> = branches
                    .iter()
                    .map_while(|branch| {
                        let with_branch: Vec<_> = all.iter().chain([branch]).cloned().collect();
                        within.refute(&with_branch, depth + 1).into_iter().next()
                    })
                    .collect();
                self.steps = within.steps;
                if refuted.len() == branches.len() && (self.deep || !alone) {
                    let why = format!("no branch of `{keyword}` can be met: {}", refuted[0].why);
                    let keywords = [list].into_iter().chain(refuted.into_iter().flat_map(|branch| branch.keywords));
                    return vec![Contradiction { keywords: reason::distinct(keywords), why }];
                }
            }
        }
        Vec::new()
    }
}

/// `false`, and `not` of what accepts everything.
fn accepts_nothing<'a>(node: &Node<'a>) -> Option<Contradiction<'a>> {
    if node.value == false {
        return Some(Contradiction { keywords: vec![node.clone()], why: "`false` accepts nothing".into() });
    }
    let not = node.child(["not"])?;
    let everything = not.value == true || not.value.as_object().is_some_and(serde_json::Map::is_empty);
    let why = format!("`not` of {}, which accepts everything, accepts nothing", shown(not.value));
    everything.then(|| Contradiction { keywords: vec![not], why })
}

/// `type` keywords without a common type: two of them where two suffice.
fn disjoint<'a>(stated: &[Node<'a>]) -> Contradiction<'a> {
    let apart = |a: &Node<'_>, b: &Node<'_>| Types::of_keyword(a.value).and(Types::of_keyword(b.value)).is_none();
    let pair = stated.iter().find_map(|a| Some(vec![a.clone(), stated.iter().find(|b| apart(a, b))?.clone()]));
    let mut keywords = pair.unwrap_or_else(|| stated.to_vec());
    keywords.dedup_by(|a, b| a.pointer == b.pointer);
    let types: Vec<String> = keywords.iter().map(|node| shown(node.value)).collect();
    Contradiction { keywords, why: format!("no value has the types {} at once", types.join(" and ")) }
}
