//! The page as MDX: the same content gives the same files in every notation.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test that cannot set itself up fails")]

#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use console_events_codegen::catalog::Catalog;
use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::{documented_files, to_files};
use console_events_codegen::report::{DETAILS, SUMMARY};
use console_events_codegen::workspace::Workspace;
use render::{Style, mdx};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured")
}

fn captured() -> Page {
    Workspace::new(root()).captured(None, false).unwrap()
}

fn page(text: &str) -> Page {
    Page::new("page.mdx", text.as_bytes().to_vec(), None).unwrap()
}

fn catalog(page: &Page) -> Catalog {
    extract(page).unwrap_or_else(|error| panic!("{error}\n{}", page.text()))
}

/// The files that come of a page; of those that are generated, all or none.
fn derived(page: Page, generated: bool) -> BTreeMap<String, String> {
    let reading = Workspace::new(root()).read(page).unwrap();
    if generated {
        return reading.derived().unwrap();
    }
    let mut files = documented_files(reading.page.text(), &reading.catalog);
    files.extend(to_files(&reading.outcome.reconciled));
    let texts = console_events_codegen::report::reconciliation(reading.report(&[]));
    files.extend(texts.into_iter().map(|(path, text)| (path, text.finish().into())));
    files
}

/// Tells the first line that differs, not the whole files.
fn same(wanted: &str, found: &str, what: &str) {
    let pair = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
    assert_eq!(pair, None, "{what}");
    assert_eq!(wanted.len(), found.len(), "{what}");
}

fn styles() -> Vec<Style> {
    let base = Style::default();
    let mut styles = vec![base.clone()];
    for turned in 1..5 {
        styles.push(Style { turned, ..base.clone() });
    }
    styles.extend([
        Style { quote: '\'', ..base.clone() },
        Style { line_end: "\r\n", byte_order_mark: true, ..base.clone() },
        Style { line_end: "\r", ..base.clone() },
        Style { comments: true, ..base.clone() },
        Style { loose: false, ..base.clone() },
        Style { margin: "      ", ..base.clone() },
        Style { margin: "\t\t", loose: false, comments: true, ..base.clone() },
        Style { margin: "\u{a0}\u{a0}", blank: "\u{a0}", ..base.clone() },
        Style { blank: "  \t", trailing: "  ", ..base.clone() },
        Style { blank: "\u{200b} ", trailing: "\u{a0}\u{200b}", ..base.clone() },
        Style { fence: "~~~~", heading: "##", ..base.clone() },
        Style { labels_at_tabs: true, admonitions: false, ..base },
    ]);
    styles
}

#[test]
fn the_same_content_gives_the_same_files() {
    let source = captured();
    let documented = catalog(&source);
    let wanted = [false, true].map(|generated| derived(source.clone(), generated));
    assert!(wanted[1].len() > wanted[0].len() && wanted[0].contains_key("RECONCILIATION.md"));
    for (index, style) in styles().into_iter().enumerate() {
        let page = page(&mdx(&source, &documented, &style));
        assert_eq!(page.format(), PageFormat::Mdx, "{style:?}");
        // The generated crate comes of the rest; to make it takes longest.
        let generated = index % 6 == 0;
        let wanted = &wanted[usize::from(generated)];
        let found = derived(page, generated);
        for (path, text) in wanted {
            // The report tells findings in the order of the page.
            if !(path == SUMMARY || path.starts_with(DETAILS)) || style.turned == 0 {
                same(text, found.get(path).map_or("", String::as_str), &format!("{path} of {style:?}"));
            }
        }
        assert_eq!(found.len(), wanted.len(), "{style:?}");
    }
}

/// What the page is found to say, and what is found to be wrong with it, each with its line.
fn findings_of(page: &Page) -> String {
    use std::fmt::Write as _;
    let catalog = catalog(page);
    let mut told = String::new();
    let at = |span: console_events_codegen::page::Span| page.position(span.start);
    for event in &catalog.events {
        let since = event.since.as_ref().map_or("-", |since| since.text.as_str());
        writeln!(told, "{} {} | {} | since {since}", at(event.title.span), event.key, event.title.text).unwrap();
        for paragraph in &event.description {
            writeln!(told, "  {} {}", at(paragraph.span), paragraph.text).unwrap();
        }
        for row in event.table.iter().flat_map(|table| &table.rows) {
            let cells = [&row.name, &row.kind, &row.description].map(|cell| cell.text.as_str());
            writeln!(told, "  {} | {}", at(row.name.span), cells.join(" | ")).unwrap();
        }
        let own = [("example".to_owned(), &event.example), ("schema".to_owned(), &event.schema)];
        let resources = event.resources.iter().flat_map(|it| {
            [(format!("{} schema", it.name), &it.schema), (format!("{} example", it.name), &it.example)]
        });
        for (name, block) in own.into_iter().chain(resources) {
            let Some(block) = block else { continue };
            let notes: Vec<_> = block.notes.iter().map(|note| note.text.as_str()).collect();
            let value = block.value().map_or("unreadable".into(), ToString::to_string);
            writeln!(told, "  {} {name}: {value} {notes:?}", at(block.span)).unwrap();
        }
    }
    for finding in lint::lint(page, &catalog) {
        writeln!(told, "{} {}: {}", at(finding.span), finding.rule, finding.message).unwrap();
    }
    told
}

#[test]
fn a_page_as_upstream_writes_them() {
    let text = include_str!("fixtures/workshop.mdx");
    insta::assert_snapshot!("workshop", findings_of(&page(text)));
}

#[test]
fn findings_point_at_their_line_and_column_however_the_page_is_written() {
    let source = captured();
    let documented = catalog(&source);
    let found = |style: &Style| {
        let page = page(&mdx(&source, &documented, style));
        let findings = lint::lint(&page, &catalog(&page));
        let place = |finding: &console_events_codegen::diagnostic::Diagnostic| {
            let at = page.position(finding.span.start);
            (finding.rule, at.line, at.column)
        };
        for finding in findings.iter().filter(|finding| finding.rule == "example-event-name") {
            let at = page.position(finding.span.start);
            let line = page.text().split(['\n', '\r']).filter(|_| !style.line_end.contains("\r\n")).nth(at.line - 1);
            if let Some(line) = line {
                assert!(line.contains("\"eventName\""), "{line}");
                assert!(line.chars().skip(at.column - 1).collect::<String>().starts_with('"'), "{line} {at}");
            }
            assert!(page.slice(finding.span).starts_with('"') && page.slice(finding.span).ends_with('"'));
        }
        findings.iter().map(place).collect::<Vec<_>>()
    };
    let base = found(&Style::default());
    assert!(base.iter().filter(|(rule, ..)| *rule == "example-event-name").count() == 2, "{base:?}");
    assert_eq!(found(&Style { line_end: "\r\n", byte_order_mark: true, ..Style::default() }), base);
    assert_eq!(found(&Style { line_end: "\r", trailing: " \t", ..Style::default() }), base);
    let indented = found(&Style { margin: "\t  ", ..Style::default() });
    for ((rule, line, column), moved) in base.iter().zip(indented) {
        let inside = ["prose", "title"].iter().all(|word| !rule.contains(word));
        assert!(
            moved.1 == *line && (moved.2 == *column || inside && moved.2 == column + 3),
            "{rule} {line}:{column} {moved:?}"
        );
    }
}

/// MDX and the rendered text of the same section say the same.
#[test]
fn a_section_says_the_same_in_both_formats() {
    let json = "{\"eventName\": \"a\", \"payload\": {\"b\": 1}}";
    let cases = [
        // Other header words, further columns, escaped and hidden pipes, entities.
        (
            "| Field | Required | Kind | Meaning |\n|---|---|---|---|\n| `a.b` | yes | string \\| null | see&nbsp;[this](x) &lt;&#123; |",
            "Field | Required | Kind | Meaning\n---|---|---|---\na.b | yes | string | null | see this <{",
        ),
        // Two columns.
        ("Name | Description\n-|-\n`a` | *the* a", "Name | Description\n---|---\na | the a"),
        // Notes, with and without title; lists.
        (
            ":::tip\n\nMind it.\n\n:::\n\n:::danger Hot stuff.\nMind it more.\n:::",
            "tip\nMind it.\nHot stuff.\nMind it more.",
        ),
        // Prose that is no table and no JSON, images, hard breaks, comments.
        ("a | b.\n\n![c](d) e.<br/>f {/* g */}h.\\\n**i**_j_.", "a | b.\ne.\nf h.\nij."),
        // Code that is no JSON.
        ("```bash\ncurl -X POST;\n  --data x;\n```", "curl -X POST;\n--data x;"),
        // Lists; only those of numbers show what stands before an item.
        ("- a.\n- b.\n  - c.\n\nSo.\n\n2. d.\n3. f.\n\n   e.", "- a.\n- b.\n- c.\nSo.\n2. d.\n3. f.\ne."),
        // Tags within a line, quotes.
        ("> <b>a</b>b `<c>` <a href='x'>d</a> {'e'} \\<f> {\"g.\"}", "ab <c> d e <f> g."),
    ];
    for (source, rendered) in cases {
        let source = format!(
            "# Events\n\n### It is a\n\nIt happened.\n\n{source}\n\n<Tabs>\n<TabItem value=\"Example\">\n\n```json\n{json}\n```\n\n</TabItem>\n</Tabs>\n"
        );
        let rendered = format!("Events\nIt is a\nIt happened.\n{rendered}\n- Example\n{json}\n");
        let rendered = Page::new("page.txt", rendered.into_bytes(), Some(PageFormat::Rendered)).unwrap();
        let files = |page: &Page| documented_files(page.text(), &catalog(page));
        assert_eq!(files(&page(&source)), files(&rendered), "{source}");
    }
}

#[test]
fn tabs_may_be_nested() {
    let json = "{\"eventName\": \"a\", \"payload\": {}}";
    let text = format!(
        "### A\n\nIt happened.\n\n<Tabs><TabItem label='Outer' value='o'>\n<Tabs>\n<TabItem label=\"Inner\">\n### No title\n~~~\n{json}\n~~~\n\
         </TabItem></Tabs></TabItem></Tabs>\nSo it is."
    );
    let catalog = catalog(&page(&text));
    let event = &catalog.events[0];
    let said: Vec<_> = event.description.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(said, ["It happened.", "So it is."]);
    assert_eq!(event.example.as_ref().unwrap().notes[0].text, "No title");
    assert!(catalog.strays.is_empty());
}
