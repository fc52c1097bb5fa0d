//! Writes a catalog down as a saved HTML page and as text copied from a browser, as Docusaurus and a browser do. It knows no event.
// Each test binary uses a part of this.
#![allow(dead_code)]

use console_events_codegen::catalog::{Block, Catalog, DocumentedEvent, Table};
use console_events_codegen::page::Page;

/// The tabs of an event: label, and what is in it.
fn tabs(event: &DocumentedEvent) -> Vec<(String, Content<'_>)> {
    let mut tabs: Vec<(String, Content<'_>)> =
        event.table.iter().map(|table| ("Event Payload".into(), Content::Table(table))).collect();
    tabs.extend(event.example.iter().map(|block| ("Example".into(), Content::Block(block))));
    tabs.extend(event.schema.iter().map(|block| ("JSON Schema".into(), Content::Block(block))));
    for resource in &event.resources {
        let schema =
            resource.schema.iter().map(|block| (format!("{} JSON Schema", resource.name), Content::Block(block)));
        tabs.extend(schema);
        tabs.extend(resource.example.iter().map(|block| ("Example".into(), Content::Block(block))));
    }
    tabs
}

enum Content<'a> {
    Table(&'a Table),
    Block(&'a Block),
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page of that catalog as a browser saves it: navigation around it, all tabs in it, the code in pieces of colour.
pub fn html(page: &Page, catalog: &Catalog, lines: bool) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=en><head><title>Events</title><script>if (a<b) { document.write('<h3>No</h3>') }</script></head><body>\
         <nav><ul><li>Elsewhere</li></ul></nav><main><article><nav class=\"theme-doc-breadcrumbs\"><span>Home</span></nav>\
         <div class=\"theme-doc-markdown markdown\"><header><h1>Events</h1></header>",
    );
    let heading = |level: u8, title: &str| {
        format!(
            "<h{level} class=anchor id=x>{}<a href=\"#x\" class=\"hash-link\" title=\"Direct link\">\u{200b}</a></h{level}>\n",
            escaped(title)
        )
    };
    html += &heading(2, "Event properties");
    html += &catalog.envelope.as_ref().map(table).unwrap_or_default();
    html += &heading(2, "Event types");
    for event in &catalog.events {
        html += &heading(3, &event.title.text);
        html += &event
            .since
            .iter()
            .map(|it| format!("<p><em>Available from v{}</em></p>", it.text))
            .collect::<Vec<_>>()
            .concat();
        html +=
            &event.description.iter().map(|it| format!("<p>{}</p>", escaped(&it.text))).collect::<Vec<_>>().concat();
        let tabs = tabs(event);
        html += "<div class=\"theme-tabs-container\"><ul role=\"tablist\" class=\"tabs\">";
        html += &tabs
            .iter()
            .map(|(label, _)| format!("<li role=\"tab\">{}</li>", escaped(label)))
            .collect::<Vec<_>>()
            .concat();
        html += "</ul><div>";
        for (number, (_, content)) in tabs.iter().enumerate() {
            html += if number == 0 { "<div role=\"tabpanel\">" } else { "<div role=\"tabpanel\" hidden=\"\">" };
            html += &match content {
                Content::Table(rows) => table(rows),
                Content::Block(block) => code(page, block),
            };
            html += "</div>";
        }
        html += "</div></div>";
    }
    html += "</div></article><aside>Event types</aside></main><footer><p>Not the page</p></footer></body></html>\n";
    if lines { html.replace("</p>", "</p>\n").replace("<tr>", "\n<tr>\n") } else { html.replace('\n', "") }
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>, cell: &str| {
        format!("<tr>{}</tr>", cells.iter().map(|text| format!("<{cell}>{text}</{cell}>")).collect::<Vec<_>>().concat())
    };
    let header = row(table.header.iter().map(|cell| escaped(&cell.text)).collect(), "th");
    let rows = table.rows.iter().map(|it| {
        row(
            vec![
                format!("<code>{}</code>", escaped(&it.name.text)),
                escaped(&it.kind.text),
                escaped(&it.description.text),
            ],
            "td",
        )
    });
    format!("<table><thead>{header}</thead><tbody>{}</tbody></table>", rows.collect::<Vec<_>>().concat())
}

fn code(page: &Page, block: &Block) -> String {
    let note = |text: &str| {
        format!(
            "<div class=\"theme-admonition theme-admonition-caution alert\"><div class=\"admonitionHeading_Gvgb\"><span><svg><path d=\"M8\"></path>\
             </svg></span>caution</div><div class=\"admonitionContent_BuS1\"><p>{}</p></div></div>",
            escaped(text)
        )
    };
    let line = |line: &str| {
        let (start, end) = line.split_at(line.find(':').unwrap_or(0));
        format!(
            "<div class=\"token-line\"><span class=\"token property\">{}</span><span class=\"token plain\">{}</span><br></div>",
            escaped(start),
            escaped(end)
        )
    };
    let notes = block.notes.iter().map(|it| note(&it.text)).collect::<Vec<_>>().concat();
    let lines = page.slice(block.span).lines().map(line).collect::<Vec<_>>().concat();
    format!(
        "{notes}<div class=\"language-json\"><pre class=\"prism-code language-json\"><code>{lines}</code></pre><button title=Copy>Copy</button></div>"
    )
}

/// The page of that catalog as it is copied from a browser: cells apart by tabs, blank lines, labels without a mark. With `all`
/// each tab is in it, else only the first.
pub fn copied(page: &Page, catalog: &Catalog, all: bool) -> String {
    let heading = |title: &str| format!("{title}\u{200b}\n\n");
    let table = |table: &Table| {
        let header: Vec<_> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        let rows = table.rows.iter().map(|it| format!("{}\t{}\t{}\n", it.name.text, it.kind.text, it.description.text));
        format!("{}\n{}", header.join("\t"), rows.collect::<Vec<_>>().concat())
    };
    let mut text = String::from("Skip to main content\nHome\nEvents\n\n");
    text += &heading("Event properties");
    text += &catalog.envelope.as_ref().map(table).unwrap_or_default();
    text += &heading("Event types");
    for event in &catalog.events {
        text += &heading(&event.title.text);
        text += &event.since.iter().map(|it| format!("Available from v{}\n\n", it.text)).collect::<Vec<_>>().concat();
        text += &event.description.iter().map(|it| format!("{}\n\n", it.text)).collect::<Vec<_>>().concat();
        let tabs = tabs(event);
        text += &tabs.iter().map(|(label, _)| format!("{label}\n")).collect::<Vec<_>>().concat();
        for (_, content) in tabs.iter().take(if all { tabs.len() } else { 1 }) {
            match content {
                Content::Table(rows) => text += &table(rows),
                Content::Block(block) => {
                    text += &block
                        .notes
                        .iter()
                        .map(|it| format!("CAUTION\n\n{}\n\n", it.text))
                        .collect::<Vec<_>>()
                        .concat();
                    text +=
                        &page.slice(block.span).lines().map(|line| format!("{line}\n\n")).collect::<Vec<_>>().concat();
                }
            }
        }
    }
    text += "Previous\nElsewhere\nNext\nElsewhere too\nEvent properties\nEvent types\n";
    text + &catalog.events.iter().map(|event| format!("{}\n", event.title.text)).collect::<Vec<_>>().concat()
}
