//! Why a delivery is refused, and the answer to the sender.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;
use axum_core::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::webhook::{ParseError, ReplayError, SignatureError};

/// The `Retry-After` header: seconds until the sender should try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// Why the handler is not called; the [module](super) lists the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The body is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The connection ended before the body did.
    Unreadable,
    /// The body is not signed, or not with one of the secrets.
    Signature(SignatureError),
    /// The signature is right, but the body is not an event.
    Event(Error),
    /// The event was received before, or may have been.
    Replayed(ReplayError),
    /// Too many bytes of large bodies are in flight.
    Busy,
}

impl Rejection {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable | Self::Event(_) | Self::Replayed(ReplayError::TooOld | ReplayError::FromTheFuture) => {
                StatusCode::BAD_REQUEST
            }
            Self::Signature(_) => StatusCode::UNAUTHORIZED,
            Self::Replayed(ReplayError::Repeated) => StatusCode::OK,
            Self::Replayed(ReplayError::InProgress) => StatusCode::CONFLICT,
            Self::Replayed(ReplayError::Unavailable(_)) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The reason as one word, which the answer contains for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Unreadable => "unreadable",
            Self::Signature(SignatureError::Missing) => "signature-missing",
            Self::Signature(SignatureError::Malformed) => "signature-malformed",
            Self::Signature(SignatureError::Mismatch) => "signature-mismatch",
            Self::Event(_) => "not-an-event",
            Self::Replayed(ReplayError::Repeated) => "repeated",
            Self::Replayed(ReplayError::InProgress) => "in-progress",
            Self::Replayed(ReplayError::TooOld) => "too-old",
            Self::Replayed(ReplayError::FromTheFuture) => "from-the-future",
            Self::Replayed(ReplayError::Unavailable(_)) => "unavailable",
            Self::Busy => "busy",
        }
    }

    /// The message for the sender. It does not say how a store fails.
    fn message(&self) -> String {
        match self {
            Self::Replayed(ReplayError::Unavailable(_)) => {
                "cannot look up whether this delivery was received before; send it again later".to_owned()
            }
            other => other.to_string(),
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let status = self.status();
        let key = if status.is_success() { "status" } else { "error" };
        let body = json!({key: self.code(), "message": self.message()}).to_string();
        let mut answer = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        if matches!(status, StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE) {
            answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "expected a body of at most {limit} bytes, found a larger one"),
            Self::Unreadable => f.write_str("expected a complete body, but the connection ended before it"),
            Self::Signature(error) => error.fmt(f),
            Self::Event(error) => error.fmt(f),
            Self::Replayed(error) => error.fmt(f),
            Self::Busy => f.write_str("too many bytes of large bodies are in flight; send it again later"),
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::TooLarge { .. } | Self::Unreadable | Self::Busy => None,
            Self::Signature(error) => error.source(),
            Self::Event(error) => error.source(),
            Self::Replayed(error) => error.source(),
        }
    }
}

impl From<ParseError> for Rejection {
    fn from(error: ParseError) -> Self {
        match error {
            ParseError::Signature(error) => Self::Signature(error),
            ParseError::Event(error) => Self::Event(error),
        }
    }
}

impl From<SignatureError> for Rejection {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<ReplayError> for Rejection {
    fn from(error: ReplayError) -> Self {
        Self::Replayed(error)
    }
}
