//! Signatures and replays. The expected digests were computed by others: `printf '%s%s' BODY SECRET | sha256sum`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::sync::Arc;
use std::thread;

use console_events::webhook::{
    ParseError, ReplayError, ReplayGuard, SIGNATURE_HEADER, SecretError, SignatureError, Verifier,
};
use console_events::{ConsoleEvent, EventTimestamp, Unknown};
use proptest::prelude::*;

const SECRET: &str = "secret";

/// Body, secret, and the digest of the one followed by the other.
const VECTORS: &[(&[u8], &str, &str)] = &[
    (b"", SECRET, "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"),
    (b"{\"eventName\":\"a\"}", SECRET, "05b8ec2e63c98dea0df54c47a29db8ef88333ecf7b7387cae3701485672cd7e0"),
    (b"{\"eventName\":\"a\"}", "other secret", "a82bc33c0e151c0a12f055d4b068be9370d1558c85cb2787c2375e166dc13f94"),
    (b"\xff\xfe\x00\x80", SECRET, "ec759ad36511d89e91b0a31283ababbf360ccb5f3ef4d8f2903559b56fa51a7d"),
    ("{\"name\":\"Zoë\"}\n".as_bytes(), "clé", "6011140bf9cc174e3abc7691838c30d6afd95caa831d607c0cef5f97ca879de8"),
];

fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

#[test]
fn signatures_are_those_that_others_compute() {
    for (body, secret, expected) in VECTORS {
        let verifier = Verifier::new(secret).unwrap();
        assert_eq!(verifier.sign(body), *expected);
        assert_eq!(verifier.verify(body, *expected), Ok(()));
        assert_eq!(verifier.verify(body, &format!("sha256={expected}")), Ok(()));
    }
    assert_eq!(SIGNATURE_HEADER, "X-Mia-Signature");
}

#[test]
fn the_header_in_each_of_its_forms() {
    let (body, _, hex) = VECTORS[1];
    let upper = hex.to_uppercase();
    for header in
        [hex.to_owned(), upper.clone(), format!("sha256={hex}"), format!("SHA256={upper}"), format!(" \tsha256={hex} ")]
    {
        assert_eq!(verifier().verify(body, &header), Ok(()), "{header}");
        assert_eq!(verifier().verify(body, header.as_bytes()), Ok(()), "{header}");
        assert_eq!(verifier().verify(body, Some(&header)), Ok(()), "{header}");
    }
    for header in [
        String::new(),
        " ".to_owned(),
        "sha256=".to_owned(),
        format!("sha256 ={hex}"),
        format!("sha256= {hex}"),
        format!("sha512={hex}"),
        format!("sha256=sha256={hex}"),
        format!("{hex}00"),
        format!("{hex}, {hex}"),
        format!("{hex}\n"),
        hex[1..].to_owned(),
        hex[2..].to_owned(),
        format!("g{}", &hex[1..]),
        format!("é{}", &hex[2..]),
    ] {
        assert_eq!(verifier().verify(body, &header), Err(SignatureError::Malformed), "{header:?}");
    }
    assert_eq!(verifier().verify(body, b"\xff\xfe"), Err(SignatureError::Malformed));
    assert_eq!(verifier().verify(body, None::<&str>), Err(SignatureError::Missing));
}

#[test]
fn what_was_signed_otherwise_does_not_fit() {
    let (body, _, hex) = VECTORS[1];
    let (_, _, of_another) = VECTORS[2];
    for (body, header) in [(body, of_another), (&body[1..], hex), (b"", hex), (body, VECTORS[0].2)] {
        assert_eq!(verifier().verify(body, header), Err(SignatureError::Mismatch));
    }
    for digit in 0..hex.len() {
        let mut bent = hex.as_bytes().to_vec();
        bent[digit] = if bent[digit] == b'0' { b'1' } else { b'0' };
        assert_eq!(verifier().verify(body, &bent), Err(SignatureError::Mismatch), "digit {digit}");
    }
}

#[test]
fn each_of_several_secrets_counts_and_the_first_signs() {
    let (body, _, hex) = VECTORS[1];
    let (_, other, of_other) = VECTORS[2];
    for secrets in [[SECRET, other], [other, SECRET]] {
        let verifier = Verifier::with_secrets(secrets).unwrap();
        assert_eq!(verifier.verify(body, hex), Ok(()));
        assert_eq!(verifier.verify(body, of_other), Ok(()));
        assert_eq!(verifier.verify(body, VECTORS[0].2), Err(SignatureError::Mismatch));
        assert_eq!(verifier.sign(body), if secrets[0] == SECRET { hex } else { of_other });
    }
}

#[test]
fn an_empty_secret_is_refused() {
    assert_eq!(Verifier::new("").unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets([SECRET, ""]).unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets(["", SECRET]).unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets(Vec::<String>::new()).unwrap_err(), SecretError::None);
}

#[test]
fn nothing_shows_a_secret_or_the_right_signature() {
    let verifier = Verifier::with_secrets(["Sybil-4711", "Sybil-4712"]).unwrap();
    let body = b"{}";
    let right = verifier.sign(body);
    let mut shown = vec![format!("{verifier:?} {verifier:#?}")];
    for header in [Some(VECTORS[0].2), Some("nothing"), None] {
        let error = verifier.verify(body, header).unwrap_err();
        let parse = verifier.parse(body, header).unwrap_err();
        shown.push(format!("{error} {error:?} {parse} {parse:?}"));
    }
    for text in shown {
        assert!(!text.contains("Sybil") && !text.contains(&right) && !text.contains(&right[..8]), "{text}");
    }
}

#[test]
fn a_body_is_read_when_its_signature_is_good_and_not_before() {
    let body = br#"{"eventName": "new_event", "eventTimestamp": 1, "payload": {}}"#;
    let verifier = verifier();
    assert_eq!(verifier.parse(body, &verifier.sign(body)), Ok(ConsoleEvent::from_slice(body).unwrap()));
    assert_eq!(verifier.parse(b"no JSON", VECTORS[0].2), Err(ParseError::Signature(SignatureError::Mismatch)));
    let error = verifier.parse(b"\xff\xfe\x00\x80", VECTORS[3].2).unwrap_err();
    assert!(matches!(&error, ParseError::Event(event) if event.kind() == console_events::ErrorKind::Utf8), "{error}");
}

fn event(millis: i64) -> ConsoleEvent {
    of(EventTimestamp::from_millis(millis))
}

fn of(timestamp: EventTimestamp) -> ConsoleEvent {
    ConsoleEvent::new(timestamp, Unknown::new("new_event", serde_json::Value::Null))
}

fn admit(guard: &ReplayGuard, millis: i64, body: &str) -> Result<(), ReplayError> {
    guard.admit(&event(millis), body.as_bytes())
}

#[test]
fn what_is_older_and_what_was_there_is_refused() {
    let guard = ReplayGuard::new();
    assert_eq!(admit(&guard, 10, "a"), Ok(()));
    assert_eq!(admit(&guard, 10, "a"), Err(ReplayError::Repeated));
    assert_eq!(admit(&guard, 10, "b"), Ok(()), "two events of one millisecond");
    assert_eq!(admit(&guard, 9, "c"), Err(ReplayError::Older { timestamp: 9, oldest: 10 }));
    assert_eq!(admit(&guard, 11, "a"), Ok(()));
    assert_eq!(admit(&guard, 10, "b"), Err(ReplayError::Older { timestamp: 10, oldest: 11 }));
    assert_eq!(guard.newest(), Some(EventTimestamp::from_millis(11)));
}

#[test]
fn events_that_overtake_each_other_are_tolerated_once() {
    let guard = ReplayGuard::new().tolerating(5);
    for (millis, expected) in [
        (10, Ok(())),
        (5, Ok(())),
        (4, Err(ReplayError::Older { timestamp: 4, oldest: 5 })),
        (5, Err(ReplayError::Repeated)),
        (10, Err(ReplayError::Repeated)),
        (12, Ok(())),
        (6, Err(ReplayError::Older { timestamp: 6, oldest: 7 })),
        (10, Err(ReplayError::Repeated)),
        (7, Ok(())),
    ] {
        assert_eq!(admit(&guard, millis, &millis.to_string()), expected, "{millis}");
    }
    assert!(format!("{guard:?}").contains("bodies: 3"), "of 7, 10 and 12; what is older is forgotten: {guard:?}");
}

#[test]
fn a_guard_goes_on_where_another_ended() {
    let guard = ReplayGuard::new().tolerating(2).starting_at(&EventTimestamp::from_millis(100));
    assert_eq!(guard.newest(), Some(EventTimestamp::from_millis(100)));
    assert_eq!(admit(&guard, 97, "a"), Err(ReplayError::Older { timestamp: 97, oldest: 98 }));
    assert_eq!(admit(&guard, 98, "a"), Ok(()));
}

#[test]
fn a_time_beyond_all_others_does_not_lock_the_guard() {
    let guard = ReplayGuard::new();
    for number in ["1e300", "-1e300", "18446744073709551615"] {
        let timestamp: EventTimestamp = serde_json::from_str(number).unwrap();
        assert_eq!(guard.admit(&of(timestamp), b""), Err(ReplayError::Unusable), "{number}");
    }
    assert_eq!(admit(&guard, i64::MIN + 1, "a"), Ok(()));
    assert_eq!(admit(&guard, i64::MAX - 1, "b"), Ok(()));
}

#[test]
fn of_many_threads_with_one_delivery_one_is_admitted() {
    let guard = Arc::new(ReplayGuard::new());
    let threads = (0..8).map(|_| {
        let guard = Arc::clone(&guard);
        thread::spawn(move || admit(&guard, 1, "a").is_ok())
    });
    let threads: Vec<_> = threads.collect();
    assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).filter(|&ok| ok).count(), 1);
}

#[test]
fn a_guard_shows_no_content() {
    let guard = ReplayGuard::new();
    admit(&guard, 1, "a").unwrap();
    assert_eq!(format!("{guard:?}"), "ReplayGuard { tolerance: 0, newest: Some(1), bodies: 1, .. }");
}

proptest! {
    /// What the guard remembers is enough: it decides as if it remembered all.
    #[test]
    fn nothing_is_admitted_twice_and_nothing_older(tolerance in 0_u64..4, deliveries in proptest::collection::vec((0_i64..12, 0_u8..3), 0..60)) {
        let guard = ReplayGuard::new().tolerating(tolerance);
        let mut admitted: Vec<(i64, u8)> = Vec::new();
        for delivery in deliveries {
            let (millis, body) = delivery;
            let newest = admitted.iter().map(|(millis, _)| *millis).max().unwrap_or(i64::MIN);
            let expected = millis.saturating_add_unsigned(tolerance) >= newest && !admitted.contains(&delivery);
            let given = guard.admit(&event(millis), &[body]).is_ok();
            prop_assert_eq!(given, expected);
            if given {
                admitted.push(delivery);
            }
        }
    }

    #[test]
    fn what_is_signed_is_accepted_and_nothing_else(body: Vec<u8>, secret in proptest::collection::vec(any::<u8>(), 1..20), other: Vec<u8>) {
        let verifier = Verifier::new(&secret).unwrap();
        let signature = verifier.sign(&body);
        prop_assert_eq!(verifier.verify(&body, &signature), Ok(()));
        prop_assert_eq!(verifier.verify(&other, &signature).is_ok(), other == body);
    }

    #[test]
    fn any_header_gives_an_answer(header: Vec<u8>) {
        let error = verifier().verify(b"{}", &header).unwrap_err();
        prop_assert_eq!(error, SignatureError::Malformed);
    }
}
