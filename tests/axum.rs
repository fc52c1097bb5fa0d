//! The extractor answers as documented: one request at a time, without a network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::routing::post;
use console_events::webhook::axum::{DEFAULT_LIMIT, Receiver, Rejection, SignedEvent};
use console_events::webhook::{ReplayGuard, SIGNATURE_HEADER, Verifier};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const SECRET: &str = "Sybil-4711";

/// A body that comes in pieces, and says of itself what it is told to.
struct Pieces {
    pieces: Vec<Result<Bytes, std::io::Error>>,
    says: http_body::SizeHint,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready((!self.pieces.is_empty()).then(|| self.pieces.remove(0).map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.says
    }
}

fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

fn event(timestamp: u32) -> Vec<u8> {
    json!({"eventName": "new_event", "eventTimestamp": timestamp, "payload": {}}).to_string().into_bytes()
}

fn app(receiver: Receiver) -> Router {
    async fn handle(SignedEvent(event): SignedEvent) -> String {
        event.name().to_owned()
    }
    Router::new().route("/", post(handle)).with_state(receiver)
}

fn request(signature: Option<&str>, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/");
    let request = match signature {
        Some(signature) => request.header(SIGNATURE_HEADER, signature),
        None => request,
    };
    request.body(body.into()).unwrap()
}

fn signed(body: &[u8]) -> Request<Body> {
    request(Some(&verifier().sign(body)), body.to_vec())
}

/// The answer: its status and its text.
async fn answer(app: &Router, request: Request<Body>) -> (StatusCode, String) {
    let answer = app.clone().oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
    let status = answer.status();
    let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
    let text = String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    if !status.is_success() {
        assert_eq!(kind, Some(HeaderValue::from_static("application/json")), "{text}");
        assert!(!text.contains(SECRET), "{text}");
    }
    (status, text)
}

/// The request is refused with that status and that reason.
async fn refused(app: &Router, request: Request<Body>, status: u16, code: &str) -> String {
    let (found, text) = answer(app, request).await;
    let reason: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((found.as_u16(), &reason["error"]), (status, &json!(code)), "{text}");
    assert_eq!(reason.as_object().unwrap().len(), 2, "{text}");
    reason["message"].as_str().unwrap().to_owned()
}

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
async fn a_body_of_the_limit_is_read_and_one_byte_more_is_413() {
    let mut body = event(1);
    let app = app(Receiver::new(verifier()).with_limit(body.len()));
    assert_eq!(answer(&app, signed(&body)).await.0, StatusCode::OK);
    body.push(b' ');
    refused(&app, signed(&body), 413, "too-large").await;
}

#[tokio::test]
async fn the_limit_that_is_documented_counts_unless_another_is_set() {
    let mut body = event(1);
    body.resize(DEFAULT_LIMIT, b' ');
    let default = app(Receiver::new(verifier()));
    assert_eq!(answer(&default, signed(&body)).await.0, StatusCode::OK);
    body.push(b' ');
    refused(&default, signed(&body), 413, "too-large").await;
    // axum has a limit of its own, 2 MB by default: that of the receiver counts, be it larger or smaller.
    body.resize(3 * DEFAULT_LIMIT, b' ');
    let large = app(Receiver::new(verifier()).with_limit(body.len()));
    assert_eq!(answer(&large, signed(&body)).await.0, StatusCode::OK);
    let of_axum = app(Receiver::new(verifier()).with_limit(10)).layer(DefaultBodyLimit::max(10_000));
    refused(&of_axum, signed(&event(1)), 413, "too-large").await;
}

/// The event in pieces of that many bytes; what it says of its size need not be true.
fn in_pieces(body: &[u8], size: usize, says: http_body::SizeHint) -> Request<Body> {
    let pieces = body.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    request(Some(&verifier().sign(body)), Body::new(Pieces { pieces, says }))
}

#[tokio::test]
async fn a_body_in_pieces_is_counted() {
    let body = event(1);
    let unknown = http_body::SizeHint::new;
    let exact = app(Receiver::new(verifier()).with_limit(body.len()));
    assert_eq!(answer(&exact, in_pieces(&body, 7, unknown())).await.0, StatusCode::OK);
    let small = app(Receiver::new(verifier()).with_limit(body.len() - 1));
    refused(&small, in_pieces(&body, 7, unknown()), 413, "too-large").await;
}

#[tokio::test]
async fn a_size_that_is_not_true_does_not_help() {
    let body = event(1);
    let app = app(Receiver::new(verifier()).with_limit(body.len() - 1));
    let mut less = in_pieces(&body, 7, http_body::SizeHint::with_exact(1));
    less.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("1"));
    refused(&app, less, 413, "too-large").await;
    let pieces = vec![Err(std::io::Error::other("this body is not to be read"))];
    let more = Pieces { pieces, says: http_body::SizeHint::with_exact(u64::MAX) };
    refused(&app, request(None, Body::new(more)), 413, "too-large").await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_400() {
    let app = app(Receiver::new(verifier()));
    let pieces = vec![Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("Sybil-4711 left"))];
    let broken = Pieces { pieces, says: http_body::SizeHint::new() };
    refused(&app, request(None, Body::new(broken)), 400, "unreadable").await;
}

#[tokio::test]
async fn a_replay_is_409_where_there_is_a_guard() {
    let guard = Arc::new(ReplayGuard::new());
    let guarded = app(Receiver::new(verifier()).with_guard(Arc::clone(&guard)));
    assert_eq!(answer(&guarded, signed(&event(2))).await.0, StatusCode::OK);
    refused(&guarded, signed(&event(2)), 409, "replayed").await;
    refused(&guarded, signed(&event(1)), 409, "replayed").await;
    // What nobody signed moves no guard.
    refused(&guarded, request(None, event(9)), 401, "signature-missing").await;
    assert_eq!(guard.newest().map(|newest| newest.as_millis()), Some(2));
    assert_eq!(answer(&guarded, signed(&event(3))).await.0, StatusCode::OK);
    let open = app(Receiver::new(verifier()));
    for _ in 0..2 {
        assert_eq!(answer(&open, signed(&event(2))).await.0, StatusCode::OK);
    }
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
