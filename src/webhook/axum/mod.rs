//! For axum 0.8: a handler is called with events that the Console signed, each of them once, and with nothing else
//! (feature `axum`).
//!
//! ```
//! use axum::Router;
//! use axum::routing::post;
//! use console_events::webhook::axum::{Receiver, SignedEvent};
//! use console_events::webhook::{ReplayGuard, Verifier};
//!
//! async fn receive(SignedEvent(event): SignedEvent) {
//!     println!("{} at {}", event.name(), event.timestamp);
//! }
//!
//! let receiver = Receiver::new(Verifier::new("a secret of the webhook")?).with_guard(ReplayGuard::new());
//! let app: Router = Router::new()
//!     .route("/events", post(receive).route_layer(receiver.layer()))
//!     .with_state(receiver);
//! # Ok::<(), console_events::webhook::SecretError>(())
//! ```
//!
//! The [layer](Receiver::layer) checks the announced size and the form of the signature header before it reads the
//! body. It computes the digest while the body arrives, checks the signature, reads the event, and asks the guard. A
//! 2xx answer of the handler means that the work is done: the same delivery is then answered 200 without a call of the
//! handler. After any other answer, an error, a panic, or a client that disconnects before the answer, the same
//! delivery may come again. The handler can also read the body's bytes.
//!
//! Without the layer, the extractor [`SignedEvent`] checks and reads in the same way. It cannot know what the handler
//! answers, so an event counts as done when the handler is called.
//!
//! A refused delivery never reaches the handler. The answer is JSON, `{"error": "signature-mismatch", "message": "…"}`:
//!
//! | status | `error` | when |
//! |---|---|---|
//! | 413 | `too-large` | the body is larger than the [limit](Receiver::with_limit) |
//! | 401 | `signature-missing`, `signature-malformed`, `signature-mismatch` | the body is not signed, or not with one of the secrets |
//! | 400 | `unreadable` | the connection ended before the body did |
//! | 400 | `not-an-event` | the signature is right, but the body is not an event; or the receiver is [strict](Receiver::strict) and the event has misfits: the message names the place |
//! | 400 | `too-old`, `from-the-future` | the event's timestamp is outside the [guard](Receiver::with_guard)'s window |
//! | 409 | `in-progress` | the same delivery is being worked on; with `Retry-After` |
//! | 503 | `unavailable` | the guard's store does not answer; with `Retry-After` |
//! | 503 | `busy` | too many [bytes are in flight](Receiver::with_bytes_in_flight); with `Retry-After` |
//!
//! A delivery that was received before and whose work is done is answered 200 with `{"status": "repeated", "message":
//! "…"}`, so the sender stops sending it.
//!
//! No answer contains a secret, a signature, or content of the event. The answer's extensions contain its
//! [`Rejection`] (or [`NotCommitted`]), so that an outer layer can log it.
//!
//! The server must limit the time for headers and bodies and the number of connections; `examples/receiver` is a
//! complete example.

mod budget;
mod extract;
mod layer;
mod read;
mod receiver;
mod rejection;

pub use extract::SignedEvent;
pub use layer::{NotCommitted, ReceiverLayer, ReceiverService};
pub use receiver::{DEFAULT_BYTES_IN_FLIGHT, DEFAULT_LIMIT, Receiver};
pub use rejection::Rejection;
