//! A checkout whose page has ten new findings, and three decisions.
// Each test binary uses a part of this.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::missing_panics_doc)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// The decisions, with comments in all places.
pub const DECISIONS: &str = r#"# Robots. This comment stays.
[[decision]]
id = "robot-colours"
answers = { rule = "table-undeclared-property", event = "robot_built" } # and this
verdict = "resolved"
take = "table"
reason = "The table is right." # and that

# Names.
[[decision]]
id = "sold"
answers = { rule = "example-event-name", event = "robot_sold" }
verdict = "resolved"
take = "schema"
reason = "As the heading has it."

[[decision]]
id = "prices"
answers = { rule = "table-type-mismatch", event = "robot_*" }
verdict = "resolved"
take = "schema"
reason = "A price is a text."
"#;

pub struct Root {
    root: tempfile::TempDir,
}

struct Event<'a> {
    name: &'a str,
    /// What the table has beside `id`: names and types.
    rows: &'a [(&'a str, &'a str)],
    payload: Value,
    shown_name: &'a str,
    shown: Value,
}

impl Event<'_> {
    fn text(&self) -> String {
        let Self { name, rows, payload, shown_name, shown } = self;
        let rows: Vec<_> = rows.iter().map(|(name, kind)| format!("| `{name}` | `{kind}` | What it is |\n")).collect();
        let rows = rows.concat();
        let example = json!({"eventName": shown_name, "eventTimestamp": 1, "payload": shown});
        let schema = json!({
            "type": "object", "required": ["eventName", "eventTimestamp", "payload"],
            "properties": {"eventName": {"const": name, "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}
        });
        format!(
            "### {}\n\nThis event will be triggered when it happens.\n\n<Tabs>\n<TabItem value=\"t\" label=\"Event Payload\">\n\n\
             | Property | Value | Description |\n|---|---|---|\n| `id` | `string` | An id |\n{rows}\n</TabItem>\n<TabItem value=\"e\" label=\"Example\">\n\n\
             ```json\n{example:#}\n```\n\n</TabItem>\n<TabItem value=\"s\" label=\"JSON Schema\">\n\n```json\n{schema:#}\n```\n\n</TabItem>\n</Tabs>\n\n",
            name.replace('_', " ")
        )
    }
}

/// Ten findings that nobody has decided, of seven rules.
fn page() -> String {
    let object = |properties: Value| json!({"type": "object", "required": ["id"], "properties": properties});
    let text = || json!({"type": "string"});
    let plain = || object(json!({"id": text()}));
    let events = [
        Event {
            name: "robot_built",
            rows: &[("colour", "string")],
            payload: plain(),
            shown_name: "robot_built",
            shown: json!({"id": "a"}),
        },
        Event {
            name: "robot_sold",
            rows: &[("price", "number")],
            payload: object(json!({"id": text(), "price": text()})),
            shown_name: "robot_bought",
            shown: json!({"id": "a", "price": "7"}),
        },
        Event {
            name: "robot_lost",
            rows: &[("finder", "string")],
            payload: plain(),
            shown_name: "robot_gone",
            shown: json!({"id": "a", "place": "x"}),
        },
        Event {
            name: "cat_fed",
            rows: &[],
            payload: json!({"type": "object", "additionalProperties": false, "required": ["id", "bowl"], "properties": {"id": text()}}),
            shown_name: "cat_fed",
            shown: json!({"id": "a"}),
        },
        Event {
            name: "cat_lost",
            rows: &[("where", "string")],
            payload: plain(),
            shown_name: "cat_lost",
            shown: json!({"id": "a"}),
        },
        Event {
            name: "cat_found",
            rows: &[("by", "string")],
            payload: object(json!({"id": text(), "note": text()})),
            shown_name: "cat_found",
            shown: json!({"id": "a"}),
        },
    ];
    let all: String = events.iter().map(Event::text).collect();
    format!(
        "---\ntitle: E\n---\n\n## Event types\n\n| Property | Value | Description |\n|---|---|---|\n| `eventName` | `string` | The name |\n\
         | `eventTimestamp` | `number` | In milliseconds |\n| `payload` | `object` | The payload |\n\n{all}"
    )
}

impl Root {
    pub fn new() -> Self {
        let root = Self { root: tempfile::tempdir().unwrap() };
        root.write("schemas/page/console-events.mdx", &page());
        root.write("schemas/decisions/robots.toml", DECISIONS);
        root
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub fn decision_files(&self) -> Vec<String> {
        let all = std::fs::read_dir(self.path().join("schemas/decisions")).unwrap();
        all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_console-events-codegen"))
            .arg("--root")
            .arg(self.path())
            .args(arguments)
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    /// The fingerprint of the undecided finding of a rule in an event.
    pub fn fingerprint(&self, rule: &str, event: &str) -> String {
        let told: Value = serde_json::from_slice(&self.run(&["lint", "--format", "json"]).stdout).unwrap();
        let all = told["findings"].as_array().unwrap();
        let found = all.iter().find(|it| it["rule"] == rule && it["event"] == event && it["status"] == "undecided");
        found.unwrap()["fingerprint"].as_str().unwrap().to_owned()
    }
}
