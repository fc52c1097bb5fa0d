//! Makes all changes or none. New files are first written to a folder of their own, then renamed one by one; if one step fails, all are
//! undone.
//!
//! A process that is killed in between leaves a journal: the page that it was taking in, and the paths of the changes. The next `sync`
//! completes the tree: every derived file follows from the page, and the page is renamed last.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::lock::{exclusive, free};
use super::read::{inside, read};
use super::{FileChange, FilesError, failed};

/// The folder below the root in which changes are prepared.
pub(super) const STAGE: &str = ".sync";
/// The journal of a running `sync`. A journal without a running `sync` means that one was interrupted.
const JOURNAL: &str = ".sync/page";

/// The page that an interrupted `sync` was taking in.
pub fn interrupted(root: &Path) -> Option<String> {
    Some(journal(root)?.lines().next()?.to_owned())
}

fn journal(root: &Path) -> Option<String> {
    String::from_utf8(read(root, JOURNAL).ok()?).ok()
}

/// The right to write below a root. Only one process can have it at a time.
#[derive(Debug)]
pub struct Writer {
    root: PathBuf,
    pub(super) disk: Disk,
    _lock: File,
}

impl Writer {
    /// Waits until this process has the right.
    pub fn lock(root: &Path) -> Result<Self, FilesError> {
        let lock = exclusive(root)?;
        Ok(Self { root: root.to_path_buf(), disk: Disk::default(), _lock: lock })
    }

    /// The right, if no other process has it.
    pub fn try_lock(root: &Path) -> Result<Option<Self>, FilesError> {
        let free = free(root)?;
        Ok(free.map(|lock| Self { root: root.to_path_buf(), disk: Disk::default(), _lock: lock }))
    }

    /// Makes all changes in their order, or none. The journal names `page`. Remains of an interrupted `sync` are removed, even if there
    /// are no changes.
    pub fn apply(&self, page: &str, changes: &[FileChange]) -> Result<(), FilesError> {
        let interrupted = journal(&self.root);
        let made = self.prepare(page, changes).and_then(|()| self.put_all(changes));
        if !matches!(made, Err(FilesError::Torn { .. })) {
            let before = interrupted.iter().flat_map(|journal| journal.lines().skip(1));
            // Anybody can write a journal, so a path in it may lead out of the root.
            let before = before.filter(|path| inside(&self.root, path).is_ok());
            before.chain(changes.iter().map(|change| change.path.as_str())).for_each(|path| self.prune(path));
            // A failure here does no harm: the next `sync` removes the remains.
            let _ = self.clear();
        }
        made
    }

    fn clear(&self) -> std::io::Result<()> {
        let journal = self.root.join(JOURNAL);
        if fs::symlink_metadata(&journal).is_ok() {
            self.disk.remove_file(&journal)?;
        }
        for folder in [self.incoming(), self.kept()].iter().filter(|folder| fs::symlink_metadata(folder).is_ok()) {
            self.disk.clear(folder)?;
        }
        Ok(())
    }

    fn incoming(&self) -> PathBuf {
        self.root.join(STAGE).join("new")
    }

    fn kept(&self) -> PathBuf {
        self.root.join(STAGE).join("old")
    }

    /// Writes the new files outside of the tree. If the disk is full, the tree is still unchanged.
    fn prepare(&self, page: &str, changes: &[FileChange]) -> Result<(), FilesError> {
        if changes.is_empty() {
            return Ok(());
        }
        let (new, old) = (self.incoming(), self.kept());
        for folder in [&new, &old] {
            self.disk.clear(folder).map_err(failed(folder, "cleared"))?;
            self.disk.create_folder(folder).map_err(failed(folder, "created"))?;
        }
        for (number, change) in changes.iter().enumerate() {
            inside(&self.root, &change.path)?;
            let path = new.join(number.to_string());
            if let Some(content) = &change.content {
                self.disk.write(&path, content).map_err(failed(&path, "written"))?;
            }
        }
        let text: String = std::iter::once(page)
            .chain(changes.iter().map(|change| change.path.as_str()))
            .flat_map(|line| [line, "\n"])
            .collect();
        let (part, journal) = (new.join("journal"), self.root.join(JOURNAL));
        self.disk.write(&part, text.as_bytes()).map_err(failed(&part, "written"))?;
        self.disk.rename(&part, &journal).map_err(failed(&journal, "written"))
    }

    fn put_all(&self, changes: &[FileChange]) -> Result<(), FilesError> {
        let (new, old) = (self.incoming(), self.kept());
        for (number, change) in changes.iter().enumerate() {
            let name = number.to_string();
            if let Err(cause) = self.put(change, &new.join(&name), &old.join(&name)) {
                return Err(self.undo(&changes[..=number], &old, cause));
            }
        }
        Ok(())
    }

    fn put(&self, change: &FileChange, new: &Path, old: &Path) -> Result<(), FilesError> {
        let path = self.root.join(&change.path);
        if change.content.is_none() {
            return self.disk.rename(&path, old).map_err(failed(&path, "removed"));
        }
        if let Some(folder) = path.parent() {
            self.disk.create_folder(folder).map_err(failed(folder, "created"))?;
        }
        let found = fs::symlink_metadata(&path);
        if found.as_ref().is_ok_and(fs::Metadata::is_file) {
            self.keep(&path, old).map_err(failed(&path, "kept"))?;
        } else if found.is_ok_and(|found| found.is_symlink()) {
            self.disk.rename(&path, old).map_err(failed(&path, "kept"))?;
        }
        self.disk.rename(new, &path).map_err(failed(&path, "written"))
    }

    /// Keeps the old file under a second name, so that a file with the first name exists at any time. If the file system has no hard
    /// links, the file is copied to a third name and renamed when the copy is complete.
    fn keep(&self, path: &Path, old: &Path) -> std::io::Result<()> {
        if self.disk.link(path, old).is_ok() {
            return Ok(());
        }
        let part = old.with_extension("part");
        self.disk.copy(path, &part)?;
        self.disk.rename(&part, old)
    }

    /// Undoes the changes, the last of which failed. Returns the error to report.
    fn undo(&self, changes: &[FileChange], old: &Path, cause: FilesError) -> FilesError {
        let mut first = None;
        for (number, change) in changes.iter().enumerate().rev() {
            let (path, kept) = (self.root.join(&change.path), old.join(number.to_string()));
            let undone = if fs::symlink_metadata(&kept).is_ok() {
                let folder = path.parent().map_or(Ok(()), |folder| self.disk.create_folder(folder));
                folder.and_then(|()| self.disk.rename(&kept, &path))
            } else if number + 1 < changes.len() && change.content.is_some() {
                self.disk.remove_file(&path)
            } else {
                Ok(())
            };
            if let Err(error) = undone {
                first.get_or_insert(failed(&path, "restored")(error));
            }
        }
        match first {
            Some(undo) => FilesError::Torn { cause: Box::new(cause), undo: Box::new(undo) },
            None => cause,
        }
    }

    /// Removes the folders of a removed file if they are empty. A folder that cannot be removed stays, which does no harm.
    fn prune(&self, path: &str) {
        let path = self.root.join(path);
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            let empty = fs::read_dir(folder).map(|mut entries| entries.next().is_none());
            match empty {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Ok(true) if self.disk.remove_folder(folder).is_ok() => {}
                Ok(_) | Err(_) => break,
            }
        }
    }
}
