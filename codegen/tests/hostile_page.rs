//! A page whose author is hostile in every place, through every output of every command: no control character, no command of a
//! workflow, and no element, link, image or mention in it that the template did not put there.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use checkout::{Checkout, text};
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{Html, Selector};
use serde_json::json;

/// What would mean something on one surface or another, on one line.
const HOSTILE: &str = "a\u{1b}[31m\u{9b}2J\u{202e}\u{200b}\u{e0041}`````<img src=x onerror=y><script>z()</script>[l](https://evil.example)\
    ![i](https://evil.example/i) @evil-team #1 o/r#2 GH-3 |x|y| ##[error]x ::error::y --> */ \"\"\" {{7}} </code></pre></details>";
const MARKS: [&str; 3] = ["::error::start", "##[error]start", "@evil-team"];

/// A page with `mark` in front of the hostile text in its title, prose, table, example and schema.
fn page(mark: &str, kind: &str) -> String {
    let hostile = format!("{mark} {HOSTILE}");
    let cell = hostile.replace('|', "\\|");
    let lines = format!("{hostile}\n::warning::next\r::error::last");
    let payload = json!({"type": "object", "title": lines, "properties": {
        "deviceId": {"type": kind, "description": lines, "default": lines},
        hostile.clone(): {"type": "string", "description": lines, "enum": [lines, "b"]},
    }});
    let example = json!({"eventName": "device_paired", "eventTimestamp": 1,
        "payload": {"deviceId": "d", hostile.clone(): lines, format!("undeclared {hostile}"): lines}});
    let schema = json!({"type": "object", "required": ["eventName", "eventTimestamp", "payload"], "$comment": lines, "properties": {
        "eventName": {"type": "string", "const": "device_paired"}, "eventTimestamp": {"type": "number", "description": lines}, "payload": payload}});
    let mut page = String::from("Console Events\nEvent types\n");
    let _ = write!(
        page,
        "Device Paired\nThis event is triggered when {hostile}.\n{hostile}\n- Event Payload\n- Example\n- JSON Schema\n\
         Property | Value | Description |\n---|---|---|\ndeviceId | string {cell} | {cell} |\n{cell} | string | {cell} |\n\
         stray.{cell} | {cell} | {cell} |\n{example:#}\n{schema:#}\n"
    );
    page
}

/// What nobody must find in an output, whatever it is.
fn seen(name: &str, output: &str) {
    let hidden = |c: &char| {
        (c.is_control() && *c != '\n') || matches!(c, '\u{200b}' | '\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{e0041}')
    };
    assert_eq!(output.chars().find(hidden), None, "{name}: {output:?}");
    assert!(!output.contains("##["), "{name}: {output}");
}

fn no_command(name: &str, output: &str) {
    let line = output.split(['\n', '\r']).find(|line| line.trim_start().starts_with("::"));
    assert_eq!(line, None, "{name}");
}

/// Elements that only foreign text could have made, and mentions outside of code.
fn markdown(name: &str, output: &str) {
    let mut in_code = false;
    for event in Parser::new_ext(output, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                assert!(!dest_url.contains("evil"), "{name}: {dest_url}");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(!html.contains("img") && !html.contains("script"), "{name}: {html}");
            }
            Event::Text(words) if !in_code => assert!(!words.contains('@'), "{name}: {words}"),
            _ => {}
        }
    }
}

/// As many elements of each kind as the page to look at has for a page without hostile text.
fn html(name: &str, output: &str) {
    let document = Html::parse_document(output);
    let count = |selector: &str| document.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(count("img") + count("iframe") + count("[onerror]") + count("a[href*=evil]"), 0, "{name}");
    assert_eq!(count("script"), 1, "{name}: the template has one");
}

/// Every file below a folder, with its path.
fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn a_hostile_page_means_nothing_in_any_output() {
    let mut outputs = 0;
    for mark in MARKS {
        let checkout = Checkout::new();
        let old = checkout.write("old.txt", &page(mark, "string"));
        let new = checkout.write("new.txt", &page(mark, "integer"));
        let commands: [&[&str]; 19] = [
            &["lint", &old],
            &["lint", "--all", &old],
            &["lint", "--format", "json", &old],
            &["lint", "--format", "github", &old],
            &["lint", "--format", "sarif", &old],
            &["lint", "--event", HOSTILE, &old],
            &["explain", HOSTILE],
            &["decide", HOSTILE, "--accept", "--reason", "x"],
            &[mark, HOSTILE],
            &["diff", HOSTILE],
            &["diff", &old, &new],
            &["diff", &old, &new, "--format", "markdown"],
            &["diff", &old, &new, "--format", "github"],
            &["diff", &old, &new, "--format", "json"],
            &["diff", &old, &new, "--format", "sarif"],
            &["mend", "--format", "markdown", &old],
            &["export", "html", &old],
            &["sync", "--format", "json", &old],
            &["sync", &old],
        ];
        for arguments in commands {
            let output = checkout.run(arguments);
            assert!(output.status.code().is_some_and(|code| code <= 2), "{arguments:?}: {:?}", output.status);
            let name = arguments.join(" ");
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            for stream in [&out, &err] {
                seen(&name, stream);
                if !name.contains("github") {
                    no_command(&name, stream);
                }
                outputs += 1;
            }
            if name.contains("markdown") {
                markdown(&name, &out);
            }
            if name.contains("html") {
                html(&name, &out);
            }
            if name.contains("github") {
                // Every line is one of the commands that this program makes.
                let known = ["::error ", "::warning ", "::notice "];
                assert!(out.lines().all(|line| known.iter().any(|start| line.starts_with(start))), "{out}");
            }
        }
        // What `sync` has written: the report, the exports, the schemas and the crate.
        let mut written = Vec::new();
        for folder in ["schemas/reconciled", "schemas/export", "schemas/documented", "generated"] {
            if checkout.path(folder).is_dir() {
                files(&checkout.path(folder), &mut written);
            }
        }
        written.push(("RECONCILIATION.md".to_owned(), fs::read_to_string(checkout.path("RECONCILIATION.md")).unwrap()));
        for (path, content) in &written {
            seen(path, content);
            no_command(path, content);
            if Path::new(path).extension().is_some_and(|it| it == "md") {
                markdown(path, content);
            }
            outputs += 1;
        }
    }
    println!("{outputs} outputs");
    assert!(outputs > 100, "{outputs}");
}
