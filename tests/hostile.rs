//! Bodies that no Console sends: text that is almost JSON, names and numbers at their limits, and other formats than JSON. Each is
//! an event that is kept unchanged, or an error with its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use console_events::{ConsoleEvent, ErrorKind, Payload};
use serde_json::{Value, json};

fn error(body: &[u8]) -> (ErrorKind, Option<usize>, Option<usize>) {
    let error = ConsoleEvent::from_slice(body).unwrap_err();
    (error.kind(), error.line(), error.column())
}

/// The body of an event whose payload is that text.
fn with_payload(payload: &str) -> [String; 2] {
    let rest = r#""eventName": "new_event", "eventTimestamp": 1"#;
    [format!(r#"{{{rest}, "payload": {payload}}}"#), format!(r#"{{"payload": {payload}, {rest}}}"#)]
}

fn payload(text: &str) -> Value {
    let event = ConsoleEvent::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
    let Payload::Unknown(unknown) = event.payload else { panic!("documented") };
    unknown.into_payload()
}

#[test]
fn bytes_that_are_not_text() {
    for (body, column) in [
        (&b"\xff\xfe{\0}\0"[..], 1),                   // UTF-16 with its mark
        (b"{\"a\": \"\xc0\xaf\"}", 8),                 // longer than it must be
        (b"{\"a\": \"\xed\xa0\xbd\xed\xb8\x80\"}", 8), // half a character twice
        (b"{\"a\": \"\xf4\x90\x80\x80\"}", 8),         // beyond Unicode
        (b"{\"\xe2\x82", 3),                           // a character that ends early
    ] {
        assert_eq!(error(body), (ErrorKind::Utf8, Some(1), Some(column)), "{body:?}");
    }
}

#[test]
fn text_that_is_almost_json() {
    let event = r#"{"eventName": "a", "eventTimestamp": 1, "payload": {}}"#;
    assert!(ConsoleEvent::from_str(&format!(" \t\r\n{event} \t\r\n")).is_ok());
    for text in [
        format!("\u{feff}{event}"),
        format!("\u{b}{event}"),
        format!("\u{a0}{event}"),
        format!("{event}\0"),
        format!("{event},"),
        format!("{event}{event}"),
        format!("{event}\u{feff}"),
        event.replace("{}", "{} // a comment"),
        event.replace("{}", "{},"),
        event.replace("{}", "NaN"),
        event.replace("{}", "-Infinity"),
        event.replace("{}", "+1"),
        event.replace("{}", "01"),
        event.replace("{}", "1."),
        event.replace("{}", ".5"),
        event.replace("{}", "0x10"),
        event.replace("{}", "True"),
        event.replace("{}", "'a'"),
        event.replace("{}", "{a: 1}"),
        event.replace("{}", "[1,]"),
        event.replace("{}", "\"\t\""),
        event.replace("{}", "\"\u{0}\""),
        event.replace("{}", r#""\x41""#),
        event.replace("{}", r#""\u00""#),
        event.replace("{}", r#""\ud83d""#),
        event.replace("{}", r#""\ude00\ud83d""#),
        event.replace("{}", r#"{"\ud83d": 1}"#),
        event[..event.len() - 1].to_owned(),
    ] {
        let (kind, line, column) = error(text.as_bytes());
        assert!(kind == ErrorKind::Syntax && line.is_some() && column.is_some(), "{text:?}");
        assert!(serde_json::from_str::<ConsoleEvent>(&text).is_err(), "{text:?}");
    }
}

#[test]
fn texts_are_what_their_escapes_say() {
    for text in with_payload(r#"{"\u0000": "\u0000\ud83d\ude00\/\u007f", "": "", "\"": "\\", "\ue000": "\uffff"}"#) {
        let expected = json!({"\0": "\0\u{1f600}/\u{7f}", "": "", "\"": "\\", "\u{e000}": "\u{ffff}"});
        assert_eq!(payload(&text), expected);
    }
}

/// An escape in a name makes no difference.
#[test]
fn names_with_escapes() {
    let spelled = r#"{"event\u004eame": "a", "\u0065ventTimestamp": 1, "p\u0061yload": {"a": 1, "\u0061": 2}}"#;
    let event = ConsoleEvent::from_str(spelled).unwrap();
    assert_eq!((event.name(), event.extra.len()), ("a", 0));
    assert_eq!(event.misfits()[0].pointer(), "/payload/a");
    let twice = r#"{"eventName": "a", "event\u004eame": "b", "eventTimestamp": 1, "payload": {}}"#;
    assert_eq!(error(twice.as_bytes()).0, ErrorKind::Duplicate);
}

#[test]
fn numbers_at_their_limits() {
    for (number, expected) in [
        ("-0", json!(-0.0)),
        ("18446744073709551615", json!(u64::MAX)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("-9223372036854775809", json!(-9_223_372_036_854_775_809.0)),
        ("1e-999999999999", json!(0.0)),
        ("4.9e-324", json!(5e-324)),
        ("1.7976931348623157e308", json!(f64::MAX)),
        ("0.1000000000000000055511151231257827021181583404541015625", json!(0.1)),
        (&"9".repeat(300), json!(1e300)),
        (&format!("0.{}1", "0".repeat(100_000)), json!(0.0)),
    ] {
        for text in with_payload(number) {
            assert_eq!(payload(&text), expected, "{number}");
        }
        let at_the_top = format!(r#"{{"eventName": "a", "eventTimestamp": {number}, "payload": {{}}}}"#);
        let event = ConsoleEvent::from_str(&at_the_top).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap()["eventTimestamp"], expected);
        let _ = (event.timestamp.as_millis(), event.timestamp.to_system_time());
    }
    for number in ["1e309", "-1e309", "1e999999999999999999999", &"9".repeat(400)] {
        for text in with_payload(number) {
            let (kind, line, column) = error(text.as_bytes());
            assert!(kind == ErrorKind::Syntax && line.is_some() && column.is_some(), "{number}");
        }
    }
}

/// A million names, names with the same hash, and texts of megabytes take time in proportion to their length.
#[test]
fn large_bodies() {
    let members: Vec<String> = (0..100_000).map(|number| format!(r#""name-{number}": {number}"#)).collect();
    for text in with_payload(&format!("{{{}}}", members.join(","))) {
        assert_eq!(payload(&text).as_object().unwrap().len(), 100_000);
    }
    let same = vec![r#""a": 1"#; 100_000].join(",");
    for text in with_payload(&format!("{{{same}}}")) {
        assert_eq!(payload(&text), json!({"a": 1}));
    }
    let long = "\\u00e9".repeat(500_000);
    for text in with_payload(&format!("\"{long}\"")) {
        assert_eq!(payload(&text).as_str().unwrap().chars().count(), 500_000);
    }
}

/// Through serde an event is read from any self-describing format.
#[test]
fn events_in_cbor() {
    for event in ConsoleEvent::examples() {
        let mut bytes = Vec::new();
        ciborium::into_writer(event, &mut bytes).unwrap();
        let read: ConsoleEvent = ciborium::from_reader(&*bytes).unwrap();
        assert_eq!((&read, read.misfits()), (event, event.misfits()));
    }
    // A name twice, a name that is no text, bytes, and nesting beyond the bound.
    let mut bytes = Vec::new();
    let member = |name: &str, value| (ciborium::Value::from(name), value);
    let body = |payload| {
        ciborium::Value::Map(vec![
            member("eventName", "new_event".into()),
            member("eventTimestamp", 1.into()),
            member("payload", payload),
        ])
    };
    let deep = (0..200).fold(ciborium::Value::from(1), |inner, _| ciborium::Value::Array(vec![inner]));
    for (payload, fits) in [
        (ciborium::Value::Map(vec![member("a", 1.into()), member("a", 2.into())]), true),
        (ciborium::Value::Map(vec![member("$serde_json::private::Number", "12".into())]), true),
        (ciborium::Value::Map(vec![(1.into(), 2.into())]), false),
        (ciborium::Value::Bytes(vec![0xff]), false),
        (ciborium::Value::Float(f64::NAN), false),
        (deep, false),
    ] {
        bytes.clear();
        ciborium::into_writer(&body(payload.clone()), &mut bytes).unwrap();
        let read = ciborium::from_reader::<ConsoleEvent, _>(&*bytes);
        assert_eq!(read.is_ok(), fits, "{payload:?}: {read:?}");
        if let (Ok(event), ciborium::Value::Map(members)) = (read, payload) {
            let Payload::Unknown(unknown) = &event.payload else { panic!("documented") };
            assert_eq!(unknown.payload().as_object().unwrap().len(), 1);
            assert_eq!(event.misfits().len(), members.len() - 1);
        }
    }
}
