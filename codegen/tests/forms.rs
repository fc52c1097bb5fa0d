//! The page in every form in which people have it: the same content gives the same files, and what a form lacks is reported once.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    missing_docs,
    reason = "a test that cannot set itself up fails"
)]

#[allow(unreachable_pub, missing_docs)]
#[path = "support/forms.rs"]
mod forms;

#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use std::collections::BTreeMap;
use std::path::Path;

use console_events_codegen::catalog::Catalog;
use console_events_codegen::decision;
use console_events_codegen::diagnostic::Severity;
use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::reconcile::documented_files;
use console_events_codegen::workspace::{Workspace, outcome};
use proptest::prelude::*;

fn read(name: &str, text: &str) -> (Page, Catalog) {
    let page = Page::new(name, text.as_bytes().to_vec(), None).unwrap();
    let catalog = extract(&page).unwrap();
    (page, catalog)
}

fn captured() -> (Page, Catalog) {
    let page =
        Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured")).captured(None, false).unwrap();
    let catalog = extract(&page).unwrap();
    (page, catalog)
}

fn files(name: &str, text: &str) -> BTreeMap<String, String> {
    let (page, catalog) = read(name, text);
    documented_files(page.text(), &catalog)
}

#[test]
fn four_forms_of_one_content_give_the_same_files() {
    let (page, catalog) = captured();
    let wanted = documented_files(page.text(), &catalog);
    for (name, text) in [
        ("page.txt", render::text(&page, &catalog, 0)),
        ("page.mdx", render::mdx(&page, &catalog, &render::Style::default())),
        ("page.html", forms::html(&page, &catalog, false)),
        ("lines.html", forms::html(&page, &catalog, true)),
        ("copied.txt", forms::copied(&page, &catalog, true)),
    ] {
        let found = files(name, &text);
        for (path, wanted) in &wanted {
            assert_eq!(Some(wanted), found.get(path), "{path} of {name}");
        }
        assert_eq!(wanted.len(), found.len(), "{name}");
    }
}

#[test]
fn the_page_captured_from_html_has_the_same_content() {
    let (page, catalog) = captured();
    let (from_html, of_html) = read("page.html", &forms::html(&page, &catalog, false));
    assert_eq!(from_html.format(), PageFormat::Mdx);
    let (again, of_again) = read("captured.mdx", from_html.text());
    assert_eq!(documented_files(from_html.text(), &of_html), documented_files(again.text(), &of_again));
    assert_eq!(from_html.sha256(), again.sha256());
}

#[test]
fn places_are_those_of_the_html() {
    let (page, catalog) = captured();
    for lines in [true, false] {
        let html = forms::html(&page, &catalog, lines);
        let (from_html, of_html) = read("page.html", &html);
        let findings = lint::lint(&from_html, &of_html);
        let names = findings.iter().filter(|finding| finding.rule == "example-event-name");
        let mut seen = 0;
        for finding in names {
            let position = from_html.position(finding.span.start);
            let line = html.split('\n').nth(position.line - 1).unwrap();
            let rest: String = line.chars().skip(position.column - 1).collect();
            let shown = from_html.slice(finding.span).trim_matches('"');
            assert!(
                rest.starts_with(&format!("&quot;{shown}&quot;")),
                "{shown}: {}",
                rest.chars().take(40).collect::<String>()
            );
            seen += 1;
        }
        assert!(seen > 0);
    }
}

#[test]
fn tabs_that_a_browser_did_not_show_are_reported_once() {
    let (page, catalog) = captured();
    let copied = Page::new("copied.txt", forms::copied(&page, &catalog, false).into_bytes(), None).unwrap();
    let copied_catalog = extract(&copied).unwrap();
    let hidden = copied_catalog.hidden.as_ref().unwrap();
    assert_eq!(hidden.groups, catalog.events.len());
    assert!(hidden.labels.contains(&"JSON Schema".to_owned()) && hidden.labels.contains(&"Example".to_owned()));
    // Everything else is read.
    let titles = |catalog: &Catalog| catalog.events.iter().map(|event| event.title.text.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&copied_catalog), titles(&catalog));
    assert!(copied_catalog.events.iter().all(|event| event.table.is_some()));
    let found: Vec<_> = lint::lint(&copied, &copied_catalog);
    let errors: Vec<_> =
        found.iter().filter(|it| it.severity != Severity::Note).map(|it| (it.rule, &it.event)).collect();
    assert_eq!(errors, [("page-tabs-hidden", &None)]);
    // It cannot be decided away, and no old decision is blamed for it.
    let accepted = "[[decision]]\nid = \"a\"\nanswers = [{ rule = \"page-tabs-hidden\", witness = \"prose\" }, { rule = \"json-comment\" }]\nverdict = \"accepted\"\n\
                    reason = \"w\"\n";
    let outcome = outcome(&copied, &copied_catalog, &decision::read(&[("d.toml".to_owned(), accepted.to_owned())]));
    assert!(outcome.blocks_sync() && !outcome.is_clean());
    assert!(outcome.stale.is_empty() && outcome.errors.is_empty());
    // A list of what an event is about hides nothing.
    let (_, listed) = read(
        "page.txt",
        "Robot Made\nIt has\n- an example\n- a schema\n{\"eventName\": \"robot_made\", \"payload\": {}}\n",
    );
    assert_eq!(listed.events.len(), 1);
}

#[test]
fn words_of_html_have_no_meaning_in_mdx() {
    let hostile = [
        "a *b* _c_ `d` {e} <f>",
        "# not a heading",
        "- not a list",
        "1. not a list",
        "import x from 'y'",
        "::: note",
        "| a |",
        "&amp; &lt;b&gt;",
        "[a](b)",
    ];
    for words in hostile {
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let html = format!(
            "<html><body><h3>Robot Made</h3><p>{escaped}</p><pre><code>{{\"eventName\": \"robot_made\", \"payload\": {{\"x\": \"```\"}}}}</code></pre></body></html>"
        );
        let (_, catalog) = read("page.html", &html);
        let said: Vec<_> = catalog.events[0].description.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(said, [words]);
        assert!(catalog.events[0].example.as_ref().unwrap().value().is_some());
    }
}

#[test]
fn elements_that_would_multiply_are_refused() {
    let open = (0..2000).map(|number| format!("<b id=x{number}>")).collect::<Vec<_>>().concat();
    let html = format!("<!doctype html><body>{open}{}", "<p>x".repeat(2000));
    let error = Page::new("page.html", html.into_bytes(), None).unwrap_err();
    assert!(error.to_string().contains("2000 elements"), "{error}");
    // What is closed may be as often as it likes, and as deep as in a browser.
    let nested = |depth: usize| {
        let html = format!("<!doctype html><body>{}{}", "<p><b>x</b>".repeat(2000), "<div>".repeat(depth));
        Page::new("page.html", html.into_bytes(), None).map_err(|error| error.to_string())
    };
    assert!(nested(512).is_ok());
    let error = nested(513).unwrap_err();
    assert!(error.contains("nests more than 512 elements"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any HTML is read or refused, at places within it.
    #[test]
    fn any_html_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<table>", "<tr>", "<td>a", "</td>", "</table>", "<pre>", "</pre>", "<code class=language-json>", "<br>", "<h3>", "</h3>",
        "<ul role=tablist>", "<li role=tab>", "</ul>", "<div role=tabpanel>", "</div>", "<div>", "{\"eventName\": \"a\", ", "\"payload\": {}}", "&lt;", "&",
        "<script>", "</script>", "<!--", "-->", "<", ">", "é", "`", "```", "\u{0}", "Robot", "</article>", "<article>", "<svg>", "|", "{", "}", "\n", " ",
    ]), 0..40)) {
        let html = format!("<!doctype html>{}", parts.concat());
        let page = Page::new("page.html", html.clone().into_bytes(), None);
        let Ok(page) = page else { return Ok(()) };
        let lines = html.split('\n').count();
        for at in (0..=page.text().len()).step_by(7) {
            prop_assert!(page.position(at).line <= lines);
        }
        let _ = extract(&page);
    }
}
