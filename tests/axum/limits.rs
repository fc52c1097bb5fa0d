//! How large a body may be, however it comes and whatever it claims; and how many bytes may be in flight.

use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Request, StatusCode, header};
use console_events::webhook::axum::{DEFAULT_LIMIT, Receiver};
use tower::ServiceExt as _;

use crate::handler::{Deed, layered, pending};
use crate::requests::{Pieces, answer, app, event, event_at, now, refused, request, signed, verifier};

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
    assert!(pending(&mut working).await);
    let answer = guarded.app.clone().oneshot(signed(&large)).await.unwrap();
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    refused(&guarded.app, signed(&large), 503, "busy").await;
    guarded.does(Deed::Answer(StatusCode::OK));
    assert_eq!(guarded.app.clone().oneshot(signed(&event(1))).await.unwrap().status(), StatusCode::OK, "a small one");
    drop(working);
    assert_eq!(guarded.app.clone().oneshot(signed(&large)).await.unwrap().status(), StatusCode::OK);
}
