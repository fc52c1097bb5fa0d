//! The keywords of JSON Schema, of all drafts: which hold subschemas, and which there are.

/// Keywords whose value is a schema.
pub(super) const ONE: &[&str] = &[
    "additionalProperties",
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contains",
    "propertyNames",
    "contentSchema",
    "items",
    "not",
    "if",
    "then",
    "else",
];

/// Keywords whose value is a list of schemas.
pub(super) const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems", "items"];

/// Keywords whose value holds schemas by name.
pub(super) const MAP: &[&str] =
    &["properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"];

/// Keywords whose schemas speak of the same instance as the schema in which they stand.
pub(super) const IN_PLACE: &[&str] =
    &["allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas", "dependencies"];

/// Keywords whose schemas do not have to hold.
pub(super) const NEGATED: &[&str] = &["not", "if"];

/// Keywords without subschemas.
const OTHERS: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "id",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "pattern",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
];

/// Whether any draft knows the keyword, or it is marked as an extension.
pub(crate) fn is_known(keyword: &str) -> bool {
    keyword.starts_with("x-") || [ONE, LIST, MAP, OTHERS].iter().any(|keywords| keywords.contains(&keyword))
}
