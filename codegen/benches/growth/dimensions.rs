//! The dimensions of a page. Each one has a function that writes a checkout of a given size.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

/// Something that a page can have many of, or that can be long.
pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    pub(crate) from: usize,
    /// What twice the size may cost.
    pub(crate) most: f64,
    pub(crate) commands: &'static [&'static str],
    pub(crate) write: fn(&Path, usize),
}

/// Twice the cost, and 15 % more: names grow by a digit, sorting needs one comparison more, and maps and vectors double their memory.
/// Quadratic cost would quadruple.
const LINEAR: f64 = 2.3;

const BOTH: &[&str] = &["lint", "sync"];
const LINT: &[&str] = &["lint"];
const ALL: &[&str] = &["lint", "lint --format json", "lint --format sarif", "lint --format github"];
/// `old.txt` is the same page with other descriptions, so every description has changed.
const COMPARED: &[&str] = &["lint", "sync", "diff path:old.txt path:schemas/page/console-events.txt"];
const MENDED: &[&str] = &["lint", "sync", "mend"];

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "events",
        from: 8,
        most: LINEAR,
        commands: COMPARED,
        write: |root, n| page(root, &(0..n).map(event).collect::<String>()),
    },
    Dimension {
        name: "properties",
        from: 32,
        most: LINEAR,
        commands: COMPARED,
        write: |root, n| one(root, &named(n), &named(n), ""),
    },
    Dimension {
        name: "rows",
        from: 64,
        most: LINEAR,
        commands: LINT,
        write: |root, n| one(root, &named(n), &named(n), &table(n, "x")),
    },
    Dimension {
        name: "findings",
        from: 64,
        most: LINEAR,
        commands: ALL,
        write: |root, n| one(root, &named(1), &named(1), &table(n, "stray")),
    },
    Dimension {
        name: "depth",
        from: 2,
        // The places in reports and the names of types are twice as long, too. JSON nests at most 120 levels.
        most: 2.6,
        commands: COMPARED,
        write: |root, n| one(root, &deep(n), &deep_example(n), ""),
    },
    Dimension {
        name: "length of a text",
        from: 4000,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| described(root, &"word ".repeat(n)),
    },
    Dimension {
        name: "back-ticks",
        from: 4000,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| described(root, &"`a".repeat(n)),
    },
    Dimension {
        name: "marks",
        from: 4000,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| described(root, &"[*_#|<@".repeat(n)),
    },
    Dimension {
        name: "length of a line",
        from: 4000,
        most: LINEAR,
        commands: LINT,
        write: |root, n| {
            one(root, &named(1), &named(1), &format!("stray | string | {} |\n", "x".repeat(n)));
        },
    },
    Dimension {
        name: "findings on one line",
        from: 64,
        most: LINEAR,
        commands: ALL,
        write: |root, n| {
            let rows = table(n, "stray");
            let schema = schema_of("event_0", &named(n)).to_string();
            page(
                root,
                &section(0, &named(1), &named(1), &rows)
                    .replace(&format!("{:#}", schema_of("event_0", &named(1))), &schema),
            );
        },
    },
    Dimension {
        name: "events with resources",
        from: 8,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| page_of(root, "mdx", &format!("# Page\n\n{}", (0..n).map(with_resource).collect::<String>())),
    },
    Dimension {
        name: "headings",
        from: 64,
        most: LINEAR,
        commands: LINT,
        write: |root, n| {
            let headings = (0..n).fold(String::new(), |mut all, at| {
                let _ = writeln!(all, "## Heading {at}\n\nWords.\n");
                all
            });
            page_of(root, "mdx", &format!("# Page\n\n{}\n{headings}", mdx_event(0)));
        },
    },
    Dimension {
        name: "tabs",
        from: 32,
        most: LINEAR,
        commands: LINT,
        write: |root, n| {
            let tabs = (0..n).fold(String::new(), |mut all, at| {
                let _ = write!(
                    all,
                    "<TabItem value=\"t{at}\" label=\"R{at} JSON Schema\">\n\n```json\n{}\n```\n\n</TabItem>\n",
                    json!({"type": "object", "properties": {"id": {"type": "string"}}})
                );
                all
            });
            page_of(
                root,
                "mdx",
                &format!("# Page\n\n{}\n", mdx_event(0).replace("</Tabs>", &format!("{tabs}</Tabs>"))),
            );
        },
    },
    Dimension {
        name: "strays",
        from: 64,
        most: LINEAR,
        commands: LINT,
        write: |root, n| {
            page(root, &(event(0) + &"{\n\"a\": [\n}\n".repeat(n)));
        },
    },
    Dimension {
        name: "required names",
        from: 64,
        most: LINEAR,
        commands: LINT,
        write: |root, n| {
            let mut schema = named(1);
            schema["required"] = (0..n).map(|at| format!("r{at}")).collect();
            one(root, &schema, &named(1), "");
        },
    },
    Dimension {
        name: "enum",
        from: 128,
        most: LINEAR,
        commands: COMPARED,
        write: |root, n| {
            let values: Vec<String> = (0..n).map(|at| format!("value{at}")).collect();
            one(
                root,
                &json!({"type": "object", "properties": {"x0": {"type": "string", "enum": values}}}),
                &named(1),
                "",
            );
        },
    },
    Dimension {
        name: "references",
        from: 64,
        most: LINEAR,
        commands: COMPARED,
        write: |root, n| {
            let mut schema = named(1);
            for at in 0..n {
                let (name, place) = (format!("d{at}"), format!("#/properties/payload/definitions/d{at}"));
                schema["definitions"][&name] = json!({"type": "string"});
                schema["properties"][&format!("r{at}")] = json!({"$ref": place});
            }
            one(root, &schema, &named(1), "");
        },
    },
    Dimension {
        name: "undeclared in the example",
        from: 64,
        most: LINEAR,
        commands: LINT,
        write: |root, n| one(root, &named(1), &named(n), ""),
    },
    Dimension {
        name: "places of a pattern",
        from: 64,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| {
            one(root, &named(n), &named(n), "");
            decide(
                root,
                "[[decision]]\nid = \"d\"\nat = \"$.*.schema.properties.payload.properties[*]\"\nverdict = \"policy\"\n\
                patch = [{ op = \"add\", path = \"/x-accessor\", value = \"a\" }]\nreason = \"Seen.\"\n",
            );
        },
    },
    Dimension {
        name: "findings of a pattern",
        from: 64,
        most: LINEAR,
        commands: BOTH,
        write: |root, n| {
            one(root, &named(1), &named(1), &table(n, "stray"));
            decide(
                root,
                "[[decision]]\nid = \"d\"\nanswers = { rule = \"table-undeclared-property\", event = \"event_*\" }\n\
                verdict = \"accepted\"\nreason = \"Seen.\"\n",
            );
        },
    },
    Dimension {
        name: "decisions with a choice",
        from: 16,
        most: LINEAR,
        commands: MENDED,
        write: |root, n| {
            one(root, &named(1), &named(1), &table(n, "stray"));
            let text = (0..n).fold(String::new(), |mut all, at| {
                let _ = write!(
                    all,
                    "[[decision]]\nid = \"d{at}\"\nanswers = {{ rule = \"table-undeclared-property\", event = \"event_0\", \
                    witness = \"table\", pointer = \"/stray{at}\" }}\nverdict = \"resolved\"\ntake = \"schema\"\nreason = \"Seen.\"\n\n"
                );
                all
            });
            decide(root, &text);
        },
    },
    Dimension {
        name: "decisions",
        from: 16,
        most: LINEAR,
        commands: MENDED,
        write: |root, n| {
            one(root, &named(1), &named(1), &table(n, "stray"));
            let text = (0..n).fold(String::new(), |mut all, at| {
            let _ = write!(all, "[[decision]]\nid = \"d{at}\"\nanswers = {{ rule = \"table-undeclared-property\", event = \"event_0\", \
                witness = \"table\", pointer = \"/stray{at}\" }}\nverdict = \"accepted\"\nreason = \"Seen.\"\n\n");
            all
        });
            decide(root, &text);
        },
    },
];

fn decide(root: &Path, text: &str) {
    std::fs::write(root.join("schemas/decisions/event_0.toml"), text).unwrap();
}

fn with_resource(at: usize) -> String {
    let tabs = format!(
        "<TabItem value=\"r\" label=\"R{at} JSON Schema\">\n\n```json\n{}\n```\n\n</TabItem>\n</Tabs>",
        json!({"type": "object", "properties": {"id": {"type": "string"}, format!("r{at}"): {"type": "array"}}})
    );
    mdx_event(at).replace("</Tabs>", &tabs).replace("\"x0\": \"d\"", "\"x0\": {...}") + "\n"
}

fn page(root: &Path, events: &str) {
    page_of(root, "txt", &format!("Console Events\nEvent types\n{events}"));
}

fn page_of(root: &Path, ending: &str, text: &str) {
    for folder in ["schemas/page", "schemas/decisions"] {
        std::fs::create_dir_all(root.join(folder)).unwrap();
    }
    std::fs::write(root.join("Cargo.toml"), "[workspace.package]\nversion = \"0.1.0\"\n").unwrap();
    std::fs::write(root.join(format!("schemas/page/console-events.{ending}")), text).unwrap();
    std::fs::write(root.join("old.txt"), text.replace("The device", "A device")).unwrap();
}

fn table(n: usize, prefix: &str) -> String {
    (0..n).fold(String::new(), |mut all, at| {
        let _ = writeln!(all, "{prefix}{at} | string | The device |");
        all
    })
}

/// A payload's schema with `n` properties of type string. `example_of` makes its example.
fn named(n: usize) -> Value {
    let properties: Map<String, Value> =
        (0..n).map(|at| (format!("x{at}"), json!({"type": "string", "description": "The device"}))).collect();
    json!({"type": "object", "properties": properties})
}

fn deep(n: usize) -> Value {
    (0..n).fold(json!({"type": "string"}), |inner, _| json!({"type": "object", "properties": {"x0": inner}}))
}

fn deep_example(n: usize) -> Value {
    json!({"properties": {"x0": (1..n).fold(json!("d"), |inner, _| json!({"x0": inner}))}})
}

fn example_of(name: &str, like: &Value) -> Value {
    let shown = |value: &Value| if value.get("type").is_some() { json!("d") } else { value.clone() };
    let payload: Map<String, Value> =
        like["properties"].as_object().unwrap().iter().map(|(name, value)| (name.clone(), shown(value))).collect();
    json!({"eventName": name, "eventTimestamp": 1, "payload": payload})
}

fn schema_of(name: &str, payload: &Value) -> Value {
    json!({"type": "object", "required": ["eventName", "eventTimestamp", "payload"],
        "properties": {"eventName": {"const": name, "type": "string"}, "eventTimestamp": {"type": "number"}, "payload": payload}})
}

fn section(at: usize, payload: &Value, example: &Value, rows: &str) -> String {
    let name = format!("event_{at}");
    format!(
        "Event {at}\nThis event will be triggered when event {at} happens.\n- Event Payload\n- Example\n- JSON Schema\n\
         Property | Value | Description |\n---|---|---|\n{rows}{:#}\n{:#}\n",
        example_of(&name, example),
        schema_of(&name, payload)
    )
}

fn event(at: usize) -> String {
    section(at, &named(2), &named(2), &table(2, "x"))
}

fn one(root: &Path, payload: &Value, example: &Value, rows: &str) {
    page(
        root,
        &section(
            0,
            payload,
            example,
            &format!("{}{rows}", if rows.starts_with("x0 ") { "" } else { "x0 | string | The device |\n" }),
        ),
    );
}

fn described(root: &Path, words: &str) {
    let payload = json!({"type": "object", "properties": {"x0": {"type": "string", "description": words}}});
    one(root, &payload, &named(1), "");
}

fn mdx_event(at: usize) -> String {
    let name = format!("event_{at}");
    format!(
        "## Event {at}\n\nThis event will be triggered when event {at} happens.\n\n<Tabs>\n<TabItem value=\"payload\" label=\"Event Payload\">\n\n\
         | Property | Value | Description |\n|---|---|---|\n| x0 | string | The device |\n\n</TabItem>\n\
         <TabItem value=\"example\" label=\"Example\">\n\n```json\n{:#}\n```\n\n</TabItem>\n\
         <TabItem value=\"schema\" label=\"JSON Schema\">\n\n```json\n{:#}\n```\n\n</TabItem>\n</Tabs>\n",
        example_of(&name, &named(1)),
        schema_of(&name, &named(1))
    )
}
