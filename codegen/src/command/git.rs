//! What git knows of the checkout: the files of a revision, and its tags. Only ever read.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use console_events_codegen::files::LARGEST;

/// The repository in which a checkout lies.
pub(super) struct Git {
    root: PathBuf,
    /// The checkout's folder in the repository: empty, or ending in `/`.
    prefix: String,
}

/// The files of one revision.
pub(super) struct Tree<'a> {
    git: &'a Git,
    hash: String,
}

impl Git {
    /// The repository of a checkout; none where there is none.
    pub(super) fn open(root: &Path) -> Result<Option<Self>> {
        let mut git = Self { root: root.to_owned(), prefix: String::new() };
        let found = git.ask(&["rev-parse", "--show-prefix"])?;
        Ok(found.map(|prefix| {
            prefix.trim_end_matches('\n').clone_into(&mut git.prefix);
            git
        }))
    }

    /// The tree that a revision names; none where it names none.
    pub(super) fn tree(&self, revision: &str) -> Result<Option<Tree<'_>>> {
        // What begins with a dash would be an option to git; a range names two revisions.
        if revision.is_empty() || revision.starts_with('-') {
            return Ok(None);
        }
        let hash = self.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")])?;
        Ok(hash.map(|hash| Tree { git: self, hash: hash.trim().to_owned() }))
    }

    /// The tags that the current commit contains.
    pub(super) fn tags(&self) -> Result<Vec<String>> {
        let tags = self.ask(&["tag", "--merged", "HEAD"])?;
        Ok(tags.unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// The names of all branches and tags.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.ask(&["for-each-ref", "--format=%(refname:short)"]).ok().flatten();
        names.unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// What git answers on standard output; none where it says no.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>> {
        let output = self.command(arguments).output().context("git cannot be run; it is needed for revisions")?;
        let text = String::from_utf8(output.stdout).context("git did not answer in UTF-8")?;
        Ok(output.status.success().then_some(text))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments);
        command
    }
}

/// Refuses a file that is too large to be read.
fn small(path: &str, size: &str) -> Result<()> {
    match size.parse::<u64>() {
        Ok(size) if size <= LARGEST => Ok(()),
        Ok(size) => {
            bail!("`{path}` of the revision has {size} bytes, more than {LARGEST}; no page or schema of events has")
        }
        Err(_) => bail!("git says `{size}` for the size of `{path}`"),
    }
}

impl Tree<'_> {
    /// The text of one file; none where there is no such file.
    pub(super) fn file(&self, path: &str) -> Result<Option<String>> {
        let name = format!("{}:{}{path}", self.hash, self.git.prefix);
        let Some(size) = self.git.ask(&["cat-file", "-s", &name])? else { return Ok(None) };
        small(path, size.trim())?;
        self.git.ask(&["cat-file", "blob", &name])
    }

    /// The texts of the files below a folder whose names end so, by their path in it.
    pub(super) fn files(&self, folder: &str, ending: &str) -> Result<BTreeMap<String, String>> {
        let folder = format!("{}{folder}/", self.git.prefix);
        let listed = self.git.ask(&["ls-tree", "-r", "-z", "-l", "--full-tree", &self.hash, "--", &folder])?;
        let listed = listed.unwrap_or_default();
        // `mode type hash size`, a tab, the path.
        let entries = listed.split('\0').filter_map(|entry| entry.split_once('\t'));
        let mut paths = Vec::new();
        for (entry, path) in entries.filter(|(_, path)| path.ends_with(ending)) {
            if !entry.starts_with("100") {
                bail!("`{path}` of the revision is not a regular file; replace the link by the file itself");
            }
            small(path, entry.rsplit(' ').next().unwrap_or_default())?;
            paths.push(path);
        }
        let names: Vec<String> = paths.iter().map(|path| format!("{}:{path}\n", self.hash)).collect();
        let texts = self.batch(names.concat())?;
        Ok(paths.iter().map(|path| path[folder.len()..].to_owned()).zip(texts).collect())
    }

    /// Many files with one call of git.
    fn batch(&self, names: String) -> Result<Vec<String>> {
        let mut command = self.git.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("git cannot be run")?;
        let mut input = child.stdin.take().context("git takes no input")?;
        let writer = std::thread::spawn(move || input.write_all(names.as_bytes()));
        let output = child.wait_with_output().context("git did not answer")?.stdout;
        // Where git stopped reading, the answer below is short and says so.
        let _ = writer.join();
        let mut texts = Vec::new();
        let mut rest = &output[..];
        while !rest.is_empty() {
            let broken = "git broke off while it read a revision";
            let end = rest.iter().position(|&byte| byte == b'\n').context(broken)?;
            let head = String::from_utf8_lossy(&rest[..end]);
            let Some(size) = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()) else {
                bail!("git cannot read `{head}`");
            };
            let text = rest.get(end + 1..end + 1 + size).context(broken)?;
            texts.push(String::from_utf8(text.to_vec()).context("a file of the revision is not UTF-8 text")?);
            rest = rest.get(end + 2 + size..).unwrap_or_default();
        }
        Ok(texts)
    }
}
