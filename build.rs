//! Fails a build in the workspace when `generated/` is older than `schemas/`. It generates nothing.

#[path = "build/digest.rs"]
pub mod digest;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

const FOLDERS: &[(&str, &str)] =
    &[("schemas/documented", ""), ("schemas/decisions", ".toml"), ("schemas/reconciled", "")];
const DIGEST: &str = "generated/schemas.digest";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&root);
    // The published package has neither file.
    if !root.join("schemas").is_dir() || !root.join(DIGEST).is_file() {
        return ExitCode::SUCCESS;
    }
    println!("cargo::rerun-if-changed=schemas\ncargo::rerun-if-changed={DIGEST}");
    match belongs(root) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("error: generated/ is out of date with schemas/; run `cargo codegen sync`");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!(
                "error: cannot read schemas/ or {DIGEST}: {error}; restore the files, or run `cargo codegen sync`"
            );
            ExitCode::FAILURE
        }
    }
}

fn belongs(root: &Path) -> io::Result<bool> {
    let mut files = Vec::new();
    for (folder, ending) in FOLDERS {
        if root.join(folder).is_dir() {
            collect(root, folder, ending, &mut files)?;
        }
    }
    let found = digest::digest(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    Ok(fs::read_to_string(root.join(DIGEST))?.trim() == found)
}

/// All files below a folder, by path from the root with `/`.
fn collect(root: &Path, folder: &str, ending: &str, files: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            // Only files directly in the folder are decisions.
            if ending.is_empty() {
                collect(root, &path, ending, files)?;
            }
        } else if path.ends_with(ending) {
            files.push((path, fs::read(entry.path())?));
        }
    }
    Ok(())
}
