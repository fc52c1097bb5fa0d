//! Requests as the Console sends them, and what their answers must have.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::routing::post;
use console_events::webhook::axum::{Receiver, SignedEvent};
use console_events::webhook::{SIGNATURE_HEADER, Verifier};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const SECRET: &str = "Sybil-4711";

/// A body that comes in pieces, and claims the size that a test sets.
pub(crate) struct Pieces {
    pub(crate) pieces: Vec<Result<Bytes, std::io::Error>>,
    pub(crate) says: http_body::SizeHint,
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

pub(crate) fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

pub(crate) fn event(timestamp: u32) -> Vec<u8> {
    json!({"eventName": "new_event", "eventTimestamp": timestamp, "payload": {}}).to_string().into_bytes()
}

pub(crate) fn app(receiver: Receiver) -> Router {
    async fn handle(SignedEvent(event): SignedEvent) -> String {
        event.name().to_owned()
    }
    Router::new().route("/", post(handle)).with_state(receiver)
}

pub(crate) fn request(signature: Option<&str>, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/");
    let request = match signature {
        Some(signature) => request.header(SIGNATURE_HEADER, signature),
        None => request,
    };
    request.body(body.into()).unwrap()
}

pub(crate) fn signed(body: &[u8]) -> Request<Body> {
    request(Some(&verifier().sign(body)), body.to_vec())
}

/// The answer: its status and its text.
pub(crate) async fn answer(app: &Router, request: Request<Body>) -> (StatusCode, String) {
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
pub(crate) async fn refused(app: &Router, request: Request<Body>, status: u16, code: &str) -> String {
    let (found, text) = answer(app, request).await;
    let reason: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((found.as_u16(), &reason["error"]), (status, &json!(code)), "{text}");
    assert_eq!(reason.as_object().unwrap().len(), 2, "{text}");
    reason["message"].as_str().unwrap().to_owned()
}

/// The time in milliseconds.
pub(crate) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

pub(crate) fn event_at(millis: i64) -> Vec<u8> {
    json!({"eventName": "new_event", "eventTimestamp": millis, "payload": {}}).to_string().into_bytes()
}

/// The request is answered as done, without a call.
pub(crate) async fn repeated(app: &Router, body: &[u8]) {
    let (status, text) = answer(app, signed(body)).await;
    let answered: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &answered["status"]), (StatusCode::OK, &json!("repeated")), "{text}");
    assert!(answered["message"].is_string() && answered.as_object().unwrap().len() == 2, "{text}");
}
