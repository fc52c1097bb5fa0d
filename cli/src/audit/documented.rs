//! What the documentation says of each event, in the form in which deliveries are compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use console_events::EventKind;
use serde_json::Value;

use super::places::{Builder, Keywords, Kind, Node, Property, selector};
use crate::schema::parsed;

/// The properties that every event has, in this order.
pub(super) const PARTS: [&str; 3] = ["eventName", "eventTimestamp", "payload"];

/// All documented events.
pub(super) struct Documented {
    events: Vec<Event>,
    by_kind: BTreeMap<EventKind, usize>,
    /// What is known of an event that is not documented.
    pub(super) undocumented: Node,
}

/// A documented event.
pub(super) struct Event {
    name: &'static str,
    pub(super) root: Node,
    pub(super) validator: jsonschema::Validator,
    pub(super) keywords: Keywords,
    /// How many places the event has.
    pub(super) nodes: usize,
    confidential: BTreeSet<String>,
}

impl Documented {
    pub(super) fn all() -> anyhow::Result<Self> {
        Self::by(parsed)
    }

    /// The documented events, each with the schema that is given for it.
    pub(super) fn by(schema: impl Fn(EventKind) -> anyhow::Result<Value>) -> anyhow::Result<Self> {
        let events = EventKind::ALL.iter().map(|&kind| Event::new(kind, &schema(kind)?));
        let events: Vec<Event> = events.collect::<anyhow::Result<_>>()?;
        let by_kind = EventKind::ALL.iter().enumerate().map(|(index, &kind)| (kind, index)).collect();
        Ok(Self { events, by_kind, undocumented: undocumented() })
    }

    /// The number of the event that goes by that name.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        EventKind::from_str(name).ok().and_then(|kind| self.by_kind.get(&kind).copied())
    }

    pub(super) fn event(&self, name: &str) -> Option<&Event> {
        self.index(name).and_then(|index| self.events.get(index))
    }

    /// The events in the order of their numbers.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }
}

impl Event {
    fn new(kind: EventKind, schema: &Value) -> anyhow::Result<Self> {
        let validator = jsonschema::validator_for(schema)
            .map_err(|error| anyhow::anyhow!("the schema of `{kind}` cannot be used: {error}"))?;
        let mut builder = Builder::new(schema);
        let root = builder.root(format!("${}.schema", selector(kind.name())));
        let Builder { nodes, mut keywords, confidential, .. } = builder;
        // The crate reads the three parts of an event itself, and nothing else beside the payload.
        let parts =
            root.properties.iter().filter(|property| property.required && PARTS.contains(&&*property.name)).count();
        if parts != PARTS.len() || root.properties.len() != parts {
            keywords = Keywords::Others;
        }
        Ok(Self { name: kind.name(), root, validator, keywords, nodes, confidential })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The declared properties.
    pub(super) fn properties(&self) -> Vec<&Node> {
        let mut properties = Vec::new();
        self.root.properties_below(&mut properties);
        properties
    }

    /// Whether a place is confidential, or lies within or around one that is.
    pub(super) fn confidential(&self, pointer: &str) -> bool {
        let within =
            |place: &str, of: &str| place == of || place.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
        self.confidential.iter().any(|place| within(pointer, place) || within(place, pointer))
    }
}

/// An event with its three parts, and anything in them.
fn undocumented() -> Node {
    let part = |name: &str| {
        let kind = if name == "eventTimestamp" { Kind::Number } else { Kind::Any };
        let node = Node { pointer: format!("/{name}"), kind, ..Node::default() };
        Property { name: name.to_owned(), required: true, node }
    };
    Node { kind: Kind::Object, properties: PARTS.map(part).into(), mask: 0b111, ..Node::default() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_of_the_page_are_compared_by_scanning() {
        let documented = Documented::all().unwrap();
        for event in documented.events() {
            assert_eq!(event.keywords, Keywords::Covered, "{}: `audit` is slow for it", event.name());
        }
    }
}
