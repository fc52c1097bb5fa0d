//! What is read from the disk: regular files of a sensible size, and below a root no link on the way.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use super::{FilesError, failed};

/// No file is larger: the page of a thousand events has a third of it.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Reads a file of the checkout (or of another folder), whose path from the root was not given by a person: links are not followed.
pub fn read(root: &Path, path: &str) -> Result<Vec<u8>, FilesError> {
    let full = inside(root, path)?;
    let found = fs::symlink_metadata(&full).map_err(failed(&full, "read"))?;
    // Looked at before it is opened: a pipe would be waited for.
    if !found.is_file() {
        return Err(FilesError::NotAFile { path: full });
    }
    let file = File::open(&full).map_err(failed(&full, "read"))?;
    limited(file, &full)
}

/// Reads what a person has named: a link, a pipe or a device will do, as far as it has an end.
pub fn read_given(path: &Path) -> Result<Vec<u8>, FilesError> {
    limited(File::open(path).map_err(failed(path, "read"))?, path)
}

/// Reads to the end, or to the size that is too large.
pub fn limited(reader: impl Read, path: &Path) -> Result<Vec<u8>, FilesError> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed(path, "read"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(FilesError::TooLarge { path: path.to_path_buf(), largest: LARGEST });
    }
    Ok(bytes)
}

/// Whether there is a file (not a link to one) with this content.
pub fn holds(root: &Path, path: &str, content: &[u8]) -> Result<bool, FilesError> {
    let full = inside(root, path)?;
    match fs::symlink_metadata(&full) {
        Ok(found) if !found.is_file() || found.len() != content.len() as u64 => Ok(false),
        Ok(_) => Ok(fs::read(&full).map_err(failed(&full, "read"))? == content),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(failed(&full, "read")(error)),
    }
}

/// The whole path; refused where it leads out of the root, by its words or through a link.
pub(super) fn inside(root: &Path, path: &str) -> Result<std::path::PathBuf, FilesError> {
    let outside = || FilesError::Outside { path: path.to_owned() };
    let relative = Path::new(path);
    let mut full = root.to_path_buf();
    let mut parts = relative.components().filter(|part| *part != Component::CurDir).peekable();
    while let Some(part) = parts.next() {
        if !matches!(part, Component::Normal(_)) {
            return Err(outside());
        }
        full.push(part);
        if parts.peek().is_some() && fs::symlink_metadata(&full).is_ok_and(|found| found.is_symlink()) {
            return Err(outside());
        }
    }
    Ok(full)
}
