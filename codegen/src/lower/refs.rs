//! Where a `$ref` leads.

use serde_json::Value;

use crate::reconcile::{EffectiveEvent, EffectiveResource, Reconciled};

/// The schema in which references are looked up.
#[derive(Clone, Copy)]
pub(super) struct Root<'r> {
    schema: &'r Value,
    /// The property table of the event whose schema it is.
    pub(super) table: &'r [(String, String)],
}

/// Where a reference leads.
pub(super) enum Target<'r> {
    /// To a resource that events share.
    Resource(&'r EffectiveResource),
    /// To a place in the schema itself, with its JSON Pointer.
    Place(&'r Value, String),
    /// To nothing that is there.
    Nowhere,
}

impl<'r> Root<'r> {
    pub(super) fn of_event(event: &'r EffectiveEvent) -> Self {
        Self { schema: &event.schema, table: &event.table }
    }

    pub(super) fn of_resource(schema: &'r Value) -> Self {
        Self { schema, table: &[] }
    }

    pub(super) fn find(self, reconciled: &'r Reconciled, reference: &str) -> Target<'r> {
        let Some(pointer) = reference.strip_prefix('#') else { return Target::Nowhere };
        let pointer = percent_decoded(pointer);
        if let Some(schema) = self.schema.pointer(&pointer) {
            return Target::Place(schema, pointer);
        }
        let name = pointer.strip_prefix("/definitions/").map(|name| name.replace("~1", "/").replace("~0", "~"));
        let resource = name.and_then(|name| reconciled.resources.iter().find(|resource| resource.name == name));
        resource.map_or(Target::Nowhere, Target::Resource)
    }
}

fn percent_decoded(pointer: &str) -> String {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = match (byte, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| pointer.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
