//! A receiver of the Console's webhooks, to deploy or to start from. It writes one line of JSON for each event to
//! standard output, and its log, also as JSON, to standard error.
//!
//! ```sh
//! CONSOLE_WEBHOOK_SECRET=… cargo run --features axum --example receiver -- 127.0.0.1:8080
//! ```
//!
//! Send deliveries to `/`; `/healthz` is a health check. Port 0 chooses a free port; the address is printed.
//! Environment variables set the rest: see `settings.rs`. SIGTERM and SIGINT stop it after the deliveries in flight are
//! answered.
//!
//! The lines and the log contain no content of an event except its name, its timestamp and its company.

mod connection;
mod serve;
mod settings;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use console_events::ConsoleEvent;
use console_events::webhook::axum::{NotCommitted, Receiver, Rejection, SignedEvent};
use serde_json::json;
use tokio::net::TcpListener;

/// The time limit of a request from its headers to its answer, including body, checks and work.
const REQUEST: Duration = Duration::from_secs(10);
/// The limit of bytes in memory for large bodies; the first 64 KiB of each body do not count.
const BYTES_IN_FLIGHT: usize = 16 * 1024 * 1024;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().json().flatten_event(true).with_writer(std::io::stderr).init();
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the receiver; returns whether every delivery was answered before the end.
async fn run() -> Result<bool, Box<dyn Error>> {
    let address = settings::address()?;
    let receiver = Receiver::new(settings::verifier()?).with_bytes_in_flight(BYTES_IN_FLIGHT);
    let receiver = match settings::guard().await? {
        Some(guard) => receiver.with_guard(guard),
        None => receiver,
    };
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("cannot listen on `{address}`: {error}; give another address, or port 0 for any"))?;
    eprintln!("listening on http://{}/", listener.local_addr()?);
    let app = Router::new()
        .route("/", post(receive).route_layer(receiver.layer()))
        .route("/healthz", get(|| async { "ok\n" }))
        .layer(from_fn(watch))
        .with_state(receiver);
    serve::serve(listener, app).await
}

/// The work on an event. A 2xx answer means that the event is safe: here, that its line is written. If your work is
/// slow, put the event into a durable queue, answer, and let a worker process the queue.
async fn receive(SignedEvent(event): SignedEvent) -> StatusCode {
    let line = line(&event);
    // The reader of the lines may be slow; other requests must not wait for it.
    let written = tokio::task::spawn_blocking(move || writeln!(std::io::stdout(), "{line}")).await;
    match written {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        Ok(Err(error)) => {
            tracing::error!(%error, "the line cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The line of an event, without content that might be confidential.
fn line(event: &ConsoleEvent) -> String {
    json!({
        "event": event.name(),
        "timestamp": event.timestamp,
        "company": event.payload.company_id(),
        "undeclared": event.undeclared().len(),
        "misfits": event.misfits().len(),
    })
    .to_string()
}

/// Limits the time of a request, and logs refusals.
async fn watch(request: Request, next: Next) -> Response {
    let Ok(answer) = tokio::time::timeout(REQUEST, next.run(request)).await else {
        tracing::warn!(code = "too-slow", "refused");
        let reason = json!({"error": "too-slow", "message": format!("expected a whole delivery within {REQUEST:?}")});
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let close = (header::CONNECTION, HeaderValue::from_static("close"));
        return (StatusCode::REQUEST_TIMEOUT, [kind, close], reason.to_string()).into_response();
    };
    if let Some(rejection) = answer.extensions().get::<Rejection>() {
        let status = rejection.status().as_u16();
        if rejection.status().is_success() {
            tracing::info!(status, code = rejection.code(), "received before");
        } else {
            tracing::warn!(status, code = rejection.code(), reason = %rejection, "refused");
        }
    }
    if let Some(NotCommitted(error)) = answer.extensions().get() {
        tracing::error!(%error, "received, but not remembered: the same delivery may be received again");
    }
    answer
}

/// The router, shared by all connections.
type App = Arc<Router>;
