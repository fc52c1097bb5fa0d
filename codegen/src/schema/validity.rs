//! Whether a value is valid, by the jsonschema crate's word.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use jsonptr::Pointer;
use jsonschema::{Draft, ValidationError, Validator};
use referencing::{Registry, SPECIFICATIONS};
use serde_json::{Value, json};

use super::dialect::Dialect;
use super::document::base_of;
use super::moved::reference_to;

/// The validator of a schema, in its dialect. Formats are asserted where the dialect asserts them: up to draft 7.
pub(crate) fn compiled(schema: &Value) -> Result<Validator, ValidationError<'static>> {
    let dialect = Dialect::of(schema);
    if let Dialect::Unknown(_) = dialect {
        let mut schema = schema.clone();
        if let Value::Object(members) = &mut schema {
            members.remove("$schema");
        }
        return jsonschema::options().with_draft(dialect.draft()).offline().build(&schema);
    }
    jsonschema::options().with_draft(dialect.draft()).offline().build(schema)
}

/// The validator of schemas of a draft.
pub(crate) fn meta(draft: Draft) -> impl std::ops::Deref<Target = Validator> {
    match draft {
        Draft::Draft4 => jsonschema::draft4::meta::validator(),
        Draft::Draft6 => jsonschema::draft6::meta::validator(),
        Draft::Draft201909 => jsonschema::draft201909::meta::validator(),
        Draft::Draft202012 => jsonschema::draft202012::meta::validator(),
        _ => jsonschema::draft7::meta::validator(),
    }
}

/// The validator of a schema without `$schema`, read in a draft. `None` if it cannot be built.
pub(crate) fn compiled_in(schema: &Value, draft: Draft) -> Option<Validator> {
    jsonschema::options().with_draft(draft).offline().build(schema).ok()
}

/// The validators of all schemas of a document, each built when it is first used.
pub(crate) struct Checker<'a> {
    draft: Draft,
    base: String,
    registry: Option<Registry<'a>>,
    known: RefCell<HashMap<String, Option<Rc<Validator>>>>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(root: &'a Value, draft: Draft) -> Self {
        let base = base_of(root, draft);
        let registry = SPECIFICATIONS
            .add(base.as_str(), draft.create_resource_ref(root))
            .and_then(|builder| builder.draft(draft).retrieve_known_draft_meta_schemas(false).prepare());
        Self { draft, base, registry: registry.ok(), known: RefCell::default() }
    }

    /// Whether the schema at a place accepts the value; `None` if its validator cannot be built.
    pub(crate) fn accepts(&self, pointer: &Pointer, value: &Value) -> Option<bool> {
        let known = self.known.borrow().get(pointer.as_str()).cloned();
        let validator = known.unwrap_or_else(|| {
            let validator = self.build(pointer).map(Rc::new);
            self.known.borrow_mut().insert(pointer.to_string(), validator.clone());
            validator
        });
        Some(validator?.is_valid(value))
    }

    fn build(&self, pointer: &Pointer) -> Option<Validator> {
        let whole = json!({ "$ref": format!("{}{}", self.base, reference_to(pointer)) });
        let options = jsonschema::options().with_draft(self.draft).with_base_uri("json-schema:///asked").offline();
        options.with_registry(self.registry.as_ref()?).build(&whole).ok()
    }
}

/// Compiled patterns, and what they were asked before.
#[derive(Default)]
pub(crate) struct Patterns {
    compiled: RefCell<HashMap<String, Option<Validator>>>,
}

impl Patterns {
    /// Whether the text matches; none where no engine reads the pattern.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut all = self.compiled.borrow_mut();
        let compiled = all
            .entry(pattern.to_owned())
            .or_insert_with(|| jsonschema::draft7::new(&json!({ "pattern": pattern })).ok());
        Some(compiled.as_ref()?.is_valid(&Value::String(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_of_a_document_can_be_asked() {
        let root = json!({
            "$id": "https://example.org/root", "properties": {"a/b": {"$ref": "#/definitions/t"}}, "definitions": {"t": {"type": "string"}}
        });
        let checker = Checker::new(&root, Draft::Draft7);
        let at = |pointer: &str, value: Value| checker.accepts(Pointer::parse(pointer).unwrap(), &value);
        assert_eq!(at("/properties/a~1b", json!("x")), Some(true));
        assert_eq!(at("/properties/a~1b", json!(1)), Some(false));
        assert_eq!(at("", json!({"a/b": 1})), Some(false));
        let plain = json!({"not": {"$ref": "#"}});
        assert!(Checker::new(&plain, Draft::Draft7).accepts(Pointer::root(), &json!(1)).is_some());
        let outside = json!({"$ref": "https://example.org/other"});
        assert_eq!(Checker::new(&outside, Draft::Draft7).accepts(Pointer::root(), &json!(1)), None);
    }
}
