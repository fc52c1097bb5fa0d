//! The layer and the extractor answer as documented: one request at a time, without a network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::routing::post;
use console_events::webhook::axum::{DEFAULT_LIMIT, NotCommitted, Receiver, Rejection, SignedEvent};
use console_events::webhook::{Claim, Delivery, ReplayGuard, SIGNATURE_HEADER, SeenStore, StoreError, Verifier};
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
    refused(&app, request(Some(&verifier().sign(b"{}")), Body::new(broken)), 400, "unreadable").await;
}

/// The time in milliseconds.
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn event_at(millis: i64) -> Vec<u8> {
    json!({"eventName": "new_event", "eventTimestamp": millis, "payload": {}}).to_string().into_bytes()
}

/// The request is answered as done, without a call.
async fn repeated(app: &Router, body: &[u8]) {
    let (status, text) = answer(app, signed(body)).await;
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &told["status"]), (StatusCode::OK, &json!("repeated")), "{text}");
    assert!(told["message"].is_string() && told.as_object().unwrap().len() == 2, "{text}");
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

/// A handler behind the layer that does what it is told to: answer a status, panic, or wait for ever. It counts its calls.
#[derive(Clone, Copy)]
enum Deed {
    Answer(StatusCode),
    Panic,
    Wait,
}

struct Layered {
    app: Router,
    deed: Arc<Mutex<Deed>>,
    calls: Arc<AtomicUsize>,
}

fn layered(receiver: Receiver) -> Layered {
    let deed = Arc::new(Mutex::new(Deed::Answer(StatusCode::NO_CONTENT)));
    let calls = Arc::new(AtomicUsize::new(0));
    let handle = {
        let (deed, calls) = (Arc::clone(&deed), Arc::clone(&calls));
        move |SignedEvent(event): SignedEvent| async move {
            assert_eq!(event.name(), "new_event");
            calls.fetch_add(1, Ordering::SeqCst);
            let deed = *deed.lock().unwrap();
            match deed {
                Deed::Answer(status) => status,
                Deed::Panic => panic!("the handler fails, as it is to"),
                Deed::Wait => std::future::pending().await,
            }
        }
    };
    let app = Router::new().route("/", post(handle).route_layer(receiver.layer())).with_state(receiver);
    Layered { app, deed, calls }
}

impl Layered {
    fn does(&self, deed: Deed) {
        *self.deed.lock().unwrap() = deed;
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn guarded() -> Layered {
    layered(Receiver::new(verifier()).with_guard(ReplayGuard::new()))
}

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
    assert!(std::future::poll_fn(|context| Poll::Ready(working.as_mut().poll(context).is_pending())).await);
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
async fn bytes_in_flight_are_bounded_and_given_back() {
    const LARGE: usize = 256 * 1024;
    let guarded = layered(Receiver::new(verifier()).with_bytes_in_flight(LARGE));
    let mut large = event_at(now());
    large.resize(LARGE, b' ');
    for _ in 0..3 {
        assert_eq!(guarded.app.clone().oneshot(signed(&large)).await.unwrap().status(), StatusCode::NO_CONTENT);
    }
    guarded.does(Deed::Wait);
    let mut working = Box::pin(guarded.app.clone().oneshot(signed(&large)));
    assert!(std::future::poll_fn(|context| Poll::Ready(working.as_mut().poll(context).is_pending())).await);
    let answer = guarded.app.clone().oneshot(signed(&large)).await.unwrap();
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    refused(&guarded.app, signed(&large), 503, "busy").await;
    guarded.does(Deed::Answer(StatusCode::OK));
    assert_eq!(guarded.app.clone().oneshot(signed(&event(1))).await.unwrap().status(), StatusCode::OK, "a small one");
    drop(working);
    assert_eq!(guarded.app.clone().oneshot(signed(&large)).await.unwrap().status(), StatusCode::OK);
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
