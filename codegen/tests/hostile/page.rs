//! A page with hostile text at every place, in each format.

use std::path::Path;

use serde_json::json;

/// One text of each kind of attack. Each contains `evil`, so that the tests find it in any output.
pub(crate) const ATTACKS: &[(&str, &str)] = &[
    ("control sequences", "\u{1b}[31m\u{1b}]0;evil\u{7}\u{8}\u{7f}\u{9b}31m\0"),
    ("directions", "\u{202e}evil\u{2066}\u{200f}"),
    ("characters without width", "e\u{200b}v\u{200d}i\u{feff}l\u{ad}\u{2060}"),
    ("tag characters", "\u{e0041}\u{e007f}"),
    ("private use", "\u{e000}\u{10ffff}"),
    ("back-ticks", "` `` ``` ```` evil ~~~"),
    ("HTML", "<script>evil()</script><img src=x onerror=evil()></td></details><!-- evil --><evil>"),
    ("attributes", "\" onmouseover=\"evil()\" '> <a href='https://evil.example'>"),
    ("images", "![evil](https://evil.example/i.png)"),
    (
        "links",
        "[evil](https://evil.example) <https://evil.example> https://evil.example www.evil.example [evil]: https://evil.example",
    ),
    ("mentions", "@evil-team @evil/team evil@evil.example"),
    ("references", "#4711 GH-4711 evil/evil#4711 deadbeefdeadbeef :evil:"),
    ("commands at the beginning of a line", "evil\n::error::evil\n  ::set-output name=evil::evil\r::warning::evil"),
    ("commands within a line", "##[error]evil ##[group]evil ##vso[evil]evil"),
    ("lines", "evil\n\n# Evil heading\n\n- evil item\n\n> evil quote\n\n---\n\n1. evil number\n\n    evil code\n"),
    ("cells", "| evil | evil |\n|---|---|\n\\| evil \\\\| evil"),
    ("strings", "\\\" ' \"\"\" ''' ${evil} $(evil) %0A%0D {evil} {{ evil }} */ evil /* -- \\"),
];

/// All kinds of attack in one text.
pub(crate) fn all() -> String {
    ATTACKS.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
}

/// The text as part of one line.
pub(crate) fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// The example and the schema, with the text as the name of the event, of properties and definitions, as values and words.
fn documents(word: &str, hostile: &str) -> (String, String) {
    let name = format!("{word}{hostile}");
    let other = format!("other {word}{hostile}");
    let example = json!({"eventName": name, "eventTimestamp": 1,
        "payload": {&name: &name, "nested": {&name: [&name]}, format!("undeclared {name}"): name, "kind": &other}});
    let schema = json!({
        "title": name, "description": name, "$comment": name, "type": "object", "required": ["eventName", "eventTimestamp", "payload", format!("absent {name}")],
        "properties": {
            "eventName": {"const": name, "type": "string"},
            "eventTimestamp": {"type": "number"},
            "payload": {"type": "object", "required": [&name], "additionalProperties": false, "properties": {
                &name: {"type": "string", "description": &name, "title": &name, "pattern": regex(&name), "default": &name, "examples": [&name]},
                "nested": {"type": "object", "properties": {&name: {"type": "array", "items": {"type": "string"}}, &other: {"type": "integer", "description": &other}}},
                "kind": {"type": "string", "enum": [&name, &other]},
                "fixed": {"const": &name},
                "format": {"type": "string", "format": &name},
            }},
        },
    });
    (format!("{example:#}"), format!("{schema:#}"))
}

/// A regular expression that matches the text literally.
fn regex(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\u{{{:x}}}", u32::from(c)) })
        .collect::<String>()
        + "|.*"
}

/// Writes the page as rendered text, as MDX and as HTML. `word` stands before the hostile text, so that two pages can differ.
pub(crate) fn write(folder: &Path, word: &str, hostile: &str) {
    let (example, schema) = documents(word, hostile);
    let words = format!("{word} {}", line(hostile));
    let rows = |from: &str, middle: &str, to: &str| {
        ["string", "nested", &words]
            .map(|kind| format!("{from}{words} {kind}{middle}{words}{middle}{words}{to}\n"))
            .concat()
    };
    let rendered = format!(
        "Console Events {words}\n{words}\n\n{words}\nAvailable from v1.2.3 {words}\nThis event will be triggered when {words}.\n{words}\n- Event Payload\n- Example\n- JSON Schema\n\
         Property | Value | Description |\n---|---|---|\n{}{example}\n{schema}\n{words}\n{{\n\"{words}\": [\n}}\n{words}\n",
        rows("", " | ", " |")
    );
    std::fs::write(folder.join(format!("{word}.txt")), rendered).unwrap();
    let words = markdown(&words);
    let rows_of_mdx =
        ["string", "nested", &words].map(|kind| format!("| {words} {kind} | {words} | {words} |\n")).concat();
    let mdx = format!(
        "# Console Events {words}\n\n{words}\n\n## {words}\n\n_Available from v1.2.3_\n\nThis event will be triggered when {words}.\n\n:::note {words}\n{words}\n:::\n\n<Tabs>\n\
         <TabItem value=\"payload\" label=\"Event Payload\">\n\n| Property | Value | Description |\n|---|---|---|\n{rows_of_mdx}\n</TabItem>\n\
         <TabItem value=\"example\" label=\"Example\">\n\n`````````json\n{example}\n`````````\n\n</TabItem>\n\
         <TabItem value=\"schema\" label=\"JSON Schema\">\n\n`````````json\n{schema}\n`````````\n\n</TabItem>\n\
         <TabItem value=\"other\" label=\"Evil JSON Schema\">\n\n`````````json\n{schema}\n`````````\n\n</TabItem>\n</Tabs>\n\n{words}\n\n`````````\n{hostile}\n`````````\n"
    );
    std::fs::write(folder.join(format!("{word}.mdx")), mdx).unwrap();
    let words = html(&format!("{word} {hostile}"));
    let rows_of_html = ["string", "nested", &words]
        .map(|kind| format!("<tr><td>{words} {kind}</td><td>{words}</td><td>{words}</td></tr>"))
        .concat();
    let page = format!(
        "<!doctype html><html><body><main><h1>Console Events {words}</h1><p>{words}</p><h2>{words}</h2><p>Available from v1.2.3</p><p>This event will be triggered when {words}.</p>\
         <div class=\"tabs-container\"><ul role=\"tablist\"><li role=\"tab\">Event Payload</li><li role=\"tab\">Example</li><li role=\"tab\">JSON Schema</li></ul>\
         <div role=\"tabpanel\"><table><thead><tr><th>Property</th><th>Value</th><th>Description</th></tr></thead><tbody>{rows_of_html}</tbody></table></div>\
         <div role=\"tabpanel\"><pre><code>{}</code></pre></div><div role=\"tabpanel\"><pre><code>{}</code></pre></div></div><p>{words}</p><pre><code>{words}</code></pre></main></body></html>",
        html(&example),
        html(&schema)
    );
    std::fs::write(folder.join(format!("{word}.html")), page).unwrap();
}

/// The text, escaped so that the MDX could be built upstream.
fn markdown(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = "\\`*_{}[]<>()#+-.!|~:&$\"'".contains(c);
            [escape.then_some('\\'), Some(c)].into_iter().flatten()
        })
        .collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
