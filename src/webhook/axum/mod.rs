//! An extractor for axum 0.8: a handler is called with events that the Console signed, and with nothing else (feature
//! `axum`).
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
//! let app: Router = Router::new().route("/events", post(receive)).with_state(receiver);
//! # Ok::<(), console_events::webhook::SecretError>(())
//! ```
//!
//! What is refused never reaches the handler. The answer is JSON, `{"error": "signature-mismatch", "message": "…"}`:
//!
//! | status | `error` | when |
//! |---|---|---|
//! | 401 | `signature-missing`, `signature-malformed`, `signature-mismatch` | the body is not signed, or not with a secret that counts |
//! | 413 | `too-large` | the body is larger than the [limit](Receiver::with_limit) |
//! | 400 | `unreadable` | the connection ended, or failed, before the body did |
//! | 400 | `not-an-event` | the signature is good, but the body is no event: the message says where |
//! | 409 | `replayed` | the [guard](Receiver::with_guard) refuses the event |
//!
//! The size is looked at first, then the signature, then the event, then its time. No answer holds a secret, a signature,
//! or content of the event. To answer in another way, take `Result<SignedEvent, Rejection>` as the handler's argument: for
//! instance, a sender that tries again for want of an answer may be told that a replayed event has arrived.

mod extract;
mod receiver;
mod rejection;

pub use extract::SignedEvent;
pub use receiver::{DEFAULT_LIMIT, Receiver};
pub use rejection::Rejection;
