//! Which draft of JSON Schema a schema is written in.

use jsonschema::Draft;
use serde_json::Value;

/// The draft that `$schema` names; without it draft 7, the dialect of the reconciled schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Dialect {
    /// One that is known.
    Known(Draft),
    /// `$schema` names none that is known; it is read as draft 7.
    Unknown(String),
}

impl Dialect {
    pub(in crate::lint) fn of(schema: &Value) -> Self {
        let Some(named) = schema.get("$schema").and_then(Value::as_str) else { return Self::Known(Draft::Draft7) };
        let known = [
            ("json-schema.org/draft-04/schema", Draft::Draft4),
            ("json-schema.org/draft-06/schema", Draft::Draft6),
            ("json-schema.org/draft-07/schema", Draft::Draft7),
            ("json-schema.org/draft/2019-09/schema", Draft::Draft201909),
            ("json-schema.org/draft/2020-12/schema", Draft::Draft202012),
        ];
        let address = named.trim_end_matches('#').trim_start_matches("https://").trim_start_matches("http://");
        known
            .iter()
            .find(|(dialect, _)| *dialect == address)
            .map_or_else(|| Self::Unknown(named.to_owned()), |(_, draft)| Self::Known(*draft))
    }

    /// The draft as which the schema is read.
    pub(in crate::lint) fn draft(&self) -> Draft {
        match self {
            Self::Known(draft) => *draft,
            Self::Unknown(_) => Draft::Draft7,
        }
    }
}
