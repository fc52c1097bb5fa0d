//! Changes that are stopped at each of their operations: the process is killed there, or the disk fails there.

pub(super) mod fault;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fault::Fault;

use super::{Writer, differences, interrupted};

type FileTree = BTreeMap<String, Vec<u8>>;

/// Files, and folders with a `/` at the end, but for what the writer has to itself.
fn tree(root: &Path) -> FileTree {
    let mut found = FileTree::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != ".sync" {
                found.insert(name + "/", Vec::new());
                open.push(path);
            } else if path.is_file() {
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

const PAGE: &str = "schemas/page/page.txt";

/// What is there before, and after.
fn old() -> BTreeMap<String, String> {
    files(&[
        ("schemas/a.json", "the old a"),
        ("gone/deep/b.json", "b"),
        ("gone/deep/c.json", "c"),
        (PAGE, "the old page"),
    ])
}

fn new() -> BTreeMap<String, String> {
    files(&[
        ("schemas/a.json", "the new a"),
        ("made/for/it.json", "it"),
        ("made/too.json", "too"),
        (PAGE, "the new page"),
    ])
}

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What `sync` does with a page, the page last.
fn sync(root: &Path, wanted: &BTreeMap<String, String>, fault: Fault) -> (Result<(), super::FilesError>, usize) {
    let mut writer = Writer::lock(root).unwrap();
    writer.disk.fault = fault;
    let mut changes = differences(root, wanted, &["schemas", "gone", "made"]).unwrap();
    changes.sort_by_key(|change| change.path == PAGE);
    let made = writer.apply(PAGE, &changes);
    (made, writer.disk.fault.count())
}

fn before() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    sync(root.path(), &old(), Fault::default()).0.unwrap();
    root
}

/// The trees before and after, and how many operations lie between.
fn undisturbed() -> (FileTree, FileTree, usize) {
    let root = before();
    let from = tree(root.path());
    let (made, count) = sync(root.path(), &new(), Fault::default());
    made.unwrap();
    let to = tree(root.path());
    assert!(to.contains_key("made/for/") && !to.contains_key("gone/"), "{:?}", to.keys());
    (from, to, count)
}

#[test]
fn killed_at_any_operation_the_next_sync_makes_the_tree_whole() {
    let (from, to, count) = undisturbed();
    assert!(count > 20, "{count}");
    for at in 1..=count {
        for (wanted, whole) in [(new(), &to), (old(), &from)] {
            let root = before();
            let _ = sync(root.path(), &new(), Fault::kill(at));
            for (path, content) in tree(root.path()).iter().filter(|(path, _)| !path.ends_with('/')) {
                assert!([from.get(path), to.get(path)].contains(&Some(content)), "{path} is half written ({at})");
            }
            sync(root.path(), &wanted, Fault::default()).0.unwrap();
            assert_eq!(&tree(root.path()), whole, "killed at {at} of {count}");
            assert_eq!(interrupted(root.path()), None);
            assert_eq!(fs::read_dir(root.path().join(".sync")).unwrap().count(), 1, "only the lock stays");
        }
    }
}

#[test]
fn an_interrupted_sync_leaves_word_of_it_as_soon_as_something_changed() {
    let (from, to, count) = undisturbed();
    for at in 1..=count {
        let root = before();
        let _ = sync(root.path(), &new(), Fault::kill(at));
        let now = tree(root.path());
        assert!(now == from || now == to || interrupted(root.path()).as_deref() == Some(PAGE), "{at} of {count}");
    }
}

#[test]
fn where_any_operation_fails_all_changes_are_taken_back() {
    let (from, to, count) = undisturbed();
    let mut refused = 0;
    for at in 1..=count {
        let root = before();
        let (made, _) = sync(root.path(), &new(), Fault::fail(at));
        refused += usize::from(made.is_err());
        assert_eq!(
            tree(root.path()),
            if made.is_ok() { to.clone() } else { from.clone() },
            "failed at {at} of {count}"
        );
        sync(root.path(), &new(), Fault::default()).0.unwrap();
        assert_eq!(tree(root.path()), to, "failed at {at} of {count}");
    }
    assert!(refused > 15, "{refused}");
}

#[test]
fn killed_while_changes_are_taken_back_the_next_sync_makes_the_tree_whole() {
    let (from, to, count) = undisturbed();
    for at in 1..=count {
        for later in [1, 3, 6] {
            for (wanted, whole) in [(new(), &to), (old(), &from)] {
                let root = before();
                let _ = sync(root.path(), &new(), Fault::fail_then_kill(at, at + later));
                sync(root.path(), &wanted, Fault::default()).0.unwrap();
                assert_eq!(&tree(root.path()), whole, "failed at {at}, killed {later} later");
            }
        }
    }
}

/// What cannot be written where it should stand, whoever asks: a folder of that name is in the way.
#[test]
fn a_folder_in_the_place_of_a_file_stops_all() {
    let root = before();
    fs::create_dir_all(root.path().join("made/too.json/inside")).unwrap();
    let from = tree(root.path());
    assert!(sync(root.path(), &new(), Fault::default()).0.is_err());
    assert_eq!(tree(root.path()), from);
}
