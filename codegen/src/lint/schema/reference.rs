//! `$ref`: which place of the same document it means.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::walk::subschemas;

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Unresolved {
    /// There is nothing at that place of the document.
    Missing,
    /// It means another document; the page has none.
    Outside,
    /// It leads back to itself and never to a schema.
    Circle,
}

/// The schema that `reference` means within `root`, through all references that follow.
pub(in crate::lint) fn resolve<'a>(root: &'a Value, reference: &str) -> Result<(PointerBuf, &'a Value), Unresolved> {
    let mut passed: Vec<PointerBuf> = Vec::new();
    let mut reference = reference;
    loop {
        let (pointer, schema) = step(root, reference)?;
        if passed.contains(&pointer) {
            return Err(Unresolved::Circle);
        }
        match schema.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Ok((pointer, schema)),
        }
        passed.push(pointer);
    }
}

/// One step: the place that a reference names.
pub(super) fn step<'a>(root: &'a Value, reference: &str) -> Result<(PointerBuf, &'a Value), Unresolved> {
    let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let (base, schema) = if document.is_empty() { (PointerBuf::root(), root) } else { by_id(root, document)? };
    let fragment = decoded(fragment);
    if fragment.is_empty() || fragment.starts_with('/') {
        let within = Pointer::parse(&fragment).map_err(|_| Unresolved::Missing)?;
        let target = schema.pointer(&fragment).ok_or(Unresolved::Missing)?;
        return Ok((base.concat(within), target));
    }
    let anchored = |schema: &Value| {
        ["$anchor", "$dynamicAnchor"].iter().any(|anchor| schema.get(anchor).is_some_and(|name| name == &fragment))
            || id(schema).is_some_and(|id| id.strip_prefix('#') == Some(&fragment))
    };
    let place = subschemas(root).into_iter().find(|place| anchored(place.schema)).ok_or(Unresolved::Missing)?;
    Ok((place.pointer, place.schema))
}

fn by_id<'a>(root: &'a Value, wanted: &str) -> Result<(PointerBuf, &'a Value), Unresolved> {
    subschemas(root)
        .into_iter()
        .find(|place| id(place.schema).is_some_and(|id| id.trim_end_matches('#') == wanted))
        .map(|place| (place.pointer, place.schema))
        .ok_or(Unresolved::Outside)
}

fn id(schema: &Value) -> Option<&str> {
    schema.get("$id").or_else(|| schema.get("id"))?.as_str()
}

/// Without percent-encoding; text that cannot be decoded is left as it is.
fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_lead_to_places_anchors_and_ids() {
        let root = json!({
            "$id": "https://example.org/root",
            "definitions": {
                "a/b": {"type": "string"},
                "named": {"$anchor": "here", "type": "null"},
                "old": {"$id": "#there", "type": "array"},
                "chain": {"$ref": "#/definitions/a~1b"}
            }
        });
        let pointer = |reference| resolve(&root, reference).map(|(pointer, _)| pointer.to_string());
        assert_eq!(pointer("#"), Ok(String::new()));
        assert_eq!(pointer("#/definitions/a~1b"), Ok("/definitions/a~1b".into()));
        assert_eq!(pointer("#/definitions/a%7e1b"), Ok("/definitions/a~1b".into()));
        assert_eq!(pointer("#/definitions/chain"), Ok("/definitions/a~1b".into()));
        assert_eq!(pointer("#here"), Ok("/definitions/named".into()));
        assert_eq!(pointer("#there"), Ok("/definitions/old".into()));
        assert_eq!(pointer("https://example.org/root#/definitions/old"), Ok("/definitions/old".into()));
    }

    #[test]
    fn references_that_lead_nowhere_say_why() {
        let root = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "self": {"$ref": "#/self"}});
        let why = |reference| resolve(&root, reference).map(|(pointer, _)| pointer.to_string()).unwrap_err();
        assert_eq!(why("#/c"), Unresolved::Missing);
        assert_eq!(why("#nobody"), Unresolved::Missing);
        assert_eq!(why("https://example.org/other"), Unresolved::Outside);
        assert_eq!(why("#/a"), Unresolved::Circle);
        assert_eq!(why("#/self"), Unresolved::Circle);
        assert_eq!(why("#/~7%"), Unresolved::Missing);
    }
}
