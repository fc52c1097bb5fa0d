//! The slow way to read an event, taken where the fast one fails: it knows the place of each value.
//!
//! The document is opened value by value. The place in the text is the distance of a value's address from the text's; the
//! place in the document is a path on the stack. What goes wrong is told in types, so that no content gets into a message.

use std::borrow::Cow;

use serde::Deserialize as _;
use serde_json::Value;

use super::misfit::Misfit;
use super::names::{NAME, PAYLOAD, TIMESTAMP};
use super::node::{DEEPEST, Node, Opened, Place, Source};
use super::{ConsoleEvent, Error, ErrorKind, EventTimestamp, Extra, Key};
use crate::payload::Payload;

/// Reads an event from text.
pub(crate) fn text(text: &str) -> Result<ConsoleEvent, Error> {
    let read = || match serde_json::from_str(text) {
        Ok(root) => {
            let root = Node { source: Source::Text(root), place: &Place::Root, depth: 0, document: text };
            match root.open()? {
                Opened::Object(members) => Ok(members),
                other => Err(Misfit::type_of("an event: an object", other.kind()).at(&root)),
            }
        }
        Err(error) => Err(Misfit::syntax(text, &error).at_document()),
    };
    let members = read().map_err(|misfit| misfit.into_error(Some(text)))?;
    event(&members, Some(text))
}

/// Reads an event from buffered members.
pub(crate) fn members(members: &[(String, Value)]) -> Result<ConsoleEvent, Error> {
    let members: Vec<_> =
        members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Source::Value(value))).collect();
    event(&members, None)
}

fn event(members: &[(Cow<'_, str>, Source<'_>)], document: Option<&str>) -> Result<ConsoleEvent, Error> {
    let name = members.iter().find(|(key, _)| key == NAME).and_then(|(_, source)| match source.open(1) {
        Ok(Opened::String(name)) => Some(name),
        Ok(_) | Err(_) => None,
    });
    let read = || {
        if let Some(offset) = document.and_then(too_deep) {
            return Err(Misfit::too_deep(DEEPEST).at_document().within(offset));
        }
        let (mut extra, mut timestamp, mut payload) = (Extra::default(), None, None);
        for (index, (key, source)) in members.iter().enumerate() {
            let place = Place::Name(&Place::Root, key);
            let node = Node { source: *source, place: &place, depth: 1, document: document.unwrap_or_default() };
            let shared = matches!(&**key, NAME | TIMESTAMP | PAYLOAD);
            if shared && members.iter().take(index).any(|(earlier, _)| earlier == key) {
                return Err(Misfit::new(ErrorKind::Duplicate, "the property once", "it again").at(&node));
            }
            match &**key {
                NAME => drop(Key::deserialize(node)?),
                TIMESTAMP => timestamp = Some(EventTimestamp::deserialize(node)?),
                PAYLOAD => payload = name.as_deref().map(|name| Payload::read(name, node)).transpose()?,
                _ => drop(extra.insert(key.clone().into_owned(), Value::deserialize(node)?)),
            }
        }
        let name = name.as_deref().ok_or_else(|| Misfit::missing(NAME).at_document())?;
        let timestamp = timestamp.ok_or_else(|| Misfit::missing(TIMESTAMP).at_document())?;
        let payload = payload.ok_or_else(|| Misfit::missing(PAYLOAD).at_document())?;
        Ok(ConsoleEvent::assemble(name, timestamp, payload, extra))
    };
    read().map_err(|misfit: Misfit| misfit.into_error(document).of_event(name.as_deref()))
}

/// Where a text is nested more deeply than it can be read, in bytes. Looked for once, before the values are opened one by
/// one: each level is gone over again for each level above it.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(offset);
        }
    }
    None
}
