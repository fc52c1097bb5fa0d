//! Small pages written by hand, three rules to judge them by, and decisions on them.
// Each test binary uses a part of this; what it makes is as good as what a test makes itself.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::missing_panics_doc)]

use console_events_codegen::catalog::{
    Block, Catalog, DocumentedEvent, DocumentedJson, DocumentedResource, PageText, Place, Placeholder, Row,
    SyntaxError, Table, Witness,
};
use console_events_codegen::decision::{ReadDecisions, read};
use console_events_codegen::diagnostic::{Diagnostic, Severity};
use console_events_codegen::page::{Page, Span};
use console_events_codegen::reconcile::{Outcome, RuleFacts, Rules, reconcile};
use jsonptr::PointerBuf;
use serde_json::{Value, json};

/// A page in the making: its text and what stands where.
#[derive(Default)]
pub struct Writer {
    text: String,
    catalog: Catalog,
}

impl Writer {
    fn words(&mut self, words: &str) -> PageText {
        let start = self.text.len();
        self.text.push_str(words);
        let span = Span::new(start, self.text.len());
        self.text.push('\n');
        PageText { text: words.into(), span }
    }

    fn block(&mut self, value: &Value) -> Block {
        let start = self.text.len();
        let mut json = DocumentedJson { value: value.clone(), ..DocumentedJson::default() };
        self.value(value, PointerBuf::root(), None, &mut json);
        let span = Span::new(start, self.text.len());
        self.text.push('\n');
        Block { span, notes: Vec::new(), json: Ok(json) }
    }

    fn value(&mut self, value: &Value, at: PointerBuf, key: Option<Span>, json: &mut DocumentedJson) {
        let start = self.text.len();
        match value {
            Value::Object(members) => {
                self.text.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    self.text.push_str(if index == 0 { "\n" } else { ",\n" });
                    let key_start = self.text.len();
                    self.text.push_str(&Value::from(name.as_str()).to_string());
                    let key = Span::new(key_start, self.text.len());
                    self.text.push_str(": ");
                    self.value(value, at.with_trailing_token(name.as_str()), Some(key), json);
                }
                self.text.push_str("\n}");
            }
            Value::Array(items) => {
                self.text.push('[');
                for (index, value) in items.iter().enumerate() {
                    self.text.push_str(if index == 0 { "" } else { ", " });
                    self.value(value, at.with_trailing_token(index), None, json);
                }
                self.text.push(']');
            }
            scalar => self.text.push_str(&scalar.to_string()),
        }
        let span = Span::new(start, self.text.len());
        json.places.insert(at, Place { key, value: span });
    }

    /// A whole section.
    pub fn event(
        &mut self,
        key: &str,
        rows: &[(&str, &str, &str)],
        example: &Value,
        schema: &Value,
    ) -> &mut DocumentedEvent {
        let title = self.words(&key.replace('_', " "));
        let description = vec![self.words("This event will be triggered now and then.")];
        let start = self.text.len();
        let rows = rows
            .iter()
            .map(|(name, kind, description)| {
                let (name, kind, description) = (self.words(name), self.words(kind), self.words(description));
                Row { span: name.span.to(description.span), name, kind, description }
            })
            .collect();
        let table = Some(Table::new(Span::new(start, self.text.len()), Vec::new(), rows));
        let (example, schema) = (Some(self.block(example)), Some(self.block(schema)));
        let span = Span::new(title.span.start, self.text.len());
        self.catalog.events.push(DocumentedEvent {
            key: key.into(),
            title,
            since: None,
            description,
            table,
            example,
            schema,
            resources: Vec::new(),
            shared: Vec::new(),
            span,
        });
        self.catalog.events.last_mut().unwrap()
    }

    /// Gives the last event a resource, which stands at those places of its schema.
    pub fn resource(&mut self, name: &str, schema: &Value, example: Option<&Value>, places: &[&str]) {
        let schema = Some(self.block(schema));
        let example = example.map(|example| self.block(example));
        let event = self.catalog.events.last_mut().unwrap();
        event.resources.push(DocumentedResource { name: name.into(), schema, example, section: None });
        let json = event.schema.as_mut().unwrap().json.as_mut().unwrap();
        json.placeholders.extend(places.iter().map(|place| Placeholder {
            pointer: PointerBuf::parse(*place).unwrap(),
            span: Span::default(),
            resource: Some(name.into()),
        }));
    }

    /// Makes the last event's schema unreadable.
    pub fn break_schema(&mut self, message: &str) {
        let block = self.catalog.events.last_mut().unwrap().schema.as_mut().unwrap();
        block.json = Err(SyntaxError { span: block.span, message: message.into() });
    }

    pub fn finish(&self) -> (Page, Catalog) {
        (Page::new("schemas/page/page.txt", self.text.clone().into_bytes(), None).unwrap(), self.catalog.clone())
    }
}

/// The schema of an event of that name with those payload properties.
pub fn schema(name: &str, payload: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "eventName": {"const": name, "type": "string"},
            "eventTimestamp": {"type": "number"},
            "payload": {"type": "object", "properties": payload},
        },
        "required": ["eventName", "eventTimestamp", "payload"],
    })
}

/// An event of that name.
pub fn example(name: &str, payload: &Value) -> Value {
    json!({"eventName": name, "eventTimestamp": 1, "payload": payload})
}

/// An event whose example shows another's name, with a row that the schema lacks.
pub fn small() -> Writer {
    let mut page = Writer::default();
    page.event(
        "cat_fed",
        &[("cat", "string", "The cat"), ("bowl.size", "number", "How much")],
        &example("dog_walked", &json!({"cat": "tom"})),
        &schema("cat_fed", &json!({"cat": {"type": "string"}})),
    );
    page
}

pub const RULES: [&str; 3] = ["example-name", "row-undeclared", "many-words"];

/// The same, as decisions see them.
pub fn facts() -> Vec<RuleFacts> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    RULES.iter().zip(severities).map(|(id, severity)| RuleFacts { id, severity, choices: &[] }).collect()
}

fn finding(
    rule: &'static str,
    severity: Severity,
    event: &DocumentedEvent,
    witness: Witness,
    pointer: &str,
) -> Diagnostic {
    let pointer = PointerBuf::parse(pointer).unwrap();
    let span = match witness {
        Witness::Example => event.example.as_ref().unwrap().span_of(&pointer),
        Witness::Table => event.table.as_ref().unwrap().row(&pointer).unwrap().span,
        _ => event.title.span,
    };
    Diagnostic {
        rule,
        severity,
        event: Some(event.key.clone()),
        witness,
        resource: None,
        pointer,
        span,
        message: String::new(),
        help: "decide".into(),
        related: Vec::new(),
        evidence: Value::Null,
        facts: Value::Null,
    }
}

/// Three rules: an error on the example's name, a warning on a row, a note on each paragraph.
pub fn lint(_: &Page, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for event in &catalog.events {
        let names =
            event.schema.as_ref().and_then(Block::value).and_then(|schema| schema.pointer("/properties/eventName"));
        if let (Some(names), Some(shown)) = (names, event.example_name())
            && names.get("const").is_none_or(|name| name != shown)
            && names.get("enum").is_none_or(|names| !names.as_array().unwrap().iter().any(|name| name == shown))
        {
            let mut found = finding(RULES[0], Severity::Error, event, Witness::Example, "/eventName");
            found.message = format!("expected `{}`, found `{shown}`", event.key);
            found.evidence = shown.into();
            found.related = vec![(event.title.span, "the title".into())];
            all.push(found);
        }
        for row in event.table.iter().flat_map(|table| &table.rows) {
            let place = format!(
                "/properties/payload/properties{}",
                row.pointer().as_str().replace('/', "/properties/").trim_start_matches("/properties")
            );
            if event.schema.as_ref().and_then(Block::value).is_some_and(|schema| schema.pointer(&place).is_none()) {
                let mut found = finding(RULES[1], Severity::Warning, event, Witness::Table, row.pointer().as_str());
                found.message = format!("the schema does not declare `{}`", row.name.text);
                found.evidence = row.kind.text.as_str().into();
                all.push(found);
            }
        }
        for (at, paragraph) in event.description.iter().enumerate().filter(|(_, text)| text.text.len() > 10) {
            let mut found = finding(RULES[2], Severity::Note, event, Witness::Prose, &format!("/description/{at}"));
            found.message = format!("{} letters", paragraph.text.len());
            found.span = paragraph.span;
            all.push(found);
        }
    }
    all
}

pub fn decisions(toml: &str) -> ReadDecisions {
    read(&[("schemas/decisions/test.toml".into(), toml.into())])
}

pub fn judged(page: &Writer, toml: &str) -> (Page, Catalog, ReadDecisions, Outcome) {
    let (page, catalog) = page.finish();
    let decisions = decisions(toml);
    let outcome = reconcile(&page, &catalog, &decisions, Rules { all: &facts(), run: &lint });
    (page, catalog, decisions, outcome)
}

/// Resolves the name of [`small`].
pub const NAME: &str = r#"
[[decision]]
id = "name"
answers = { rule = "example-name", event = "cat_fed", witness = "example", pointer = "/eventName" }
verdict = "resolved"
reason = "Copied from another event."
patch = [
  { op = "test", path = "/cat_fed/example/eventName", value = "dog_walked" },
  { op = "replace", path = "/cat_fed/example/eventName", value = "cat_fed" },
]
"#;

/// Accepts the row of [`small`].
pub const ROW: &str = r#"
[[decision]]
id = "row"
answers = { rule = "row-undeclared", event = "cat_fed", witness = "table", pointer = "/bowl/size" }
verdict = "accepted"
reason = "Seen by nobody."
patch = [{ op = "test", path = "/cat_fed/table/bowl.size/type", value = "number" }]
"#;
