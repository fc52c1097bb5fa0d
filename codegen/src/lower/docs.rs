//! The documentation of types and fields: the schema's description, or else the table's, and the name in JSON.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::prepare::{Definition, Property};
use super::set::TypeKind;
use crate::reconcile::EffectiveEvent;
use crate::schema::compiled;
use crate::text::rust::{doc as markdown, doc_code as code, doc_json};

/// The documentation of a payload's type. `schema` is that of the whole event, with its definitions. An example that it refuses is shown
/// as text; any other becomes a test.
pub(super) fn of_event(event: &EffectiveEvent, payload: &Value, schema: &Value) -> String {
    let mut paragraphs: Vec<String> = event.description.iter().map(|paragraph| markdown(paragraph)).collect();
    if paragraphs.iter().all(String::is_empty) {
        paragraphs = vec![description(payload).unwrap_or_else(|| markdown(&event.title))];
    }
    let mut name = format!("The payload of the event {}", code(&event.name));
    if !event.aliases.is_empty() {
        let aliases: Vec<String> = event.aliases.iter().map(|alias| code(alias)).collect();
        let _ = write!(name, ", which is also sent as {}", aliases.join(", "));
    }
    if let Some(since) = &event.since {
        let _ = write!(name, ", available from {}", code(&format!("v{since}")));
    }
    paragraphs.push(format!("{name}."));
    if payload.get("properties").is_some() && payload.get("type").is_none() {
        paragraphs.push(
            "Its schema states no type. It is read as an object, which the documentation says of every payload; any other value \
             is a misfit."
                .to_owned(),
        );
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    if let Some(example) = &event.example {
        let fits = compiled(schema).is_ok_and(|validator| validator.is_valid(example));
        if fits {
            paragraphs.push(doc_test(example));
        } else {
            paragraphs.push("The documented example, which the schema refuses:".to_owned());
            paragraphs.push(shown(example));
        }
    }
    paragraphs.join("\n\n")
}

/// The documented example as a test that runs.
fn doc_test(example: &Value) -> String {
    let json = doc_json(example);
    let marks = |part: &str| part.len() - part.trim_start_matches('#').len();
    let hashes = "#".repeat(json.split('"').skip(1).map(marks).max().unwrap_or(0) + 1);
    // A line that begins with `#` would be hidden, one with back-ticks would end the block; JSON's own lines do neither, and
    // it has no line breaks within strings.
    let fence = if json.contains("```") { "~~~~" } else { "```" };
    format!(
        "{fence}\n# use console_events::ConsoleEvent;\nlet delivery = r{hashes}\"{json}\"{hashes};\n\
         let event = ConsoleEvent::from_str(delivery)?;\n\
         assert!(!matches!(event.payload, console_events::Payload::Unknown(_)));\n\
         # Ok::<(), console_events::Error>(())\n{fence}"
    )
}

/// The documented example as text.
fn shown(example: &Value) -> String {
    let json = doc_json(example);
    let fence = if json.contains("```") { "~~~~" } else { "```" };
    format!("{fence}json\n{json}\n{fence}")
}

/// The documentation of a type within a payload or a resource; `within` is the type around it.
pub(super) fn of_type(definition: &Definition, table: &Rows<'_>, within: Option<&str>, root: &str) -> String {
    let row = definition.row.as_deref();
    words(definition.description.as_deref()).or_else(|| table.of(row)).unwrap_or_else(|| match (row, within) {
        (Some(row), Some(within)) if !row.is_empty() => {
            format!("The value of {} in [`{within}`].", code(row.rsplit('.').next().unwrap_or(row)))
        }
        (_, Some(within)) => format!("A value within [`{within}`]."),
        (_, None) => format!("The resource {}.", code(root)),
    })
}

/// The documentation of a field.
pub(super) fn of_property(property: &Property, table: &Rows<'_>, kind: &TypeKind) -> String {
    let own = words(property.description.as_deref()).or_else(|| table.of(property.row.as_deref()));
    let mut paragraphs: Vec<String> = own.into_iter().collect();
    let confidential = if matches!(kind, TypeKind::Confidential(_)) {
        " The value is confidential: `Debug` does not show it."
    } else {
        ""
    };
    let example = if property.from_example { " Only the documented example shows this property." } else { "" };
    paragraphs.push(format!("JSON name: {}.{confidential}{example}", code(&property.json)));
    if property.conditional {
        paragraphs.push(
            "The documentation states this type under a condition only. A value of another type is kept among the undeclared \
             properties, and the field is `None`."
                .to_owned(),
        );
    }
    paragraphs.join("\n\n")
}

/// The property table of an event, by dotted name.
#[derive(Default)]
pub(super) struct Rows<'r>(HashMap<&'r str, &'r str>);

impl<'r> Rows<'r> {
    pub(super) fn new(table: &'r [(String, String)]) -> Self {
        Self(table.iter().rev().map(|(name, words)| (name.as_str(), words.as_str())).collect())
    }

    fn of(&self, row: Option<&str>) -> Option<String> {
        words(self.0.get(row?).copied())
    }
}

fn description(schema: &Value) -> Option<String> {
    words(schema.get("description")?.as_str())
}

fn words(text: Option<&str>) -> Option<String> {
    Some(markdown(text?)).filter(|words| !words.is_empty())
}
