//! Whether two schemas say the same by their form: order of keys, members of sets, and annotations aside, `$ref`s followed.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::dialect::Dialect;
use super::keywords::ASSERTIONS;
use super::node::{Key, Node};
use super::number::{equal, identity};

/// How many comparisons one question may take; beyond it the answer is no, which is always safe.
const STEPS: usize = 200_000;

/// Answers the question, and remembers.
#[derive(Default)]
pub(crate) struct Same {
    known: RefCell<HashMap<(Key, Key), bool>>,
}

impl Same {
    /// Whether both accept the same documents because they are written the same.
    pub(crate) fn same(&self, a: Node<'_>, b: Node<'_>) -> bool {
        let key = (a.key(), b.key());
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        let same = a.scope.document.dialect == b.scope.document.dialect && Question::default().schemas(a, b, 0);
        self.known.borrow_mut().insert(key, same);
        same
    }
}

/// One question. Pairs that were met are taken to be the same: where one is not, the whole answer is no.
#[derive(Default)]
struct Question {
    met: HashSet<(Key, Key)>,
    steps: usize,
}

impl Question {
    fn schemas(&mut self, a: Node<'_>, b: Node<'_>, depth: usize) -> bool {
        self.steps += 1;
        if self.steps > STEPS || depth > 300 || a.scope.document.dialect != b.scope.document.dialect {
            return false;
        }
        if a.key() == b.key() || !self.met.insert((a.key(), b.key())) {
            return true;
        }
        let (a, b) = (followed(a), followed(b));
        if a.key() == b.key() {
            return true;
        }
        match (a.schema, b.schema) {
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Object(object), Value::Bool(true)) | (Value::Bool(true), Value::Object(object)) => {
                object.keys().all(|key| !ASSERTIONS.contains(&key.as_str()))
            }
            (Value::Object(_), Value::Object(_)) => {
                ASSERTIONS.iter().all(|&keyword| self.keyword(keyword, a, b, depth + 1))
            }
            _ => false,
        }
    }

    fn keyword(&mut self, keyword: &str, a: Node<'_>, b: Node<'_>, depth: usize) -> bool {
        let (left, right) = match (a.get(keyword), b.get(keyword)) {
            (None, None) => return true,
            (Some(left), Some(right)) => (left, right),
            (None, Some(alone)) | (Some(alone), None) => return says_nothing(keyword, alone),
        };
        match keyword {
            "$ref" => match (a.referenced(), b.referenced()) {
                (Some(Some(a)), Some(Some(b))) => self.schemas(a, b, depth),
                (Some(None), Some(None)) => left == right && a.scope.document.refers_alike(b.scope.document),
                _ => false,
            },
            // Where they lead depends on the whole document, and on those that led here.
            "$dynamicRef" | "$recursiveRef" => {
                let alone = |node: Node<'_>| node.scope.resources.is_empty();
                left == right && a.scope.document.root == b.scope.document.root && alone(a) && alone(b)
            }
            "const" => equal(left, right),
            "enum" | "required" | "type" => set(left) == set(right),
            "allOf" | "anyOf" | "oneOf" => self.multisets(left, right, a, b, depth),
            "properties" | "patternProperties" | "dependentSchemas" | "dependencies" | "dependentRequired" => {
                self.maps(left, right, a, b, depth)
            }
            _ => match (left, right) {
                (Value::Array(left), Value::Array(right)) => {
                    left.len() == right.len()
                        && left.iter().zip(right).all(|(left, right)| self.schemas(a.with(left), b.with(right), depth))
                }
                (Value::Object(_), Value::Object(_) | Value::Bool(_)) | (Value::Bool(_), Value::Object(_)) => {
                    self.schemas(a.with(left), b.with(right), depth)
                }
                _ => equal(left, right),
            },
        }
    }

    fn maps(&mut self, left: &Value, right: &Value, a: Node<'_>, b: Node<'_>, depth: usize) -> bool {
        let (Value::Object(left), Value::Object(right)) = (left, right) else { return false };
        // A property that says nothing is still declared: `additionalProperties` does not reach it.
        left.len() == right.len()
            && left.iter().all(|(key, left)| {
                right.get(key).is_some_and(|right| match (left, right) {
                    (Value::Array(_), Value::Array(_)) => set(left) == set(right),
                    (Value::Array(_), _) | (_, Value::Array(_)) => false,
                    _ => self.schemas(a.with(left), b.with(right), depth),
                })
            })
    }

    fn multisets(&mut self, left: &Value, right: &Value, a: Node<'_>, b: Node<'_>, depth: usize) -> bool {
        let (Value::Array(left), Value::Array(right)) = (left, right) else { return false };
        if left.len() != right.len() {
            return false;
        }
        let mut rest: Vec<&Value> = right.iter().collect();
        left.iter().all(|left| {
            let found = rest.iter().position(|right| {
                let before = self.met.clone();
                let same = self.schemas(a.with(left), b.with(right), depth);
                if !same {
                    self.met = before;
                }
                same
            });
            found.map(|at| rest.remove(at)).is_some()
        })
    }
}

/// The schema behind a chain of references that stand alone.
fn followed(mut node: Node<'_>) -> Node<'_> {
    for _ in 0..32 {
        let legacy = node.scope.document.dialect <= Dialect::Draft7 && !node.scope.document.assumed;
        let siblings = node
            .schema
            .as_object()
            .is_some_and(|members| members.keys().any(|key| key != "$ref" && ASSERTIONS.contains(&key.as_str())));
        match node.referenced() {
            Some(Some(target)) if legacy || !siblings => node = target,
            _ => return node,
        }
    }
    node
}

fn says_nothing(keyword: &str, value: &Value) -> bool {
    match (keyword, value) {
        ("uniqueItems", value) => value == &Value::Bool(false),
        ("items" | "additionalProperties" | "additionalItems" | "propertyNames", Value::Bool(accepts)) => *accepts,
        ("items" | "additionalProperties" | "additionalItems" | "propertyNames", Value::Object(members)) => {
            members.is_empty()
        }
        ("required", Value::Array(names)) => names.is_empty(),
        ("minLength" | "minItems" | "minProperties", value) => value.as_u64() == Some(0),
        ("patternProperties" | "dependencies", Value::Object(members)) => members.is_empty(),
        _ => false,
    }
}

fn set(value: &Value) -> HashSet<String> {
    match value {
        Value::Array(values) => values.iter().map(identity).collect(),
        one => HashSet::from([identity(one)]),
    }
}
