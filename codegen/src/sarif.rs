//! Foundation: the parts of SARIF 2.1.0 that the reports of `lint` and `diff` share.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::text::visible::one_line;

/// The SARIF document of one run.
pub(crate) fn run(rules: &[Value], results: &[Value]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "console-events-codegen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A rule's descriptor; `help` is Markdown.
pub(crate) fn descriptor(id: &str, level: &str, help: &str) -> Value {
    let plain =
        one_line(help.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or(id));
    json!({
        "id": id,
        "shortDescription": {"text": plain},
        "help": {"text": help, "markdown": help},
        "defaultConfiguration": {"level": level},
    })
}

/// A place in a file.
pub(crate) fn location(file: &str, line: usize, column: usize) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(file),
            "region": {"startLine": line, "startColumn": column},
        },
    })
}

/// A file.
pub(crate) fn artifact(path: &str) -> Value {
    let path = path.replace('\\', "/");
    let relative = !path.starts_with('/') && path.as_bytes().get(1) != Some(&b':');
    let uri = uri(&path);
    if relative { json!({"uri": uri, "uriBaseId": "%SRCROOT%"}) } else { json!({"uri": format!("file://{uri}")}) }
}

/// The path as the path of a URI (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
