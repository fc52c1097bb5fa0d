//! Any text is read or refused, by extract, rules and decisions. Every reported place lies within the text.
#![no_main]

use std::sync::LazyLock;

use console_events_codegen::decision::{self, ReadDecisions};
use console_events_codegen::extract::extract;
use console_events_codegen::page::{Page, PageFormat, Span};
use console_events_codegen::workspace::outcome;
use libfuzzer_sys::fuzz_target;

/// The decisions of the checkout, which answer findings of the page from which the seeds are made.
static DECISIONS: LazyLock<ReadDecisions> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/decisions");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let texts =
        files.filter_map(|path| Some((path.to_string_lossy().into_owned(), std::fs::read_to_string(path).ok()?)));
    decision::read(&texts.filter(|(path, _)| path.ends_with(".toml")).collect::<Vec<_>>())
});

fuzz_target!(|input: &[u8]| {
    // The first byte selects the format.
    let Some((first, text)) = input.split_first() else { return };
    let format = match first % 4 {
        0 => None,
        1 => Some(PageFormat::Rendered),
        2 => Some(PageFormat::Mdx),
        _ => Some(PageFormat::Html),
    };
    let Ok(page) = Page::new("page", text.to_vec(), format) else { return };
    let Ok(catalog) = extract(&page) else { return };
    let within = |span: Span| {
        assert!(span.start <= span.end && page.text().get(span.start..span.end).is_some(), "{span:?}");
    };
    for event in &catalog.events {
        within(event.span);
        within(event.title.span);
        for block in event.example.iter().chain(&event.schema) {
            within(block.span);
            match &block.json {
                Ok(json) => json.places.values().for_each(|place| within(place.value)),
                Err(error) => within(error.span),
            }
        }
    }
    catalog.strays.iter().for_each(|stray| within(stray.span));
    for judged in outcome(&page, &catalog, &DECISIONS).findings {
        within(judged.diagnostic.span);
        judged.diagnostic.related.iter().for_each(|(span, _)| within(*span));
    }
});
