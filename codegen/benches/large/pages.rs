//! A page of one event in each of the three formats, with a text at one of its places.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// The format of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Rendered,
    Mdx,
    Html,
}

impl Form {
    pub(crate) const ALL: [Self; 3] = [Self::Rendered, Self::Mdx, Self::Html];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Mdx => "mdx",
            Self::Html => "html",
        }
    }

    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Rendered => "txt",
            Self::Mdx => "mdx",
            Self::Html => "html",
        }
    }
}

/// The place of the text on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Alone,
    Before,
    Behind,
    Prose,
    Heading,
    Cell,
    RowName,
    Rows,
    Example,
    Schema,
    Description,
    PropertyName,
    Value,
}

impl Place {
    pub(crate) const ALL: [Self; 13] = [
        Self::Alone,
        Self::Before,
        Self::Behind,
        Self::Prose,
        Self::Heading,
        Self::Cell,
        Self::RowName,
        Self::Rows,
        Self::Example,
        Self::Schema,
        Self::Description,
        Self::PropertyName,
        Self::Value,
    ];
}

/// The text as part of a line.
fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// The page.
pub(crate) fn page(form: Form, place: Place, text: &str) -> String {
    let at = |wanted: Place| if wanted == place { text } else { "" };
    if place == Place::Alone {
        return match form {
            Form::Html => format!("<!doctype html><html><body><main>{text}</main></body></html>"),
            Form::Rendered | Form::Mdx => text.to_owned(),
        };
    }
    let (example, schema) = match (place, documents(place, text)) {
        (Place::Example, (_, schema)) => (text.to_owned(), schema),
        (Place::Schema, (example, _)) => (example, text.to_owned()),
        (_, documents) => documents,
    };
    let (heading, cell, name) = (line(at(Place::Heading)), line(at(Place::Cell)), line(at(Place::RowName)));
    let (before, behind, prose, rows) = (at(Place::Before), at(Place::Behind), at(Place::Prose), at(Place::Rows));
    match form {
        Form::Rendered => format!(
            "Console Events\n{before}\nEvent 0 {heading}\nThis event will be triggered when it happens.\n{prose}\n- Event Payload\n- Example\n- JSON Schema\n\
             Property | Value | Description |\n---|---|---|\nx0{name} | string | The device {cell} |\n{rows}\n{example}\n{schema}\n{behind}\n"
        ),
        Form::Mdx => format!(
            "# Console Events\n\n{before}\n\n## Event 0 {heading}\n\nThis event will be triggered when it happens.\n\n{prose}\n\n<Tabs>\n\
             <TabItem value=\"payload\" label=\"Event Payload\">\n\n| Property | Value | Description |\n|---|---|---|\n| x0{name} | string | The device {cell} |\n{rows}\n\n</TabItem>\n\
             <TabItem value=\"example\" label=\"Example\">\n\n```json\n{example}\n```\n\n</TabItem>\n\
             <TabItem value=\"schema\" label=\"JSON Schema\">\n\n```json\n{schema}\n```\n\n</TabItem>\n</Tabs>\n\n{behind}\n"
        ),
        Form::Html => {
            let mut html =
                format!("<!doctype html><html><body><main><h1>Console Events</h1>{before}<h2>Event 0 {heading}</h2>");
            let _ = write!(
                html,
                "<p>This event will be triggered when it happens.</p><p>{prose}</p><div class=\"tabs-container\"><ul role=\"tablist\">\
                 <li role=\"tab\">Event Payload</li><li role=\"tab\">Example</li><li role=\"tab\">JSON Schema</li></ul>\
                 <div role=\"tabpanel\"><table><thead><tr><th>Property</th><th>Value</th><th>Description</th></tr></thead><tbody>\
                 <tr><td>x0{name}</td><td>string</td><td>The device {cell}</td></tr>{rows}</tbody></table></div>\
                 <div role=\"tabpanel\"><pre><code>{}</code></pre></div><div role=\"tabpanel\"><pre><code>{}</code></pre></div></div>{behind}</main></body></html>",
                escaped(&example),
                escaped(&schema)
            );
            html
        }
    }
}

/// The example and the schema. The text may be one of their strings.
fn documents(place: Place, text: &str) -> (String, String) {
    let name = if place == Place::PropertyName { text } else { "x0" };
    let value = if place == Place::Value { text } else { "d" };
    let words = if place == Place::Description { text } else { "The device" };
    let example = json!({"eventName": "event_0", "eventTimestamp": 1, "payload": {name: value}});
    let mut payload = json!({"type": "object", "properties": {name: {"type": "string", "description": words}}});
    if place == Place::Value {
        payload["properties"][name]["enum"] = Value::from(vec!["d", value]);
    }
    let schema = json!({"type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": "event_0", "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}});
    (format!("{example:#}"), format!("{schema:#}"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
