//! A receiver of the Console's webhooks to deploy, or to start from: writes one line of JSON for each event to standard
//! output, and its log, in JSON as well, to standard error.
//!
//! ```sh
//! CONSOLE_WEBHOOK_SECRET=… cargo run --features axum --example receiver -- 127.0.0.1:8080
//! ```
//!
//! Deliveries go to `/`; `/healthz` answers whether it runs. Port 0 takes any free one; the address is printed. The
//! environment says the rest: see `settings.rs`. SIGTERM and SIGINT end it once the deliveries in flight are answered.
//!
//! Neither the lines nor the log hold content of an event beyond its name, its time and its company.

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

/// How long a request may take from its headers to its answer: body, checks and work.
const REQUEST: Duration = Duration::from_secs(10);
/// How many bytes of large bodies may be in memory at once; the first 64 KiB of each body do not count.
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

/// Whether every delivery was answered before the end.
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

/// The work. Its answer says that the event is safe: here, that its line is written. What takes long belongs behind that: put
/// the event into a queue that survives this program, answer, and let a worker take it from there.
async fn receive(SignedEvent(event): SignedEvent) -> StatusCode {
    let line = line(&event);
    // Whoever reads the lines may be slow; nobody else is to wait for that.
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

/// What there is to say of an event, without any of its content that might be confidential.
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

/// Bounds the time of a request, and logs what was not received.
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

/// For the parts that share the router.
type App = Arc<Router>;
