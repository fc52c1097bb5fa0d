//! Why a delivery is refused; never a secret, nor the signature that would have been right.
//!
//! Written out by hand: a derive would make each consumer build a proc-macro for sixty lines.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;

/// Why no [`Verifier`](super::Verifier) can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// A secret is empty: anybody could sign with it.
    Empty,
    /// There is no secret at all.
    None,
}

/// Why a signature is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no header [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER).
    Missing,
    /// The header is no SHA-256 digest in hex; see [`SignatureHeader`](super::SignatureHeader) for the form.
    Malformed,
    /// The body was signed with another secret, or changed after it was signed.
    Mismatch,
}

/// Why a signed body gives no event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The signature is not accepted: the body has not been looked at.
    Signature(SignatureError),
    /// The signature is good, but the body is no event.
    Event(Error),
}

/// Why a [`ReplayGuard`](super::ReplayGuard) refuses an event. Times are milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplayError {
    /// The event is older than the newest one by more than the tolerance.
    Older {
        /// The event's time.
        timestamp: i64,
        /// The oldest that would be admitted.
        oldest: i64,
    },
    /// The same body has been admitted before.
    Repeated,
    /// The event's time is no moment that can be told from others: its milliseconds do not fit into 64 bits.
    Unusable,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => {
                "expected a secret, found an empty one; set the secret that the Console shows for the webhook"
            }
            Self::None => {
                "expected at least one secret, found none; set the secret that the Console shows for the webhook"
            }
        })
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "expected a signature in the header `X-Mia-Signature`, found none",
            Self::Malformed => {
                "expected 64 hex digits in the header `X-Mia-Signature`, `sha256=` before them or not, found something else"
            }
            Self::Mismatch => "the signature does not fit the body; compare the secret, and sign the body's bytes as they are",
        })
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Event(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Older { timestamp, oldest } => {
                write!(
                    f,
                    "expected an `eventTimestamp` of at least `{oldest}`, found `{timestamp}`: an old event sent again"
                )
            }
            Self::Repeated => f.write_str("expected a new event, found one that has been received before"),
            Self::Unusable => f.write_str("expected an `eventTimestamp` in milliseconds, found one beyond 64 bits"),
        }
    }
}

impl StdError for SecretError {}
impl StdError for SignatureError {}
impl StdError for ReplayError {}

impl StdError for ParseError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Signature(error) => error.source(),
            Self::Event(error) => error.source(),
        }
    }
}

impl From<SignatureError> for ParseError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<Error> for ParseError {
    fn from(error: Error) -> Self {
        Self::Event(error)
    }
}
