//! The extractor alone: signatures, bodies that are not events, and the guard.

use axum::Router;
use axum::extract::FromRef;
use axum::http::{HeaderValue, StatusCode};
use axum::routing::post;
use console_events::webhook::axum::{Receiver, Rejection, SignedEvent};
use console_events::webhook::{ReplayGuard, SIGNATURE_HEADER, Verifier};
use serde_json::json;

use crate::requests::{answer, app, event, event_at, now, refused, repeated, request, signed, verifier};

#[tokio::test]
async fn a_signed_event_reaches_the_handler() {
    let app = app(Receiver::new(verifier()));
    let body = event(1);
    let signature = verifier().sign(&body);
    for header in [signature.clone(), format!("sha256={signature}"), signature.to_uppercase()] {
        assert_eq!(answer(&app, request(Some(&header), body.clone())).await, (StatusCode::OK, "new_event".to_owned()));
    }
}

#[tokio::test]
async fn what_is_not_signed_is_401_and_does_not_say_what_would_be_right() {
    let app = app(Receiver::new(verifier()));
    let (body, other) = (event(1), Verifier::new("another").unwrap());
    let right = verifier().sign(&body);
    for (signature, code) in [
        (None, "signature-missing"),
        (Some("nothing"), "signature-malformed"),
        (Some(&*other.sign(&body)), "signature-mismatch"),
        (Some(&*verifier().sign(b"another body")), "signature-mismatch"),
    ] {
        let message = refused(&app, request(signature, body.clone()), 401, code).await;
        assert!(!message.contains(&right[..8]), "{message}");
    }
    let mut twice = signed(&body);
    twice.headers_mut().append(SIGNATURE_HEADER, right.parse().unwrap());
    refused(&app, twice, 401, "signature-malformed").await;
    let mut bytes = signed(&body);
    bytes.headers_mut().insert(SIGNATURE_HEADER, HeaderValue::from_bytes(b"\xff\xfe").unwrap());
    refused(&app, bytes, 401, "signature-malformed").await;
}

#[tokio::test]
async fn what_is_signed_but_no_event_is_400_and_says_where() {
    let app = app(Receiver::new(verifier()));
    for (body, place) in [
        (&b"no JSON"[..], "line 1, column 2"),
        (b"", "line 1, column 1"),
        (b"\xff", "offset 0"),
        (b"[1]", "expected an event: an object, found an array"),
        (br#"{"eventName": "a", "eventTimestamp": "Sybil-4711", "payload": {}}"#, "`/eventTimestamp`"),
    ] {
        let message = refused(&app, signed(body), 400, "not-an-event").await;
        assert!(message.contains(place), "{message}");
    }
}

#[tokio::test]
async fn with_the_extractor_alone_an_event_is_done_when_the_handler_is_called() {
    let guarded = app(Receiver::new(verifier()).with_guard(ReplayGuard::new()));
    let body = event_at(now());
    assert_eq!(answer(&guarded, signed(&body)).await, (StatusCode::OK, "new_event".to_owned()));
    repeated(&guarded, &body).await;
    refused(&guarded, signed(&event_at(now() - 25 * 3_600_000)), 400, "too-old").await;
    refused(&guarded, signed(&event_at(now() + 6 * 60_000)), 400, "from-the-future").await;
    // Microseconds: refused, and without an effect on the next.
    refused(&guarded, signed(&event_at(now() * 1_000)), 400, "from-the-future").await;
    assert_eq!(answer(&guarded, signed(&event_at(now() - 1_000))).await.0, StatusCode::OK);
    let open = app(Receiver::new(verifier()));
    for _ in 0..2 {
        assert_eq!(answer(&open, signed(&event(2))).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_received_unless_the_receiver_is_strict() {
    // A required `payload` that is no object fits no documented event.
    let name = console_events::EventKind::ALL[0].name();
    let body = json!({"eventName": name, "eventTimestamp": now(), "payload": ["Sybil-4711"]}).to_string().into_bytes();
    assert!(!console_events::ConsoleEvent::from_slice(&body).unwrap().misfits().is_empty());
    let tolerant = app(Receiver::new(verifier()));
    assert_eq!(answer(&tolerant, signed(&body)).await, (StatusCode::OK, name.to_owned()));
    let strict = app(Receiver::new(verifier()).strict());
    let message = refused(&strict, signed(&body), 400, "not-an-event").await;
    assert!(message.contains("`/payload`") && message.contains(name), "{message}");
    assert_eq!(answer(&strict, signed(&event(1))).await.0, StatusCode::OK, "what is not documented has no misfits");
}

#[tokio::test]
async fn the_receiver_may_be_a_part_of_the_state() {
    #[derive(Clone)]
    struct State {
        receiver: Receiver,
    }

    impl FromRef<State> for Receiver {
        fn from_ref(state: &State) -> Self {
            state.receiver.clone()
        }
    }

    async fn handle(event: Result<SignedEvent, Rejection>) -> String {
        match event {
            Ok(SignedEvent(event)) => event.name().to_owned(),
            Err(rejection) => rejection.code().to_owned(),
        }
    }

    let state = State { receiver: Receiver::new(verifier()) };
    let app = Router::new().route("/", post(handle)).with_state(state);
    assert_eq!(answer(&app, signed(&event(1))).await, (StatusCode::OK, "new_event".to_owned()));
    assert_eq!(answer(&app, request(None, event(1))).await, (StatusCode::OK, "signature-missing".to_owned()));
}
