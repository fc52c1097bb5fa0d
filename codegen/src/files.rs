//! Ground: the disk. The only module that writes to it: all changes or none.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

/// The folder, below the root, in which changes are prepared.
const STAGE: &str = ".sync";
/// Names the page of a sync that is under way; what is left of it tells of one that was interrupted.
const JOURNAL: &str = ".sync/page";

/// What is to become of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
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
    /// The system refused.
    #[error("`{}` cannot be {doing}: {source}; check that it exists and that you may do so, then run it again", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
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
    move |source| FilesError::Io { path: path.to_path_buf(), doing, source }
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<u8>, FilesError> {
    fs::read(path).map_err(failed(path, "read"))
}

/// All files below a folder, by path from `root` with `/`. Symbolic links are files here: none is followed.
pub fn list(root: &Path, folder: &str, left_out: &[&str]) -> Result<Vec<String>, FilesError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let path = root.join(&folder);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(failed(&path, "read"))?,
        };
        for entry in entries {
            let entry = entry.map_err(failed(&path, "read"))?;
            let below = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if left_out.contains(&below.as_str()) {
                continue;
            }
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
    left_out: &[&str],
) -> Result<Vec<Change>, FilesError> {
    let mut changes = Vec::new();
    for (path, text) in wanted {
        if !holds(&root.join(path), text.as_bytes())? {
            changes.push(Change { path: path.clone(), content: Some(text.clone().into_bytes()) });
        }
    }
    for folder in folders {
        let extra = list(root, folder, left_out)?.into_iter().filter(|path| !wanted.contains_key(path));
        changes.extend(extra.map(|path| Change { path, content: None }));
    }
    Ok(changes)
}

/// Whether there is a file (not a link to one) with this content.
pub fn holds(path: &Path, content: &[u8]) -> Result<bool, FilesError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(found.is_file() && read(path)? == content),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(failed(path, "read")(error)),
    }
}

/// The page that an interrupted sync was taking in.
pub fn interrupted(root: &Path) -> Option<String> {
    fs::read_to_string(root.join(JOURNAL)).ok()
}

/// The right to write below a root: as long as it lives, no other process has it.
#[derive(Debug)]
pub struct Writer {
    root: PathBuf,
    _lock: File,
}

impl Writer {
    /// Waits for the right.
    pub fn lock(root: &Path) -> Result<Self, FilesError> {
        inside(root, JOURNAL)?;
        let stage = root.join(STAGE);
        fs::create_dir_all(&stage).map_err(failed(&stage, "created"))?;
        let path = stage.join("lock");
        let lock = File::create(&path).map_err(failed(&path, "created"))?;
        lock.lock().map_err(failed(&path, "locked"))?;
        Ok(Self { root: root.to_path_buf(), _lock: lock })
    }

    /// Makes all changes in their order, or none. `page` is noted as the one being taken in.
    pub fn apply(&self, page: &str, changes: &[Change]) -> Result<(), FilesError> {
        let (new, old) = (self.root.join(STAGE).join("new"), self.root.join(STAGE).join("old"));
        for folder in [&new, &old] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(failed(folder, "cleared"))?;
            }
            fs::create_dir_all(folder).map_err(failed(folder, "created"))?;
        }
        for (number, change) in changes.iter().enumerate() {
            inside(&self.root, &change.path)?;
            let path = new.join(number.to_string());
            if let Some(content) = &change.content {
                fs::write(&path, content).map_err(failed(&path, "written"))?;
            }
        }
        let journal = self.root.join(JOURNAL);
        fs::write(&journal, page).map_err(failed(&journal, "written"))?;
        for (number, change) in changes.iter().enumerate() {
            let number = number.to_string();
            if let Err(cause) = self.put(change, &new.join(&number), &old.join(&number)) {
                return Err(self.undo(changes, &old, cause));
            }
        }
        for folder in [&new, &old] {
            fs::remove_dir_all(folder).map_err(failed(folder, "cleared"))?;
        }
        fs::remove_file(&journal).map_err(failed(&journal, "removed"))
    }

    fn put(&self, change: &Change, new: &Path, old: &Path) -> Result<(), FilesError> {
        let path = self.root.join(&change.path);
        if change.content.is_none() {
            fs::rename(&path, old).map_err(failed(&path, "removed"))?;
            self.prune(&path);
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(folder, "created"))?;
        }
        // A copy, so that there is a file of that name at any time.
        let found = fs::symlink_metadata(&path);
        if found.as_ref().is_ok_and(fs::Metadata::is_file) {
            fs::copy(&path, old).map_err(failed(&path, "kept"))?;
        } else if found.is_ok_and(|found| found.is_symlink()) {
            fs::rename(&path, old).map_err(failed(&path, "kept"))?;
        }
        // Marks the change as one that undoing has to look at.
        let done = old.with_extension("done");
        fs::write(&done, "").map_err(failed(&done, "written"))?;
        fs::rename(new, &path).map_err(failed(&path, "written"))
    }

    /// Takes all changes back and returns why.
    fn undo(&self, changes: &[Change], old: &Path, cause: FilesError) -> FilesError {
        let mut first = None;
        for (number, change) in changes.iter().enumerate().rev() {
            let (path, kept) = (self.root.join(&change.path), old.join(number.to_string()));
            let undone = if fs::symlink_metadata(&kept).is_ok() {
                let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
                folder.and_then(|()| fs::rename(&kept, &path))
            } else if kept.with_extension("done").exists() && path.is_file() {
                fs::remove_file(&path)
            } else {
                Ok(())
            };
            if let Err(error) = undone {
                first.get_or_insert(failed(&path, "restored")(error));
            }
        }
        match first {
            Some(undo) => FilesError::Torn { cause: Box::new(cause), undo: Box::new(undo) },
            None => {
                // What stays of a journal only says that the page is to be looked at.
                let _ = fs::remove_file(self.root.join(JOURNAL));
                cause
            }
        }
    }

    /// Removes the folders above a removed file that are now empty.
    fn prune(&self, path: &Path) {
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Refuses a path that leads out of the root, by its words or through a link.
fn inside(root: &Path, path: &str) -> Result<(), FilesError> {
    let outside = || FilesError::Outside { path: path.to_owned() };
    let relative = Path::new(path);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(outside());
    }
    let mut folder = root.to_path_buf();
    for part in relative.parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink()) {
            return Err(outside());
        }
    }
    Ok(())
}
