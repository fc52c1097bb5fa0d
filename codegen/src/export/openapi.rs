//! An OpenAPI 3.1 document: each event as a webhook that the Console calls.

use jsonptr::Pointer;
use semver::Version;
use serde_json::{Map, Value, json};

use super::definitions::{NamedEvent, definitions};
use super::describe::prose;
use super::{DIALECT, Exported};
use crate::envelope;
use crate::reconcile::Reconciled;

/// The name of the security scheme.
const SCHEME: &str = "signature";
/// The header that carries the signature.
const HEADER: &str = "X-Mia-Signature";

const SIGNATURE: &str = "The hexadecimal SHA-256 digest over the body, byte for byte as it was sent, followed by the webhook's secret \
    (no HMAC). `sha256=` may precede it. Compare in constant time, and refuse a delivery whose signature does not \
    match. The digest does not cover the time of delivery, so the receiver itself must guard against repeated deliveries.";

const DESCRIPTION: &str = "The events that the Console sends to a webhook, each as a POST request whose body is one JSON object. \
    Deliveries may come in any order and more than once. A receiver should accept events and properties that are not \
    documented here, because a newer Console may send them.";

/// The OpenAPI document.
pub fn openapi(exported: Exported<'_>) -> Value {
    let mut found = definitions(exported, Pointer::from_static("/components/schemas"));
    let mut webhooks = Map::new();
    for named in &found.events {
        // In OpenAPI the example is beside the schema.
        if let Some(Value::Object(schema)) = found.all.get_mut(&named.definition) {
            schema.shift_remove("examples");
        }
        webhooks.insert(named.event.name.clone(), json!({ "post": operation(named) }));
    }
    let mut schemas = Map::new();
    if !found.events.is_empty() {
        schemas.insert("DocumentedEvent".into(), union(&found.events));
    }
    schemas.extend(found.all);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Console events", "description": DESCRIPTION, "version": version(exported.reconciled) },
        "jsonSchemaDialect": DIALECT,
        "security": [{ SCHEME: [] }],
        "webhooks": webhooks,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                SCHEME: { "type": "apiKey", "in": "header", "name": HEADER, "description": SIGNATURE },
            },
        },
    })
}

/// The greatest version of the Console that the page names, because the document has no version of its own.
fn version(reconciled: &Reconciled) -> String {
    let named = reconciled.events.iter().filter_map(|event| Version::parse(event.since.as_deref()?).ok());
    named.max().map_or_else(|| "unversioned".to_owned(), |version| version.to_string())
}

fn reference(definition: &str) -> String {
    format!("#/components/schemas/{definition}")
}

fn union(events: &[NamedEvent<'_>]) -> Value {
    let mapping: Map<String, Value> = events
        .iter()
        .flat_map(|named| {
            named.on_the_wire.iter().map(|name| ((*name).to_owned(), reference(&named.definition).into()))
        })
        .collect();
    let events: Vec<Value> = events.iter().map(|named| json!({ "$ref": reference(&named.definition) })).collect();
    json!({
        "title": "DocumentedEvent",
        "description": "Any of the documented events.",
        "anyOf": events,
        "discriminator": { "propertyName": envelope::NAME, "mapping": mapping },
    })
}

fn operation(named: &NamedEvent<'_>) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".into(), named.definition.as_str().into());
    operation.insert("summary".into(), named.event.title.as_str().into());
    operation.insert("description".into(), prose(named.event).into());
    if let Some(since) = &named.event.since {
        operation.insert("x-available-from".into(), since.as_str().into());
    }
    let mut content = json!({ "schema": { "$ref": reference(&named.definition) } });
    if let Some(example) = &named.event.example {
        content["examples"] = json!({ "documented": { "summary": "The documented example, corrected by the decisions", "value": example } });
    }
    operation.insert("requestBody".into(), json!({ "required": true, "content": { "application/json": content } }));
    operation.insert(
        "responses".into(),
        json!({
            "2XX": { "description": "The delivery was accepted. A repeated delivery is accepted as well." },
            "401": { "description": "The signature is missing or does not match." },
        }),
    );
    operation.into()
}
