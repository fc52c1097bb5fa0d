//! The layer answers any delivery, and calls the handler only for a signed event.
//!
//! The first byte selects the signature: right, wrong, or the text before the first line end as the header.
#![no_main]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::LazyLock;
use std::task::{Context, Poll};

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::Response;
use console_events::ConsoleEvent;
use console_events::webhook::axum::{Receiver, SignedEvent};
use console_events::webhook::{ReplayGuard, Verifier};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use tower_layer::Layer as _;
use tower_service::Service;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));
static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| Verifier::new("the secret of the fuzzer").expect("a secret"));

/// Answers 200.
#[derive(Clone)]
struct Handler;

impl Service<Request> for Handler {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        assert!(request.extensions().get::<SignedEvent>().is_some(), "the layer hands the event on");
        ready(Ok(Response::new(Body::from("handled"))))
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((first, rest)) = input.split_first() else { return };
    let (header, body) = match first % 4 {
        0 | 1 => (VERIFIER.sign(rest).into_bytes(), rest),
        2 => (VERIFIER.sign(b"another body").into_bytes(), rest),
        _ => {
            let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(0);
            (rest[..end].to_vec(), &rest[end..])
        }
    };
    let receiver = Receiver::new(VERIFIER.clone()).with_limit(65_536).with_guard(ReplayGuard::new());
    let mut service = receiver.layer().layer(Handler);
    let Ok(request) = http::Request::builder()
        .method("POST")
        .uri("/")
        .header("x-mia-signature", header)
        .body(Body::from(body.to_vec()))
    else {
        return;
    };
    let answer = RUNTIME.block_on(service.call(request)).expect("the handler never fails");
    let status = answer.status().as_u16();
    assert!([200, 400, 401, 413].contains(&status), "{status}");
    // The event's time lies outside of the guard's window, or it is no event; but it was signed.
    assert!(*first % 4 > 1 || status != 401, "{status}");
    assert!(status != 200 || ConsoleEvent::from_slice(body).is_ok());
});
