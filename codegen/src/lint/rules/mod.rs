//! The rules, one file each, and the slice in which they are registered.

mod array_items_unspecified;
mod code_fence_open;
mod description_mismatch;
mod envelope_incomplete;
mod event_name_collision;
mod event_name_format;
mod event_title_mismatch;
mod example_event_name;
mod example_missing;
mod example_undeclared_property;
mod example_undocumented_property;
mod example_violates_schema;
mod json_comment;
mod json_duplicate_key;
mod json_number_inexact;
mod json_placeholder;
mod json_syntax;
mod json_trailing_comma;
mod keyword_nullable;
mod page_tabs_hidden;
mod page_unplaced;
mod payload_required_unstated;
mod property_spelling_drift;
mod property_type_unstated;
mod required_undeclared;
mod resource_drift;
mod resource_unused;
mod schema_dialect;
mod schema_invalid;
mod schema_keyword_unknown;
mod schema_missing;
mod schema_ref_unresolved;
mod schema_unsatisfiable;
mod sibling_openness_drift;
mod sibling_required_drift;
mod table_duplicate_row;
mod table_missing;
mod table_missing_property;
mod table_type_mismatch;
mod table_undeclared_property;
mod timestamp_unit_unstated;
mod union_untyped;

use super::choices;
use super::context::Context;
use super::contradiction::{Conflict, conflict};
use super::envelope;
use super::finding::Finding;
use super::owner::Owner;
use super::rule::Rule;
use super::schema::{KnownTypes, Openness, SchemaNode, Violation, flattened};
use super::sheet::Sheet;
use super::table::{RowPlaces, row_schemas, stated};
use super::text::{abridged, listed, undressed, words};
use super::undeclared::undeclared;
use crate::catalog::{DocumentedEvent, DocumentedResource, RemarkKind, Row, Witness};
use crate::choice::{Choice, ChoiceContext, Derived};
use crate::diagnostic::Severity;
use crate::schema::{
    Dialect, Draft, SchemaDocument, Types, Unresolved, affordable, circles, compiled, is_exact, is_known, meta,
    readable,
};

/// The rules whose findings nobody can live with: no types can be made.
pub(super) const NEVER_ACCEPTED: &[&str] = &[schema_unsatisfiable::RULE.id, page_tabs_hidden::RULE.id];

/// All rules: first JSON that cannot be read, then each witness by itself, then witnesses compared with each other, then the page as a whole.
pub(super) static ALL: &[Rule] = &[
    json_syntax::RULE,
    json_comment::RULE,
    json_trailing_comma::RULE,
    json_placeholder::RULE,
    json_duplicate_key::RULE,
    json_number_inexact::RULE,
    code_fence_open::RULE,
    page_tabs_hidden::RULE,
    page_unplaced::RULE,
    schema_missing::RULE,
    schema_invalid::RULE,
    schema_ref_unresolved::RULE,
    schema_unsatisfiable::RULE,
    required_undeclared::RULE,
    array_items_unspecified::RULE,
    property_type_unstated::RULE,
    union_untyped::RULE,
    schema_keyword_unknown::RULE,
    keyword_nullable::RULE,
    schema_dialect::RULE,
    envelope_incomplete::RULE,
    resource_unused::RULE,
    example_missing::RULE,
    example_event_name::RULE,
    example_violates_schema::RULE,
    example_undeclared_property::RULE,
    example_undocumented_property::RULE,
    table_missing::RULE,
    table_undeclared_property::RULE,
    table_missing_property::RULE,
    table_type_mismatch::RULE,
    table_duplicate_row::RULE,
    event_name_collision::RULE,
    event_name_format::RULE,
    event_title_mismatch::RULE,
    description_mismatch::RULE,
    payload_required_unstated::RULE,
    sibling_required_drift::RULE,
    sibling_openness_drift::RULE,
    resource_drift::RULE,
    property_spelling_drift::RULE,
    timestamp_unit_unstated::RULE,
];
