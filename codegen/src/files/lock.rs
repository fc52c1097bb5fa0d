//! The lock: one `sync` writes alone, and any number of `check` read at the same time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::writer::STAGE;
use super::{FilesError, failed, read::inside};

/// The locked file, below the root. It is empty.
const LOCK: &str = ".sync/lock";

/// The right to read the derived files. While it is held, no process writes, so the files are those of one `sync`.
#[derive(Debug)]
pub struct Turn {
    _lock: Option<File>,
}

impl Turn {
    /// Waits until no process writes. If no lock can be made because the folder is read-only, no process can write either.
    pub fn to_read(root: &Path) -> Result<Self, FilesError> {
        let unwritable = |reason: &io::Error| {
            use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
            // If the folder does not exist, the next step reports it.
            matches!(reason.kind(), NotFound | PermissionDenied | ReadOnlyFilesystem)
        };
        match open(root) {
            Ok(lock) => {
                lock.lock_shared().map_err(failed(&root.join(LOCK), "locked"))?;
                Ok(Self { _lock: Some(lock) })
            }
            Err(FilesError::Io { reason, .. }) if unwritable(&reason) => Ok(Self { _lock: None }),
            Err(error) => Err(error),
        }
    }
}

/// The lock for writing. Waits for it.
pub(super) fn exclusive(root: &Path) -> Result<File, FilesError> {
    let lock = open(root)?;
    lock.lock().map_err(failed(&root.join(LOCK), "locked"))?;
    Ok(lock)
}

/// The lock for writing; none if another process holds a lock.
pub(super) fn free(root: &Path) -> Result<Option<File>, FilesError> {
    let lock = open(root)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(&root.join(LOCK), "locked")(error)),
    }
}

/// Opens the file, and makes it if it is absent. A link in its place is not followed, and the file behind it is not emptied.
fn open(root: &Path) -> Result<File, FilesError> {
    let path = inside(root, LOCK)?;
    let stage = root.join(STAGE);
    match fs::create_dir(&stage) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(&stage, "created")(error)),
        _ => {}
    }
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made.map_err(failed(&path, "created")),
    }
    if !fs::symlink_metadata(&path).map_err(failed(&path, "locked"))?.is_file() {
        return Err(FilesError::NotAFile { path });
    }
    OpenOptions::new().write(true).open(&path).map_err(failed(&path, "locked"))
}
