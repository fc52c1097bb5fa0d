//! Reads the signed bytes of a delivery from headers and body, and refuses what it can before it reads the body.

use std::future::poll_fn;
use std::pin::Pin;

use axum_core::body::Body;
use bytes::{Buf as _, Bytes};
use http::HeaderMap;
use http_body::Body as _;

use super::Rejection;
use super::budget::{Budget, FREE, Share};
use crate::webhook::signature::Digest;
use crate::webhook::{SIGNATURE_HEADER, SignatureError, SignatureHeader, Verifier};

/// A body whose signature is right.
pub(super) struct Signed {
    pub(super) bytes: Bytes,
    pub(super) digest: Digest,
    /// Kept for as long as the bytes are.
    pub(super) share: Share,
}

/// Reads a signed body that is no larger than the limit. A body that announces a larger size, or comes with a malformed
/// signature header, is not read at all. Otherwise the bytes are counted as they arrive.
pub(super) async fn read(
    headers: &HeaderMap,
    mut body: Body,
    verifier: &Verifier,
    limit: usize,
    budget: &Budget,
) -> Result<Signed, Rejection> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Rejection::TooLarge { limit });
    }
    let mut check = verifier.check(signature(headers)?)?;
    let mut share = budget.share();
    let mut bytes: Vec<u8> = Vec::with_capacity(announced.min(FREE));
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Trailers are not part of the body.
        let Ok(mut data) = frame.map_err(|_| Rejection::Unreadable)?.into_data() else { continue };
        let length = bytes.len().saturating_add(data.remaining());
        if length > limit {
            return Err(Rejection::TooLarge { limit });
        }
        if length > bytes.capacity() {
            let capacity = length.max(bytes.capacity().saturating_mul(2)).max(announced.min(FREE)).min(limit);
            if !share.grow_to(capacity) {
                return Err(Rejection::Busy);
            }
            bytes.reserve_exact(capacity - bytes.len());
        }
        while data.has_remaining() {
            let piece = data.chunk();
            check.update(piece);
            bytes.extend_from_slice(piece);
            let read = piece.len();
            data.advance(read);
        }
    }
    Ok(Signed { digest: check.finish()?, bytes: bytes.into(), share })
}

/// The header with the signature. Two of them are malformed, because it is unclear which one counts.
fn signature(headers: &HeaderMap) -> Result<SignatureHeader<'_>, SignatureError> {
    let mut values = headers.get_all(SIGNATURE_HEADER).iter();
    match (values.next(), values.next()) {
        (first, None) => Ok(first.into()),
        (_, Some(_)) => Err(SignatureError::Malformed),
    }
}
