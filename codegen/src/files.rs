//! Ground: the disk. The only module that touches it; `writer` makes all changes or none, through `disk`.

mod disk;
mod lock;
mod read;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use lock::Turn;
pub use read::{LARGEST, holds, limited, read, read_given};
pub use writer::{Writer, interrupted};

/// What is to become of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path from the root, with `/`.
    pub path: String,
    /// Its new content, or nothing where it is to go.
    pub content: Option<Vec<u8>>,
}

/// Why files cannot be read or written.
#[derive(Debug, Error)]
pub enum FilesError {
    /// The path leads out of the checkout.
    #[error("`{path}` leads out of the checkout; replace the symbolic link by a folder, or give a path inside")]
    Outside {
        /// The path.
        path: String,
    },
    /// Something else than a file stands there.
    #[error("`{}` is not a regular file; replace the link, pipe or folder by the file itself", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The file is too large.
    #[error("`{}` has more than {largest} bytes; no page, decision or schema of events has", path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// How large it may be.
        largest: u64,
    },
    /// The system refused.
    #[error("`{}` cannot be {doing}: {reason}; check that it exists and that you may do so, then run it again", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
        /// What the system says.
        reason: io::Error,
    },
    /// The changes failed, and taking them back failed too.
    #[error(
        "{cause}; taking the changes back failed as well ({undo}); run `cargo codegen sync` to make the tree whole"
    )]
    Torn {
        /// The first failure.
        cause: Box<FilesError>,
        /// The second.
        undo: Box<FilesError>,
    },
}

fn failed<'p>(path: &'p Path, doing: &'static str) -> impl FnOnce(io::Error) -> FilesError + 'p {
    move |reason| FilesError::Io { path: path.to_path_buf(), doing, reason }
}

/// All files below a folder, by path from `root` with `/`. Symbolic links are files here: none is followed; only
/// `.`, the folder that was given, may be one.
pub fn list(root: &Path, folder: &str) -> Result<Vec<String>, FilesError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let path = read::inside(root, &folder)?;
        if folder != "." && fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            return Err(FilesError::Outside { path: folder });
        }
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(failed(&path, "read"))?,
        };
        for entry in entries {
            let entry = entry.map_err(failed(&path, "read"))?;
            let below = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(failed(&path, "read"))?.is_dir() {
                folders.push(below);
            } else {
                files.push(below);
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// What has to change for the folders to hold exactly `wanted`; `wanted` may hold files outside of the folders as well.
pub fn differences(
    root: &Path,
    wanted: &BTreeMap<String, String>,
    folders: &[&str],
) -> Result<Vec<FileChange>, FilesError> {
    let mut changes = Vec::new();
    for (path, text) in wanted {
        if !holds(root, path, text.as_bytes())? {
            changes.push(FileChange { path: path.clone(), content: Some(text.clone().into_bytes()) });
        }
    }
    for folder in folders {
        let extra = list(root, folder)?.into_iter().filter(|path| !wanted.contains_key(path));
        changes.extend(extra.map(|path| FileChange { path, content: None }));
    }
    Ok(changes)
}
