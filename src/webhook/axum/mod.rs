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
//! The [layer](Receiver::layer) looks at the size that is announced and at the header's form before it reads a byte,
//! digests the body as it arrives, checks the signature, reads the event, and asks the guard. An answer of the handler
//! with a status of 2xx means that the work is done: the same delivery is answered 200 from then on, and the handler is not
//! called. After any other answer, an error, a panic, or when the client is gone before the answer, the same delivery may
//! come again. The handler may read the body's bytes, too.
//!
//! The extractor [`SignedEvent`] alone, without the layer, checks and reads in the same way; but it cannot know what the
//! handler answers, so an event counts as done when the handler is called.
//!
//! What is refused never reaches the handler. The answer is JSON, `{"error": "signature-mismatch", "message": "…"}`:
//!
//! | status | `error` | when |
//! |---|---|---|
//! | 413 | `too-large` | the body is larger than the [limit](Receiver::with_limit) |
//! | 401 | `signature-missing`, `signature-malformed`, `signature-mismatch` | the body is not signed, or not with a secret that counts |
//! | 400 | `unreadable` | the connection ended, or failed, before the body did |
//! | 400 | `not-an-event` | the signature is good, but the body is no event, or to a [strict](Receiver::strict) receiver does not fit: the message says where |
//! | 400 | `too-old`, `from-the-future` | the event's time lies outside of the [guard](Receiver::with_guard)'s window |
//! | 409 | `in-progress` | the same delivery is being worked on now; with `Retry-After` |
//! | 503 | `unavailable` | the guard's store does not answer; with `Retry-After` |
//! | 503 | `busy` | there are too many [bytes in flight](Receiver::with_bytes_in_flight); with `Retry-After` |
//!
//! A delivery that was received before, and the work on it done, is answered 200 with `{"status": "repeated", "message": "…"}`:
//! the sender has nothing left to do.
//!
//! No answer holds a secret, a signature, or content of the event. The answer carries its [`Rejection`] among its
//! extensions, where a layer around this one finds it, for instance to log it; so does [`NotCommitted`].
//!
//! How long a client may take for its headers and its body, and how many connections there may be, is the server's to say:
//! `examples/receiver` has a whole one.

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
