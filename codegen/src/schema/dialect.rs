//! Which edition of JSON Schema a schema is written in.

use jsonschema::Draft;
use serde_json::Value;

use super::keyword::{ASSERTIONS, knows};
use super::walk::every_schema;

/// The edition of JSON Schema that gives keywords their meaning, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `$schema` names it.
    Named(Draft),
    /// There is no `$schema`. Draft 7 is assumed, unless the schema has keywords that only 2020-12 or only draft 4 knows.
    Assumed(Draft),
    /// `$schema` names an unknown dialect; the schema is read as draft 7.
    Unknown(String),
}

/// Keywords that draft 7 does not know and 2020-12 does.
const MODERN: &[&str] = &[
    "$defs",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "dependentRequired",
    "dependentSchemas",
    "maxContains",
    "minContains",
    "prefixItems",
    "unevaluatedItems",
    "unevaluatedProperties",
];

impl Dialect {
    /// The dialect of a schema.
    pub(crate) fn of(schema: &Value) -> Self {
        match schema.get("$schema") {
            Some(Value::String(uri)) => match Draft::Draft7.detect(schema) {
                Draft::Unknown => Self::Unknown(uri.clone()),
                draft => Self::Named(draft),
            },
            // A `$schema` that is not a string names nothing, and the meta-schema refuses it.
            Some(_) | None => Self::Assumed(assumed(schema)),
        }
    }

    /// The draft as which the schema is read.
    pub(crate) fn draft(&self) -> Draft {
        match self {
            Self::Named(draft) | Self::Assumed(draft) => *draft,
            Self::Unknown(_) => Draft::Draft7,
        }
    }

    /// The address of the draft as which the schema is read.
    pub(crate) fn uri(&self) -> &'static str {
        match self.draft() {
            Draft::Draft4 => "http://json-schema.org/draft-04/schema#",
            Draft::Draft6 => "http://json-schema.org/draft-06/schema#",
            Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            _ => "http://json-schema.org/draft-07/schema#",
        }
    }
}

/// Whether a schema means the same in both drafts: none of its keywords is known to one of them alone, or to both in another way.
pub(crate) fn reads_alike(schema: &Value, a: Draft, b: Draft) -> bool {
    const MOVED: &[&str] = &[
        "format",
        "contentEncoding",
        "contentMediaType",
        "$id",
        "id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
    ];
    let alike = |keywords: &serde_json::Map<String, Value>| {
        let alone = !keywords.contains_key("$ref")
            || !keywords.keys().any(|key| key != "$ref" && ASSERTIONS.contains(&key.as_str()));
        let tuple = keywords.get("items").is_some_and(Value::is_array) || keywords.contains_key("prefixItems");
        alone && !tuple && keywords.keys().all(|key| knows(a, key) == knows(b, key) && !MOVED.contains(&key.as_str()))
    };
    // To draft 4, `1.0` is not an integer.
    a == b || (a > Draft::Draft4 && b > Draft::Draft4 && every_schema(schema).filter_map(Value::as_object).all(alike))
}

fn assumed(schema: &Value) -> Draft {
    let mut draft = Draft::Draft7;
    for keywords in every_schema(schema).filter_map(Value::as_object) {
        if MODERN.iter().any(|&keyword| keywords.contains_key(keyword)) {
            return Draft::Draft202012;
        }
        let exclusive = ["exclusiveMinimum", "exclusiveMaximum"];
        if exclusive.iter().any(|&keyword| keywords.get(keyword).is_some_and(Value::is_boolean)) {
            draft = Draft::Draft4;
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_names_its_dialect_or_shows_it() {
        let of = |schema: Value| Dialect::of(&schema);
        assert_eq!(of(json!({"$schema": "http://json-schema.org/draft-06/schema"})), Dialect::Named(Draft::Draft6));
        assert_eq!(
            of(json!({"$schema": "https://example.org/own"})),
            Dialect::Unknown("https://example.org/own".into())
        );
        assert_eq!(of(json!({"items": [{}]})), Dialect::Assumed(Draft::Draft7));
        assert_eq!(of(json!({"minimum": 1, "exclusiveMinimum": true})), Dialect::Assumed(Draft::Draft4));
        assert_eq!(of(json!({"properties": {"a": {"prefixItems": [{}]}}})), Dialect::Assumed(Draft::Draft202012));
        assert_eq!(of(json!(true)), Dialect::Assumed(Draft::Draft7));
    }

    #[test]
    fn data_and_names_of_properties_show_nothing() {
        let of = |schema: Value| Dialect::of(&schema);
        assert_eq!(of(json!({"const": {"$defs": {}}})), Dialect::Assumed(Draft::Draft7));
        assert_eq!(of(json!({"properties": {"$anchor": {}}})), Dialect::Assumed(Draft::Draft7));
        assert_eq!(of(json!({"default": {"exclusiveMinimum": true}})), Dialect::Assumed(Draft::Draft7));
    }
}
