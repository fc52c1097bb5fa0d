//! The extractor.

use crate::ConsoleEvent;
use axum_core::extract::{DefaultBodyLimit, FromRef, FromRequest, Request};
use axum_core::response::IntoResponse as _;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;

use super::{Receiver, Rejection};
use crate::webhook::{SIGNATURE_HEADER, SignatureError, SignatureHeader};

/// An event that the Console signed; see the [module](super).
#[derive(Clone, Debug, PartialEq)]
pub struct SignedEvent(pub ConsoleEvent);

impl<S> FromRequest<S> for SignedEvent
where
    S: Send + Sync,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        let receiver = Receiver::from_ref(state);
        let headers = std::mem::take(request.headers_mut());
        let body = read(request, receiver.limit()).await?;
        receiver.receive(&body, signature(&headers)?).map(Self)
    }
}

/// The header with the signature. Of two no one can say which counts, so they are none.
fn signature(headers: &HeaderMap) -> Result<SignatureHeader<'_>, SignatureError> {
    let mut values = headers.get_all(SIGNATURE_HEADER).iter();
    match (values.next(), values.next()) {
        (first, None) => Ok(first.into()),
        (_, Some(_)) => Err(SignatureError::Malformed),
    }
}

/// The body, if it is no larger than the limit. One that says beforehand that it is larger is not read at all; how much
/// comes of any other is counted, whatever it says.
async fn read(mut request: Request, limit: usize) -> Result<Bytes, Rejection> {
    let at_least = usize::try_from(request.body().size_hint().lower()).unwrap_or(usize::MAX);
    if at_least > limit {
        return Err(Rejection::TooLarge { limit });
    }
    DefaultBodyLimit::max(limit).apply(&mut request);
    Bytes::from_request(request, &()).await.map_err(|refused| match refused.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Rejection::TooLarge { limit },
        _ => Rejection::Unreadable,
    })
}
