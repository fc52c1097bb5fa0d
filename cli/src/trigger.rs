//! `trigger`: sends documented examples as the Console does, or damaged on purpose.

use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use console_events::EventKind;
use console_events::webhook::Verifier;
use serde_json::{Value, json};

use crate::args::{Age, Trigger};
use crate::forward::{Sender, secret};
use crate::schema::kind;
use crate::{Outcome, safe};

/// Sends each event as often as asked, and prints a line for each answer. Any answer other than 2xx is a finding.
pub(crate) fn run(arguments: &Trigger) -> anyhow::Result<Outcome> {
    let events = events(arguments)?;
    let verifier = secret(arguments.secret_env.as_deref())?.map(Verifier::new).transpose()?;
    let sender = Sender::new(&arguments.to, Duration::from_secs(arguments.timeout))?;
    if verifier.is_none() {
        anstream::eprintln!(
            "deliveries are not signed, because no secret is given; name its variable with `--secret-env VAR`"
        );
    }
    let mut out = anstream::stdout();
    let mut outcome = Outcome::Clean;
    for (name, event) in events {
        let mut body = event.to_string().into_bytes();
        let signature = verifier.as_ref().map(|verifier| verifier.sign(&body));
        if arguments.tamper {
            // JSON ignores the blank, but the signature covers it.
            body.push(b' ');
        }
        for _ in 0..arguments.repeat {
            let (name, answer) = (safe::line(&name), sender.send(&body, signature.as_deref()));
            match answer {
                Ok(answer) if answer.status.is_success() => {
                    writeln!(
                        out,
                        "{name} {} {}",
                        safe::paint(answer.status.as_str(), safe::GOOD),
                        safe::line(answer.body.trim())
                    )?;
                }
                Ok(answer) => {
                    outcome = Outcome::Findings;
                    let redirect = if answer.status.is_redirection() { "redirect not followed " } else { "" };
                    let status = safe::paint(answer.status.as_str(), safe::WRONG);
                    writeln!(out, "{name} {status} {redirect}{}", safe::line(answer.body.trim()))?;
                }
                Err(error) => {
                    outcome = Outcome::Findings;
                    writeln!(
                        out,
                        "{name} {}: {}",
                        safe::paint("no answer", safe::WRONG),
                        safe::line(&error.to_string())
                    )?;
                }
            }
        }
    }
    Ok(outcome)
}

/// The events to send, by name.
fn events(arguments: &Trigger) -> anyhow::Result<Vec<(String, Value)>> {
    let names: Vec<&str> = if arguments.all {
        EventKind::ALL.iter().map(|kind| kind.name()).collect()
    } else {
        arguments.events.iter().map(String::as_str).collect()
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    let mut events = Vec::new();
    for name in names {
        let text = kind(name)?.example_json();
        let mut event: Value = serde_json::from_str(text).with_context(|| format!("the example of `{name}`"))?;
        // The user may have given another name of the event.
        event["eventName"] = json!(name);
        event["eventTimestamp"] = json!(millis(now, arguments.age)?);
        for set in &arguments.sets {
            apply(&mut event, set)?;
        }
        events.push((name.to_owned(), event));
    }
    Ok(events)
}

fn millis(now: Duration, age: Option<Age>) -> anyhow::Result<i64> {
    let now = i64::try_from(now.as_millis())?;
    let Some(age) = age else { return Ok(now) };
    let by = i64::try_from(age.duration.as_millis()).context("`--age` is too large")?;
    let happened = if age.ahead { now.checked_add(by) } else { now.checked_sub(by) };
    happened.context("`--age` is too large")
}

/// Applies `/a/b=VALUE`. Missing objects are created, and `-` appends to an array.
fn apply(event: &mut Value, set: &str) -> anyhow::Result<()> {
    let wrong =
        || format!("expected `POINTER=VALUE` in `--set`, with a pointer such as `/payload/name`, found `{set}`");
    let (pointer, value) = set.split_once('=').with_context(wrong)?;
    anyhow::ensure!(pointer.starts_with('/'), wrong());
    let value = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
    let mut place = event;
    for token in pointer[1..].split('/') {
        let token = token.replace("~1", "/").replace("~0", "~");
        if place.is_null() {
            *place = json!({});
        }
        place = match place {
            Value::Object(object) => object.entry(token).or_insert(Value::Null),
            Value::Array(array) => {
                let length = array.len();
                let index = if token == "-" {
                    Some(length)
                } else {
                    token.parse().ok().filter(|&index: &usize| index < length)
                };
                if index == Some(length) {
                    array.push(Value::Null);
                }
                index.and_then(|index| array.get_mut(index)).with_context(|| {
                    format!("expected an index below {length} or `-` in `{pointer}`, found `{token}`")
                })?
            }
            _ => anyhow::bail!("`{pointer}` leads into a value that is neither an object nor an array, at `{token}`"),
        };
    }
    *place = value;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;

    #[test]
    fn set_changes_values_at_any_depth() {
        let mut event = json!({"payload": {"list": [1, 2], "a/b": 0}});
        for set in [
            "/payload/new/deep=\"x\"",
            "/payload/text=a=b",
            "/payload/list/0=null",
            "/payload/list/-=3",
            "/payload/a~1b={}",
        ] {
            apply(&mut event, set).unwrap();
        }
        let expected = json!({"payload": {"list": [null, 2, 3], "a/b": {}, "new": {"deep": "x"}, "text": "a=b"}});
        assert_eq!(event, expected);
        for set in ["payload=1", "/payload", "/payload/list/9=1", "/payload/text/x=1"] {
            assert!(apply(&mut event, set).is_err(), "{set}");
        }
    }
}
