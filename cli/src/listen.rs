//! `listen`: a receiver on the loopback address that prints what it receives.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use console_events::ConsoleEvent;
use console_events::webhook::axum::{DEFAULT_LIMIT, Receiver, Rejection};
use console_events::webhook::{ReplayGuard, SIGNATURE_HEADER, Verifier};
use tokio::net::TcpListener;

use crate::args::Listen;
use crate::forward::{Sender, secret};
use crate::{Outcome, safe};

/// How long a request may take.
const REQUEST: Duration = Duration::from_secs(30);

pub(crate) fn run(arguments: &Listen) -> anyhow::Result<Outcome> {
    let receiver = match secret(arguments.secret_env.as_deref())? {
        Some(secret) => Some(Receiver::new(Verifier::new(secret)?).with_guard(ReplayGuard::new())),
        None => None,
    };
    let forward =
        arguments.forward.as_deref().map(|address| Sender::new(address, Duration::from_secs(10))).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    runtime.block_on(listen(arguments.port, receiver, Arc::new(forward)))?;
    // Do not wait for deliveries that are still being forwarded.
    runtime.shutdown_background();
    Ok(Outcome::Clean)
}

async fn listen(port: u16, receiver: Option<Receiver>, forward: Arc<Option<Sender>>) -> anyhow::Result<()> {
    let address = (Ipv4Addr::LOCALHOST, port);
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on 127.0.0.1:{port}; choose another port with `--port`, or a free one with `--port 0`")
    })?;
    let app = Router::new().fallback(receive).with_state(forward);
    let app = if let Some(receiver) = receiver {
        app.layer(receiver.layer())
    } else {
        anstream::eprintln!(
            "signatures are not checked, because no secret is given; name its variable with `--secret-env VAR`"
        );
        app
    };
    anstream::eprintln!("listening on http://{}/", listener.local_addr()?);
    let stop = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = async { axum::serve(listener, app.layer(from_fn(watch))).await } => Ok(served?),
        () = stop => Ok(()),
    }
}

/// Receives a delivery. With a secret, the layer has checked its signature.
async fn receive(State(forward): State<Arc<Option<Sender>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, DEFAULT_LIMIT).await else {
        return Rejection::TooLarge { limit: DEFAULT_LIMIT }.into_response();
    };
    let event = match ConsoleEvent::from_slice(&body) {
        Ok(event) => event,
        Err(error) => return Rejection::Event(error).into_response(),
    };
    if writeln!(anstream::stdout(), "{}", line(&event)).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if forward.is_none() {
        return StatusCode::NO_CONTENT.into_response();
    }
    pass_on(forward, parts.headers, body).await
}

/// The line of an event; `!` marks values that do not fit, `+` properties that are not documented.
fn line(event: &ConsoleEvent) -> String {
    // Writing to a string does not fail.
    let mut line = format!("{} {}", safe::paint(&safe::line(event.name()), safe::GOOD), event.timestamp);
    if let Some(company) = event.payload.company_id() {
        let _ = write!(line, " company {}", safe::line(company));
    }
    if event.payload.kind().is_none() && event.misfits().is_empty() {
        let _ = write!(line, " {}", safe::paint("not documented", safe::ODD));
    }
    for misfit in event.misfits() {
        let (expected, found) = (safe::line(misfit.expected()), safe::line(misfit.found()));
        let mark = safe::paint("!", safe::WRONG);
        let _ = write!(line, " {mark}{} expected {expected}, found {found}", safe::line(misfit.pointer()));
    }
    for pointer in event.undeclared() {
        let _ = write!(line, " {}{}", safe::paint("+", safe::NEW), safe::line(&pointer));
    }
    line
}

async fn pass_on(forward: Arc<Option<Sender>>, headers: HeaderMap, body: Bytes) -> Response {
    let sent = tokio::task::spawn_blocking(move || {
        let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
        forward.as_ref().as_ref().map(|sender| sender.send(&body, signature))
    });
    match sent.await {
        Ok(Some(Ok(answer))) => {
            let status = StatusCode::from_u16(answer.status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
            anstream::eprintln!("  forwarded: {}", status.as_u16());
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], answer.body).into_response()
        }
        Ok(Some(Err(error))) => {
            anstream::eprintln!("  {}: {}", safe::paint("not forwarded", safe::WRONG), safe::line(&error.to_string()));
            StatusCode::BAD_GATEWAY.into_response()
        }
        Ok(None) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Prints refusals, and limits the time of a request.
async fn watch(request: Request, next: Next) -> Response {
    let Ok(answer) = tokio::time::timeout(REQUEST, next.run(request)).await else {
        anstream::eprintln!(
            "{}: the request took longer than {} seconds",
            safe::paint("refused", safe::WRONG),
            REQUEST.as_secs()
        );
        return StatusCode::REQUEST_TIMEOUT.into_response();
    };
    if let Some(rejection) = answer.extensions().get::<Rejection>() {
        let said = if rejection.status().is_success() { "received before" } else { "refused" };
        let message = safe::line(&rejection.to_string());
        anstream::eprintln!("{} ({}): {message}", safe::paint(said, safe::ODD), rejection.code());
    }
    answer
}
