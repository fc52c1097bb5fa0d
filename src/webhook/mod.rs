//! Deliveries: that a body comes from the Console as it is (feature `webhook`).
//!
//! The Console signs a delivery with a secret that it shares with the receiver. The header [`SIGNATURE_HEADER`] holds
//! the SHA-256 digest, in hex, of the body's bytes followed by those of the secret. [`Verifier`] checks it; so it needs the
//! body as it came, before anything parses, decodes or formats it.
//!
//! ```
//! use console_events::webhook::{ParseError, SignatureError, Verifier};
//!
//! let verifier = Verifier::new("a secret of the webhook")?;
//! let body = br#"{"eventName": "new_event", "eventTimestamp": 1700000000000, "payload": {}}"#;
//! let header = "sha256=16687a05f921e7569cd75d8a10fddff4a940e0f0da8f17949a419314caef31d3";
//!
//! let event = verifier.parse(body, header)?;
//! assert_eq!(event.name(), "new_event");
//!
//! let tampered = verifier.parse(b"{}", header);
//! assert_eq!(tampered, Err(ParseError::Signature(SignatureError::Mismatch)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A signature says who sent a body, not when: whoever has seen a delivery can send it again, and the Console itself promises
//! neither an order nor that a delivery comes once. [`ReplayGuard`] admits each event once.
//!
//! # The secret
//!
//! Whoever adds the webhook in the Console chooses its secret, and the Console never shows it again: it can be replaced, not
//! looked up. So make a long random one (`openssl rand -hex 32`), and keep it where the receiver reads it. Whoever saw one
//! delivery can try secrets on it as fast as their machines hash: a short one does not last. While it is being replaced, deliveries may be signed with either: [`Verifier::with_secrets`].
//!
//! # What the vendor says, and what not
//!
//! | on | says | source |
//! |---|---|---|
//! | the signature | `X-Mia-Signature = hex(sha256( payload + secret ))` | [Manage Webhooks][docs], "Payload authentication" |
//! | the secret | "will never again be shown to the user, who will be able to replace it with a new one but not visualize it again" | the same, "Step 1: Webhook Details" |
//! | replays | "This authentication method is not safe against replay attacks. It is recommended to store the latest `eventTimestamp` on the receiver side to prevent this attack." | the same, "Payload authentication" |
//! | retries, timeouts, what counts as received | nothing | the same, and [Console Events][events] |
//! | order, doubles, an id of a delivery | nothing | the same two |
//!
//! To keep the latest `eventTimestamp` and to refuse what is older loses honest events as soon as two of them overtake each
//! other. So the guard remembers what was received, and the time only bounds for how long. And as nothing promises that a
//! delivery that was refused comes again, answer 2xx once the event is safe, and do slow work after the answer.
//!
//! [docs]: https://github.com/mia-platform/documentation/blob/main/docs/development_suite/webhooks-and-events/webhooks.md
//! [events]: https://github.com/mia-platform/documentation/blob/main/docs/development_suite/webhooks-and-events/events.mdx

#[cfg(feature = "axum")]
pub mod axum;
mod error;
mod replay;
mod signature;
mod verifier;

pub use error::{ParseError, ReplayError, SecretError, SignatureError, StoreError};
#[cfg(feature = "redis")]
pub use replay::RedisStore;
pub use replay::{
    Admission, Claim, DEFAULT_CAPACITY, DEFAULT_WINDOW, Delivery, LEAD, MemoryStore, ReplayGuard, SeenStore,
};
pub use signature::{SIGNATURE_HEADER, SignatureHeader};
pub use verifier::Verifier;
