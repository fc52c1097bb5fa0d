//! The ways to read a delivery that are compared.

use std::hint::black_box;

use console_events::ConsoleEvent;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::corpus::{ALL_NULL, Body, CLEAN, ONE_MISFIT, ONE_NULL};
use crate::plain;

/// A name, the bodies, and what reads one of them.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The name in the tables.
    pub name: &'static str,
    /// The bodies to read.
    pub bodies: fn() -> &'static [Body],
    /// Reads one body.
    pub read: fn(&Body),
}

/// All ways; the ratios refer to the first.
pub const WAYS: &[Way] = &[
    Way { name: "skipping (`serde_json`, `IgnoredAny`)", bodies: clean, read: skip },
    Way { name: "`serde_json::Value`", bodies: clean, read: value },
    Way { name: "typify's types, a serde enum with a tag", bodies: clean, read: tagged_enum },
    Way { name: FROM_SLICE, bodies: clean, read: from_slice },
    Way { name: "`from_slice`, one `null` an event", bodies: || &ONE_NULL, read: from_slice },
    Way { name: "`from_slice`, one misfit an event", bodies: || &ONE_MISFIT, read: from_slice },
    Way { name: "`from_slice`, all optional properties `null`", bodies: || &ALL_NULL, read: from_slice },
    Way { name: "`ConsoleEvent` by serde: `serde_json`", bodies: clean, read: by_serde_json::<ConsoleEvent> },
    Way { name: "`ConsoleEvent` by serde: sonic-rs", bodies: clean, read: by_sonic::<ConsoleEvent> },
    Way { name: "`ConsoleEvent` by serde: simd-json", bodies: clean, read: by_simd::<ConsoleEvent> },
    Way { name: "typify's types, event known: `serde_json`", bodies: clean, read: known_serde_json },
    Way { name: "typify's types, event known: sonic-rs", bodies: clean, read: known_sonic },
    Way { name: "typify's types, event known: simd-json", bodies: clean, read: known_simd },
];

/// The way that users call.
pub(crate) const FROM_SLICE: &str = "`ConsoleEvent::from_slice`";

fn clean() -> &'static [Body] {
    &CLEAN
}

fn skip(body: &Body) {
    black_box(serde_json::from_slice::<IgnoredAny>(&body.text).unwrap());
}

fn value(body: &Body) {
    black_box(serde_json::from_slice::<Value>(&body.text).unwrap());
}

fn tagged_enum(body: &Body) {
    black_box(serde_json::from_slice::<plain::Tagged>(&body.text).unwrap());
}

fn from_slice(body: &Body) {
    black_box(ConsoleEvent::from_slice(&body.text).unwrap());
}

fn by_serde_json<T: DeserializeOwned>(body: &Body) {
    black_box(serde_json::from_slice::<T>(&body.text).unwrap());
}

fn by_sonic<T: DeserializeOwned>(body: &Body) {
    black_box(sonic_rs::from_slice::<T>(&body.text).unwrap());
}

/// simd-json changes the text that it reads, so it needs a copy.
fn by_simd<T: DeserializeOwned>(body: &Body) {
    black_box(simd_json::serde::from_slice::<T>(&mut body.text.clone()).unwrap());
}

/// Compares the libraries alone: the types are derived by serde, and the event is known in advance.
fn known_serde_json(body: &Body) {
    plain::as_event!(&body.event, by_serde_json, body);
}

fn known_sonic(body: &Body) {
    plain::as_event!(&body.event, by_sonic, body);
}

fn known_simd(body: &Body) {
    plain::as_event!(&body.event, by_simd, body);
}
