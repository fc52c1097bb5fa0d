//! A receiver of the Console's webhooks: prints one line of JSON for each event, and what it refuses to standard error.
//!
//! ```sh
//! CONSOLE_WEBHOOK_SECRET=… cargo run --features axum --example receiver -- 127.0.0.1:8080
//! ```
//!
//! Port 0 takes any free one; the address is printed. While the secret is being changed, `CONSOLE_WEBHOOK_SECRET_PREVIOUS`
//! holds the old one. A line holds what may be logged: no payload, and nothing of what was refused but why.

use std::env;
use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use console_events::ConsoleEvent;
use console_events::webhook::axum::{Receiver, Rejection, SignedEvent};
use console_events::webhook::{ReplayGuard, Verifier};
use serde_json::json;
use tokio::net::TcpListener;

const SECRET: &str = "CONSOLE_WEBHOOK_SECRET";
const PREVIOUS: &str = "CONSOLE_WEBHOOK_SECRET_PREVIOUS";
const ADDRESS: &str = "127.0.0.1:8080";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let served = match arguments.as_slice() {
        [] => serve(ADDRESS).await,
        [address] if !address.starts_with('-') => serve(address).await,
        _ => Err(format!("expected at most an address; usage: {SECRET}=… receiver [{ADDRESS}]").into()),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(address: &str) -> Result<(), Box<dyn Error>> {
    let receiver = Receiver::new(verifier()?).with_guard(ReplayGuard::new());
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on `{address}`: {error}; give another address, or port 0 for any"))?;
    eprintln!("listening on http://{}/", listener.local_addr()?);
    let app = Router::new().route("/", post(receive)).with_state(receiver);
    let stop = async {
        // Where the signal cannot be waited for, the program runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    Ok(axum::serve(listener, app).with_graceful_shutdown(stop).await?)
}

/// The verifier of the secrets in the environment.
fn verifier() -> Result<Verifier, Box<dyn Error>> {
    let secret = env::var_os(SECRET).ok_or_else(|| format!("expected a secret in `{SECRET}`, found none; set it"))?;
    let secrets = [Some(secret), env::var_os(PREVIOUS)];
    let verifier = Verifier::with_secrets(secrets.iter().flatten().map(|secret| secret.as_encoded_bytes()));
    verifier.map_err(|error| format!("`{SECRET}`, `{PREVIOUS}`: {error}").into())
}

async fn receive(delivery: Result<SignedEvent, Rejection>) -> Response {
    match delivery {
        // The answer comes after the line: what could not be written was not received.
        Ok(SignedEvent(event)) => match writeln!(std::io::stdout(), "{}", line(&event)) {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Err(rejection) => {
            eprintln!("refused ({}): {rejection}", rejection.code());
            rejection.into_response()
        }
    }
}

/// What there is to say of an event, without any of its content that might be confidential.
fn line(event: &ConsoleEvent) -> String {
    json!({
        "event": event.name(),
        "timestamp": event.timestamp,
        "company": event.payload.company_id(),
        "undeclared": event.undeclared().len(),
    })
    .to_string()
}
