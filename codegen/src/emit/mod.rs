//! Emit: from the prepared schemas to the derived half of the crate. Types come from typify; what it cannot give is added. What does
//! not depend on the page is ordinary Rust in `src/`, and the text that is emitted stands on it (`crate::runtime`).

mod items;
mod payload;
mod resource;
mod types;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::lower::SchemaSet;

/// The generated half of the crate: path below `generated/` to text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneratedCrate {
    /// The files.
    pub files: BTreeMap<String, String>,
}

/// Why no crate can be generated. Each is a fault of this program, not of the page: `lower` leaves nothing that could fail.
#[derive(Debug, Error)]
pub enum EmitError {
    /// typify refused a schema.
    #[error("typify refuses the prepared schemas: {0}; please report it, with the page")]
    Typify(#[from] typify::Error),
    /// typify wants a schema of another form.
    #[error("the prepared schemas are not what typify reads: {0}; please report it, with the page")]
    Schema(#[from] serde_json::Error),
    /// What typify wrote is not Rust.
    #[error("the generated text is not Rust: {0}; please report it, with the page")]
    Rust(#[from] syn::Error),
    /// A type or a property did not reach the crate.
    #[error(
        "expected the type `{type_name}` with the field `{field}` from typify, found none; please report it, with the page"
    )]
    Lost {
        /// The type.
        type_name: String,
        /// The field, or nothing where the type itself is lost.
        field: String,
    },
}

/// Writes the half that depends on the page. `digest` says to which schemas it belongs.
pub fn emit(set: &SchemaSet, digest: &str) -> Result<GeneratedCrate, EmitError> {
    let types = types::generate(set)?;
    let mut files = BTreeMap::from([("schemas.digest".to_owned(), format!("{digest}\n"))]);
    files.extend(payload::files(set, &types)?);
    files.extend(resource::files(set, &types)?);
    Ok(GeneratedCrate { files })
}
