//! Export: the effective events for people who do not use the crate, as one JSON Schema, one OpenAPI document, or one
//! HTML page.
//!
//! [`json_schema`] and [`openapi`] share the same `definitions`: every event and every resource once, in draft 2020-12.

mod definitions;
mod describe;
mod html;
mod json_schema;
mod names;
mod openapi;
mod titles;

pub use html::html;
pub use json_schema::json_schema;
pub use openapi::openapi;

use crate::catalog::Catalog;
use crate::reconcile::Reconciled;
use crate::text::{Json, Text};

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub struct Exported<'a> {
    /// The effective events and resources.
    pub reconciled: &'a Reconciled,
    /// The page, for what it says about all events.
    pub catalog: &'a Catalog,
}

/// The JSON Schema dialect of all exports.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// The file of the bundled JSON Schema.
const JSON_SCHEMA: &str = "console-events.schema.json";
/// The file of the OpenAPI document.
const OPENAPI: &str = "openapi.json";

/// The files of the folder of exports by name.
pub fn files(exported: Exported<'_>) -> [(&'static str, Text<Json>); 2] {
    let files = [(JSON_SCHEMA, json_schema(exported)), (OPENAPI, openapi(exported))];
    files.map(|(name, document)| (name, Text::pretty(&document)))
}
