//! Why a delivery is refused, and what the sender is answered.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;
use axum_core::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::json;

use crate::webhook::{ParseError, ReplayError, SignatureError};

/// Why a delivery is refused; the [module](super) tells the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The body is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The body did not arrive as a whole.
    Unreadable,
    /// The body is not signed, or not with a secret that counts.
    Signature(SignatureError),
    /// The signature is good, but the body is no event.
    Event(Error),
    /// The event has been received before, or is older than others.
    Replayed(ReplayError),
}

impl Rejection {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable | Self::Event(_) => StatusCode::BAD_REQUEST,
            Self::Signature(_) => StatusCode::UNAUTHORIZED,
            Self::Replayed(_) => StatusCode::CONFLICT,
        }
    }

    /// The reason in one word, as it stands in the answer: for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Unreadable => "unreadable",
            Self::Signature(SignatureError::Missing) => "signature-missing",
            Self::Signature(SignatureError::Malformed) => "signature-malformed",
            Self::Signature(SignatureError::Mismatch) => "signature-mismatch",
            Self::Event(_) => "not-an-event",
            Self::Replayed(_) => "replayed",
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let body = json!({"error": self.code(), "message": self.to_string()}).to_string();
        (self.status(), [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "expected a body of at most {limit} bytes, found a larger one"),
            Self::Unreadable => f.write_str("expected a whole body, found an end before it"),
            Self::Signature(error) => error.fmt(f),
            Self::Event(error) => error.fmt(f),
            Self::Replayed(error) => error.fmt(f),
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::TooLarge { .. } | Self::Unreadable => None,
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
