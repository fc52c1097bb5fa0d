//! Converts the document to MDX: headings, paragraphs, lists, tables, code, tabs and notes, as Docusaurus and similar
//! tools write them. It does not recurse, so that every depth is safe.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::places::MdxPlaces;
use super::writer::{BREAK, HtmlPart, MdxWriter};

/// Elements without visible content.
const HIDDEN: [&str; 14] = [
    "script", "style", "noscript", "template", "svg", "button", "nav", "footer", "aside", "iframe", "head", "form",
    "select", "object",
];
/// Parts of the class names of what surrounds the content.
const AROUND: [&str; 6] = ["hash-link", "breadcrumb", "pagination", "theme-doc-toc", "theme-doc-footer", "sr-only"];
/// Elements that end a paragraph.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "figure",
    "figcaption",
    "hr",
    "ul",
    "ol",
    "li",
    "table",
    "pre",
    "body",
    "html",
    "center",
    "address",
];

/// The MDX of a page in HTML, and the place of each part of it in the HTML.
pub(crate) fn mdx(source: &str) -> (String, Vec<HtmlPart>) {
    let html = Html::parse_document(source);
    let content = content(&html);
    let mut walk = HtmlWalk { places: MdxPlaces::new(source), writer: MdxWriter::default(), ..HtmlWalk::default() };
    let mut outside = true;
    let mut skipped: Option<ego_tree::NodeId> = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                outside &= node.id() != content.id();
                match node.value() {
                    Node::Text(text) if !is_raw(node) => walk.text(text, skipped.is_none() && !outside),
                    Node::Element(element) if skipped.is_none() && !outside => {
                        // The labels of tabs are read when the surrounding element begins.
                        if is_hidden(element) || has_role(element, "tablist") {
                            skipped = Some(node.id());
                        } else if let Some(element) = ElementRef::wrap(node) {
                            walk.open(element);
                        }
                    }
                    _ => {}
                }
            }
            Edge::Close(node) => {
                if skipped == Some(node.id()) {
                    skipped = None;
                } else if let (true, Some(element)) = (skipped.is_none() && !outside, ElementRef::wrap(node)) {
                    walk.close(element);
                }
                outside |= node.id() == content.id();
            }
        }
    }
    walk.flush();
    walk.writer.end_block();
    (walk.writer.text, walk.writer.parts)
}

/// The element with the content: the class of Docusaurus, else the article, else everything.
fn content(html: &Html) -> ElementRef<'_> {
    let selectors = [".theme-doc-markdown", "article .markdown", "article", "main", "body"];
    let mut found = selectors.into_iter().filter_map(|name| Selector::parse(name).ok());
    found.find_map(|selector| html.select(&selector).next()).unwrap_or_else(|| html.root_element())
}

/// Whether a text belongs to an element whose content is not HTML.
fn is_raw(text: ego_tree::NodeRef<'_, Node>) -> bool {
    let around = text.parent().and_then(ElementRef::wrap);
    around.is_some_and(|element| ["script", "style", "noscript", "template"].contains(&element.value().name()))
}

fn is_hidden(element: &Element) -> bool {
    let of_class = |class: &str| AROUND.iter().any(|part| class.contains(part));
    HIDDEN.contains(&element.name()) || element.classes().any(of_class)
}

fn has_role(element: &Element, role: &str) -> bool {
    element.attr("role") == Some(role)
}

fn has_class(element: &Element, part: &str) -> bool {
    element.classes().any(|class| class.to_ascii_lowercase().contains(part))
}

/// The state of the conversion.
#[derive(Default)]
struct HtmlWalk<'a> {
    places: MdxPlaces<'a>,
    writer: MdxWriter,
    /// The words of the current paragraph, cell, heading or label, or the code.
    words: Vec<(char, usize)>,
    /// Whether the words are code.
    code: bool,
    /// The labels of the open tabs, and how many of them were written.
    tabs: Vec<HtmlTabs>,
    /// The numbers of the open lists.
    lists: Vec<Option<usize>>,
    table: Option<HtmlTable>,
    /// Tables within tables become words.
    tables: usize,
}

#[derive(Default)]
struct HtmlTabs {
    element: Option<ego_tree::NodeId>,
    labels: Vec<String>,
    shown: usize,
}

#[derive(Default)]
struct HtmlTable {
    rows: usize,
    cells: usize,
}

impl HtmlWalk<'_> {
    fn text(&mut self, text: &str, seen: bool) {
        let places = self.places.of(text);
        if seen {
            self.words.extend(text.chars().zip(places));
        }
    }

    /// The start of an element. Ends what came before, and opens tabs, a table, a row or a list. Words are only collected
    /// here; [`close`](Self::close) writes them, because only the end of an element shows what they were.
    fn open(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        let name = value.name();
        if let Some(labels) = labels(element) {
            self.flush();
            self.writer.layout("<Tabs>\n\n");
            self.tabs.push(HtmlTabs { element: Some(element.id()), labels, shown: 0 });
        } else if has_role(value, "tabpanel") {
            self.flush();
            self.tab();
        }
        match name {
            "br" => self.words.push((if self.code { '\n' } else { BREAK }, self.here())),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.flush(),
            "pre" => {
                self.flush();
                self.code = true;
            }
            "table" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.flush();
                    self.table = Some(HtmlTable::default());
                }
            }
            "tr" if self.tables == 1 => {
                if let Some(table) = &mut self.table {
                    table.cells = 0;
                    table.rows += 1;
                }
                self.words.clear();
                self.writer.layout("|");
            }
            "td" | "th" if self.tables == 1 => self.words.clear(),
            "ul" | "ol" => {
                self.flush();
                self.lists.push((name == "ol").then_some(1));
            }
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// The end of an element. Writes the collected words as a heading, code, cell, list item or paragraph, and closes tabs,
    /// tables and lists.
    fn close(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        match value.name() {
            heading @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") if self.table.is_none() => {
                let words = std::mem::take(&mut self.words);
                if words.iter().any(|(c, _)| !c.is_whitespace()) {
                    let level = heading.as_bytes()[1] - b'0';
                    self.writer.layout(["#", "##", "###", "####", "#####", "######"][usize::from(level - 1)]);
                    self.writer.layout(" ");
                    self.writer.words(&words);
                    self.writer.end_block();
                }
            }
            "pre" => self.end_code(element),
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.table = None;
                    self.writer.end_block();
                }
            }
            "tr" if self.tables == 1 => self.end_row(),
            "td" | "th" if self.tables == 1 => {
                let words = std::mem::take(&mut self.words);
                self.writer.layout(" ");
                self.writer.words(&words);
                self.writer.layout(" |");
                if let Some(table) = &mut self.table {
                    table.cells += 1;
                }
            }
            "ul" | "ol" => {
                self.flush();
                self.lists.pop();
            }
            _ if has_class(value, "admonitionheading") || has_class(value, "admonition-heading") => {
                // A title is a paragraph; without one, a browser shows the kind of the note.
                let title: String = self.words.iter().map(|(c, _)| *c).collect();
                if kind_of_note(element).is_some_and(|kind| kind.eq_ignore_ascii_case(title.trim())) {
                    self.words.clear();
                }
                self.flush();
            }
            name if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
        if has_role(value, "tabpanel") && !self.tabs.is_empty() {
            self.writer.layout("</TabItem>\n\n");
        }
        if self.tabs.last().is_some_and(|tabs| tabs.element == Some(element.id())) {
            self.flush();
            // Tabs whose content the page creates only when they are selected.
            while self.tabs.last().is_some_and(|tabs| tabs.shown < tabs.labels.len()) {
                self.tab();
                self.writer.layout("</TabItem>\n\n");
            }
            self.tabs.pop();
            self.writer.layout("</Tabs>\n\n");
        }
    }

    /// Begins a tab.
    fn tab(&mut self) {
        let Some(tabs) = self.tabs.last_mut() else { return };
        let number = tabs.shown;
        tabs.shown += 1;
        let label = tabs.labels.get(number).cloned().unwrap_or_default();
        // Only the quotes would end a value in quotes.
        let label: String = label.chars().map(|c| if c == '"' { '\'' } else { c }).collect();
        self.writer.layout(&format!("<TabItem value=\"{number}\" label=\"{label}\">\n\n"));
    }

    /// Ends a paragraph, or an item of a list.
    fn flush(&mut self) {
        if self.code || self.table.is_some() {
            // A block within a cell, at which a browser breaks the line.
            if self.table.is_some() && !self.code && !self.words.is_empty() {
                self.words.push((BREAK, self.here()));
            }
            return;
        }
        let words = std::mem::take(&mut self.words);
        if words.iter().all(|(c, _)| c.is_whitespace() || *c == BREAK) {
            return;
        }
        if let Some(number) = self.lists.last_mut() {
            match number {
                Some(number) => {
                    self.writer.layout(&format!("{number}. "));
                    *number += 1;
                }
                None => self.writer.layout("- "),
            }
        }
        self.writer.words(&words);
        self.writer.end_block();
    }

    fn end_code(&mut self, element: ElementRef<'_>) {
        self.code = false;
        let words = std::mem::take(&mut self.words);
        if self.table.is_some() {
            self.words = words;
            return;
        }
        let text: String = words.iter().map(|(c, _)| *c).collect();
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        let places: Vec<usize> = words.iter().map(|(_, place)| *place).collect();
        self.writer.layout(&format!("{fence}{}\n", if is_json(element) { "json" } else { "" }));
        self.writer.code(text.trim_end_matches('\n'), &places);
        self.writer.layout(&format!("\n{fence}\n\n"));
    }

    fn end_row(&mut self) {
        self.words.clear();
        let Some(table) = &self.table else { return };
        let (first, cells) = (table.rows == 1, table.cells);
        self.writer.layout("\n");
        if first {
            self.writer.layout(&format!("|{}\n", "---|".repeat(cells.max(1))));
        }
    }

    fn here(&self) -> usize {
        self.words.last().map_or(0, |(_, place)| *place)
    }
}

/// The kind of the note that has this heading.
fn kind_of_note(heading: ElementRef<'_>) -> Option<&str> {
    let around = heading.ancestors().filter_map(ElementRef::wrap).take(3);
    around.flat_map(|element| element.value().classes()).find_map(|class| class.strip_prefix("theme-admonition-"))
}

/// Whether the surrounding element, or the code, is marked as JSON.
fn is_json(element: ElementRef<'_>) -> bool {
    std::iter::once(element).chain(element.child_elements()).any(|it| has_class(it.value(), "language-json"))
}

/// The labels of the tabs in an element.
fn labels(element: ElementRef<'_>) -> Option<Vec<String>> {
    let list = element.child_elements().find(|child| has_role(child.value(), "tablist"))?;
    let tabs = list.descendent_elements().filter(|tab| has_role(tab.value(), "tab"));
    Some(tabs.map(|tab| tab.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}
