//! What a maintainer of the documentation can do about a finding: the row that the page lacks, or the decision that the
//! finding calls for, ready to be pasted.
//!
//! Names in findings come from deliveries. In a decision they are TOML strings; in a row, text without line breaks.

use std::fmt::Write as _;

use super::documented::Documented;
use super::places::{Kind as Documentable, Node, escaped, selector};
use super::tally::{Count, Key, Kind};
use crate::safe::{self, visible};

/// Advice on one finding.
#[derive(Debug, Default)]
pub(super) struct Advice {
    pub(super) words: String,
    /// Markdown for the page: a row of a table, or a section.
    pub(super) page: Option<String>,
    /// A stanza for a file in `schemas/decisions/`. Where other findings hang on the same place, `cargo codegen sync`
    /// names them.
    pub(super) decision: Option<String>,
}

pub(super) fn advice(key: &Key, count: &Count, documented: &Documented) -> Advice {
    if key.is_rest() {
        return words("audit a part of the deliveries to see them");
    }
    match key.kind {
        Kind::Misfit | Kind::Invalid => correct(key, count, documented),
        Kind::Undeclared => declare(key, count, documented),
        Kind::UnknownEvent => section(&key.event),
        Kind::Timestamp => words(
            "the page says `number` and gives no unit: ask the Console's team which unit it sends, and state it on the page",
        ),
        Kind::NeverSeen if key.pointer.is_empty() => words("nothing, if the event did not happen in this time"),
        Kind::NeverSeen => words(
            "nothing, if it is rare; if the Console no longer sends it, delete its row and its property in the schema",
        ),
    }
}

fn words(words: &str) -> Advice {
    Advice { words: words.to_owned(), ..Advice::default() }
}

/// The documentation is too narrow: the decision that makes it accept what was found.
fn correct(key: &Key, count: &Count, documented: &Documented) -> Advice {
    let root = documented.event(&key.event).map(|event| &event.root);
    let patched = root.and_then(|root| match (key.kind, &*key.expected) {
        (Kind::Misfit, "a required property") => optional(root, &key.pointer),
        (Kind::Misfit, _) => {
            root.at(&key.pointer).and_then(|node| Some((node, widened(node, json_type(&key.found)?)?)))
        }
        _ => root.at(&key.pointer).and_then(|node| Some((node, dropped(&key.expected)?))),
    });
    match patched {
        Some((node, patch)) => Advice {
            words: "correct the row and the schema on the page; until then, this decision allows it".to_owned(),
            page: None,
            decision: Some(decision(key, count, &node.path, &[patch])),
        },
        None => words("the documentation cannot allow this: report it to the Console's team"),
    }
}

/// The patch of the parent after which a property is not required.
fn optional<'n>(root: &'n Node, pointer: &str) -> Option<(&'n Node, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let parent = root.at(parent)?;
    let left: Vec<String> =
        parent.required.iter().filter(|other| escaped(other) != name).map(|name| toml(name)).collect();
    let patch = match left.len() {
        0 => r#"op = "remove", path = "/required""#.to_owned(),
        _ => format!(r#"op = "replace", path = "/required", value = [{}]"#, left.join(", ")),
    };
    Some((parent, patch))
}

/// The patch of a property after which values of another type are right as well.
fn widened(node: &Node, found: &str) -> Option<String> {
    let documented = match node.kind {
        Documentable::Any => return None,
        Documentable::Boolean => "boolean",
        Documentable::Integer if found == "number" => {
            return Some(r#"op = "replace", path = "/type", value = "number""#.to_owned());
        }
        Documentable::Integer => "integer",
        Documentable::Number => "number",
        Documentable::String => "string",
        Documentable::Array => "array",
        Documentable::Object => "object",
    };
    Some(format!(r#"op = "replace", path = "/type", value = ["{documented}", "{found}"]"#))
}

/// The patch after which the keyword that refused a value is gone.
fn dropped(expected: &str) -> Option<String> {
    let keyword = expected.strip_prefix("what `")?.strip_suffix("` allows")?;
    Some(format!(r#"op = "remove", path = {}"#, toml(&format!("/{keyword}"))))
}

/// The documentation lacks a property: its row, and the decision that declares it.
fn declare(key: &Key, count: &Count, documented: &Documented) -> Advice {
    let Some((parent, token)) = key.pointer.rsplit_once('/') else { return Advice::default() };
    let row = key.pointer.strip_prefix("/payload/").unwrap_or(key.pointer.trim_start_matches('/'));
    let row = row.replace("/*", "[]").replace('/', ".").replace("~1", "/").replace("~0", "~");
    // Text in a cell of the page's table: no code, no further column, no second line.
    let cell: String =
        visible(&row).chars().map(|character| if matches!(character, '`' | '|') { '?' } else { character }).collect();
    let Some(kind) = json_type(&key.found).filter(|kind| *kind != "null") else {
        let page = Some(format!("| `{cell}` | … | … |"));
        return Advice {
            page,
            ..words("it was always `null`: audit more deliveries to learn its type, then add the row and the property")
        };
    };
    let parent =
        documented.event(&key.event).and_then(|event| event.root.at(parent)).filter(|node| node.has_properties());
    let property = format!("value = {{ type = \"{kind}\" }}");
    let decision = parent.map(|parent| {
        let event = format!("${}", selector(&key.event));
        if parent.path == format!("{event}.schema.properties.payload") {
            // The table has rows for these, so the decision adds both.
            let place = toml(&format!("/schema/properties/payload/properties/{token}"));
            let row = toml(&format!("/table/{token}"));
            let value =
                format!(r#"value = {{ type = "{kind}", description = "Sent by the Console; not described yet." }}"#);
            let patch =
                [format!(r#"op = "add", path = {place}, {property}"#), format!(r#"op = "add", path = {row}, {value}"#)];
            decision(key, count, &event, &patch)
        } else {
            let place = toml(&format!("/properties/{token}"));
            decision(key, count, &parent.path, &[format!(r#"op = "add", path = {place}, {property}"#)])
        }
    });
    Advice {
        words: "add the row to the page and the property to the schema; until then, this decision declares it"
            .to_owned(),
        page: Some(format!("| `{cell}` | `{kind}` | … |")),
        decision,
    }
}

/// The section that the page lacks.
fn section(event: &str) -> Advice {
    let plain = event.starts_with(|first: char| first.is_ascii_lowercase())
        && event.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !plain {
        return words("the page lacks a section for this event");
    }
    let title =
        event.split('_').filter(|word| !word.is_empty()).map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    let title = title.collect::<Vec<_>>().join(" ");
    let page = format!(
        r#"### {title}

This event will be triggered when …

| Property | Value | Description |
| -------- | ----- | ----------- |
| `…` | `string` | … |

```json
{{"eventName": "{event}", "eventTimestamp": 123456, "payload": {{}}}}
```

```json
{{
  "type": "object",
  "required": ["eventName", "eventTimestamp", "payload"],
  "properties": {{
    "eventName": {{"type": "string", "const": "{event}"}},
    "eventTimestamp": {{"type": "number"}},
    "payload": {{"type": "object", "properties": {{}}}}
  }}
}}
```"#
    );
    Advice { words: "the page lacks a section for this event".to_owned(), page: Some(page), decision: None }
}

/// A decision that patches one place, in the form in which `schemas/decisions/README.md` describes it.
fn decision(key: &Key, count: &Count, at: &str, patch: &[String]) -> String {
    let id: Vec<String> = [key.kind.name(), &key.event, &key.pointer]
        .iter()
        .flat_map(|text| text.split(|character: char| !character.is_ascii_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let first = count.first_line.map(|line| format!(", first in line {line}")).unwrap_or_default();
    let reason = format!(
        "Deliveries differ from the page at `{}`: expected {}, found {}.",
        key.pointer, key.expected, key.found
    );
    let evidence = format!("audit of captured deliveries: {} times{first}", count.times);
    format!(
        "[[decision]]\nid = {}\nat = {}\nverdict = \"policy\"\npatch = [\n{}\n]\nreason = {}\nevidence = [{}]",
        toml(&id.join("-")),
        toml(at),
        patch.iter().map(|step| format!("  {{ {step} }},")).collect::<Vec<_>>().join("\n"),
        toml(&reason),
        toml(&evidence)
    )
}

/// The name that JSON Schema has for a type.
fn json_type(found: &str) -> Option<&'static str> {
    let name = found.trim_start_matches("an ").trim_start_matches("a ");
    ["null", "boolean", "number", "string", "array", "object"].into_iter().find(|known| name.starts_with(known))
}

/// A basic string of TOML. Backticks are escaped, too, so that it cannot end a block of code in Markdown.
fn toml(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            string.push('\\');
            string.push(character);
        } else if character.is_control() || safe::invisible(character) {
            // Writing to a string does not fail.
            let _ = write!(string, "\\U{:08X}", u32::from(character));
        } else {
            string.push(character);
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;
    use console_events::EventKind;

    fn advised(kind: Kind, pointer: &str, expected: &str, found: &str) -> Advice {
        let documented = Documented::all().unwrap();
        let key = Key::new(kind, EventKind::ALL[0].name(), pointer, expected, found);
        advice(&key, &Count { times: 3, first_line: Some(7), sample: None }, &documented)
    }

    #[test]
    fn a_missing_row_can_be_pasted() {
        let advice = advised(Kind::Undeclared, "/payload/new", "nothing", "a string");
        assert_eq!(advice.page.unwrap(), "| `new` | `string` | … |");
        let name = EventKind::ALL[0].name();
        let decision = advice.decision.unwrap();
        assert!(decision.contains(&format!("at = \"$.{name}\"\n")), "{decision}");
        let property =
            r#"{ op = "add", path = "/schema/properties/payload/properties/new", value = { type = "string" } },"#;
        assert!(decision.contains(property) && decision.contains(r#"path = "/table/new""#), "{decision}");
        assert!(decision.contains("3 times, first in line 7"), "{decision}");
    }

    #[test]
    fn a_misfit_has_the_decision_that_allows_it() {
        let documented = Documented::all().unwrap();
        let event = &documented.events()[0];
        let property = event
            .properties()
            .into_iter()
            .find(|node| node.kind == Documentable::String && node.pointer.starts_with("/payload/"))
            .unwrap();
        let decision = advised(Kind::Misfit, &property.pointer, "a string", "null").decision.unwrap();
        assert!(decision.contains(&toml(&property.path)), "{decision}");
        assert!(decision.contains(r#"{ op = "replace", path = "/type", value = ["string", "null"] }"#), "{decision}");
        let decision = advised(Kind::Misfit, "/payload", "a required property", "none").decision.unwrap();
        assert!(
            decision.contains(r#"op = "replace", path = "/required", value = ["eventName", "eventTimestamp"]"#),
            "{decision}"
        );
        let decision = advised(Kind::Invalid, &property.pointer, "what `pattern` allows", "a string").decision.unwrap();
        assert!(decision.contains(r#"{ op = "remove", path = "/pattern" }"#), "{decision}");
        let advice = advised(Kind::Misfit, &property.pointer, "the property once", "it again");
        assert!(advice.decision.is_none() && advice.words.contains("Console's team"));
    }

    #[test]
    fn names_of_deliveries_cannot_leave_their_place() {
        let advice = advised(Kind::Undeclared, "/payload/a\"b\\\n`|\u{202e}", "nothing", "an array");
        assert_eq!(advice.page.unwrap(), "| `a\"b\\\\u{a}??\\u{202e}` | `array` | … |");
        let decision = advice.decision.unwrap();
        assert!(decision.contains(r#"/properties/a\"b\\\U0000000A`|\U0000202E""#), "{decision}");
        assert_eq!(decision.lines().count(), 10);
        assert!(section("no_such_event").page.unwrap().starts_with("### No Such Event\n"));
        assert!(section("evil`\n# name").page.is_none());
    }
}
