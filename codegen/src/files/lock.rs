//! Whose turn it is: `sync` writes alone, any number of `check` read together.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::writer::STAGE;
use super::{FilesError, failed, read::inside};

/// The file below the root that is locked; it holds nothing.
const LOCK: &str = ".sync/lock";

/// The right to read the derived files as one sync has left them: as long as it lives, no other writes.
#[derive(Debug)]
pub struct Turn {
    _lock: Option<File>,
}

impl Turn {
    /// Waits until nobody writes. Where no lock can be made, because nothing may be written here, nobody writes.
    pub fn to_read(root: &Path) -> Result<Self, FilesError> {
        let unwritable = |reason: &io::Error| {
            use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
            // No folder at all: whoever reads on will say so.
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

/// The lock of who writes.
pub(super) fn exclusive(root: &Path) -> Result<File, FilesError> {
    let lock = open(root)?;
    lock.lock().map_err(failed(&root.join(LOCK), "locked"))?;
    Ok(lock)
}

/// The same; none where another has it.
pub(super) fn free(root: &Path) -> Result<Option<File>, FilesError> {
    let lock = open(root)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(&root.join(LOCK), "locked")(error)),
    }
}

/// The file, made where there is none. A link in its place is neither followed nor emptied.
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
