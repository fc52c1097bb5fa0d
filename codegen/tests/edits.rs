//! The effect of each kind of edit of the real page: the undecided findings, the stale decisions, and the files
//! that change. The snapshot is the table; `INSTA_UPDATE=always` writes it again.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

#[path = "support/copy.rs"]
mod copy;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use copy::{Checkout, Tree};
use serde_json::Value;

/// The one place where a text stands, replaced.
fn replaced(page: &str, old: &str, new: &str) -> String {
    assert_eq!(page.matches(old).count(), 1, "`{old}`");
    page.replacen(old, new, 1)
}

/// The section of an event.
fn section<'p>(page: &'p str, title: &str, next: &str) -> (&'p str, &'p str, &'p str) {
    let start = page.find(&format!("\n{title}\n")).unwrap() + 1;
    let end = page.find(&format!("\n{next}\n")).unwrap() + 1;
    (&page[..start], &page[start..end], &page[end..])
}

/// An edit within the section of an event.
fn within(page: &str, title: &str, next: &str, edit: impl Fn(&str) -> String) -> String {
    let (before, section, after) = section(page, title, next);
    [before, &edit(section), after].concat()
}

fn service(page: &str, edit: impl Fn(&str) -> String) -> String {
    within(page, "Service Created", "Configuration saved", edit)
}

fn saved(page: &str, edit: impl Fn(&str) -> String) -> String {
    within(page, "Configuration saved", "Tag or Version Created", edit)
}

fn user_added(page: &str, edit: impl Fn(&str) -> String) -> String {
    within(page, "User added", "User edited", edit)
}

/// An event with a resource of its own.
const NEW_EVENT: &str = r#"
Device Paired
This event will be triggered when a device is paired.
- Event Payload
- Example
- JSON Schema
- Gateway JSON Schema
- Example
Property | Value | Description |
---|---|---|
deviceId | string | The device |
gateway | object | The gateway with which it is paired |
{
"eventName": "device_paired",
"eventTimestamp": 123456,
"payload": {
"deviceId": "d",
"gateway": {...}
}
}
{
"type": "object",
"required": ["eventName", "eventTimestamp", "payload"],
"properties": {
"eventName": {"const": "device_paired", "type": "string"},
"eventTimestamp": {"type": "number"},
"payload": {
"type": "object",
"additionalProperties": false,
"required": ["deviceId"],
"properties": {"deviceId": {"type": "string"}, "gateway": {...}}
}
}
}
{
"type": "object",
"properties": {"serial": {"type": "string"}, "ports": {"type": "number"}}
}
{
"serial": "s",
"ports": 4
}
"#;

type Edit = (&'static str, fn(&str) -> String);

/// The edits, each with what is done.
const EDITS: &[Edit] = &[
    ("nothing", str::to_owned),
    ("line ends CR LF, byte-order mark, trailing blanks", |page| format!("\u{feff}{}", page.replace('\n', "  \r\n"))),
    ("two events swapped", |page| {
        let (before, first, rest) = section(page, "Service Created", "Configuration saved");
        let (_, second, _) = section(page, "Configuration saved", "Tag or Version Created");
        [before, second, first, &rest[second.len()..]].concat()
    }),
    ("a comment taken out", |page| {
        within(page, "Project Created", "Service Created", |text| {
            text.replacen("// See the Project resource tab\n", "", 1)
        })
    }),
    ("properties of a schema in another order", |page| {
        service(page, |text| {
            replaced(
                text,
                "\"tenantId\": {\"type\": \"string\"},\n\"projectId\": {\"type\": \"string\"},",
                "\"projectId\": {\"type\": \"string\"},\n\"tenantId\": {\"type\": \"string\"},",
            )
        })
    }),
    ("`required` in another order, no decision on it", |page| {
        service(page, |text| {
            replaced(
                text,
                r#"["eventName", "eventTimestamp", "payload"]"#,
                r#"["payload", "eventTimestamp", "eventName"]"#,
            )
        })
    }),
    ("`required` in another order, a decision on it", |page| {
        user_added(page, |text| {
            replaced(
                text,
                r#"["companyId", "userId", "email", "roleId"]"#,
                r#"["userId", "companyId", "email", "roleId"]"#,
            )
        })
    }),
    ("an event added, with a resource of its own", |page| page.trim_end().to_owned() + NEW_EVENT),
    ("an event removed, decisions on it", |page| service(page, |_| String::new())),
    ("a description changed", |page| {
        service(page, |text| replaced(text, "The name of the service inside", "How the service is called in"))
    }),
    ("a since version changed", |page| user_added(page, |text| replaced(text, "v12.3.0", "v12.4.0"))),
    ("a property renamed in table, example and schema", |page| {
        service(page, |text| text.replace("serviceName", "microserviceName"))
    }),
    ("a property renamed in the schema alone", |page| {
        service(page, |text| replaced(text, "\"serviceName\": {\"type\"", "\"microserviceName\": {\"type\""))
    }),
    ("a property added to table and schema", |page| {
        service(page, |text| {
            let text = replaced(
                text,
                "templateId | string",
                "language | string | In which it is written |\ntemplateId | string",
            );
            replaced(
                &text,
                "\"templateId\": {\"type\"",
                "\"language\": {\"type\": \"string\"},\n\"templateId\": {\"type\"",
            )
        })
    }),
    ("a row added to the table alone", |page| {
        service(page, |text| {
            replaced(text, "templateId | string", "language | string | In which it is written |\ntemplateId | string")
        })
    }),
    ("a property added to an example alone, the schema closed", |page| {
        service(page, |text| {
            replaced(
                text,
                "\"serviceName\": \"my-service\",",
                "\"serviceName\": \"my-service\",\n\"language\": \"rust\",",
            )
        })
    }),
    ("a property added to an example alone, the schema open", |page| {
        saved(page, |text| {
            replaced(text, "\"revisionName\": \"main\",", "\"revisionName\": \"main\",\n\"reviewed\": true,")
        })
    }),
    ("a schema that opens", |page| {
        service(page, |text| {
            replaced(
                text,
                "\"payload\": {\n\"type\": \"object\",\n\"additionalProperties\": false,",
                "\"payload\": {\n\"type\": \"object\",",
            )
        })
    }),
    ("a schema that closes", |page| {
        saved(page, |text| {
            replaced(
                text,
                "\"payload\": {\n\"type\": \"object\",",
                "\"payload\": {\n\"type\": \"object\",\n\"additionalProperties\": false,",
            )
        })
    }),
    ("a property that becomes required", |page| {
        service(page, |text| {
            let payload = "\"payload\": {\n\"type\": \"object\",";
            replaced(text, payload, &format!("{payload}\n\"required\": [\"serviceName\"],"))
        })
    }),
    ("a type changed in the schema", |page| {
        service(page, |text| {
            replaced(text, "\"serviceName\": {\"type\": \"string\"}", "\"serviceName\": {\"type\": \"number\"}")
        })
    }),
    ("a mended example, a decision on it", |page| {
        saved(page, |text| replaced(text, "\"eventName\": \"tag_created\"", "\"eventName\": \"configuration_saved\""))
    }),
    ("an example that takes another event's name", |page| {
        service(page, |text| {
            replaced(text, "\"eventName\": \"service_created\",", "\"eventName\": \"project_created\",")
        })
    }),
    ("a schema whose name changes", |page| {
        service(page, |text| replaced(text, "\"const\": \"service_created\"", "\"const\": \"microservice_created\""))
    }),
    ("a bracket lost in a schema", |page| {
        service(page, |text| {
            replaced(text, "\"templateId\": {\"type\": \"string\"}\n},", "\"templateId\": {\"type\": \"string\"}\n")
        })
    }),
    ("the page cut in the middle", |page| page[..page.find("Tag or Version Created").unwrap() + 400].to_owned()),
];

#[test]
fn what_each_edit_of_the_page_does() {
    let checkout = Checkout::committed();
    let (page, start) = (checkout.page(), checkout.tree());
    let mut table = String::from(
        "| edit | exit | new undecided findings | stale decisions | files changed beside the page |\n|---|---|---|---|---|\n",
    );
    let known = report(&checkout, &page).1;
    assert_eq!(differing(&start, &checkout.tree()), Vec::<String>::new(), "the committed tree is not what sync writes");
    for (name, edit) in EDITS {
        let (exit, told) = report(&checkout, &edit(&page));
        let changed = differing(&start, &checkout.tree());
        let undecided = undecided(&told, &known);
        let stale = listed(&told, "stale_decisions", |stale| {
            let reason = stale["reason"].as_str().unwrap().split(':').next().unwrap().to_owned();
            (stale["decision"].as_str().unwrap().to_owned(), reason)
        });
        let errors =
            listed(&told, "decision_errors", |error| error["decision"].as_str().unwrap_or_default().to_owned());
        let blocked = exit != 0;
        assert_eq!(
            blocked,
            !stale.is_empty() || !errors.is_empty() || undecided.iter().any(|told| told.starts_with("error")),
            "{name}"
        );
        // All or nothing.
        assert!(!blocked || changed.is_empty(), "{name}: {changed:?}");
        let errors = errors.into_iter().map(|decision| (decision, "cannot be followed".to_owned()));
        let stale = by_reason(stale.into_iter().chain(errors).collect());
        let files = if blocked { "none: refused".to_owned() } else { counted(&changed) };
        writeln!(table, "| {name} | {exit} | {} | {} | {files} |", cell(&undecided), cell(&stale)).unwrap();
        // The way back: what is derived depends on the page and the decisions alone.
        assert_eq!(report(&checkout, &page).0, 0, "{name}");
        assert_eq!(differing(&start, &checkout.tree()), Vec::<String>::new(), "{name}, taken back");
    }
    insta::assert_snapshot!("edits", table);
}

/// The exit code of `sync`, and what it tells.
fn report(checkout: &Checkout, page: &str) -> (i32, Value) {
    let output = checkout.run(&["sync", &checkout.beside(page), "--format", "json"]);
    let told = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), told)
}

fn undecided(told: &Value, known: &Value) -> Vec<String> {
    let findings = |told: &Value| {
        listed(told, "findings", |finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            (text("status"), text("severity"), text("rule"), text("fingerprint"))
        })
    };
    let before = findings(known);
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in findings(told).into_iter().filter(|finding| !before.contains(finding)) {
        let (status, severity, rule, _) = finding;
        if status == "undecided" {
            *counts.entry((severity, rule)).or_default() += 1;
        }
    }
    let times = |count: usize| if count == 1 { String::new() } else { format!(" × {count}") };
    counts.into_iter().map(|((severity, rule), count)| format!("{severity} `{rule}`{}", times(count))).collect()
}

/// Each decision; where they are many, how many of each reason.
fn by_reason(stale: Vec<(String, String)>) -> Vec<String> {
    if stale.len() <= 3 {
        return stale.into_iter().map(|(decision, reason)| format!("`{decision}`: {reason}")).collect();
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, reason) in stale {
        *counts.entry(reason).or_default() += 1;
    }
    counts.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect()
}

fn listed<T>(told: &Value, key: &str, what: impl Fn(&Value) -> T) -> Vec<T> {
    told[key].as_array().into_iter().flatten().map(what).collect()
}

/// The paths that are not the same in both, but for the page itself and its capture's date.
fn differing(one: &Tree, other: &Tree) -> Vec<String> {
    let mut paths: Vec<_> =
        one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| !path.starts_with("schemas/page/") && !path.ends_with('/'));
    paths
}

/// How many files of each folder.
fn counted(paths: &[String]) -> String {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        let path = path.strip_prefix("schemas/").unwrap_or(path);
        *folders.entry(path.split('/').next().unwrap_or(path)).or_default() += 1;
    }
    let told: Vec<_> = folders
        .into_iter()
        .map(|(folder, count)| if count == 1 { folder.to_owned() } else { format!("{folder} × {count}") })
        .collect();
    cell(&told)
}

fn cell(texts: &[String]) -> String {
    if texts.is_empty() { "–".to_owned() } else { texts.join("; ") }
}
