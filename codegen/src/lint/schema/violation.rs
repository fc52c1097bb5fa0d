//! What the jsonschema crate says of an instance, one violation each, in our words.

use jsonptr::PointerBuf;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Value, json};

use crate::lint::text::{abridged, listed};

/// One way in which an instance violates a schema.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Violation {
    /// The value, or the member that must not be there.
    pub(in crate::lint) pointer: PointerBuf,
    /// It is the key that is wrong, not the value.
    pub(in crate::lint) of_key: bool,
    /// The keyword that failed.
    pub(in crate::lint) keyword: String,
    /// The place of the keyword in the schema.
    pub(in crate::lint) schema: PointerBuf,
    /// Expected and found.
    pub(in crate::lint) message: String,
    /// What it rests on.
    pub(in crate::lint) evidence: Value,
}

/// The error as violations: one for each property where it speaks of several.
pub(in crate::lint) fn flattened(error: &ValidationError<'_>) -> Vec<Violation> {
    let place = |location: &str| PointerBuf::parse(location).unwrap_or_default();
    let (pointer, schema) = (place(error.instance_path().as_str()), place(error.schema_path().as_str()));
    let keyword = match error.kind() {
        Kind::FalseSchema => "false".to_owned(),
        kind => kind.keyword().to_owned(),
    };
    let instance = error.instance().as_ref();
    let of_value = |message: String, evidence: Value| Violation {
        pointer: pointer.clone(),
        of_key: false,
        keyword: keyword.clone(),
        schema: schema.clone(),
        message,
        evidence: json!({ "keyword": keyword, "value": evidence }),
    };
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .map(|name| Violation {
                pointer: pointer.with_trailing_token(name.as_str()),
                of_key: true,
                ..of_value(
                    format!("`{name}` is not declared, and `{keyword}: false` closes the object"),
                    instance.get(name).cloned().unwrap_or_default(),
                )
            })
            .collect(),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![of_value(format!("`{name}` is missing, which `required` names"), property.clone())]
        }
        Kind::Constant { expected_value } => {
            let message = format!("{} is not the `const` {}", abridged(instance), abridged(expected_value));
            vec![of_value(message, instance.clone())]
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let nearest = context.iter().min_by_key(|errors| errors.len()).into_iter().flatten();
            let nearest: Vec<String> = nearest.flat_map(flattened).map(|violation| violation.message).collect();
            let message =
                format!("no branch of `{keyword}` accepts {}; the nearest: {}", abridged(instance), nearest.join(", "));
            vec![of_value(message, instance.clone())]
        }
        Kind::Enum { options } => {
            let options: Vec<String> = options.as_array().into_iter().flatten().take(8).map(Value::to_string).collect();
            let message = format!("{} is not one of the `enum`: {}", abridged(instance), listed(&options));
            vec![of_value(message, instance.clone())]
        }
        _ => vec![of_value(format!("{}: {}", abridged(instance), error.masked_with("the value")), instance.clone())],
    }
}
