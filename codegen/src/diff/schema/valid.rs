//! Whether a value is valid: yes, no, or not to be told.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::node::{Conj, ConjKey, Node};
use super::number::{compare, identity, is_multiple};
use super::parts::{Contains, Role, Then};
use super::pattern::Patterns;
use super::types::Types;

/// Checks values against conjunctions, exactly as their dialects say.
#[derive(Default)]
pub(crate) struct Evaluator<'a> {
    pub(crate) patterns: Patterns,
    facts: RefCell<HashMap<ConjKey, Rc<Facts<'a>>>>,
    formats: RefCell<HashMap<String, Option<Validator>>>,
    /// What is being checked: a schema that leads to itself on the same value gives no answer.
    active: RefCell<HashSet<(usize, ConjKey)>>,
    steps: Cell<u32>,
    effort: Cell<u64>,
}

/// How many steps one question may take.
const STEPS: u32 = 20_000;
/// How many steps all questions together may take before searches for counterexamples are given up.
const EFFORT: u64 = 4_000_000;

/// Three-valued conjunction: one no is a no.
fn all(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = true;
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => sure = false,
        }
    }
    sure.then_some(true)
}

fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.into_iter().map(not)).map(|none| !none)
}

fn not(answer: Option<bool>) -> Option<bool> {
    answer.map(|answer| !answer)
}

impl<'a> Evaluator<'a> {
    /// Whether so many questions were asked that the comparison must come to an end.
    pub(crate) fn exhausted(&self) -> bool {
        self.effort.get() > EFFORT
    }

    /// Whether the value fulfils the conjunction.
    pub(crate) fn valid(&self, value: &Value, conj: &Conj<'a>) -> Option<bool> {
        self.steps.set(0);
        self.check(value, conj, 0)
    }

    fn node(&self, value: &Value, node: Node<'a>, depth: usize) -> Option<bool> {
        self.check(value, &Conj::of(node), depth + 1)
    }

    fn check(&self, value: &Value, conj: &Conj<'a>, depth: usize) -> Option<bool> {
        self.steps.set(self.steps.get() + 1);
        self.effort.set(self.effort.get() + 1);
        if depth > 120 || self.steps.get() > STEPS {
            return None;
        }
        let key = conj.key();
        let question = (std::ptr::from_ref(value) as usize, key.clone());
        if !self.active.borrow_mut().insert(question.clone()) {
            return None;
        }
        let answer = self.answer(value, conj, key, depth);
        self.active.borrow_mut().remove(&question);
        answer
    }

    fn answer(&self, value: &Value, conj: &Conj<'a>, key: ConjKey, depth: usize) -> Option<bool> {
        let known = self.facts.borrow().get(&key).cloned();
        let facts = known.unwrap_or_else(|| {
            let facts = Rc::new(Facts::of(conj, Role::Exact, &|_| false));
            self.facts.borrow_mut().insert(key, Rc::clone(&facts));
            facts
        });
        if !facts.types.has(Types::of(value)) {
            return Some(false);
        }
        if !facts.lists(value) {
            return Some(false);
        }
        let own = match value {
            Value::Number(number) => all([
                Some(facts.lower.is_none_or(|bound| {
                    let order = compare(number, bound.at);
                    order.is_gt() || (order.is_eq() && !bound.exclusive)
                })),
                Some(facts.upper.is_none_or(|bound| {
                    let order = compare(number, bound.at);
                    order.is_lt() || (order.is_eq() && !bound.exclusive)
                })),
                all(facts.multiples.iter().map(|of| is_multiple(number, of))),
            ]),
            Value::String(text) => self.string(text, &facts),
            Value::Array(items) => self.array(items, &facts, depth),
            Value::Object(members) => self.object(value, members, &facts, depth),
            Value::Null | Value::Bool(_) => Some(true),
        };
        if own == Some(false) {
            return own;
        }
        let choices = facts.choices.iter().map(|choice| {
            let answers: Vec<_> = choice.branches.iter().map(|&branch| self.node(value, branch, depth)).collect();
            if choice.exclusive {
                // The tolerant reader takes the first branch that reads.
                let open = choice.branches.first().is_some_and(|branch| branch.open);
                if open { any(answers) } else { exactly_one(&answers) }
            } else {
                any(answers)
            }
        });
        let negated = facts.negated.iter().map(|&node| not(self.node(value, node, depth)));
        let conditions = facts.conditions.iter().map(|condition| {
            let part = |part: Option<Node<'a>>| part.map_or(Some(true), |part| self.node(value, part, depth));
            match self.node(value, condition.when, depth) {
                Some(true) => part(condition.then),
                Some(false) => part(condition.otherwise),
                None => match (part(condition.then), part(condition.otherwise)) {
                    (a, b) if a == b => a,
                    _ => None,
                },
            }
        });
        let opaque = facts.opaque.iter().map(|_| None);
        all([own].into_iter().chain(choices).chain(negated).chain(conditions).chain(opaque))
    }

    fn string(&self, text: &str, facts: &Facts<'a>) -> Option<bool> {
        let length = text.chars().count() as u64;
        let fits = length >= facts.length.min && facts.length.max.is_none_or(|max| length <= max);
        let patterns = facts.patterns.iter().map(|pattern| self.patterns.matches(pattern, text));
        let formats = facts.formats.iter().map(|(keyword, format, asserted)| {
            let matches = (*keyword == "format").then(|| self.format(format, text)).flatten();
            if *asserted { matches } else { matches.filter(|&matches| matches) }
        });
        all([Some(fits)].into_iter().chain(patterns).chain(formats))
    }

    fn format(&self, format: &str, text: &str) -> Option<bool> {
        const KNOWN: &[&str] =
            &["date-time", "date", "email", "hostname", "ipv4", "ipv6", "uri", "regex", "json-pointer"];
        if !KNOWN.contains(&format) {
            return None;
        }
        let mut formats = self.formats.borrow_mut();
        let validator = formats
            .entry(format.to_owned())
            .or_insert_with(|| {
                jsonschema::options()
                    .with_draft(jsonschema::Draft::Draft7)
                    .should_validate_formats(true)
                    .build(&json!({"format": format}))
                    .ok()
            })
            .as_ref()?;
        Some(validator.is_valid(&Value::from(text)))
    }

    fn array(&self, items: &[Value], facts: &Facts<'a>, depth: usize) -> Option<bool> {
        let length = items.len() as u64;
        let fits = length >= facts.items.min && facts.items.max.is_none_or(|max| length <= max);
        let mut seen = HashSet::new();
        let unique = !facts.unique || items.iter().all(|item| seen.insert(identity(item)));
        let shapes = facts.arrays.iter().flat_map(|shape| {
            items.iter().enumerate().filter_map(|(at, item)| {
                let node = shape.first.get(at).copied().or(shape.rest)?;
                Some(self.node(item, node, depth))
            })
        });
        let contains = facts.contains.iter().map(|contains| self.contains(items, *contains, depth));
        all([Some(fits && unique)].into_iter().chain(shapes).chain(contains))
    }

    fn contains(&self, items: &[Value], contains: Contains<'a>, depth: usize) -> Option<bool> {
        let answers: Vec<_> = items.iter().map(|item| self.node(item, contains.node, depth)).collect();
        let sure = answers.iter().filter(|answer| **answer == Some(true)).count() as u64;
        let perhaps = answers.iter().filter(|answer| **answer != Some(false)).count() as u64;
        if perhaps < contains.min || contains.max.is_some_and(|max| sure > max) {
            return Some(false);
        }
        (sure >= contains.min && contains.max.is_none_or(|max| perhaps <= max)).then_some(true)
    }

    fn object(&self, value: &Value, members: &Map<String, Value>, facts: &Facts<'a>, depth: usize) -> Option<bool> {
        let count = members.len() as u64;
        let fits = count >= facts.properties.min
            && facts.properties.max.is_none_or(|max| count <= max)
            && facts.required.iter().all(|&name| members.contains_key(name));
        if !fits {
            return Some(false);
        }
        let shapes = facts.objects.iter().flat_map(|shape| members.iter().map(move |member| (shape, member))).map(
            |(shape, (name, member))| {
                let declared =
                    shape.properties.and_then(|properties| properties.get(name)).map(|schema| shape.node.with(schema));
                let mut answers: Vec<_> = declared.iter().map(|&node| self.node(member, node, depth)).collect();
                let mut covered = Some(declared.is_some());
                for &(pattern, node) in &shape.patterns {
                    match self.patterns.matches(pattern, name) {
                        Some(true) => {
                            covered = Some(true);
                            answers.push(self.node(member, node, depth));
                        }
                        Some(false) => {}
                        None => {
                            covered = covered.filter(|&covered| covered);
                            answers.push(self.node(member, node, depth).filter(|&valid| valid));
                        }
                    }
                }
                match (covered, shape.rest) {
                    (Some(false), Some(rest)) => answers.push(self.node(member, rest, depth)),
                    (None, Some(rest)) => answers.push(self.node(member, rest, depth).filter(|&valid| valid)),
                    _ => {}
                }
                all(answers)
            },
        );
        let names = facts.names.iter().flat_map(|&node| members.keys().map(move |name| (node, name)));
        let names = names.map(|(node, name)| self.node(&Value::from(name.as_str()), node, depth));
        let dependencies =
            facts.dependencies.iter().filter(|(name, _)| members.contains_key(*name)).map(|(_, then)| match then {
                Then::Names(names) => Some(names.iter().all(|&name| members.contains_key(name))),
                Then::Schema(node) => self.node(value, *node, depth),
            });
        all(shapes.chain(names).chain(dependencies))
    }
}

fn exactly_one(answers: &[Option<bool>]) -> Option<bool> {
    let sure = answers.iter().filter(|answer| **answer == Some(true)).count();
    let perhaps = answers.iter().filter(|answer| answer.is_none()).count();
    match (sure, perhaps) {
        (2.., _) | (0, 0) => Some(false),
        (1, 0) => Some(true),
        _ => None,
    }
}
