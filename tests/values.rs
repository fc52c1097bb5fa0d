//! What the crate's own types promise: timestamps, integers, confidential values and names.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::time::{Duration, UNIX_EPOCH};

use console_events::{Confidential, ConsoleEvent, EventTimestamp, Integer, Payload, Unknown};
use proptest::prelude::*;
use serde_json::{Number, json};

fn timestamp(json: &str) -> EventTimestamp {
    serde_json::from_str(json).unwrap()
}

#[test]
fn milliseconds_of_any_number() {
    for (json, millis) in [
        ("123456", 123_456),
        ("-1", -1),
        ("1.0", 1),
        ("1.9", 1),
        ("-1.5", -2),
        ("1e3", 1_000),
        ("1e300", i64::MAX),
        ("-1e300", i64::MIN),
        ("18446744073709551615", i64::MAX),
    ] {
        assert_eq!(timestamp(json).as_millis(), millis, "{json}");
        assert_eq!(
            serde_json::to_value(timestamp(json)).unwrap(),
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
    }
}

#[test]
fn moments_of_the_standard_library() {
    assert_eq!(EventTimestamp::from_millis(1_500).to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1_500)));
    assert_eq!(EventTimestamp::from_millis(-1_500).to_system_time(), Some(UNIX_EPOCH - Duration::from_millis(1_500)));
}

#[test]
fn a_number_that_is_no_moment_of_theirs() {
    for json in ["1e300", "-1e300", "18446744073709551615"] {
        let far = timestamp(json);
        assert!(far.to_jiff().is_none() && jiff::Timestamp::try_from(&far).is_err());
        assert!(far.to_chrono().is_none() && chrono::DateTime::try_from(&far).is_err());
    }
}

proptest! {
    /// Every instant of the calendar crates becomes a timestamp, rounded down to the millisecond. Every timestamp that they can express is
    /// the same instant there.
    #[test]
    fn moments_of_the_calendar_crates(seconds in -300_000_000_000_i64..200_000_000_000, nanos in 0_u32..1_000_000_000) {
        let millis = seconds * 1_000 + i64::from(nanos / 1_000_000);
        let ours = EventTimestamp::from_millis(millis);
        let chrono = chrono::DateTime::from_timestamp(seconds, nanos).unwrap();
        prop_assert_eq!(&EventTimestamp::from(chrono), &ours);
        prop_assert_eq!(chrono::DateTime::try_from(&ours).unwrap().timestamp_millis(), millis);
        if let Ok(jiff) = jiff::Timestamp::from_second(seconds)
            .and_then(|second| second.checked_add(jiff::SignedDuration::from_nanos(i64::from(nanos))))
        {
            prop_assert_eq!(&EventTimestamp::from(jiff), &ours);
            prop_assert_eq!(jiff::Timestamp::try_from(&ours).unwrap().as_millisecond(), millis);
        }
    }

    #[test]
    fn the_order_is_the_order_of_the_moments(left: i64, right: i64) {
        let (earlier, later) = (EventTimestamp::from_millis(left), EventTimestamp::from_millis(right));
        prop_assert_eq!(earlier.cmp(&later), left.cmp(&right));
    }

    #[test]
    fn the_order_agrees_with_equality(left in number(), right in number(), third in number()) {
        let [left, right, third] = [left, right, third].map(EventTimestamp::from);
        prop_assert_eq!(left.cmp(&right).is_eq(), left == right);
        prop_assert_eq!(left.cmp(&right), right.cmp(&left).reverse());
        if left <= right && right <= third {
            prop_assert!(left <= third);
        }
    }
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-3_i64..3).prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        (-6_i32..6).prop_filter_map("finite", |half| Number::from_f64(f64::from(half) / 2.0)),
        any::<f64>().prop_filter_map("finite", Number::from_f64),
    ]
}

#[test]
fn integers_are_whole_numbers_however_they_are_written() {
    let integer = |json: &str| serde_json::from_str::<Integer>(json);
    assert_eq!(integer("1.0").unwrap().as_i64(), Some(1));
    assert_eq!(integer("18446744073709551615").unwrap().as_u64(), Some(u64::MAX));
    assert_eq!(integer("1e30").unwrap().as_i64(), None);
    assert_eq!(serde_json::to_value(integer("1.0").unwrap()).unwrap(), json!(1.0));
    for wrong in ["1.5", "\"1\"", "null", "true", "[1]"] {
        assert!(integer(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_confidential_value_hides_even_from_the_errors_of_others() {
    let error = serde_json::from_str::<Confidential<bool>>("\"Sybil\"").unwrap_err().to_string();
    assert!(!error.contains("Sybil"), "{error}");
}

#[test]
fn the_name_follows_the_payload() {
    let mut event = ConsoleEvent::new(EventTimestamp::from_millis(1), Unknown::new("one", json!({})));
    assert_eq!(event.name(), "one");
    event.payload = Payload::from(Unknown::new("two", json!({})));
    assert_eq!(event.name(), "two");
    assert_eq!(serde_json::to_value(&event).unwrap(), json!({"eventName": "two", "eventTimestamp": 1, "payload": {}}));
}

#[test]
fn a_wrong_value_is_named_by_its_type_whoever_reads() {
    for (wrong, found) in [("\"Sybil\"", "a string"), ("true", "a boolean"), ("null", "null"), ("[4711]", "an array")] {
        for (expected, error) in [
            ("a number", serde_json::from_str::<EventTimestamp>(wrong).unwrap_err()),
            ("an integer", serde_json::from_str::<Integer>(wrong).unwrap_err()),
        ] {
            let message = error.to_string();
            assert!(message.starts_with(&format!("invalid type: {found}, expected {expected}")), "{message}");
        }
    }
    let fraction = serde_json::from_str::<Integer>("4711.5").unwrap_err().to_string();
    assert!(fraction.starts_with("invalid type: a number with a fraction, expected an integer"), "{fraction}");
}
