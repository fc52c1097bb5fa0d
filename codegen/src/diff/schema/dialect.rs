//! The editions of JSON Schema, and how a document tells which one it is written in.

use serde_json::Value;

/// The edition of JSON Schema that gives keywords their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dialect {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

impl Dialect {
    /// What an independent validator calls it.
    pub(crate) fn draft(self) -> jsonschema::Draft {
        match self {
            Self::Draft4 => jsonschema::Draft::Draft4,
            Self::Draft6 => jsonschema::Draft::Draft6,
            Self::Draft7 => jsonschema::Draft::Draft7,
            Self::Draft2019 => jsonschema::Draft::Draft201909,
            Self::Draft2020 => jsonschema::Draft::Draft202012,
        }
    }

    pub(super) fn of_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim_end_matches('#');
        let uri = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"))?;
        match uri {
            "json-schema.org/draft-04/schema" => Some(Self::Draft4),
            "json-schema.org/draft-06/schema" => Some(Self::Draft6),
            "json-schema.org/draft-07/schema" => Some(Self::Draft7),
            "json-schema.org/draft/2019-09/schema" => Some(Self::Draft2019),
            "json-schema.org/draft/2020-12/schema" => Some(Self::Draft2020),
            _ => None,
        }
    }

    /// Draft 7, unless a keyword that only another dialect knows stands somewhere.
    pub(super) fn guess(root: &Value) -> Self {
        const MODERN: &[&str] = &[
            "$defs",
            "prefixItems",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
            "unevaluatedItems",
            "$dynamicRef",
            "$dynamicAnchor",
            "minContains",
            "maxContains",
        ];
        let mut dialect = Self::Draft7;
        let mut open = vec![root];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    if MODERN.iter().any(|&key| members.contains_key(key)) {
                        return Self::Draft2020;
                    }
                    if ["exclusiveMinimum", "exclusiveMaximum"]
                        .iter()
                        .any(|&key| members.get(key).is_some_and(Value::is_boolean))
                    {
                        dialect = Self::Draft4;
                    }
                    open.extend(members.values());
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        dialect
    }
}
