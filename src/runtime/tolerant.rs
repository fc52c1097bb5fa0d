//! The tolerant way to read an event, for events that the fast way cannot read, and for `serde`. It keeps what does
//! not fit and lists it.
//!
//! Text that is not JSON is an error, and so is an event without its three parts. Everything else is an event.

use super::names::{NAME, PAYLOAD, TIMESTAMP};
use super::tree::{DEEPEST, Member, Node, Tree, grow};
use super::{At, ConsoleEvent, Error, ErrorKind, EventTimestamp, Extra, Fit as _, Misfits, Unknown};
use crate::payload::Payload;

/// Reads an event from text.
pub(crate) fn text(text: &str) -> Result<ConsoleEvent, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let root = grow(&mut deserializer).and_then(|root| deserializer.end().map(|()| root));
    match root {
        Ok(root) => event(&root, Some(text)),
        Err(error) => Err(match too_deep(text) {
            Some(offset) => {
                let expected = format!("arrays and objects nested at most {DEEPEST} deep");
                Error::new(ErrorKind::Depth, expected, "a deeper one").at_offset(text, offset)
            }
            None => Error::syntax(text, &error),
        }),
    }
}

/// Reads an event from a document of any format. If there is text, it is the same document.
pub(crate) fn event(root: &Node<'_>, text: Option<&str>) -> Result<ConsoleEvent, Error> {
    let at = At::root(root);
    let Tree::Object(members) = at.tree() else {
        let mut misfits = Misfits::default();
        let _: Option<()> = misfits.refuse(at, "an event: an object");
        return Err(first(misfits, text));
    };
    let parts = Parts::of(at, members).map_err(|misfits| first(misfits, text).of_event(named(members)))?;
    let mut misfits = Misfits::default();
    let mut extra = Extra::default();
    for member in members.iter().filter(|member| !matches!(&*member.name, NAME | TIMESTAMP | PAYLOAD)) {
        misfits.undeclared(at, member, &mut extra);
    }
    let payload = at.member(parts.payload, |at| {
        let payload = Payload::fit(parts.name, at, &mut misfits);
        payload.unwrap_or_else(|| Unknown::new(parts.name, at.to_value()).into())
    });
    Ok(ConsoleEvent::assemble(parts.name, parts.timestamp, payload, extra).with_misfits(misfits.finish(text)))
}

/// The three parts that every event has.
struct Parts<'a> {
    name: &'a str,
    timestamp: EventTimestamp,
    payload: &'a Member<'a>,
}

impl<'a> Parts<'a> {
    fn of(at: At<'_>, members: &'a [Member<'a>]) -> Result<Self, Misfits> {
        let mut misfits = Misfits::default();
        let (mut name, mut timestamp, mut payload) = (None, None, None);
        for member in members {
            at.member(member, |at| match &*member.name {
                NAME => {
                    misfits.again(at, member);
                    name = Some(String::fit(at, &mut misfits).and(text_of(member)));
                }
                TIMESTAMP => {
                    misfits.again(at, member);
                    timestamp = Some(EventTimestamp::fit(at, &mut misfits));
                }
                PAYLOAD => {
                    misfits.again(at, member);
                    payload = Some(Some(member));
                }
                _ => {}
            });
        }
        for (name, there) in [(NAME, name.is_some()), (TIMESTAMP, timestamp.is_some()), (PAYLOAD, payload.is_some())] {
            if !there {
                misfits.missing(at, name);
            }
        }
        match (name.flatten(), timestamp.flatten(), payload.flatten()) {
            (Some(name), Some(timestamp), Some(payload)) if misfits.is_empty() => Ok(Self { name, timestamp, payload }),
            _ => Err(misfits),
        }
    }
}

fn text_of<'a>(member: &'a Member<'_>) -> Option<&'a str> {
    match &member.value.tree {
        Tree::String(text) => Some(text),
        _ => None,
    }
}

/// The event's name, if it has one.
fn named<'a>(members: &'a [Member<'_>]) -> Option<&'a str> {
    members.iter().find(|member| member.name == NAME).and_then(text_of)
}

/// The first misfit as an error.
fn first(misfits: Misfits, text: Option<&str>) -> Error {
    let first = misfits.finish(text).into_iter().next();
    first.map_or_else(|| Error::new(ErrorKind::Type, "an event", "something else"), Error::from)
}

/// The offset in bytes at which a text becomes nested too deeply to be read.
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
