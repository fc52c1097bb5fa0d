//! A checkout that somebody else has prepared: links, pipes, devices, files without an end, a forged journal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use checkout::{Checkout, check, page, plain, text};
use serde_json::json;

/// The message of a command that must be refused at once.
fn refused(checkout: &Checkout, arguments: &[&str]) -> String {
    let started = Instant::now();
    let message = checkout.refused(arguments);
    assert!(started.elapsed() < Duration::from_secs(20), "{arguments:?} took {:?}", started.elapsed());
    message
}

#[test]
fn a_link_in_the_place_of_the_lock_is_not_followed() {
    let checkout = Checkout::new();
    let victim = checkout.path("victim.txt");
    fs::write(&victim, "kept").unwrap();
    fs::remove_file(checkout.path(".sync/lock")).unwrap();
    symlink(&victim, checkout.path(".sync/lock")).unwrap();
    for command in ["sync", "check"] {
        assert!(refused(&checkout, &[command]).contains("is not a regular file"));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "kept");
    }
    // The whole folder, too, and a link to what is not there yet.
    fs::remove_dir_all(checkout.path(".sync")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), checkout.path(".sync")).unwrap();
    assert!(refused(&checkout, &["sync"]).contains("leads out of the checkout"));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn only_regular_files_are_read() {
    for name in
        ["schemas/decisions/zero.toml", "schemas/page/source.toml", "schemas/page/console-events.txt", ".sync/page"]
    {
        let checkout = Checkout::new();
        let path = checkout.path(name);
        let _ = fs::remove_file(&path);
        symlink("/dev/zero", &path).unwrap();
        let started = Instant::now();
        let output = checkout.run(&["check"]);
        assert!(started.elapsed() < Duration::from_secs(20), "{name}");
        let journal = name == ".sync/page";
        assert!(journal || output.status.code() == Some(2), "{name}: {}", text(&output.stdout));
        assert!(
            journal
                || text(&output.stderr).contains("regular file")
                || text(&output.stderr).contains("no captured page")
        );
    }
    let checkout = Checkout::new();
    let pipe = checkout.path("schemas/decisions/pipe.toml");
    check(&Command::new("mkfifo").arg(&pipe).output().unwrap(), 0);
    assert!(refused(&checkout, &["lint"]).contains("pipe.toml` is not a regular file"));
}

#[test]
fn a_file_without_an_end_is_refused() {
    let checkout = Checkout::new();
    assert!(refused(&checkout, &["lint", "/dev/zero"]).contains("has more than 16777216 bytes"));
    assert!(refused(&checkout, &["diff", "path:/dev/zero"]).contains("has more than 16777216 bytes"));
    let file = fs::File::create(checkout.path("schemas/decisions/large.toml")).unwrap();
    file.set_len(1 << 40).unwrap();
    assert!(refused(&checkout, &["lint"]).contains("large.toml` has more than 16777216 bytes"));
}

#[test]
fn folders_that_lead_elsewhere_are_refused() {
    for folder in ["schemas/decisions", "schemas/reconciled", "schemas/documented", "generated", "generated/payload"] {
        let checkout = Checkout::new();
        let elsewhere = tempfile::tempdir().unwrap();
        let there = elsewhere.path().join("there");
        fs::create_dir(&there).unwrap();
        fs::write(there.join("mine.toml"), "kept").unwrap();
        fs::remove_dir_all(checkout.path(folder)).unwrap();
        symlink(&there, checkout.path(folder)).unwrap();
        for command in ["sync", "check"] {
            assert!(refused(&checkout, &[command]).contains("leads out of the checkout"), "{folder} {command}");
        }
        let left: Vec<_> = fs::read_dir(&there).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["mine.toml"], "{folder}");
        assert_eq!(fs::read_to_string(there.join("mine.toml")).unwrap(), "kept");
    }
}

#[test]
fn a_revision_with_links_or_huge_files_is_refused() {
    let checkout = Checkout::with_git();
    let file = checkout.path("schemas/reconciled/index.json");
    fs::remove_file(&file).unwrap();
    symlink("/dev/zero", &file).unwrap();
    checkout.commit();
    assert!(refused(&checkout, &["diff", "HEAD"]).contains("index.json` of the revision is not a regular file"));
    fs::remove_file(&file).unwrap();
    fs::write(&file, vec![b' '; 16 * 1024 * 1024 + 1]).unwrap();
    checkout.commit();
    assert!(refused(&checkout, &["diff", "HEAD"]).contains("16777217 bytes"));
}

#[test]
fn a_forged_journal_names_nothing_outside() {
    let checkout = Checkout::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let empty = elsewhere.path().join("empty/deep");
    fs::create_dir_all(&empty).unwrap();
    let beside = tempfile::tempdir_in(checkout.path("..")).unwrap();
    fs::create_dir(beside.path().join("empty")).unwrap();
    let relative = format!("../{}/empty/gone", beside.path().file_name().unwrap().to_string_lossy());
    checkout.write(".sync/page", &format!("schemas/page/console-events.txt\n{}/gone\n{relative}\n", empty.display()));
    check(&checkout.run(&["sync"]), 0);
    assert!(empty.exists() && beside.path().join("empty").exists());
    assert!(!checkout.path(".sync/page").exists());
}

#[test]
fn check_beside_sync_sees_whole_trees_only() {
    let checkout = Checkout::new();
    let mut other = plain();
    other["properties"]["model"] = json!({"type": "string", "description": "The device"});
    let pages = [&plain(), &other].map(|payload| page("device_paired", payload));
    let files = [checkout.write("one.txt", &pages[0]), checkout.write("two.txt", &pages[1])];
    std::thread::scope(|scope| {
        let syncs = scope.spawn(|| {
            for round in 0..12 {
                check(&checkout.run(&["sync", &files[round % 2]]), 0);
            }
        });
        let mut checks = 0;
        while !syncs.is_finished() {
            check(&checkout.run(&["check"]), 0);
            checks += 1;
        }
        assert!(checks > 3, "{checks}");
    });
}
