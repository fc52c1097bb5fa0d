//! `source.toml`: the address of the captured page, the date of the capture, and the digest.

use std::path::Path;

use ::toml::{Table, Value};
use thiserror::Error;

use crate::files::{self, FilesError};
use crate::text::toml;

/// The file.
pub const SOURCE: &str = "schemas/page/source.toml";

/// Why the file cannot be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The system refused to read or write.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// It is not TOML.
    #[error("`{SOURCE}` is not TOML: {message}; correct it, or remove it and run `cargo codegen sync`")]
    NotToml {
        /// What is wrong.
        message: String,
    },
}

/// The new text of the file, where it does not already name this page.
pub(super) fn renewed(root: &Path, sha256: &str, today: &str) -> Result<Option<String>, SourceError> {
    let not_toml = |message: String| SourceError::NotToml { message };
    let found = if root.join(SOURCE).exists() {
        let text = String::from_utf8(files::read(root, SOURCE)?).map_err(|error| not_toml(error.to_string()))?;
        text.parse::<Table>().map_err(|error| not_toml(error.message().to_owned()))?
    } else {
        Table::new()
    };
    if found.get("sha256").and_then(Value::as_str) == Some(sha256) {
        return Ok(None);
    }
    let address = found.get("address").and_then(Value::as_str).unwrap_or_default();
    let line = |key: &str, value: &str| format!("{key} = {}\n", toml::string(value));
    Ok(Some(line("address", address) + &line("captured", today) + &line("sha256", sha256)))
}
