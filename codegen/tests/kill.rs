//! `sync` killed at any moment: the next `sync` gives the same tree as an undisturbed one, and commands in between report the interruption.
//!
//! `KILLS` is the number of kills. The unit tests of `files` stop the writer at each single operation.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "support/copy.rs"]
mod copy;

use std::process::Stdio;
use std::time::{Duration, Instant};

use copy::{Checkout, Tree};

/// A page on which an event is new, and one is gone.
fn edited(page: &str) -> String {
    let start = page.find("Service Created\n").unwrap();
    let end = page.find("Configuration saved\n").unwrap();
    let event =
        page[start..end].replace("Service Created", "Socket Created").replace("service_created", "socket_created");
    [&page[..start], &event, &page[end..]].concat()
}

/// The decisions for it.
fn decide(checkout: &Checkout) {
    let folder = checkout.path().join("schemas/decisions");
    let text = std::fs::read_to_string(folder.join("service_created.toml")).unwrap();
    std::fs::remove_file(folder.join("service_created.toml")).unwrap();
    std::fs::write(folder.join("socket_created.toml"), text.replace("service", "socket").replace("Service", "Socket"))
        .unwrap();
}

#[test]
fn killed_at_any_moment_the_next_sync_gives_the_same_tree() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let checkout = Checkout::committed();
    let page = edited(&checkout.page());
    decide(&checkout);
    let before = checkout.tree();
    let path = checkout.beside(&page);
    let started = Instant::now();
    let output = checkout.run(&["sync", &path]);
    let whole = started.elapsed();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let after = checkout.tree();
    assert_ne!(before, after);
    let (mut torn, mut told) = (0, 0);
    for kill in 0..kills {
        checkout.restore(&before);
        checkout.beside(&page);
        // Half of them anywhere, half while files are put in place.
        stop(&checkout, &path, whole * (kill / 2) / kills.div_ceil(2), kill % 2 == 1);
        let between = checkout.tree();
        whole_files(&between, &before, &after);
        if between != before && between != after {
            torn += 1;
            let lint = checkout.run(&["lint"]);
            told += u32::from(String::from_utf8_lossy(&lint.stderr).contains("interrupted"));
            assert_eq!(checkout.run(&["check"]).status.code(), Some(1), "a gate that is open on a torn tree");
        }
        assert_eq!(checkout.run(&["sync", &path]).status.code(), Some(0));
        assert_eq!(differing(&checkout.tree(), &after), Vec::<String>::new(), "kill {kill}");
        assert!(!checkout.path().join(".sync/page").exists());
        let check = checkout.run(&["check"]);
        assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
        assert!(check.stderr.is_empty(), "{}", String::from_utf8_lossy(&check.stderr));
    }
    println!("{kills} kills, {torn} of them between two files, {told} told");
    assert_eq!(torn, told);
}

/// Without a page, the captured one counts: the old, or the new where that came in before the end.
#[test]
fn killed_at_any_moment_a_sync_without_a_page_makes_the_tree_whole() {
    let checkout = Checkout::committed();
    let page = checkout.page().replace("when a Project is created successfully", "as soon as a Project is there");
    let before = checkout.tree();
    let path = checkout.beside(&page);
    assert_eq!(checkout.run(&["sync", &path]).status.code(), Some(0));
    let after = checkout.tree();
    for kill in 0..6 {
        checkout.restore(&before);
        checkout.beside(&page);
        stop(&checkout, &path, Duration::from_micros(300) * kill, true);
        assert_eq!(checkout.run(&["sync"]).status.code(), Some(0));
        let now = checkout.tree();
        let new = now["schemas/page/console-events.txt"] == page.as_bytes();
        assert_eq!(differing(&now, if new { &after } else { &before }), Vec::<String>::new(), "kill {kill}");
    }
}

/// Kills `sync` after a while: from its start, or from when it begins to put files in place.
fn stop(checkout: &Checkout, page: &str, after: Duration, in_place: bool) {
    let mut child = checkout.command(&["sync", page]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = checkout.path().join(".sync/page");
    while in_place && !journal.exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    std::thread::sleep(if in_place { after / 100 } else { after });
    let _ = child.kill();
    child.wait().unwrap();
}

/// Every file is as before or as after, never in part.
fn whole_files(between: &Tree, before: &Tree, after: &Tree) {
    for (path, content) in between.iter().filter(|(path, _)| !path.ends_with('/')) {
        assert!([before.get(path), after.get(path)].contains(&Some(content)), "{path} is half written");
    }
}

fn differing(one: &Tree, other: &Tree) -> Vec<String> {
    let paths = one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path));
    paths.cloned().collect()
}
