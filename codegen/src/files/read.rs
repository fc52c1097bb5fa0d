//! Reading: only regular files of limited size, and below a root never through a symbolic link.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use super::{FilesError, failed};

/// The largest file that is read. A page of a thousand events has a third of this size.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Reads a file below a root. Links are not followed, because nobody named this path on the command line.
pub fn read(root: &Path, path: &str) -> Result<Vec<u8>, FilesError> {
    let full = inside(root, path)?;
    let found = fs::symlink_metadata(&full).map_err(failed(&full, "read"))?;
    // Checked before the file is opened: opening a pipe would wait for its other end.
    if !found.is_file() {
        return Err(FilesError::NotAFile { path: full });
    }
    let file = File::open(&full).map_err(failed(&full, "read"))?;
    limited(file, &full)
}

/// Reads a file that a person named on the command line. It may be a link, a pipe or a device.
pub fn read_given(path: &Path) -> Result<Vec<u8>, FilesError> {
    limited(File::open(path).map_err(failed(path, "read"))?, path)
}

/// Reads to the end, and fails as soon as there are more bytes than a file may have.
pub fn limited(reader: impl Read, path: &Path) -> Result<Vec<u8>, FilesError> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed(path, "read"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(FilesError::TooLarge { path: path.to_path_buf(), largest: LARGEST });
    }
    Ok(bytes)
}

/// Whether the path is a regular file with exactly this content. A link to such a file is not one.
pub fn holds(root: &Path, path: &str, content: &[u8]) -> Result<bool, FilesError> {
    let full = inside(root, path)?;
    match fs::symlink_metadata(&full) {
        Ok(found) if !found.is_file() || found.len() != content.len() as u64 => Ok(false),
        Ok(_) => Ok(fs::read(&full).map_err(failed(&full, "read"))? == content),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(failed(&full, "read")(error)),
    }
}

/// The full path. It is refused if it leads out of the root, by `..` or through a link.
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
