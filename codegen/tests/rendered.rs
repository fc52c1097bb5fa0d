//! The page as a browser shows it: other blanks, tabs, labels and columns give the same content.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot set itself up fails")]

#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use std::collections::BTreeMap;
use std::path::Path;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::documented_files;
use console_events_codegen::workspace::Workspace;

/// The captured page as rendered text, whichever way it was captured, and what it says.
fn captured() -> (String, BTreeMap<String, String>) {
    let page =
        Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured")).captured(None, false).unwrap();
    let catalog = extract(&page).unwrap();
    (render::text(&page, &catalog, 0), documented_files(page.text(), &catalog))
}

fn read(text: &str) -> (Page, Catalog) {
    let page = Page::new("page.txt", text.as_bytes().to_vec(), None).unwrap();
    assert_eq!(page.format(), PageFormat::Rendered);
    let catalog = extract(&page).unwrap();
    (page, catalog)
}

fn files(text: &str) -> BTreeMap<String, String> {
    let (page, catalog) = read(text);
    documented_files(page.text(), &catalog)
}

fn same(wanted: &BTreeMap<String, String>, found: &BTreeMap<String, String>, what: &str) {
    for (path, text) in wanted {
        let found = found.get(path).map_or("", String::as_str);
        let pair = text.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
        assert_eq!(pair, None, "{path}: {what}");
        assert_eq!(text.len(), found.len(), "{path}: {what}");
    }
    assert_eq!(wanted.len(), found.len(), "{what}");
}

#[test]
fn blanks_of_any_kind_do_not_matter() {
    let (text, wanted) = captured();
    let lines = |change: &dyn Fn(&str) -> String| text.lines().map(change).collect::<String>();
    let variants = [
        ("as it is", text.clone()),
        ("line feeds and carriage returns", text.replace('\n', "\r\n")),
        ("carriage returns", text.replace('\n', "\r")),
        ("a byte-order mark", format!("\u{feff}{text}")),
        ("blanks at the end", lines(&|line| format!("{line} \t\u{a0}\u{200b}\n"))),
        ("blanks at the start", lines(&|line| format!("\t\u{a0} {line}\n"))),
        ("non-breaking blanks", text.replace(' ', "\u{a0}")),
        ("blank lines", text.replace('\n', "\n\u{a0}\n\n")),
        ("no line end at the end", text.trim_end().to_owned()),
    ];
    for (what, variant) in &variants {
        same(&wanted, &files(variant), what);
    }
    let places = |text: &str| {
        let (page, catalog) = read(text);
        let findings = lint::lint(&page, &catalog);
        findings.iter().map(|it| (it.rule, page.position(it.span.start).line)).collect::<Vec<_>>()
    };
    assert_eq!(places(&variants[1].1), places(&text));
    assert_eq!(places(&variants[2].1), places(&text));
    assert_eq!(places(&variants[5].1), places(&text));
}

#[test]
fn tabs_may_stand_in_any_order_under_any_label() {
    let (text, wanted) = captured();
    let (page, catalog) = read(&text);
    for turned in 1..5 {
        same(&wanted, &files(&render::text(&page, &catalog, turned)), &format!("turned by {turned}"));
    }
    let labels: std::collections::BTreeSet<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    assert!(labels.len() > 3);
    for label in labels {
        let lacking: String = text.split_inclusive('\n').filter(|line| line.trim_end() != label).collect();
        same(&wanted, &files(&lacking), &format!("without `{label}`"));
        let renamed = text.replace(&format!("{label}\n"), "- Something else\n");
        same(&wanted, &files(&renamed), &format!("`{label}` renamed"));
    }
    let none: String = text.split_inclusive('\n').filter(|line| !line.starts_with("- ")).collect();
    same(&wanted, &files(&none), "without any label");
    let marked = text.replace("\n- ", "\n• ");
    same(&wanted, &files(&marked), "with other marks");
}

#[test]
fn tables_may_have_other_words_and_columns() {
    let (text, wanted) = captured();
    let header = text.lines().find(|line| line.matches('|').count() > 1).unwrap();
    for words in ["Field | Kind | Meaning |", "| Campo | Tipo | Senso |", "Name | Type | Description"] {
        same(&wanted, &files(&text.replace(header, words)), words);
    }
    let mut between = false;
    let wider = text.lines().map(|line| {
        let cells: Vec<&str> = line.trim_end_matches('|').split('|').collect();
        between = cells.len() > 2 && !line.starts_with(['{', '"']);
        match &cells[..] {
            [name, kind, description] if line == header => format!("{name}| Needed |{kind}|{description}\n"),
            [name, kind, description] if between => format!("{name}| --- |{kind}|{description}\n"),
            _ => format!("{line}\n"),
        }
    });
    let wider: String = wider.collect();
    let found = files(&wider);
    let of_events = |files: &BTreeMap<String, String>| {
        files.clone().into_iter().filter(|(path, _)| path != "page.json").collect::<BTreeMap<_, _>>()
    };
    same(&of_events(&wanted), &of_events(&found), "a further column");
    let (page, catalog) = read(&wider);
    let unread: Vec<_> = catalog.strays.iter().map(|stray| page.slice(stray.span)).collect();
    assert_eq!(unread, vec!["Needed"; 1 + catalog.events.len()], "what is not read is named");
    let findings = lint::lint(&page, &catalog);
    assert!(findings.iter().any(|it| it.rule == "page-unplaced" && it.message.contains("the column `Needed`")));
}

#[test]
fn what_is_outside_the_tabs_is_kept() {
    let json = "{\"eventName\": \"a\", \"payload\": {\"b\": 1}}";
    let text = format!(
        "Events\nIt is a\nIt happened.\n- once\n- twice\nSo it is.\n- Payload\n- Example\nOnly b.\nName | Type | Meaning\n\
         ---|---|---\nb | number | The b\nnote\nAn example.\n{json}\nThat is all.\nIt is no more\nBy far.\n"
    );
    let (_, catalog) = read(&text);
    let event = &catalog.events[0];
    let said: Vec<_> = event.description.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(said, ["It happened.", "once", "twice", "So it is.", "Only b.", "That is all."]);
    assert_eq!(event.title.text, "It is a");
    assert_eq!(event.example.as_ref().unwrap().notes[0].text, "An example.");
    assert_eq!(catalog.strays.len(), 1, "{:?}", catalog.strays);
}
