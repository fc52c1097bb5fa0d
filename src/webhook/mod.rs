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
//! A signature says who sent a body, not when: whoever has seen a delivery can send it again. [`ReplayGuard`] refuses
//! what is older than what it has seen, and what it has seen; its documentation says what remains possible.

#[cfg(feature = "axum")]
pub mod axum;
mod error;
mod replay;
mod signature;
mod verifier;

pub use error::{ParseError, ReplayError, SecretError, SignatureError};
pub use replay::ReplayGuard;
pub use signature::{SIGNATURE_HEADER, SignatureHeader};
pub use verifier::Verifier;
