//! The operations that change the disk, one function each, so that a test can interrupt each of them.

use std::fs;
use std::io;
use std::path::Path;

#[cfg(test)]
use super::tests::fault::Fault;

/// The disk.
#[derive(Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    pub(super) fault: Fault,
}

impl Disk {
    /// A test can make the operation stop or fail here, after a part of it was done.
    #[cfg(test)]
    fn allowed(&self, part: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        self.fault.allowed(part)
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the other half of the one above")]
    fn allowed(&self, _part: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.allowed(|| fs::write(path, &content[..content.len() / 2]))?;
        fs::write(path, content)
    }

    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.allowed(|| Ok(()))?;
        fs::hard_link(from, to)
    }

    pub(super) fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.allowed(|| fs::write(to, "a part"))?;
        fs::copy(from, to).map(|_| ())
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.allowed(|| Ok(()))?;
        fs::rename(from, to)
    }

    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.allowed(|| Ok(()))?;
        fs::create_dir_all(path)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.allowed(|| Ok(()))?;
        fs::remove_file(path)
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.allowed(|| Ok(()))?;
        fs::remove_dir(path)
    }

    /// Removes a folder with everything in it. A folder that does not exist is not an error.
    pub(super) fn clear(&self, path: &Path) -> io::Result<()> {
        let first = || fs::read_dir(path).into_iter().flatten().flatten().next();
        self.allowed(|| first().map_or(Ok(()), |entry| fs::remove_file(entry.path())))?;
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}
