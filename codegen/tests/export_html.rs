//! The HTML export, read by an HTML parser and, if Chromium is installed, by a browser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use console_events_codegen::diff::{Side, Tolerance, diff};
use console_events_codegen::export;
use console_events_codegen::page::Page;
use console_events_codegen::workspace::{Reading, Workspace};
use scraper::{Html, Selector};

fn workspace() -> Workspace {
    Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured"))
}

/// The page of the tests.
fn captured() -> Reading {
    workspace().read(workspace().captured(None, false).unwrap()).unwrap()
}

/// The same, with another text in place of each of these.
fn edited(edits: &[(&str, &str)]) -> Reading {
    let mut text = captured().page.text().to_owned();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    workspace().read(Page::new("page.txt", text.into_bytes(), None).unwrap()).unwrap()
}

fn html(reading: &Reading) -> String {
    export::html(reading.report(&[]), None).unwrap().finish().to_string()
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn texts(document: &Html, selector: &str) -> Vec<String> {
    document.select(&select(selector)).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn every_event_property_finding_and_line_is_there() {
    let reading = captured();
    let document = Html::parse_document(&html(&reading));
    assert!(document.errors.is_empty(), "{:?}", document.errors);
    let names: Vec<String> = reading.outcome.reconciled.events.iter().map(|event| event.name.clone()).collect();
    assert_eq!(texts(&document, "article.event > h2"), names);
    assert_eq!(texts(&document, ".catalogue a"), names);
    assert_eq!(document.select(&select(".source > li")).count(), reading.page.text().lines().count());
    let count = reading.outcome.findings.len();
    assert_eq!(document.select(&select(".source .finding")).count(), count, "in the margin");
    let of_events = select("article .finding, #catalogue > .finding, .resource .finding");
    let beside = document.select(&of_events);
    assert_eq!(beside.map(|element| element.id()).collect::<HashSet<_>>().len(), count, "at the properties");
    for (at, event) in document.select(&select("article.event")).enumerate() {
        let known = &reading.outcome.reconciled.events[at];
        let rows: Vec<String> =
            event.select(&select("tbody th code")).map(|element| element.text().collect()).collect();
        for (name, _) in &known.table {
            let shown = format!("payload.{name}");
            assert!(rows.contains(&shown) || reading.catalog.envelope.is_none(), "{} {shown}: {rows:?}", known.name);
        }
        assert!(event.select(&select(".examples pre")).count() >= 2, "{}", known.name);
    }
    for judged in &reading.outcome.findings {
        let Some(id) = judged.status.decision() else { continue };
        let reason = &reading.decisions.decisions.iter().find(|decision| decision.id == id).unwrap().reason;
        let first = reason.split('`').next().unwrap();
        assert!(texts(&document, ".decision").iter().any(|text| text.contains(id) && text.contains(first)), "{id}");
    }
    let confidential = texts(&document, "td.yes[data-label=confidential]");
    assert!(!confidential.is_empty() && confidential.iter().all(|text| text == "confidential"));
}

#[test]
fn every_link_leads_within_the_file_and_every_id_is_there_once() {
    let text = html(&captured());
    let document = Html::parse_document(&text);
    let mut ids = HashSet::new();
    for element in document.select(&select("[id]")) {
        assert!(ids.insert(element.attr("id").unwrap().to_owned()), "{:?} twice", element.attr("id"));
    }
    for link in document.select(&select("a")) {
        let target = link.attr("href").unwrap().strip_prefix('#').unwrap();
        assert!(ids.contains(target), "#{target}");
    }
    let loads = select("[src], link, iframe, object, embed, form[action], meta[http-equiv=refresh], base, img");
    assert_eq!(document.select(&loads).count(), 0, "the file asks for nothing");
    assert!(!text.contains("@import") && !text.contains("url("));
    for control in document.select(&select("input")) {
        let labelled = control.ancestors().any(|node| node.value().as_element().is_some_and(|it| it.name() == "label"));
        assert!(labelled, "{:?}", control.attr("id"));
    }
    assert_eq!(document.select(&select("[onclick], [style]")).count(), 0, "its policy forbids these");
}

#[test]
fn without_scripts_everything_is_visible() {
    let document = Html::parse_document(&html(&captured()));
    let hidden: Vec<&str> = document.select(&select("[hidden]")).filter_map(|element| element.attr("class")).collect();
    assert_eq!(hidden, ["needs-script"], "only what needs a script is hidden without one");
}

#[test]
fn a_hostile_page_is_shown_and_not_obeyed() {
    let attack = "<script>alert(1)</script>&lt;img src=x onerror=alert(2)&gt;\"'><svg/onload=alert(3)> \u{202e}gnp\u{200d} {{ 7 * 7 }}";
    let reading = edited(&[
        ("This event will be triggered when a Project is created successfully.", attack),
        ("The identifier of the Project the service belongs to", attack),
        ("\"my-company-id\"", "\"</pre><script>alert(4)</script>\u{202e}\""),
    ]);
    let text = html(&reading);
    let document = Html::parse_document(&text);
    assert_eq!(document.select(&select("script")).count(), 1);
    assert_eq!(document.select(&select("img, svg, [onload], [onerror]")).count(), 0);
    assert!(!text.contains('\u{202e}') && !text.contains('\u{200d}'), "what turns the direction is shown by its name");
    let descriptions = texts(&document, "article p").join("\n");
    assert!(descriptions.contains("<script>alert(1)</script>"), "{descriptions}");
    assert!(descriptions.contains("⟨U+202E⟩gnp⟨U+200D⟩ {{ 7 * 7 }}"), "{descriptions}");
    assert!(texts(&document, "pre").join("\n").contains("</pre><script>alert(4)</script>⟨U+202E⟩"));
}

#[test]
fn undecided_and_stale_are_shown() {
    let reading = edited(&[("\"eventName\": \"service_created\"", "\"eventName\": \"service_made\"")]);
    assert!(reading.outcome.blocks_sync());
    let document = Html::parse_document(&html(&reading));
    let undecided = texts(&document, "article .finding[data-status=undecided]").join("\n");
    assert!(undecided.contains("example-event-name") && undecided.contains("service_made"), "{undecided}");
    assert!(texts(&document, ".catalogue").join(" ").contains("1 to decide"));
}

#[test]
fn what_changed_leads_to_its_event() {
    let edit = ("\"revisionName\": {\"type\": \"string\"}", "\"revisionName\": {\"type\": \"integer\"}");
    let (old, new) = (captured(), edited(&[edit]));
    let side = |name: &str, reading: &Reading| Side::events(name, &reading.outcome.reconciled).unwrap();
    let changed = diff(&side("before", &old), &side("after", &new), Tolerance::Tolerant).unwrap();
    assert!(!changed.changes.is_empty());
    let text = export::html(new.report(&[]), Some(&changed)).unwrap().finish();
    let document = Html::parse_document(&text);
    let rows = texts(&document, "#changes tbody tr");
    assert_eq!(rows.len(), changed.changes.len());
    assert!(rows[0].contains(changed.changes[0].kind.name()) && rows[0].contains("configuration_saved"), "{rows:?}");
    let link = document.select(&select("#changes tbody a")).next().unwrap().attr("href").unwrap().to_owned();
    assert!(document.select(&select(&format!("article{link}"))).next().is_some(), "{link}");
}

#[test]
fn the_same_page_gives_the_same_file() {
    assert_eq!(html(&captured()), html(&captured()));
}

/// The tree as a browser makes it, after the script has run. Without a Chromium (`CHROMIUM=PATH`, or on the path) this says so.
#[test]
fn a_browser_runs_its_script_and_refuses_any_other() {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".into());
    if Command::new(&program).arg("--version").output().is_err() {
        println!("skipped: no `{program}` here; install Chromium, or name it in CHROMIUM");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    // As if the escaping had failed: the policy of the file still holds.
    let injected = "<script>document.title = 'owned'</script></body>";
    std::fs::write(&file, html(&captured()).replace("</body>", injected)).unwrap();
    let tree = Command::new(&program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}#source", file.display()))
        .output()
        .unwrap();
    let document = Html::parse_document(&String::from_utf8_lossy(&tree.stdout));
    assert_eq!(texts(&document, "title"), ["Console events"], "another script ran");
    assert_eq!(document.select(&select(".needs-script[hidden]")).count(), 0, "its own script did not run");
    let shown = select(".view:not([hidden])");
    let views = document.select(&shown).filter_map(|view| view.attr("id"));
    assert_eq!(views.collect::<Vec<_>>(), ["source"]);
}
