//! Searches an output for anything that its reader would obey: a terminal, a workflow runner, a Markdown renderer, a browser.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text in a terminal or a log, JSON, TOML and Rust included.
    Plain,
    /// Lines that are workflow commands on purpose.
    Commands,
    Markdown,
    Html,
}

/// Every fault of the output.
pub(crate) fn wrong(kind: Kind, output: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(at) = output.char_indices().find(|&(at, c)| is_hidden(c) && !is_style(output, at)).map(|(at, _)| at) {
        all.push(format!("a hidden character in {:?}", around(output, at)));
    }
    all.extend(commands(kind, output));
    match kind {
        Kind::Plain | Kind::Commands => {}
        Kind::Markdown => all.extend(markdown(output)),
        Kind::Html => all.extend(html(output)),
    }
    all
}

fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().nth(40).map_or(0, |(start, _)| start);
    text[start..].chars().take(90).collect()
}

/// Whether it is a control, a change of direction, a character without width, a tag or private use.
fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}')
}

/// Whether it selects the style of the picture before it.
fn is_style(text: &str, at: usize) -> bool {
    text[at..].starts_with(['\u{fe0e}', '\u{fe0f}']) && text[..at].ends_with(|c: char| c > '\u{2000}')
}

/// Finds workflow commands as a runner does: `::name` at the beginning of a line, blanks ignored; `##[name]` and `##name[` anywhere.
fn commands(kind: Kind, output: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in output.split(['\n', '\r']) {
        let old = line.match_indices("##").any(|(at, _)| {
            line[at..].trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[')
        });
        let new = line.trim_start().starts_with("::");
        let ours = ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
        if old || (new && !(kind == Kind::Commands && ours)) {
            all.push(format!("a command of a workflow: {}", line.chars().take(160).collect::<String>()));
        }
    }
    if kind == Kind::Commands {
        // No value may end its property and begin another.
        for line in output.lines().filter(|line| line.starts_with("::")) {
            let properties = line.split("::").nth(1).unwrap_or_default();
            let names = properties
                .split_once(' ')
                .map_or("", |(_, rest)| rest)
                .split(',')
                .map(|it| it.split('=').next().unwrap_or_default());
            let foreign: Vec<_> = names
                .filter(|name| !["file", "line", "endLine", "col", "endColumn", "title", ""].contains(name))
                .collect();
            if !foreign.is_empty() {
                all.push(format!("properties {foreign:?} of an annotation"));
            }
        }
    }
    all
}

/// The tags that our templates write.
const TAGS: [&str; 8] =
    ["<details>", "<details open>", "</details>", "<summary>", "</summary>", "<br>", "<code>", "</code>"];

fn markdown(output: &str) -> Vec<String> {
    let mut all = Vec::new();
    let (mut in_code, mut heading) = (false, None::<String>);
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(output, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(pulldown_cmark::TagEnd::Heading(_))
                if heading.take().is_some_and(|words| words.trim() == "Evil heading") =>
            {
                all.push("a heading of the page's".into());
            }
            Event::Start(Tag::Image { dest_url, .. }) => all.push(format!("an image {dest_url}")),
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.contains("evil") && !is_ours(&dest_url) => {
                all.push(format!("a link to {dest_url}"));
            }
            Event::Start(
                Tag::FootnoteDefinition(_) | Tag::DefinitionList | Tag::MetadataBlock(_) | Tag::BlockQuote(_),
            )
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => {
                all.push(format!("{event:?}"));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let mut rest = html.trim().to_owned();
                // Our templates also write comments, and text between these tags.
                for tag in TAGS {
                    rest = rest.replace(tag, "");
                }
                if rest.contains('<') && !rest.starts_with("<!-- cargo codegen") && !rest.starts_with("<!-- @generated")
                {
                    all.push(format!("HTML: {html}"));
                }
                mentions(&rest, &mut all);
            }
            Event::Text(text) if !in_code => {
                if let Some(words) = &mut heading {
                    words.push_str(&text);
                }
                mentions(&text, &mut all);
            }
            _ => {}
        }
    }
    all
}

/// Whether it is the path of a derived file, whose name may contain the name of an event.
fn is_ours(address: &str) -> bool {
    address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./#".contains(&byte)) && !address.starts_with("//")
}

/// Finds words that GitHub would replace.
fn mentions(text: &str, all: &mut Vec<String>) {
    for mark in ["@evil", "://", "www.evil", "#4711", "GH-4711", "deadbeefdeadbeef", ":evil:"] {
        if let Some(at) = text.find(mark) {
            all.push(format!("`{mark}` is more than words: {}", around(text, at)));
        }
    }
}

/// Finds tags, attributes and addresses that come from the page.
fn html(output: &str) -> Vec<String> {
    let mut all = Vec::new();
    let document = scraper::Html::parse_document(output);
    for element in document.tree.nodes().filter_map(|node| node.value().as_element()) {
        if ["img", "iframe", "evil", "object", "embed", "base"].contains(&element.name()) {
            all.push(format!("an element <{}>", element.name()));
        }
        for (name, value) in element.attrs() {
            let address = ["href", "src", "action"].contains(&name);
            if name.starts_with("on")
                || name.contains("evil")
                || (address && value.contains("evil") && !value.starts_with('#'))
            {
                all.push(format!("an attribute {name}={value:?} of <{}>", element.name()));
            }
        }
    }
    for node in document.tree.nodes() {
        if let Some(comment) = node.value().as_comment()
            && comment.contains("evil")
        {
            all.push(format!("a comment {comment:?}"));
        }
    }
    let script = scraper::Selector::parse("script, style").unwrap();
    for element in document.select(&script) {
        if element.text().any(|text| text.contains("evil")) {
            all.push(format!("words of the page in <{}>", element.value().name()));
        }
    }
    all
}
