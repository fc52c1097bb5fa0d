//! A receiver with actix-web, [`Verifier`] and [`ReplayGuard`].
//!
//! ```sh
//! CONSOLE_WEBHOOK_SECRET=… cargo run --package console-events-actix
//! ```

use std::error::Error;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use console_events::ConsoleEvent;
use console_events::webhook::{ParseError, ReplayError, ReplayGuard, SIGNATURE_HEADER, Verifier};

/// The largest body that is read. The default of actix-web is 256 KiB.
const LIMIT: usize = 1024 * 1024;

/// The state that all workers share.
struct Receiver {
    verifier: Verifier,
    guard: ReplayGuard,
}

async fn receive(request: HttpRequest, body: Bytes, receiver: Data<Receiver>) -> HttpResponse {
    // With two signatures it is unclear which one counts.
    let mut signatures = request.headers().get_all(SIGNATURE_HEADER);
    let (signature, None) = (signatures.next(), signatures.next()) else {
        return answer(StatusCode::UNAUTHORIZED, "expected one signature, found several");
    };
    let event = match receiver.verifier.parse(&body, signature.map(header::HeaderValue::as_bytes)) {
        Ok(event) => event,
        Err(ParseError::Signature(error)) => return answer(StatusCode::UNAUTHORIZED, &error.to_string()),
        Err(error) => return answer(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let admission = match receiver.guard.admit(&event, &body).await {
        Ok(admission) => admission,
        Err(error) => return answer(refusal(&error), &error.to_string()),
    };
    if work(&event).is_err() {
        // The admission is dropped, so the delivery may come again.
        return answer(StatusCode::INTERNAL_SERVER_ERROR, "the event could not be worked on");
    }
    // The work is done, even if the store did not record it.
    if let Err(error) = admission.commit().await {
        eprintln!("not remembered: {error}");
    }
    answer(StatusCode::OK, "received")
}

fn refusal(error: &ReplayError) -> StatusCode {
    match error {
        // A 2xx answer, so that the sender stops.
        ReplayError::Repeated => StatusCode::OK,
        ReplayError::InProgress => StatusCode::CONFLICT,
        ReplayError::TooOld | ReplayError::FromTheFuture => StatusCode::BAD_REQUEST,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The work on an event: here, printing a line.
fn work(event: &ConsoleEvent) -> Result<(), std::io::Error> {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{} at {}", event.name(), event.timestamp)
}

fn answer(status: StatusCode, message: &str) -> HttpResponse {
    let mut answer = HttpResponse::build(status);
    if matches!(status, StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE) {
        answer.insert_header((header::RETRY_AFTER, "10"));
    }
    answer.body(format!("{message}\n"))
}

/// The routes, for the server and for the tests.
fn routes(receiver: Data<Receiver>) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| {
        config
            .app_data(receiver)
            .app_data(PayloadConfig::new(LIMIT))
            .route("/", web::post().to(receive))
            .route("/healthz", web::get().to(|| async { "ok\n" }));
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret =
        std::env::var("CONSOLE_WEBHOOK_SECRET").map_err(|_| "expected a secret in `CONSOLE_WEBHOOK_SECRET`")?;
    let receiver = Data::new(Receiver { verifier: Verifier::new(secret)?, guard: ReplayGuard::new() });
    // actix-web limits the time for headers (5 s) and the connections (25,000), and stops gracefully on SIGTERM.
    let server = HttpServer::new(move || App::new().configure(routes(receiver.clone()))).bind(("127.0.0.1", 8080))?;
    Ok(server.run().await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use std::time::{SystemTime, UNIX_EPOCH};

    use actix_web::test::{TestRequest, call_service, init_service, read_body};

    use super::*;

    fn body(ago: u128) -> Vec<u8> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        format!(r#"{{"eventName": "new_event", "eventTimestamp": {}, "payload": {{}}}}"#, now - ago).into_bytes()
    }

    #[actix_web::test]
    async fn a_delivery_is_received_once_and_what_is_wrong_is_refused() {
        let verifier = Verifier::new("secret 4711").unwrap();
        let receiver = Data::new(Receiver { verifier: verifier.clone(), guard: ReplayGuard::new() });
        let app = init_service(App::new().configure(routes(receiver))).await;
        let (good, old) = (body(0), body(25 * 3_600_000));
        let (of_good, of_old, of_text) = (verifier.sign(&good), verifier.sign(&old), verifier.sign(b"no JSON"));
        let large = vec![b' '; LIMIT + 1];
        for (signatures, body, status, said) in [
            (vec![], &good, 401, "found none"),
            (vec!["nothing"], &good, 401, "found something else"),
            (vec![&*of_old], &good, 401, "does not match"),
            (vec![&*of_good, &*of_good], &good, 401, "found several"),
            (vec![&*of_good], &good, 200, "received\n"),
            (vec![&*of_good], &good, 200, "received before"),
            (vec![&*of_old], &old, 400, "found an older one"),
            (vec![&*of_text], &b"no JSON".to_vec(), 400, "line 1"),
            (vec![&*of_good], &large, 413, ""),
        ] {
            let request = TestRequest::post().uri("/").set_payload(body.clone());
            let request = signatures
                .iter()
                .fold(request, |request, &signature| request.append_header((SIGNATURE_HEADER, signature)));
            let answer = call_service(&app, request.to_request()).await;
            assert_eq!(answer.status().as_u16(), status, "{said}");
            let text = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
            assert!(text.contains(said) && !text.contains("4711"), "{text}");
        }
    }
}
