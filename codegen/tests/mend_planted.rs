//! Generated pages with planted mistakes, in every notation: everything decided is mended, and the check passes.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    missing_docs,
    reason = "a test that cannot set itself up fails"
)]

mod mending;

use std::collections::BTreeSet;

use console_events_codegen::mend::{Left, Selection};
use console_events_codegen::page::PageFormat;
use mending::{Desk, decided, prove};
use proptest::prelude::*;
use serde::Serialize as _;
use serde_json::{Map, Value, json};

/// How a page is written down.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one choice of whoever wrote the page")]
struct Style {
    mdx: bool,
    indent: &'static str,
    one_line: bool,
    ending: &'static str,
    mixed: bool,
    mark: bool,
    padded: bool,
    ticks: bool,
    last_line_end: bool,
}

/// A mistake of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    OtherName,
    TrailingCommas,
    Comments,
    RequiredNowhere,
    Undeclared,
    RowMissing,
    RowTooMany,
    OtherType,
    OtherWords,
}

#[derive(Clone, Debug)]
struct Event {
    properties: usize,
    closed: bool,
    mistakes: Vec<Mistake>,
}

const NOUNS: [&str; 4] = ["kettle", "robot", "ship", "garden"];
const WORDS: [&str; 5] =
    ["The größe | width", "Où {braces} *stars* go", "A <tag> & more", "日本語の名前", "snake_case words"];

/// What is decided for each rule, where it fires.
const TAKES: [(&str, &str); 12] = [
    ("example-event-name", "schema"),
    ("event-name-collision", "schema"),
    ("required-undeclared", "drop"),
    ("schema-unsatisfiable", "optional"),
    ("example-violates-schema", "example"),
    ("example-undeclared-property", "example"),
    ("example-undocumented-property", "example"),
    ("table-missing-property", "schema"),
    ("table-undeclared-property", "schema"),
    ("table-type-mismatch", "schema"),
    ("description-mismatch", "table"),
    ("array-items-unspecified", "example"),
];

fn page(events: &[Event], style: &Style) -> String {
    let mut lines: Vec<String> = Vec::new();
    if style.mdx {
        lines.extend(["# Events".into(), String::new()]);
    } else {
        lines.push("Events".into());
    }
    for (at, event) in events.iter().enumerate() {
        section(at, event, style, &mut lines);
    }
    let mut text = String::from(if style.mark { "\u{feff}" } else { "" });
    let count = lines.len();
    for (at, line) in lines.into_iter().enumerate() {
        text += &line;
        let ending = if style.mixed && at % 3 == 0 { "\r\n" } else { style.ending };
        if at + 1 < count || style.last_line_end {
            text += ending;
        }
    }
    text
}

fn section(at: usize, event: &Event, style: &Style, lines: &mut Vec<String>) {
    let has = |mistake| event.mistakes.contains(&mistake);
    let noun = NOUNS[at % NOUNS.len()];
    let name = format!("{noun}_moved");
    let title = format!("{}{} moved", noun[..1].to_uppercase(), &noun[1..]);
    let mut properties = Map::new();
    let mut shown = Map::new();
    let mut rows: Vec<[String; 3]> = Vec::new();
    for number in 0..event.properties {
        let (key, words) = (format!("{noun}Part{number}"), WORDS[(at + number) % WORDS.len()]);
        let (kind, value) =
            [("string", json!("é\t\"x\"")), ("number", json!(1.5)), ("boolean", json!(true))][number % 3].clone();
        let said = if has(Mistake::OtherWords) && number == 0 { "Something else, in other words" } else { words };
        properties.insert(key.clone(), json!({"type": kind, "description": said}));
        let row = if has(Mistake::OtherType) && number == 1 { "object" } else { kind };
        if !(has(Mistake::RowMissing) && number == 2) {
            rows.push([key.clone(), row.into(), words.into()]);
        }
        shown.insert(key, value);
    }
    if has(Mistake::RowTooMany) {
        rows.push([format!("{noun}Gone"), "string".into(), "It was there once".into()]);
    }
    if has(Mistake::Undeclared) && !event.closed {
        shown.insert(format!("{noun}New"), json!({"deep": [1, 2], "empty": {}}));
    }
    let mut required: Vec<String> = properties.keys().take(1).cloned().collect();
    if has(Mistake::RequiredNowhere) {
        required.insert(0, format!("{noun}Owner"));
    }
    let mut payload = json!({"type": "object", "properties": properties, "required": required});
    if event.closed {
        payload["additionalProperties"] = json!(false);
    }
    let example_name = if has(Mistake::OtherName) { format!("{noun}_lifted") } else { name.clone() };
    let example = json!({"eventName": example_name, "eventTimestamp": 123, "payload": shown});
    let schema = json!({
        "type": "object",
        "properties": {"eventName": {"type": "string", "const": name}, "eventTimestamp": {"type": "number"}, "payload": payload},
        "required": ["eventName", "eventTimestamp", "payload"],
    });
    let (example, schema) = (written(&example, event, style), written(&schema, event, style));
    let table = table(&rows, style);
    if style.mdx {
        lines.extend([
            format!("### {title}"),
            String::new(),
            format!("When a {noun} moves."),
            String::new(),
            "<Tabs>".into(),
        ]);
        let fenced = |block: Vec<String>| [vec!["```json".to_owned()], block, vec!["```".to_owned()]].concat();
        for (label, block) in [("Event Payload", table), ("Example", fenced(example)), ("JSON Schema", fenced(schema))]
        {
            lines.extend([format!("<TabItem value=\"{label}\" label=\"{label}\">"), String::new()]);
            lines.extend(block);
            lines.extend([String::new(), "</TabItem>".into()]);
        }
        lines.extend(["</Tabs>".into(), String::new()]);
    } else {
        lines.extend([
            title,
            format!("When a {noun} moves."),
            "- Event Payload".into(),
            "- Example".into(),
            "- JSON Schema".into(),
        ]);
        lines.extend(table.into_iter().chain(example).chain(schema));
    }
}

/// A block in the style, with the event's commas and comments.
fn written(value: &Value, event: &Event, style: &Style) -> Vec<String> {
    let commas = event.mistakes.contains(&Mistake::TrailingCommas);
    if style.one_line {
        let line = value.to_string();
        return vec![if commas { line.replacen("\"}", "\",}", 1) } else { line }];
    }
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(style.indent.as_bytes());
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter)).unwrap();
    let mut lines: Vec<String> = String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
    for at in 1..lines.len() {
        let closes = lines[at].trim_start().starts_with(['}', ']']);
        if commas && closes && !lines[at - 1].ends_with(['{', '[', ',']) && at % 2 == 0 {
            lines[at - 1].push(',');
        }
    }
    if event.mistakes.contains(&Mistake::Comments) {
        let at = lines.len() / 2;
        lines[at] += " // says who?";
        lines.insert(1, format!("{}/* a comment, of its own */", style.indent));
    }
    lines
}

fn table(rows: &[[String; 3]], style: &Style) -> Vec<String> {
    let escaped = |text: &str| {
        let special = |c: char| if style.mdx { "|{}*<&_".contains(c) } else { c == '|' };
        text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect::<String>()
    };
    let name = |name: &str| if style.ticks && style.mdx { format!("`{name}`") } else { escaped(name) };
    let mut cells: Vec<[String; 3]> = vec![["Property".into(), "Type".into(), "Description".into()]];
    cells.extend(rows.iter().map(|[key, kind, words]| [name(key), escaped(kind), escaped(words)]));
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let line = |row: &[String; 3]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let pad = if style.padded { width - cell.chars().count() } else { 0 };
            format!("{cell}{}", " ".repeat(pad))
        });
        let line = cells.collect::<Vec<_>>().join(" | ");
        if style.mdx { format!("| {line} |") } else { format!("{line} |") }
    };
    let mut lines: Vec<String> = cells.iter().map(line).collect();
    lines.insert(1, if style.mdx { "|---|---|---|".into() } else { "---|---|---|".into() });
    lines
}

#[test]
fn the_choices_of_the_decisions_are_there() {
    for (rule, take) in TAKES {
        let known = console_events_codegen::lint::rules().iter().find(|it| it.id == rule).unwrap();
        assert!(known.choices.iter().any(|choice| choice.id == take), "`{rule}` has no `{take}`");
    }
}

/// Decisions for the rules that fire; commas and comments are accepted, and so dropped.
fn decisions(rules: &BTreeSet<&str>) -> String {
    let mut toml = String::new();
    for (rule, take) in TAKES.iter().filter(|(rule, _)| rules.contains(rule)) {
        toml += &format!(
            "[[decision]]\nid = \"{rule}\"\nanswers = {{ rule = \"{rule}\" }}\nverdict = \"resolved\"\ntake = \"{take}\"\nreason = \"It is so.\"\n\n"
        );
    }
    for rule in ["json-comment", "json-trailing-comma"].iter().filter(|rule| rules.contains(**rule)) {
        toml += &format!(
            "[[decision]]\nid = \"{rule}\"\nanswers = {{ rule = \"{rule}\" }}\nverdict = \"accepted\"\nreason = \"It says nothing.\"\n\n"
        );
    }
    toml
}

/// Decisions for these rules, without those that cannot be followed: not every choice fits every mistake.
fn followed(text: &str, format: PageFormat, mut rules: BTreeSet<&str>) -> Desk {
    loop {
        let desk = Desk::of(&decisions(&rules));
        let errors = desk.read(text, format).outcome.errors;
        if errors.is_empty() {
            return desk;
        }
        for error in errors {
            rules.retain(|rule| Some(*rule) != error.decision.as_deref());
        }
    }
}

fn styles() -> impl Strategy<Value = Style> {
    let indent = prop_oneof![Just(""), Just("  "), Just("\t"), Just("    ")];
    let ending = prop_oneof![3 => Just("\n"), 1 => Just("\r\n")];
    let flags = (any::<bool>(), 0..4_u8, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (indent, ending, flags).prop_map(|(indent, ending, (mdx, one_line, mixed, mark, padded, ticks, last_line_end))| {
        Style { mdx, indent, one_line: one_line == 0, ending, mixed, mark, padded, ticks, last_line_end }
    })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    use Mistake::{
        Comments, OtherName, OtherType, OtherWords, RequiredNowhere, RowMissing, RowTooMany, TrailingCommas, Undeclared,
    };
    let all = vec![
        OtherName,
        TrailingCommas,
        Comments,
        RequiredNowhere,
        Undeclared,
        RowMissing,
        RowTooMany,
        OtherType,
        OtherWords,
    ];
    let mistakes = proptest::sample::subsequence(all, 0..=9);
    let event = (1..5_usize, any::<bool>(), mistakes).prop_map(|(properties, closed, mistakes)| Event {
        properties,
        closed,
        mistakes,
    });
    proptest::collection::vec(event, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn planted_mistakes_are_mended(events in events(), style in styles()) {
        let text = page(&events, &style);
        let format = if style.mdx { PageFormat::Mdx } else { PageFormat::Rendered };
        let undecided = Desk::of("").read(&text, format);
        prop_assert_eq!(undecided.catalog.events.len(), events.len(), "the page is read whole:\n{}", text);
        let rules: BTreeSet<&str> = undecided.outcome.findings.iter().map(|judged| judged.diagnostic.rule).collect();
        let desk = followed(&text, format, rules);
        let (before, result) = prove(&desk, &text, format, &Selection::default());
        let refused: Vec<&Left> =
            result.left.iter().map(|(_, left)| left).filter(|left| matches!(left, Left::Refused(_))).collect();
        prop_assert_eq!(result.mended.len(), decided(&before), "{:?}\n{}", refused, text);
        prop_assert!(before.outcome.errors.is_empty(), "{:?}", before.outcome.errors);
    }
}
