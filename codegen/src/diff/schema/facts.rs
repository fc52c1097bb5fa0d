//! What a conjunction says, keyword by keyword, folded into one description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::dialect::Dialect;
use super::flatten::{Flat, flatten};
use super::node::{Conj, Node};
use super::number::{Bound, compare, equal, identity, is_whole};
use super::parts::{ArrayShape, Choice, Condition, Contains, Count, ObjectShape, Role, Then};
use super::reading::Reading;
use super::types::Types;

/// From how many values on they are looked up rather than compared.
const MANY: usize = 16;

/// The folded description.
#[derive(Clone)]
pub(crate) struct Facts<'a> {
    pub(crate) met: Vec<Node<'a>>,
    pub(crate) objects_met: Vec<Node<'a>>,
    pub(crate) types: Types,
    pub(crate) values: Option<Vec<&'a Value>>,
    /// The texts of the values, where they are many.
    identities: BTreeSet<String>,
    pub(crate) lower: Option<Bound<'a>>,
    pub(crate) upper: Option<Bound<'a>>,
    pub(crate) multiples: Vec<&'a Number>,
    pub(crate) length: Count,
    pub(crate) patterns: BTreeSet<&'a str>,
    /// Keyword, value, and whether the dialect asserts it.
    pub(crate) formats: BTreeSet<(&'static str, String, bool)>,
    pub(crate) items: Count,
    pub(crate) unique: bool,
    pub(crate) arrays: Vec<ArrayShape<'a>>,
    pub(crate) contains: Vec<Contains<'a>>,
    pub(crate) properties: Count,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) objects: Vec<ObjectShape<'a>>,
    pub(crate) names: Vec<Node<'a>>,
    pub(crate) dependencies: Vec<(&'a str, Then<'a>)>,
    pub(crate) choices: Vec<Choice<'a>>,
    pub(crate) negated: Vec<Node<'a>>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// Keywords of which nothing is known but that they may refuse.
    pub(crate) opaque: Vec<&'a str>,
}

impl<'a> Facts<'a> {
    /// Describes a conjunction; nodes that `skip` names are left out.
    pub(crate) fn of(conj: &Conj<'a>, role: Role, skip: &dyn Fn(Node<'a>) -> bool) -> Self {
        let Flat { objects, met, never, opaque } = flatten(conj, role, skip);
        let mut facts = Self {
            met,
            objects_met: objects.clone(),
            types: if never { Types::NONE } else { conj.types },
            values: None,
            identities: BTreeSet::new(),
            lower: None,
            upper: None,
            multiples: Vec::new(),
            length: Count::default(),
            patterns: BTreeSet::new(),
            formats: BTreeSet::new(),
            items: Count::default(),
            unique: false,
            arrays: Vec::new(),
            contains: Vec::new(),
            properties: Count::default(),
            required: conj.required.clone(),
            objects: Vec::new(),
            names: Vec::new(),
            dependencies: Vec::new(),
            choices: Vec::new(),
            negated: Vec::new(),
            conditions: Vec::new(),
            opaque,
        };
        for node in objects {
            facts.read(Reading { node, role });
        }
        for &node in &conj.negated {
            facts.negate(node);
        }
        facts.settle();
        facts
    }

    /// Whether the enumeration, if there is one, lists the value.
    pub(crate) fn lists(&self, value: &Value) -> bool {
        match &self.values {
            None => true,
            Some(_) if !self.identities.is_empty() => self.identities.contains(&identity(value)),
            Some(values) => values.iter().any(|one| equal(one, value)),
        }
    }

    fn read(&mut self, r: Reading<'a>) {
        if let Some(types) = r.get("type") {
            self.types = self.types & Types::of_keyword(types);
        }
        if let Some(value) = r.get("const") {
            self.one_of(vec![value]);
        }
        if let Some(Value::Array(values)) = r.get("enum") {
            self.one_of(values.iter().collect());
        }
        self.read_scalars(r);
        self.read_array(r);
        self.read_object(r);
        for (keyword, exclusive) in [("anyOf", false), ("oneOf", true)] {
            if let Some(Value::Array(branches)) = r.get(keyword) {
                self.choices
                    .push(Choice { exclusive, branches: branches.iter().map(|branch| r.node.with(branch)).collect() });
            }
        }
        if let Some(negated) = r.schema("not") {
            self.negate(negated.closed());
        }
        if let Some(when) = r.schema("if") {
            let (then, otherwise) = (r.schema("then"), r.schema("else"));
            if then.is_some() || otherwise.is_some() {
                self.conditions.push(Condition { when: when.closed(), then, otherwise });
            }
        }
        for keyword in ["$dynamicRef", "$recursiveRef", "unevaluatedItems", "unevaluatedProperties", "contentSchema"] {
            let Some(value) = r.get(keyword) else { continue };
            let opened = keyword == "unevaluatedProperties" && r.node.open && value == &Value::Bool(false);
            if !opened && value != &Value::Bool(true) {
                self.opaque.push(keyword);
            }
        }
    }

    fn read_scalars(&mut self, r: Reading<'a>) {
        let exclusive = |keyword: &str| r.get(keyword) == Some(&Value::Bool(true));
        for (keyword, other) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            let plain = r.number(keyword).map(|at| Bound { at, exclusive: exclusive(other) });
            let own = r.number(other).map(|at| Bound { at, exclusive: true });
            for bound in plain.into_iter().chain(own) {
                if keyword == "minimum" { self.at_least(bound) } else { self.at_most(bound) }
            }
        }
        self.multiples.extend(r.number("multipleOf"));
        self.length.narrow(r, "minLength", "maxLength");
        self.patterns.extend(r.get("pattern").and_then(Value::as_str));
        for keyword in ["format", "contentEncoding", "contentMediaType"] {
            let asserted = r.asserts_formats();
            if let Some(value) = r.node.get(keyword).and_then(Value::as_str) {
                self.formats.insert((keyword, value.to_owned(), asserted));
            }
        }
    }

    fn read_array(&mut self, r: Reading<'a>) {
        self.items.narrow(r, "minItems", "maxItems");
        self.unique |= r.get("uniqueItems") == Some(&Value::Bool(true));
        let tuple = |items: &'a [Value]| items.iter().map(|item| r.node.with(item)).collect::<Vec<_>>();
        let prefix = if let Some(Value::Array(first)) = r.get("prefixItems") { Some(tuple(first)) } else { None };
        match r.get("items") {
            Some(Value::Array(first)) => {
                self.arrays.push(ArrayShape { first: tuple(first), rest: r.schema("additionalItems") });
                self.arrays.extend(prefix.map(|first| ArrayShape { first, rest: None }));
            }
            items => {
                let rest = items.map(|items| r.node.with(items));
                if r.knows("prefixItems") {
                    let first = prefix.unwrap_or_default();
                    if !first.is_empty() || rest.is_some() {
                        self.arrays.push(ArrayShape { first, rest });
                    }
                } else {
                    self.arrays.extend(rest.map(|rest| ArrayShape { first: Vec::new(), rest: Some(rest) }));
                    self.arrays.extend(prefix.map(|first| ArrayShape { first, rest: None }));
                }
            }
        }
        if let Some(node) = r.schema("contains") {
            let min = r.count("minContains").unwrap_or(1);
            let min = if r.knows("minContains") { min } else { min.max(1) };
            self.contains.push(Contains { node, min, max: r.count("maxContains") });
        }
    }

    fn read_object(&mut self, r: Reading<'a>) {
        self.properties.narrow(r, "minProperties", "maxProperties");
        if let Some(Value::Array(names)) = r.get("required") {
            self.required.extend(names.iter().filter_map(Value::as_str));
        }
        let patterns: Vec<_> =
            r.members("patternProperties").map(|(pattern, schema)| (pattern, r.node.with(schema))).collect();
        let rest = r.schema("additionalProperties").filter(|rest| !(r.node.open && rest.schema == &Value::Bool(false)));
        let properties = r.get("properties").and_then(Value::as_object);
        if properties.is_some() || !patterns.is_empty() || rest.is_some() {
            self.objects.push(ObjectShape { node: r.node, properties, patterns, rest });
        }
        self.names.extend(r.schema("propertyNames"));
        for keyword in ["dependencies", "dependentRequired", "dependentSchemas"] {
            for (name, then) in r.members(keyword) {
                let then = match then {
                    Value::Array(names) => Then::Names(names.iter().filter_map(Value::as_str).collect()),
                    schema => Then::Schema(r.node.with(schema)),
                };
                self.dependencies.push((name, then));
            }
        }
    }

    fn one_of(&mut self, values: Vec<&'a Value>) {
        let mut known: BTreeMap<String, &'a Value> = BTreeMap::new();
        let mut order = Vec::new();
        for value in values {
            let identity = identity(value);
            if known.insert(identity.clone(), value).is_none() {
                order.push(identity);
            }
        }
        self.values = Some(match self.values.take() {
            None => order.iter().filter_map(|identity| known.get(identity).copied()).collect(),
            Some(values) => values.into_iter().filter(|value| known.contains_key(&identity(value))).collect(),
        });
    }

    /// A negated schema: taken off the types where it names types only.
    fn negate(&mut self, node: Node<'a>) {
        let only_types = node.schema.as_object().is_some_and(|members| members.len() == 1)
            && node.scope.document.dialect > Dialect::Draft4;
        match (only_types, node.get("type")) {
            (true, Some(types)) => self.types = self.types - Types::of_keyword(types),
            _ => self.negated.push(node),
        }
    }

    fn at_least(&mut self, bound: Bound<'a>) {
        let tighter = self.lower.is_none_or(|old| match compare(bound.at, old.at) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => bound.exclusive,
            std::cmp::Ordering::Less => false,
        });
        if tighter {
            self.lower = Some(bound);
        }
    }

    fn at_most(&mut self, bound: Bound<'a>) {
        let tighter = self.upper.is_none_or(|old| match compare(bound.at, old.at) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => bound.exclusive,
            std::cmp::Ordering::Greater => false,
        });
        if tighter {
            self.upper = Some(bound);
        }
    }

    /// Takes off the types that contradictions rule out, and lists the values where they are few.
    fn settle(&mut self) {
        if self.multiples.iter().any(|of| is_whole(of)) {
            self.types = self.types - Types::FRACTION;
        }
        if let (Some(lower), Some(upper)) = (self.lower, self.upper) {
            let order = compare(lower.at, upper.at);
            if order.is_gt() || (order.is_eq() && (lower.exclusive || upper.exclusive)) {
                self.types = self.types - Types::NUMBER;
            }
        }
        for (count, types) in
            [(self.length, Types::STRING), (self.items, Types::ARRAY), (self.properties, Types::OBJECT)]
        {
            if count.max.is_some_and(|max| count.min > max) {
                self.types = self.types - types;
            }
        }
        if self.properties.max.is_some_and(|max| (self.required.len() as u64) > max) {
            self.types = self.types - Types::OBJECT;
        }
        let few = Types::NULL | Types::BOOLEAN;
        if self.values.is_none() && (self.types - few).is_empty() {
            self.values = Some(vec![&Value::Null, &Value::Bool(true), &Value::Bool(false)]);
        }
        if let Some(values) = &mut self.values {
            let types = self.types;
            values.retain(|value| types.has(Types::of(value)));
            self.types = values.iter().fold(Types::NONE, |types, value| types | Types::of(value));
            if values.len() > MANY {
                self.identities = values.iter().map(|value| identity(value)).collect();
            }
        }
    }
}
