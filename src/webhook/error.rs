//! The errors of this module. None of them contains a secret or a signature.
//!
//! They are written by hand, because a derive would make every consumer build a proc-macro.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;

/// Why a [`Verifier`](super::Verifier) cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// A secret is empty, so anybody could sign with it.
    Empty,
    /// No secret was given.
    None,
}

/// Why a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER) is missing.
    Missing,
    /// The header is not a SHA-256 digest in hexadecimal; see [`SignatureHeader`](super::SignatureHeader) for the form.
    Malformed,
    /// The body was signed with another secret, or changed after it was signed.
    Mismatch,
}

/// Why no event can be read from a signed body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The signature is refused. The body has not been read.
    Signature(SignatureError),
    /// The signature is right, but the body is not an event.
    Event(Error),
}

/// Why a [`ReplayGuard`](super::ReplayGuard) does not admit an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplayError {
    /// The same body was received before and its work is done. Answer the sender as for a first delivery.
    Repeated,
    /// The same body was received before and is being worked on. The sender may try again later.
    InProgress,
    /// The event is older than the guard's window.
    TooOld,
    /// The event's time is more than [`LEAD`](super::LEAD) ahead of the receiver's clock.
    FromTheFuture,
    /// The store does not answer, so it is unknown whether the body was received before. The sender may try again
    /// later.
    Unavailable(StoreError),
}

/// Why a [`SeenStore`](super::SeenStore) cannot store or look up a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError(Box<str>);

impl StoreError {
    /// An error with that message. It may be logged, so it must contain neither secrets nor content of an event.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string().into())
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => {
                "expected a secret, found an empty one; set the secret that was entered when the webhook was added"
            }
            Self::None => {
                "expected at least one secret, found none; set the secret that was entered when the webhook was added"
            }
        })
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "expected a signature in the header `X-Mia-Signature`, found none",
            Self::Malformed => {
                "expected 64 hexadecimal digits in the header `X-Mia-Signature`, optionally after `sha256=`, found something else"
            }
            Self::Mismatch => {
                "the signature does not match the body; check that both sides use the same secret and that the body's bytes are signed unchanged"
            }
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
            Self::Repeated => f.write_str("this delivery was received before, and its work is done"),
            Self::InProgress => f.write_str("this delivery was received before and is being worked on; send it again later"),
            Self::TooOld => f.write_str(
                "expected an `eventTimestamp` within the receiver's window, found an older one; check both clocks, and that the \
                 timestamp is in milliseconds",
            ),
            Self::FromTheFuture => f.write_str(
                "expected an `eventTimestamp` at most 5 minutes ahead of the receiver's clock, found a later one; check \
                 both clocks, and that the timestamp is in milliseconds",
            ),
            Self::Unavailable(error) => write!(f, "cannot look up whether this delivery was received before: {error}"),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for SecretError {}
impl StdError for SignatureError {}
impl StdError for ReplayError {}
impl StdError for StoreError {}

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

impl From<StoreError> for ReplayError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error)
    }
}
