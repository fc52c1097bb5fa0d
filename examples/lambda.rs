//! A handler for a plain `http::Request`, as serverless platforms call it, with [`Verifier`] and [`ReplayGuard`] alone.
//!
//! ```sh
//! cargo run --features webhook --example lambda
//! ```
//!
//! Instances of a function do not share memory, so give the guard a shared store such as `RedisStore`. This example
//! uses the store in memory, so that it runs by itself; `main` calls the handler with a delivery, and then with the
//! same one again.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use console_events::ConsoleEvent;
use console_events::webhook::{ParseError, ReplayError, ReplayGuard, SIGNATURE_HEADER, Verifier};
use http::{Method, Request, Response, StatusCode, header};

/// The largest body that is read. The platform's own limit may be higher.
const LIMIT: usize = 1024 * 1024;

/// The state of an instance.
struct Receiver {
    verifier: Verifier,
    guard: ReplayGuard,
}

impl Receiver {
    async fn handle(&self, request: &Request<Vec<u8>>) -> Response<String> {
        if request.method() != Method::POST {
            return answer(StatusCode::METHOD_NOT_ALLOWED, "expected POST");
        }
        let body = request.body();
        if body.len() > LIMIT {
            return answer(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
        }
        // With two signatures it is unclear which one counts.
        let mut signatures = request.headers().get_all(SIGNATURE_HEADER).iter();
        let (signature, None) = (signatures.next(), signatures.next()) else {
            return answer(StatusCode::UNAUTHORIZED, "expected one signature, found several");
        };
        let event = match self.verifier.parse(body, signature) {
            Ok(event) => event,
            Err(ParseError::Signature(error)) => return answer(StatusCode::UNAUTHORIZED, &error.to_string()),
            Err(error) => return answer(StatusCode::BAD_REQUEST, &error.to_string()),
        };
        let admission = match self.guard.admit(&event, body).await {
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

fn answer(status: StatusCode, message: &str) -> Response<String> {
    let mut answer = Response::new(format!("{message}\n"));
    *answer.status_mut() = status;
    if matches!(status, StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE) {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("10"));
    }
    answer
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver { verifier: Verifier::new("a secret of the webhook")?, guard: ReplayGuard::new() };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let body = format!(r#"{{"eventName": "new_event", "eventTimestamp": {now}, "payload": {{}}}}"#).into_bytes();
    let request = Request::post("/").header(SIGNATURE_HEADER, receiver.verifier.sign(&body)).body(body)?;
    for _ in 0..2 {
        let answer = receiver.handle(&request).await;
        print!("{} {}", answer.status(), answer.body());
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;

    fn receiver() -> Receiver {
        Receiver { verifier: Verifier::new("secret 4711").unwrap(), guard: ReplayGuard::new() }
    }

    fn body(ago: u128) -> Vec<u8> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        format!(r#"{{"eventName": "new_event", "eventTimestamp": {}, "payload": {{}}}}"#, now - ago).into_bytes()
    }

    async fn status(receiver: &Receiver, signatures: &[&str], body: Vec<u8>) -> u16 {
        let mut request = Request::post("/").body(body).unwrap();
        for signature in signatures {
            request.headers_mut().append(SIGNATURE_HEADER, signature.parse().unwrap());
        }
        let answer = receiver.handle(&request).await;
        assert!(!answer.body().contains("4711"), "{}", answer.body());
        answer.status().as_u16()
    }

    #[tokio::test]
    async fn a_delivery_is_received_once() {
        let receiver = receiver();
        let (first, second) = (body(0), body(5_000));
        let (of_first, of_second) = (receiver.verifier.sign(&first), receiver.verifier.sign(&second));
        assert_eq!(status(&receiver, &[&of_first], first.clone()).await, 200);
        assert_eq!(status(&receiver, &[&of_second], second).await, 200);
        let request = Request::post("/").header(SIGNATURE_HEADER, &of_first).body(first).unwrap();
        let answer = receiver.handle(&request).await;
        assert!(answer.status() == 200 && answer.body().contains("received before"), "{}", answer.body());
    }

    #[tokio::test]
    async fn what_is_wrong_is_refused() {
        let receiver = receiver();
        let (good, old) = (body(0), body(25 * 3_600_000));
        let signature = receiver.verifier.sign(&good);
        let of_old = receiver.verifier.sign(&old);
        assert_eq!(status(&receiver, &[], good.clone()).await, 401);
        assert_eq!(status(&receiver, &["nothing"], good.clone()).await, 401);
        assert_eq!(status(&receiver, &[&of_old], good.clone()).await, 401);
        assert_eq!(status(&receiver, &[&signature, &signature], good).await, 401);
        assert_eq!(status(&receiver, &[&of_old], old).await, 400);
        assert_eq!(status(&receiver, &[&receiver.verifier.sign(b"no JSON")], b"no JSON".to_vec()).await, 400);
        assert_eq!(status(&receiver, &[&signature], vec![b' '; LIMIT + 1]).await, 413);
        let get = Request::get("/").body(Vec::new()).unwrap();
        assert_eq!(receiver.handle(&get).await.status(), 405);
    }
}
