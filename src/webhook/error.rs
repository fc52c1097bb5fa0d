//! Why a delivery is refused; never a secret, nor the signature that would have been right.
//!
//! Written out by hand: a derive would make each consumer build a proc-macro for a hundred lines.

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

/// Why a [`ReplayGuard`](super::ReplayGuard) does not admit an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplayError {
    /// The same body was received, and the work on it was done. Answer the sender as if it had come for the first time.
    Repeated,
    /// The same body was received, and is being worked on now. The sender may try again.
    InProgress,
    /// The event's time is further back than the guard's window.
    TooOld,
    /// The event's time is more than [`LEAD`](super::LEAD) ahead of the receiver's clock.
    FromTheFuture,
    /// The store cannot be asked, so that nobody knows whether the body came before. The sender may try again.
    Unavailable(StoreError),
}

/// Why a [`SeenStore`](super::SeenStore) cannot remember, or say what it remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError(Box<str>);

impl StoreError {
    /// From what went wrong, in words. They may be logged: put neither secrets nor content into them.
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
            Self::Repeated => f.write_str("this delivery was received before, and the work on it is done"),
            Self::InProgress => f.write_str("this delivery was received before, and is being worked on; send it again later"),
            Self::TooOld => f.write_str(
                "expected an `eventTimestamp` within the window of the receiver, found an older one; compare the clocks, \
                 and whether it counts milliseconds",
            ),
            Self::FromTheFuture => f.write_str(
                "expected an `eventTimestamp` at most 5 minutes ahead of the receiver's clock, found a later one; compare \
                 the clocks, and whether it counts milliseconds",
            ),
            Self::Unavailable(error) => write!(f, "cannot find out whether this delivery was received before: {error}"),
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
