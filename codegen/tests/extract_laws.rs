//! Laws for any text: it is read or refused, without a panic, in a short time, and every reported place is within it.
//!
//! `PROPTEST_CASES` is the number of texts.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "support/edits.rs"]
mod edits;
#[allow(unreachable_pub, missing_docs, clippy::pedantic)]
#[path = "support/render.rs"]
mod render;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use console_events_codegen::catalog::{Block, Catalog, PageText};
use console_events_codegen::decision::{self, ReadDecisions};
use console_events_codegen::page::{Page, PageFormat, Span};
use console_events_codegen::workspace::outcome;
use console_events_codegen::{emit, extract, lower, reconcile};
use edits::Edit;
use proptest::prelude::*;

/// Far more than any of these texts takes, in a build that is not optimised, on a machine with other things to do.
const LONGEST: Duration = Duration::from_secs(120);

static RENDERED: LazyLock<String> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captured/schemas/page/console-events.txt");
    std::fs::read_to_string(path).unwrap()
});

static MDX: LazyLock<String> = LazyLock::new(|| {
    let page = Page::new("page.txt", RENDERED.clone().into_bytes(), None).unwrap();
    render::mdx(&page, &extract::extract(&page).unwrap(), &render::Style::default())
});

static DECISIONS: LazyLock<ReadDecisions> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captured/schemas/decisions");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let named = files.map(|path| (path.to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()));
    decision::read(&named.collect::<Vec<_>>())
});

/// The whole way from bytes to a crate, as far as it goes.
fn read(bytes: &[u8], format: Option<PageFormat>, to_the_end: bool) {
    let started = Instant::now();
    let Ok(page) = Page::new("page.txt", bytes.to_vec(), format) else { return };
    let Ok(catalog) = extract::extract(&page) else { return };
    let lines = Lines::of(&page);
    within(&lines, &catalog);
    let outcome = outcome(&page, &catalog, &DECISIONS);
    for judged in &outcome.findings {
        let diagnostic = &judged.diagnostic;
        for span in std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|(span, _)| *span)) {
            lines.hold(span);
        }
    }
    for stale in &outcome.stale {
        stale.span.into_iter().for_each(|span| lines.hold(span));
    }
    if to_the_end {
        reconcile::documented_files(page.text(), &catalog);
        reconcile::to_files(&outcome.reconciled);
        emit::emit(&lower::lower(&outcome.reconciled).unwrap(), "digest").unwrap();
    }
    assert!(started.elapsed() < LONGEST, "{:?}", started.elapsed());
}

/// A page, and how many characters each of its lines has.
struct Lines<'p> {
    page: &'p Page,
    lengths: Vec<usize>,
}

impl<'p> Lines<'p> {
    fn of(page: &'p Page) -> Self {
        let text = page.text().replace("\r\n", "\n").replace('\r', "\n");
        Self { page, lengths: text.split('\n').map(|line| line.chars().count()).collect() }
    }

    /// A span is text of the page, and its line and column are there.
    fn hold(&self, span: Span) {
        let text = self.page.text();
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {}", text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
        for at in [span.start, span.end] {
            let position = self.page.position(at);
            // Behind the last character a line end may stand, of two characters at the most.
            let there =
                self.lengths.get(position.line - 1).is_some_and(|length| (1..=length + 2).contains(&position.column));
            assert!(there, "{position} at {at}");
        }
    }
}

/// Every origin of the catalog.
fn within(lines: &Lines<'_>, catalog: &Catalog) {
    let texts = |texts: &[PageText]| texts.iter().for_each(|text| lines.hold(text.span));
    let block = |block: &Block| {
        lines.hold(block.span);
        texts(&block.notes);
        match &block.json {
            Ok(json) => {
                for place in json.places.values() {
                    lines.hold(place.value);
                    place.key.into_iter().for_each(|key| lines.hold(key));
                }
                let spans = json.comments.iter().chain(&json.trailing_commas).copied();
                let spans = spans.chain(json.placeholders.iter().map(|placeholder| placeholder.span));
                spans.chain(json.duplicate_keys.iter().map(|spot| spot.span)).for_each(|span| lines.hold(span));
            }
            Err(error) => lines.hold(error.span),
        }
    };
    for table in catalog.envelope.iter().chain(catalog.events.iter().filter_map(|event| event.table.as_ref())) {
        lines.hold(table.span);
        texts(&table.header);
        for row in &table.rows {
            lines.hold(row.span);
            texts(&[row.name.clone(), row.kind.clone(), row.description.clone()]);
        }
    }
    for event in &catalog.events {
        lines.hold(event.span);
        texts(std::slice::from_ref(&event.title));
        texts(event.since.as_slice());
        texts(&event.description);
        event.example.iter().chain(&event.schema).for_each(block);
        event.resources.iter().flat_map(|resource| resource.schema.iter().chain(&resource.example)).for_each(block);
    }
    catalog.strays.iter().for_each(|stray| lines.hold(stray.span));
}

/// As many as the variable says, else `cases`.
fn cases(cases: u32) -> ProptestConfig {
    let set = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: set.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}

/// Pieces of which pages are made, and of which they are not.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\n",
        "\n\n",
        " ",
        "|",
        "---|---|",
        "...",
        "{...}",
        "//",
        "/*",
        "*/",
        "\\",
        "-",
        "- ",
        "# ",
        "### ",
        "```",
        "```json",
        "<Tabs>",
        "</Tabs>",
        "<TabItem value=\"a\" label=\"b\">",
        "</TabItem>",
        ":::note",
        ":::",
        "Property | Value | Description |",
        "eventName",
        "\"eventName\": \"x_y\"",
        "\"payload\": {",
        "\"properties\": {",
        "\"type\": \"object\"",
        "\"$ref\": \"#\"",
        "\"required\": [",
        "Available from v1.2.3",
        "import x from 'y'",
        "<!--",
        "-->",
        "{/*",
        "*/}",
        "é",
        "\u{a0}",
        "\u{feff}",
        "\r\n",
        "\t",
        "1e999",
        "-0",
        "null",
        "true",
        "\u{1F600}",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes, None, true);
    }

    #[test]
    fn any_text_is_read_or_refused(text in soup(), format in prop::sample::select(vec![None, Some(PageFormat::Rendered), Some(PageFormat::Mdx)])) {
        read(text.as_bytes(), format, true);
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn an_edited_page_is_read_or_refused(edits in prop::collection::vec(any::<Edit>(), 1..6), source in any::<bool>(), to_the_end in 0..4_u8) {
        let page = if source { &*MDX } else { &*RENDERED };
        let edited = edits.iter().fold(page.clone().into_bytes(), |page, edit| edit.apply(&page));
        read(&edited, None, to_the_end == 0);
    }
}

/// Text that is made to take long: deep, wide, or never closed.
#[test]
fn no_text_takes_long() {
    let times = 8_000;
    for part in [
        "{",
        "[",
        "{\"a\":",
        "[[",
        "{...}",
        "{\n",
        "\"",
        "//",
        "/*",
        "- x\n",
        "a|b\n---|---\n",
        "|",
        "```\n",
        "<Tabs>",
        "{/*",
        ":::note\n",
        "# a\n",
        "\\",
        "{\"a\": 1,\n",
    ] {
        for format in [PageFormat::Rendered, PageFormat::Mdx] {
            let text =
                ["Title\n", &part.repeat(times / part.len()), "\n", &RENDERED[..4000.min(RENDERED.len())]].concat();
            read(text.as_bytes(), Some(format), false);
        }
    }
}
