//! Receiving deliveries: checks that a body comes from the Console unchanged, and that it is not a replay (feature
//! `webhook`).
//!
//! The Console signs a delivery with a secret that it shares with the receiver. The header [`SIGNATURE_HEADER`] holds
//! the SHA-256 digest, in hexadecimal, of the body's bytes followed by those of the secret. [`Verifier`] checks it, and
//! so needs the body's original bytes, before anything parses, decodes or formats them.
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
//! A signature proves who sent a body, not when: anybody who has seen a delivery can send it again. The Console itself
//! guarantees neither the order of deliveries nor that each is sent only once. [`ReplayGuard`] admits each event once.
//!
//! # The secret
//!
//! The person who adds the webhook in the Console chooses its secret. The Console never shows it again: it can be
//! replaced, but not looked up. So generate a long random one (`openssl rand -hex 32`) and store it where the receiver
//! reads it. An attacker who has one delivery can try secrets as fast as a machine computes digests, so a short secret
//! is not safe. While a secret is being replaced, deliveries may be signed with the old or the new one: use
//! [`Verifier::with_secrets`].
//!
//! # What the vendor documents
//!
//! | subject | documented | source |
//! |---|---|---|
//! | the signature | `X-Mia-Signature = hex(sha256( payload + secret ))` | [Manage Webhooks][docs], "Payload authentication" |
//! | the secret | "will never again be shown to the user, who will be able to replace it with a new one but not visualize it again" | the same, "Step 1: Webhook Details" |
//! | replays | "This authentication method is not safe against replay attacks. It is recommended to store the latest `eventTimestamp` on the receiver side to prevent this attack." | the same, "Payload authentication" |
//! | retries, timeouts, what counts as received | nothing | the same, and [Console Events][events] |
//! | order, duplicates, an id of a delivery | nothing | the same two |
//!
//! Keeping the latest `eventTimestamp` and refusing older events loses valid events whenever two deliveries overtake
//! each other. The guard therefore remembers what was received; the timestamp only limits for how long. Nothing
//! guarantees that a refused delivery is sent again, so answer 2xx as soon as the event is stored safely, and do slow
//! work after the answer.
//!
//! [docs]:
//! https://github.com/mia-platform/documentation/blob/main/docs/development_suite/webhooks-and-events/webhooks.md
//! [events]:
//! https://github.com/mia-platform/documentation/blob/main/docs/development_suite/webhooks-and-events/events.mdx

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
