//! Which dialect knows which keyword.

use super::dialect::Dialect;

/// Whether the dialect gives the keyword a meaning. What asserts nothing in any dialect is not listed.
pub(super) fn knows(dialect: Dialect, keyword: &str) -> bool {
    use Dialect::{Draft4, Draft6, Draft7, Draft2019, Draft2020};
    match keyword {
        "const" | "contains" | "propertyNames" | "exclusiveMinimum" | "exclusiveMaximum" => {
            dialect >= Draft6 || (dialect == Draft4 && keyword.starts_with("exclusive"))
        }
        "if" | "then" | "else" => dialect >= Draft7,
        "contentEncoding" | "contentMediaType" => matches!(dialect, Draft6 | Draft7),
        "contentSchema" => false,
        "dependencies" => dialect <= Draft7,
        "dependentRequired"
        | "dependentSchemas"
        | "minContains"
        | "maxContains"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "$anchor" => dialect >= Draft2019,
        "$recursiveRef" => dialect == Draft2019,
        "$dynamicRef" | "prefixItems" => dialect == Draft2020,
        "additionalItems" => dialect <= Draft2019,
        _ => true,
    }
}

/// Every keyword that may refuse a document, in some dialect.
pub(super) const ASSERTIONS: &[&str] = &[
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

/// Whether a keyword documents or decorates in this dialect: it neither asserts nor names a place.
pub(crate) fn is_annotation(dialect: Dialect, keyword: &str) -> bool {
    const STRUCTURE: &[&str] = &[
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "definitions",
        "$defs",
    ];
    (!ASSERTIONS.contains(&keyword) || !knows(dialect, keyword)) && !STRUCTURE.contains(&keyword)
}
