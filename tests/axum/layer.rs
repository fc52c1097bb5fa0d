//! The layer: when an event is done, what gives it up, and what a store that fails means.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use axum::routing::post;
use console_events::webhook::axum::{NotCommitted, Receiver, Rejection};
use console_events::webhook::{Claim, Delivery, ReplayGuard, SIGNATURE_HEADER, SeenStore, StoreError};
use tower::ServiceExt as _;

use crate::handler::{Deed, guarded, layered, pending};
use crate::requests::{Pieces, answer, event, event_at, now, refused, repeated, request, signed, verifier};

#[tokio::test]
async fn behind_the_layer_an_event_is_done_when_the_handler_says_so() {
    let guarded = guarded();
    let body = event_at(now());
    for status in [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::FOUND, StatusCode::CONFLICT, StatusCode::ACCEPTED] {
        guarded.does(Deed::Answer(status));
        let answer = guarded.app.clone().oneshot(signed(&body)).await.unwrap();
        assert_eq!(answer.status(), status);
    }
    assert_eq!(guarded.calls(), 4);
    repeated(&guarded.app, &body).await;
    repeated(&guarded.app, &body).await;
    assert_eq!(guarded.calls(), 4, "a repeated delivery is answered without a call");
}

#[tokio::test]
async fn a_handler_that_panics_gives_the_event_up() {
    let guarded = guarded();
    let body = event_at(now());
    guarded.does(Deed::Panic);
    let panics = tokio::spawn(guarded.app.clone().oneshot(signed(&body))).await;
    assert!(panics.is_err_and(|error| error.is_panic()));
    guarded.does(Deed::Answer(StatusCode::OK));
    assert_eq!(guarded.app.clone().oneshot(signed(&body)).await.unwrap().status(), StatusCode::OK);
    assert_eq!(guarded.calls(), 2);
    repeated(&guarded.app, &body).await;
}

#[tokio::test]
async fn while_an_event_is_worked_on_it_is_409_and_a_client_that_leaves_gives_it_up() {
    let guarded = guarded();
    let body = event_at(now());
    guarded.does(Deed::Wait);
    let mut working = Box::pin(guarded.app.clone().oneshot(signed(&body)));
    assert!(pending(&mut working).await);
    assert_eq!(guarded.calls(), 1);
    let answer = guarded.app.clone().oneshot(signed(&body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let seconds: u64 = answer.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!(seconds > 0);
    refused(&guarded.app, signed(&body), 409, "in-progress").await;
    drop(working);
    guarded.does(Deed::Answer(StatusCode::OK));
    assert_eq!(guarded.app.clone().oneshot(signed(&body)).await.unwrap().status(), StatusCode::OK);
    assert_eq!(guarded.calls(), 2);
}

#[tokio::test]
async fn the_layer_refuses_what_the_extractor_refuses() {
    let guarded = guarded();
    let body = event_at(now());
    refused(&guarded.app, request(None, body.clone()), 401, "signature-missing").await;
    refused(&guarded.app, request(Some("nothing"), body.clone()), 401, "signature-malformed").await;
    let mut twice = signed(&body);
    twice.headers_mut().append(SIGNATURE_HEADER, verifier().sign(&body).parse().unwrap());
    refused(&guarded.app, twice, 401, "signature-malformed").await;
    refused(&guarded.app, request(Some(&verifier().sign(b"another")), body.clone()), 401, "signature-mismatch").await;
    refused(&guarded.app, signed(b"no JSON"), 400, "not-an-event").await;
    refused(&guarded.app, signed(&event_at(0)), 400, "too-old").await;
    refused(&guarded.app, signed(&event_at(i64::MAX)), 400, "from-the-future").await;
    assert_eq!(guarded.calls(), 0);
    // None of them has moved the guard.
    assert_eq!(guarded.app.clone().oneshot(signed(&body)).await.unwrap().status(), StatusCode::NO_CONTENT);
    let get = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(guarded.app.clone().oneshot(get).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_header_that_cannot_be_right_is_refused_before_a_byte_is_read() {
    let guarded = guarded();
    for signature in [None, Some("nothing"), Some("")] {
        let pieces = vec![Err(std::io::Error::other("this body is not to be read"))];
        let body = Body::new(Pieces { pieces, says: http_body::SizeHint::new() });
        let answer = guarded.app.clone().oneshot(request(signature, body)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_handler_behind_the_layer_reads_the_bytes_that_were_signed() {
    let receiver = Receiver::new(verifier());
    let app = Router::new().route("/", post(|body: Bytes| async { body }).route_layer(receiver.layer()));
    let body = event(1);
    assert_eq!(answer(&app, signed(&body)).await, (StatusCode::OK, String::from_utf8(body).unwrap()));
}

/// A store of which one half or the other fails.
struct Failing {
    claims: bool,
}

impl SeenStore for Failing {
    async fn claim(&self, _: &Delivery) -> Result<Claim, StoreError> {
        if self.claims { Ok(Claim::Granted) } else { Err(StoreError::new("host 10.0.0.1 is gone")) }
    }

    async fn commit(&self, _: &Delivery) -> Result<(), StoreError> {
        Err(StoreError::new("host 10.0.0.1 is gone"))
    }

    fn release(&self, _: &Delivery) {}
}

#[tokio::test]
async fn a_store_that_fails_is_503_before_the_work_and_a_note_after_it() {
    let with =
        |claims| layered(Receiver::new(verifier()).with_guard(ReplayGuard::new().with_store(Failing { claims })));
    let body = event_at(now());
    let down = with(false);
    let message = refused(&down.app, signed(&body), 503, "unavailable").await;
    assert!(!message.contains("10.0.0.1"), "{message}");
    let answer = down.app.clone().oneshot(signed(&body)).await.unwrap();
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    assert!(answer.extensions().get::<Rejection>().unwrap().to_string().contains("10.0.0.1"), "for a log");
    assert_eq!(down.calls(), 0);
    let answer = with(true).app.oneshot(signed(&body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT, "the work is done");
    assert!(answer.extensions().get::<NotCommitted>().is_some());
}
