//! The keywords of all drafts of JSON Schema: all of them, those that contain subschemas, and those that can refuse documents.

use jsonschema::Draft;

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

/// Keywords whose value is an object of named schemas.
pub(super) const MAP: &[&str] =
    &["properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"];

/// Keywords whose schemas apply to the same value as the schema around them.
pub(super) const IN_PLACE: &[&str] =
    &["allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas", "dependencies"];

/// Keywords whose schemas may fail without the value being refused.
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

/// Every keyword that may refuse a document, in some dialect.
pub(crate) const ASSERTIONS: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "const",
    "enum",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "items",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
];

/// Keywords that name places or other documents.
const STRUCTURE: &[&str] =
    &["$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "definitions", "$defs"];

/// Whether a keyword documents or decorates: it neither refuses a document nor names a place.
pub(crate) fn is_annotation(keyword: &str) -> bool {
    !ASSERTIONS.contains(&keyword) && !STRUCTURE.contains(&keyword)
}

/// Whether the keyword can refuse a document in that draft.
pub(crate) fn knows(draft: Draft, keyword: &str) -> bool {
    match keyword {
        "contentEncoding" | "contentMediaType" => matches!(draft, Draft::Draft6 | Draft::Draft7),
        "contentSchema" => false,
        _ => defines(draft, keyword),
    }
}

/// Whether the draft gives the keyword a meaning, if only as an annotation. Keywords that every draft has are not listed.
pub(super) fn defines(draft: Draft, keyword: &str) -> bool {
    match keyword {
        "const" | "contains" | "propertyNames" => draft >= Draft::Draft6,
        "if" | "then" | "else" | "contentEncoding" | "contentMediaType" => draft >= Draft::Draft7,
        "dependentRequired"
        | "dependentSchemas"
        | "minContains"
        | "maxContains"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "contentSchema"
        | "$anchor" => draft >= Draft::Draft201909,
        "$recursiveRef" => draft == Draft::Draft201909,
        "$dynamicRef" | "prefixItems" => draft == Draft::Draft202012,
        "additionalItems" => draft <= Draft::Draft201909,
        _ => true,
    }
}
