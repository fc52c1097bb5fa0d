//! Answers what two places mean to each other: it asks [`schema`](crate::schema), caches the answers, and stops at a deadline.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::place::{Bound, Conjunction, ConjunctionKey, Count, FoldedSchema, Node, SchemaView, Types, declared};
use super::reader::readable;
use crate::schema::{Draft, Inclusion, Meaning, Obstacle, Patterns, form};

/// One thing that OLD says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet<'a> {
    /// All that it says.
    Whole,
    Types,
    Values,
    Lower,
    Upper,
    Multiples,
    Length,
    Patterns,
    Formats,
    ItemCount,
    Unique,
    PropertyCount,
    /// This property is there.
    Require(&'a str),
    /// The value of this property.
    Property(&'a str),
    /// Only the declared properties are allowed.
    Closed,
}

/// What OLD asks for in a facet.
pub(super) enum Wanted<'a> {
    /// A schema that refers to nothing.
    Plain(Value),
    /// What a place says.
    Place(Conjunction<'a>),
    /// What a place says of a property.
    Property(&'a str, Conjunction<'a>),
}

/// Answers questions about one pair of documents.
pub(super) struct Oracle<'a> {
    pub(super) old: &'a SchemaView<'a>,
    pub(super) new: &'a SchemaView<'a>,
    /// Whether the tolerant reader reads OLD.
    tolerant: bool,
    /// What the types generated from OLD read.
    pub(super) typed: Option<&'a SchemaView<'a>>,
    /// The deadline after which nothing more is asked.
    until: Instant,
    patterns: Patterns,
    /// Whether both documents have the same form, so that references with the same text mean the same.
    alike: bool,
    meanings: RefCell<HashMap<ConjunctionKey, Result<Meaning, Obstacle>>>,
    folded: RefCell<HashMap<ConjunctionKey, Rc<FoldedSchema<'a>>>>,
    pub(super) least: RefCell<HashMap<ConjunctionKey, Option<Value>>>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(old: &'a SchemaView<'a>, new: &'a SchemaView<'a>, tolerant: bool, until: Instant) -> Self {
        Self {
            alike: form(old.root) == form(new.root) && old.draft() == new.draft(),
            old,
            new,
            tolerant,
            typed: None,
            until,
            patterns: Patterns::default(),
            meanings: RefCell::default(),
            folded: RefCell::default(),
            least: RefCell::default(),
        }
    }

    /// The same, where OLD is read by types.
    pub(super) fn with_types(mut self, typed: Option<&'a SchemaView<'a>>) -> Self {
        self.typed = typed;
        self
    }

    /// The whole of OLD as it is read.
    pub(super) fn reads(&self, old: &Conjunction<'a>) -> Conjunction<'a> {
        self.typed.map_or_else(|| self.read(old), |typed| Conjunction::of(Node::root(typed)))
    }

    /// The same for a third schema, within the same time.
    pub(super) fn beside<'b>(&self, view: &'b SchemaView<'b>) -> Oracle<'b> {
        Oracle::new(view, view, false, self.until)
    }

    /// Whether a counterexample can be searched: the validator understands both sides.
    pub(super) fn askable(&self) -> bool {
        let (old, new) = (Conjunction::of(Node::root(self.old)), Conjunction::of(Node::root(self.new)));
        new.accepts(&Value::Null).is_some() && self.reads(&old).accepts(&Value::Null).is_some()
    }

    /// Whether there is no time left.
    pub(super) fn late(&self) -> bool {
        Instant::now() >= self.until
    }

    /// What a conjunction says.
    pub(super) fn folded(&self, conj: &Conjunction<'a>) -> Rc<FoldedSchema<'a>> {
        let key = conj.key();
        if let Some(folded) = self.folded.borrow().get(&key) {
            return Rc::clone(folded);
        }
        let folded = Rc::new(FoldedSchema::of(conj));
        self.folded.borrow_mut().insert(key, Rc::clone(&folded));
        folded
    }

    /// All schemas that apply to a property.
    pub(super) fn property_of(&self, folded: &FoldedSchema<'a>, name: &str) -> Conjunction<'a> {
        let mut nodes = Vec::new();
        for shape in &folded.objects {
            let declared = shape.properties.and_then(|properties| properties.get(name));
            nodes.extend(declared.map(|schema| shape.node.with(schema)));
            let mut covered = declared.is_some();
            for &(pattern, node) in &shape.patterns {
                match self.patterns.matches(pattern, name) {
                    Some(true) => {
                        nodes.push(node);
                        covered = true;
                    }
                    Some(false) => {}
                    None => covered = true,
                }
            }
            if !covered {
                nodes.extend(shape.rest);
            }
        }
        let value = Value::from(name);
        let refused = folded.names.iter().any(|&node| Conjunction::of(node).accepts(&value) == Some(false));
        let conj = Conjunction::all(nodes);
        if refused { conj.and_types(Types::NONE) } else { conj }
    }

    /// Whether every document of `given` is one of `wanted`.
    pub(super) fn included(&self, given: &Conjunction<'a>, wanted: &Conjunction<'a>) -> Inclusion {
        match (self.meaning(given), self.meaning(wanted)) {
            (Ok(given), Ok(wanted)) => wanted.covers(&given),
            (Err(obstacle), _) | (_, Err(obstacle)) => Inclusion::Unknown(obstacle),
        }
    }

    /// Whether every document of `given` keeps what `wanted` says in a facet.
    pub(super) fn keeps(&self, given: &Conjunction<'a>, wanted: &Wanted<'a>) -> Inclusion {
        match wanted {
            Wanted::Place(wanted) => self.included(given, wanted),
            Wanted::Property(name, wanted) => self.included(&self.property_of(&self.folded(given), name), wanted),
            Wanted::Plain(schema) => match (self.meaning(given), Meaning::of(schema, self.draft(given))) {
                (Ok(given), Ok(wanted)) => wanted.covers(&given),
                (Err(obstacle), _) | (_, Err(obstacle)) => Inclusion::Unknown(obstacle),
            },
        }
    }

    /// What `given` accepts and `wanted` refuses, as a schema.
    pub(super) fn difference(&self, given: &Conjunction<'a>, wanted: &Wanted<'a>) -> Option<Value> {
        let (given, wanted) = match wanted {
            Wanted::Place(wanted) => (self.meaning(given).ok()?, self.meaning(wanted).ok()?),
            Wanted::Property(name, wanted) => {
                (self.meaning(&self.property_of(&self.folded(given), name)).ok()?, self.meaning(wanted).ok()?)
            }
            Wanted::Plain(schema) => (self.meaning(given).ok()?, Meaning::of(schema, self.draft(given)).ok()?),
        };
        given.without(&wanted).ok().map(|rest| rest.to_schema())
    }

    /// Whether it is proved that no document fulfils the conjunction.
    pub(super) fn empty(&self, conj: &Conjunction<'a>) -> bool {
        conj.types.is_empty() || self.meaning(conj).is_ok_and(|meaning| meaning.is_empty())
    }

    /// Whether two schemas accept the same documents.
    pub(super) fn same(&self, a: Node<'a>, b: Node<'a>) -> bool {
        let (form_a, form_b) = (form(a.schema), form(b.schema));
        if form_a == form_b && (self.alike || !refers(&form_a)) && a.draft() == b.draft() {
            return true;
        }
        let (a, b) = (Conjunction::of(a), Conjunction::of(b));
        match (self.meaning(&a), self.meaning(&b)) {
            (Ok(a), Ok(b)) => a == b || (a.covers(&b) == Inclusion::Yes && b.covers(&a) == Inclusion::Yes),
            _ => false,
        }
    }

    fn meaning(&self, conj: &Conjunction<'a>) -> Result<Meaning, Obstacle> {
        let key = conj.key();
        if let Some(known) = self.meanings.borrow().get(&key) {
            return known.clone();
        }
        let meaning = if self.late() { Err(Obstacle("the time ran out".into())) } else { self.ask(conj) };
        self.meanings.borrow_mut().insert(key, meaning.clone());
        meaning
    }

    fn ask(&self, conj: &Conjunction<'a>) -> Result<Meaning, Obstacle> {
        let mut all: Option<Meaning> = None;
        let mut add = |part: Meaning| -> Result<(), Obstacle> {
            all = Some(match all.take() {
                Some(known) => known.and(&part)?,
                None => part,
            });
            Ok(())
        };
        for node in &conj.nodes {
            let pointer =
                node.pointer().ok_or_else(|| Obstacle("a schema is at a place where none is expected".into()))?;
            let lens = node.view.lens(node.open).meanings.as_ref();
            let lens = lens.ok_or_else(|| Obstacle("nothing can be proved about it".into()))?;
            add(lens.at(pointer.as_str())?)?;
        }
        if conj.types != Types::ALL || conj.nodes.is_empty() {
            add(Meaning::of(&types(conj.types), self.draft(conj))?)?;
        }
        all.ok_or_else(|| Obstacle("no schema applies".into()))
    }

    fn draft(&self, conj: &Conjunction<'a>) -> Draft {
        conj.nodes.first().map_or_else(|| self.new.draft(), |node| node.view.draft())
    }

    /// What OLD asks for in a facet, as its reader reads it.
    pub(super) fn wanted(&self, old: &Conjunction<'a>, folded: &FoldedSchema<'a>, facet: Facet<'a>) -> Wanted<'a> {
        let legacy = self.old.draft() == Draft::Draft4;
        let plain = |schema: Value| Wanted::Plain(if self.tolerant { readable(&schema) } else { schema });
        let count = |count: Count, least: &str, most: &str| {
            let mut schema = json!({ least: count.min });
            if let Some(max) = count.max {
                schema[most] = max.into();
            }
            schema
        };
        let bound = |bound: Option<Bound<'a>>, plain: &str, exclusive: &str| match bound {
            None => json!({}),
            Some(Bound { at, exclusive: false }) => json!({ plain: at }),
            Some(Bound { at, exclusive: true }) if legacy => json!({plain: at, exclusive: true}),
            Some(Bound { at, exclusive: true }) => json!({ exclusive: at }),
        };
        let each = |keyword: &str, values: Vec<Value>| {
            let parts: Vec<Value> = values.into_iter().map(|value| json!({ keyword: value })).collect();
            if parts.is_empty() { json!({}) } else { json!({ "allOf": parts }) }
        };
        match facet {
            Facet::Whole => Wanted::Place(self.read(old)),
            Facet::Types => plain(types(folded.types)),
            Facet::Values => {
                plain(folded.values.as_ref().map_or_else(|| json!({}), |values| json!({ "enum": values })))
            }
            Facet::Lower => plain(bound(folded.lower, "minimum", "exclusiveMinimum")),
            Facet::Upper => plain(bound(folded.upper, "maximum", "exclusiveMaximum")),
            Facet::Multiples => plain(each("multipleOf", folded.multiples.iter().map(|of| json!(of)).collect())),
            Facet::Length => plain(count(folded.length, "minLength", "maxLength")),
            Facet::Patterns => plain(each("pattern", folded.patterns.iter().map(|one| json!(one)).collect())),
            Facet::Formats => {
                let parts: Vec<Value> =
                    folded.formats.iter().map(|(keyword, value)| json!({ *keyword: value })).collect();
                plain(if parts.is_empty() { json!({}) } else { json!({ "allOf": parts }) })
            }
            Facet::ItemCount => plain(count(folded.items, "minItems", "maxItems")),
            Facet::Unique => plain(json!({ "uniqueItems": folded.unique })),
            Facet::PropertyCount => plain(count(folded.properties, "minProperties", "maxProperties")),
            Facet::Require(name) if folded.required.contains(name) => plain(json!({ "required": [name] })),
            Facet::Require(_) => plain(json!({})),
            // Keywords that the reader ignores have no place in OLD as it is read.
            Facet::Property(name) if self.tolerant => {
                let read = self.read(old);
                Wanted::Property(name, self.property_of(&self.folded(&read), name))
            }
            Facet::Property(name) => Wanted::Property(name, self.property_of(folded, name)),
            Facet::Closed => {
                let all = |names: Vec<&str>| -> Map<String, Value> {
                    names.into_iter().map(|name| (name.to_owned(), json!({}))).collect()
                };
                let patterns =
                    folded.objects.iter().flat_map(|shape| shape.patterns.iter().map(|(pattern, _)| *pattern));
                plain(json!({
                    "properties": all(declared(folded).into_iter().collect()),
                    "patternProperties": all(patterns.collect()),
                    "additionalProperties": false,
                }))
            }
        }
    }

    /// A place of OLD as its reader reads it.
    pub(super) fn read(&self, old: &Conjunction<'a>) -> Conjunction<'a> {
        let mut old = old.clone();
        old.nodes.iter_mut().for_each(|node| node.open = self.tolerant);
        old
    }
}

fn types(types: Types) -> Value {
    match types {
        Types::ALL => json!({}),
        Types::NONE => json!({ "not": {} }),
        types if types.has(Types::FRACTION) && !types.has(Types::INTEGER) => {
            json!({"type": types.names(), "not": {"type": "integer"}})
        }
        types => json!({ "type": types.names() }),
    }
}

fn refers(form: &Value) -> bool {
    match form {
        Value::Object(members) => {
            members.keys().any(|key| key == "$ref" || key == "$dynamicRef" || key == "$recursiveRef")
                || members.values().any(refers)
        }
        Value::Array(items) => items.iter().any(refers),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
