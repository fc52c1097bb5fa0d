//! Emit: from the model of types to the derived half of the crate. The emitted text uses `crate::runtime`, which
//! depends on no page and is ordinary Rust in `src/`.

mod items;
mod payload;
mod resource;
mod rust;
mod sample;
mod table;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::lower::SchemaSet;
use crate::text::rust::finish;

/// The generated half of the crate: path below `generated/` to text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneratedCrate {
    /// The files.
    pub files: BTreeMap<String, String>,
}

/// Why no crate can be generated. Each is a fault of this program, not of the page.
#[derive(Debug, Error)]
pub enum EmitError {
    /// A schema or an example cannot be written.
    #[error(
        "a schema or an example cannot be written as JSON: {0}; this is a fault of the generator: please report it, with the page"
    )]
    Json(#[from] serde_json::Error),
    /// The generated text is not Rust.
    #[error("the generated text is not Rust: {0}; this is a fault of the generator: please report it, with the page")]
    Rust(#[from] syn::Error),
}

/// Writes the half of the crate that depends on the page. `digest` names the schemas to which it belongs.
pub fn emit(set: &SchemaSet, digest: &str) -> Result<GeneratedCrate, EmitError> {
    let mut files = BTreeMap::from([("schemas.digest".to_owned(), format!("{digest}\n"))]);
    files.extend(payload::files(set)?);
    files.extend(resource::files(set)?);
    let is_rust = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs");
    for (_, text) in files.iter_mut().filter(|(path, _)| is_rust(path)) {
        *text = finish(text);
    }
    Ok(GeneratedCrate { files })
}
