//! The plan as JSON Schema: in the narrow part of the language that typify reads without surprises.

use serde_json::{Map, Value, json};

use super::set::{Field, Kind, Layout, SchemaSet, TypePlan};

/// The name of the crate under which types of the runtime are mentioned.
pub(crate) const RUNTIME: &str = "console_events_runtime";

impl SchemaSet {
    /// One definition a type.
    pub fn definitions(&self) -> Map<String, Value> {
        self.types().map(|plan| (plan.name.clone(), plan.schema())).collect()
    }
}

impl TypePlan {
    fn schema(&self) -> Value {
        match &self.layout {
            Layout::Object { fields, extra } => {
                let mut properties: Map<String, Value> =
                    fields.iter().map(|field| (field.ident.clone(), field.schema())).collect();
                properties.insert(extra.clone(), rust_type(RUNTIME, "Extra", &[]));
                let required: Vec<&String> = properties.keys().collect();
                json!({"type": "object", "required": required, "properties": properties})
            }
            Layout::Strings(variants) => {
                let texts: Vec<&str> = variants.iter().map(|variant| variant.ident.as_str()).collect();
                json!({"type": "string", "enum": texts})
            }
            // A struct of one field; `emit` makes it a tuple.
            Layout::Transparent(kind) => {
                json!({"type": "object", "required": ["value"], "properties": {"value": kind.schema()}})
            }
        }
    }
}

impl Field {
    /// All properties are required here: of an optional array or map typify would make a plain one, which cannot tell absent
    /// from empty, and of an optional nullable value one `Option`, which cannot tell absent from `null`.
    fn schema(&self) -> Value {
        let schema = self.kind.schema();
        if self.required { schema } else { rust_type("std", "option::Option", &[schema]) }
    }
}

impl Kind {
    fn schema(&self) -> Value {
        match self {
            Self::String => json!({"type": "string"}),
            Self::Boolean => json!({"type": "boolean"}),
            Self::Null => json!({"type": "null"}),
            Self::Number => rust_type("serde_json", "Number", &[]),
            Self::Integer => rust_type(RUNTIME, "Integer", &[]),
            Self::Value => rust_type("serde_json", "Value", &[]),
            // Not `serde_json::Map`, which reads `null` as an empty one.
            Self::Object => Self::Map(Box::new(Self::Value)).schema(),
            Self::Map(values) => rust_type("std", "collections::BTreeMap", &[Self::String.schema(), values.schema()]),
            Self::Array(items) => json!({"type": "array", "items": items.schema()}),
            Self::Named(name) => json!({"$ref": format!("#/definitions/{name}")}),
            Self::Boxed(name) => rust_type("std", "boxed::Box", &[Self::Named(name.clone()).schema()]),
            Self::Nullable(inner) => rust_type("std", "option::Option", &[inner.schema()]),
            Self::Confidential(inner) => rust_type(RUNTIME, "Confidential", &[inner.schema()]),
        }
    }
}

/// A type that exists already, by the keyword that typify has for it.
fn rust_type(of_crate: &str, path: &str, parameters: &[Value]) -> Value {
    json!({"x-rust-type": {"crate": of_crate, "version": "*", "path": format!("{of_crate}::{path}"), "parameters": parameters}})
}
