//! Writes a catalog down as MDX, in one of many ways. It knows the layout of the source, and no event.
// Each test binary uses a part of this.
#![allow(dead_code)]

use console_events_codegen::catalog::{Block, Catalog, DocumentedEvent, Table};
use console_events_codegen::page::Page;

/// How the same content is written down.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub struct Style {
    pub quote: char,
    pub line_end: &'static str,
    pub byte_order_mark: bool,
    /// By how many tabs the order of an event's tabs is turned.
    pub turned: usize,
    /// What stands before each line between `<Tabs>` and `</Tabs>`.
    pub margin: &'static str,
    /// Whether comments stand wherever they may.
    pub comments: bool,
    /// Whether blank lines stand around tags.
    pub loose: bool,
    pub fence: &'static str,
    pub heading: &'static str,
    /// What the words of a paragraph or a cell are parted by.
    pub blank: &'static str,
    /// What stands at the end of each line.
    pub trailing: &'static str,
    /// Whether the labels stand at `<Tabs>`.
    pub labels_at_tabs: bool,
    /// Whether a note is an admonition, else a paragraph.
    pub admonitions: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            quote: '"',
            line_end: "\n",
            byte_order_mark: false,
            turned: 0,
            margin: "",
            comments: false,
            loose: true,
            fence: "```",
            heading: "###",
            blank: " ",
            trailing: "",
            labels_at_tabs: false,
            admonitions: true,
        }
    }
}

/// The page of that catalog as MDX.
pub fn mdx(page: &Page, catalog: &Catalog, style: &Style) -> String {
    let mut out = Out { style, lines: Vec::new(), margin: "" };
    for line in ["---", "id: events", "title: \"Events: all of them\"", "---", ""] {
        out.line(line);
    }
    for component in ["Tabs", "TabItem"] {
        let quote = style.quote;
        out.line(&format!("import {component} from {quote}@theme/{component}{quote};"));
    }
    out.line("");
    out.comment();
    out.paragraph("# Events");
    out.paragraph("Users are notified of [operations](./operations.mdx) by *events*.");
    if let Some(envelope) = &catalog.envelope {
        out.paragraph("## Event properties");
        out.table(envelope);
        out.line("");
    }
    out.paragraph("## Event types {#types}");
    for event in &catalog.events {
        out.event(page, event);
    }
    let mark = if style.byte_order_mark { "\u{feff}" } else { "" };
    let lines: Vec<_> = out.lines.iter().map(|line| format!("{line}{}{}", style.trailing, style.line_end)).collect();
    mark.to_owned() + &lines.concat()
}

struct Out<'a> {
    style: &'a Style,
    lines: Vec<String>,
    margin: &'a str,
}

impl Out<'_> {
    fn line(&mut self, line: &str) {
        let margin = if line.is_empty() { "" } else { self.margin };
        self.lines.push(format!("{margin}{line}"));
    }

    fn paragraph(&mut self, line: &str) {
        self.line(line);
        self.line("");
    }

    fn comment(&mut self) {
        if self.style.comments {
            self.line("{/* `<Tabs>` is a component */}");
            self.line("<!-- {not read} -->");
            self.line("");
        }
    }

    fn gap(&mut self) {
        if self.style.loose {
            self.line("");
        }
    }

    fn event(&mut self, page: &Page, event: &DocumentedEvent) {
        self.comment();
        self.paragraph(&format!("{} {}", self.style.heading, self.words(&event.title.text)));
        if let Some(since) = &event.since {
            self.paragraph(&format!("_Available from v{}_", since.text));
        }
        for paragraph in &event.description {
            let words = self.words(&paragraph.text);
            // Where the source breaks a line, a browser does not.
            self.paragraph(&words.replacen(". ", ".\n", 1));
        }
        let mut tabs: Vec<(String, &str, Vec<String>)> = Vec::new();
        if let Some(table) = &event.table {
            let mut out = Out { style: self.style, lines: Vec::new(), margin: "" };
            out.table(table);
            tabs.push(("payload".into(), "Event Payload", out.lines));
        }
        let mut json = |value: String, label, block: &Option<Block>| {
            if let Some(block) = block {
                tabs.push((value, label, self.block(page, block)));
            }
        };
        json("example".into(), "Example", &event.example);
        json("schema".into(), "JSON Schema", &event.schema);
        for resource in &event.resources {
            json(format!("{} JSON Schema", resource.name), "", &resource.schema);
            json(format!("{} example", resource.name), "Example", &resource.example);
        }
        let turned = self.style.turned % tabs.len().max(1);
        tabs.rotate_left(turned);
        self.tabs(&tabs);
    }

    fn tabs(&mut self, tabs: &[(String, &str, Vec<String>)]) {
        let quote = self.style.quote;
        if self.style.labels_at_tabs {
            let labels = tabs.iter().filter(|(_, label, _)| !label.is_empty());
            let labels: Vec<_> =
                labels.map(|(value, label, _)| format!("{{label: '{label}', value: '{value}'}},")).collect();
            self.line(&format!("<Tabs values={{[{}]}}>", labels.join("\n  ")));
        } else {
            self.line("<Tabs>");
        }
        self.margin = self.style.margin;
        for (value, label, lines) in tabs {
            self.gap();
            let own = !label.is_empty() && !self.style.labels_at_tabs;
            let label = if own { format!(" label={quote}{label}{quote}") } else { String::new() };
            self.line(&format!("<TabItem value={quote}{value}{quote}{label}>"));
            self.gap();
            self.comment();
            for line in lines {
                self.line(line);
            }
            self.gap();
            self.line("</TabItem>");
        }
        self.gap();
        self.margin = "";
        self.paragraph("</Tabs>");
    }

    fn block(&self, page: &Page, block: &Block) -> Vec<String> {
        let mut lines = Vec::new();
        for note in &block.notes {
            let words = self.words(&note.text);
            if self.style.admonitions {
                lines.extend([":::note".into(), String::new(), words, String::new(), ":::".into(), String::new()]);
            } else {
                lines.extend([words, String::new()]);
            }
        }
        lines.push(format!("{}json", self.style.fence));
        lines.extend(page.slice(block.span).lines().map(|line| format!("  {}", line.trim_end())));
        lines.push(self.style.fence.to_owned());
        lines
    }

    fn table(&mut self, table: &Table) {
        let header: Vec<_> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        self.line(&format!("| {} |", header.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(header.len())));
        for (index, row) in table.rows.iter().enumerate() {
            let words = self.words(&row.description.text);
            let description = match words.split_once(self.style.blank) {
                Some((first, rest)) if index % 2 == 0 => {
                    format!("[{first}](https://example.org/a_b){}**{rest}**", self.style.blank)
                }
                _ => words,
            };
            self.line(&format!("| `{}` | {} | {description} |", row.name.text, self.words(&row.kind.text)));
        }
    }

    fn words(&self, text: &str) -> String {
        let special = |c: char| "\\`*_{}[]<>|&~#".contains(c);
        let escaped: String = text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect();
        escaped.replace(' ', self.style.blank)
    }
}

/// The page of that catalog as a browser shows it, each event's tabs turned by so many.
pub fn text(page: &Page, catalog: &Catalog, turned: usize) -> String {
    let mut lines: Vec<String> = ["Events", "Event properties"].map(String::from).to_vec();
    let table = |table: &Table| page.slice(table.span).lines().map(str::to_owned).collect::<Vec<_>>();
    lines.extend(catalog.envelope.iter().flat_map(table));
    for event in &catalog.events {
        lines.push(event.title.text.clone());
        lines.extend(event.since.iter().map(|since| format!("Available from v{}", since.text)));
        lines.extend(event.description.iter().map(|paragraph| paragraph.text.clone()));
        let block = |block: &Block| {
            let notes = block.notes.iter().map(|note| note.text.clone());
            notes.chain(page.slice(block.span).lines().map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut tabs: Vec<(String, Vec<String>)> =
            event.table.iter().map(|it| ("Event Payload".into(), table(it))).collect();
        tabs.extend(event.example.iter().map(|it| ("Example".into(), block(it))));
        tabs.extend(event.schema.iter().map(|it| ("JSON Schema".into(), block(it))));
        for resource in &event.resources {
            tabs.extend(resource.schema.iter().map(|it| (format!("{} JSON Schema", resource.name), block(it))));
            tabs.extend(resource.example.iter().map(|it| ("Example".into(), block(it))));
        }
        let turned = turned % tabs.len().max(1);
        tabs.rotate_left(turned);
        lines.extend(tabs.iter().map(|(label, _)| format!("- {label}")));
        lines.extend(tabs.into_iter().flat_map(|(_, lines)| lines));
    }
    lines.join("\n") + "\n"
}
