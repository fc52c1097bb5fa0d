//! Ground: the disk. No other module reads or writes files. `writer` makes all changes or none, through `disk`.

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

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path from the root, with `/`.
    pub path: String,
    /// Its new content; none if the file is to be removed.
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
    /// The path names something that is not a file.
    #[error("`{}` is not a regular file; replace the link, pipe or folder by the file itself", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The file is too large.
    #[error("`{}` has more than {largest} bytes; no page, decision file or schema of events is that large", path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// How large it may be.
        largest: u64,
    },
    /// The operating system refused.
    #[error("`{}` cannot be {doing}: {reason}; check that it exists and that you have the permission, then run the command again", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The operation that failed.
        doing: &'static str,
        /// The reason that the system gives.
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

/// All files below a folder, as paths from `root` with `/`. A symbolic link counts as a file and is not followed; only `.`, the folder
/// that was given, may be a link.
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

/// The changes after which the folders hold exactly the files of `wanted`. `wanted` may also name files outside of the folders.
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
