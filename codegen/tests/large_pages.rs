//! Pages of one megabyte that once took many seconds. Each is answered or refused with a message. `benches/large` tries many more.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use std::process::{Command, Output};

use checkout::{Checkout, page, plain, text};

const MEGABYTE: usize = 1_000_000;

/// Runs `sync` over the page. The system ends it after 60 seconds of processor time, which quadratic cost would need many times.
fn sync(page: &str) -> Output {
    let checkout = Checkout::new();
    let file = checkout.write("large.txt", page);
    Command::new("sh")
        .args(["-c", "ulimit -t 60; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_console-events-codegen")])
        .args(["--root", &checkout.path(".").to_string_lossy(), "sync", &file])
        .output()
        .unwrap()
}

fn filled(unit: &str) -> String {
    unit.repeat(MEGABYTE / unit.len())
}

#[test]
fn a_page_of_too_many_parts_is_refused_with_words() {
    let rows = (0..MEGABYTE / 24).fold(String::new(), |rows, at| rows + &format!("row{at} | string | words |\n"));
    let with_rows = page("device_paired", &plain()).replace("deviceId | string", &format!("{rows}deviceId | string"));
    for (page, words) in [
        (filled("{}\n"), "headings, paragraphs, tables and blocks of JSON, more than 50000"),
        (page("device_paired", &plain()) + &filled("{//\n"), "blocks of JSON, more than 50000"),
        (page("device_paired", &plain()) + &filled("# a\n"), "blocks of JSON, more than 50000"),
        (with_rows, "rows in its tables, more than 20000"),
    ] {
        let output = sync(&page);
        assert_eq!(output.status.code(), Some(2), "{:?}", output.status);
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
}

#[test]
fn long_names_are_refused_with_words() {
    let (most, more) = ("n".repeat(2048), "n".repeat(2049));
    let row = |name: &str| page("device_paired", &plain()).replace("deviceId | string", &format!("{name} | string"));
    let property = |name: &str| page("device_paired", &plain()).replace("\"deviceId\": {", &format!("\"{name}\": {{"));
    for (page, words) in [
        (page(&more, &plain()), "large.txt:1:1`: an event has a name of 2049 characters, more than 2048"),
        (row(&more), "large.txt:8:1`: a row has a name of 2049 characters, more than 2048"),
        (property(&more), "expected a name of at most 2048 characters, found one of 2049"),
        (row(&filled("www.a.b ")), "characters, more than 2048"),
    ] {
        let output = sync(&page);
        let said = text(&output.stderr) + &text(&output.stdout);
        assert!(matches!(output.status.code(), Some(1 | 2)) && said.contains(words), "{words}: {said}");
    }
    for page in [page(&most, &plain()), row(&most), property(&most)] {
        let output = sync(&page);
        assert!(!text(&output.stderr).contains("2048"), "{}", text(&output.stderr));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", text(&output.stderr));
    }
}

#[test]
fn long_words_and_long_values_are_read() {
    let colons = page("device_paired", &plain()).replace("is paired.", &format!("is paired. {}", filled("::::")));
    let mut payload = plain();
    payload["properties"]["deviceId"]["enum"] = vec!["d".to_owned(), filled("#")].into();
    for page in [colons, page("device_paired", &payload)] {
        let output = sync(&page);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?} {}", output.status, text(&output.stderr));
    }
}
