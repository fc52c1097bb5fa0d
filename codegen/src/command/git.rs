//! Reads files of a revision, tags and branches from git. Never writes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use console_events_codegen::files::LARGEST;

/// The repository that contains the checkout.
pub(super) struct Git {
    root: PathBuf,
    /// The checkout's folder in the repository: empty, or with a `/` at the end.
    prefix: String,
}

/// The files of one revision.
pub(super) struct Tree<'a> {
    git: &'a Git,
    hash: String,
}

impl Git {
    /// The repository that contains the checkout, if there is one.
    pub(super) fn open(root: &Path) -> Result<Option<Self>> {
        let mut git = Self { root: root.to_owned(), prefix: String::new() };
        let found = git.ask(&["rev-parse", "--show-prefix"])?;
        Ok(found.map(|prefix| {
            prefix.trim_end_matches('\n').clone_into(&mut git.prefix);
            git
        }))
    }

    /// The tree of a revision, if the revision exists.
    pub(super) fn tree(&self, revision: &str) -> Result<Option<Tree<'_>>> {
        // git would read a leading dash as an option, and a range names two revisions.
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

    /// The standard output of git; none if git fails.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>> {
        let output = self
            .command(arguments)
            .output()
            .context("cannot run git, which is needed to read revisions; install git")?;
        let text = String::from_utf8(output.stdout).context("the output of git is not UTF-8")?;
        Ok(output.status.success().then_some(text))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments);
        command
    }
}

/// Refuses files that are too large.
fn small(path: &str, size: &str) -> Result<()> {
    match size.parse::<u64>() {
        Ok(size) if size <= LARGEST => Ok(()),
        Ok(size) => {
            bail!("`{path}` of the revision has {size} bytes, expected at most {LARGEST}")
        }
        Err(_) => bail!("expected the size of `{path}` from git, found `{size}`"),
    }
}

impl Tree<'_> {
    /// The text of a file; none if the file does not exist.
    pub(super) fn file(&self, path: &str) -> Result<Option<String>> {
        let name = format!("{}:{}{path}", self.hash, self.git.prefix);
        let Some(size) = self.git.ask(&["cat-file", "-s", &name])? else { return Ok(None) };
        small(path, size.trim())?;
        self.git.ask(&["cat-file", "blob", &name])
    }

    /// The texts of the files below a folder whose names end with `ending`, by their path in the folder.
    pub(super) fn files(&self, folder: &str, ending: &str) -> Result<BTreeMap<String, String>> {
        let folder = format!("{}{folder}/", self.git.prefix);
        let listed = self.git.ask(&["ls-tree", "-r", "-z", "-l", "--full-tree", &self.hash, "--", &folder])?;
        let listed = listed.unwrap_or_default();
        // A line of the list: `mode type hash size`, a tab, the path.
        let entries = listed.split('\0').filter_map(|entry| entry.split_once('\t'));
        let mut paths = Vec::new();
        for (entry, path) in entries.filter(|(_, path)| path.ends_with(ending)) {
            if !entry.starts_with("100") {
                bail!("`{path}` of the revision is not a regular file; commit the file itself in place of the link");
            }
            small(path, entry.rsplit(' ').next().unwrap_or_default())?;
            paths.push(path);
        }
        let names: Vec<String> = paths.iter().map(|path| format!("{}:{path}\n", self.hash)).collect();
        let texts = self.batch(names.concat())?;
        Ok(paths.iter().map(|path| path[folder.len()..].to_owned()).zip(texts).collect())
    }

    /// Reads many files with one call of git.
    fn batch(&self, names: String) -> Result<Vec<String>> {
        let mut command = self.git.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run git")?;
        let mut input = child.stdin.take().context("cannot write to git")?;
        let writer = std::thread::spawn(move || input.write_all(names.as_bytes()));
        let output = child.wait_with_output().context("cannot read the output of git")?.stdout;
        // If git stopped reading, its output is too short, which is reported below.
        let _ = writer.join();
        let mut texts = Vec::new();
        let mut rest = &output[..];
        while !rest.is_empty() {
            let broken = "git ended while it was reading a revision";
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
