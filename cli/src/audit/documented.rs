//! What the documentation says of each event, in the form in which deliveries are compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use console_events::EventKind;
use serde_json::Value;

use crate::schema::parsed;

/// How deep references are followed: a schema may lead to itself.
const DEPTH: usize = 32;

/// All documented events.
pub(super) struct Documented(BTreeMap<EventKind, Event>);

pub(super) struct Event {
    name: &'static str,
    pub(super) root: Node,
    pub(super) validator: jsonschema::Validator,
    /// Whether the schema asks for more than the types check: then each delivery is validated.
    pub(super) validate: bool,
    /// The declared properties, by their number.
    places: Vec<String>,
    confidential: BTreeSet<String>,
}

/// A place of an event, and what is declared below it.
#[derive(Default)]
pub(super) struct Node {
    pointer: String,
    /// The place's number among the declared properties.
    pub(super) number: Option<usize>,
    pub(super) properties: BTreeMap<String, Node>,
    pub(super) items: Option<Box<Node>>,
    /// The texts that are allowed here, where only some are.
    pub(super) texts: Option<BTreeSet<String>>,
}

impl Documented {
    pub(super) fn all() -> anyhow::Result<Self> {
        let events = EventKind::ALL.iter().map(|&kind| Ok((kind, Event::of(kind)?)));
        Ok(Self(events.collect::<anyhow::Result<_>>()?))
    }

    pub(super) fn event(&self, name: &str) -> Option<&Event> {
        EventKind::from_str(name).ok().and_then(|kind| self.0.get(&kind))
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.0.values()
    }
}

impl Event {
    fn of(kind: EventKind) -> anyhow::Result<Self> {
        let schema = parsed(kind)?;
        let validator = jsonschema::validator_for(&schema)
            .map_err(|error| anyhow::anyhow!("the schema of `{kind}` cannot be used: {error}"))?;
        let mut walk = Walk { root: &schema, places: Vec::new(), confidential: BTreeSet::new(), more: false };
        let root = walk.node(&schema, String::new(), DEPTH);
        let Walk { places, confidential, more, .. } = walk;
        Ok(Self { name: kind.name(), root, validator, validate: more, places, confidential })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The declared properties, by their pointers; `*` stands for any item of an array.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(String::as_str)
    }

    /// Whether a place is confidential, or lies within or around one that is.
    pub(super) fn confidential(&self, pointer: &str) -> bool {
        let within =
            |place: &str, of: &str| place == of || place.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
        self.confidential.iter().any(|place| within(pointer, place) || within(place, pointer))
    }
}

struct Walk<'a> {
    root: &'a Value,
    places: Vec<String>,
    confidential: BTreeSet<String>,
    more: bool,
}

impl Walk<'_> {
    fn node(&mut self, schema: &Value, pointer: String, depth: usize) -> Node {
        let mut node = Node { pointer, ..Node::default() };
        self.fill(&mut node, schema, depth);
        node
    }

    fn fill(&mut self, node: &mut Node, schema: &Value, depth: usize) {
        let Some(schema) = schema.as_object() else { return };
        if depth == 0 {
            self.more = true;
            return;
        }
        for (keyword, value) in schema {
            match keyword.as_str() {
                "properties" => {
                    for (name, schema) in value.as_object().into_iter().flatten() {
                        let pointer = format!("{}/{}", node.pointer, name.replace('~', "~0").replace('/', "~1"));
                        let number = self.places.len();
                        self.places.push(pointer.clone());
                        let mut child = self.node(schema, pointer, depth - 1);
                        child.number = Some(number);
                        node.properties.insert(name.clone(), child);
                    }
                }
                "items" if value.is_object() => {
                    node.items = Some(Box::new(self.node(value, format!("{}/*", node.pointer), depth - 1)));
                }
                "$ref" => match value
                    .as_str()
                    .and_then(|reference| reference.strip_prefix('#'))
                    .and_then(|pointer| self.root.pointer(pointer))
                {
                    Some(target) => {
                        let target = target.clone();
                        self.fill(node, &target, depth - 1);
                    }
                    None => self.more = true,
                },
                "const" | "enum" => {
                    let texts = if keyword == "const" {
                        std::slice::from_ref(value)
                    } else {
                        value.as_array().map_or(&[][..], Vec::as_slice)
                    };
                    let allowed: Option<BTreeSet<String>> =
                        texts.iter().map(|text| text.as_str().map(str::to_owned)).collect();
                    match allowed {
                        Some(allowed) => node.texts = Some(allowed),
                        None => self.more = true,
                    }
                }
                "x-confidential" if *value == Value::Bool(true) => {
                    self.confidential.insert(node.pointer.clone());
                }
                "type" if value.is_string() && value != "null" => {}
                // What is not declared is found in another way, and what is missing does not fit.
                "additionalProperties" if value.is_boolean() || value == &serde_json::json!({}) => {}
                "required" | "title" | "description" | "default" | "examples" | "$id" | "$schema" | "$defs"
                | "definitions" | "$comment" | "deprecated" | "readOnly" | "writeOnly" => {}
                annotation if annotation.starts_with("x-") => {}
                _ => self.more = true,
            }
        }
    }
}
