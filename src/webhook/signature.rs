//! The header that carries a signature, and the digest in it.

use super::SignatureError;

/// The name of the header that carries the signature. Names of headers are not case-sensitive.
pub const SIGNATURE_HEADER: &str = "X-Mia-Signature";

/// The algorithm, which may precede the digest. There is only this one.
const PREFIX: &[u8] = b"sha256=";

/// The length of a SHA-256 digest in bytes.
const LENGTH: usize = 32;

/// A SHA-256 digest.
pub(super) type Digest = [u8; LENGTH];

/// The value of the header [`SIGNATURE_HEADER`], or its absence.
///
/// It converts from what frameworks give for a header: `&str`, `&String`, `&[u8]`, `&HeaderValue`, and an [`Option`] of
/// these.
///
/// A signature is 64 hexadecimal digits, with or without `sha256=` before them, in upper or lower case. Spaces and tabs
/// around the value are ignored, as HTTP defines it. Anything else, including white space inside the value, is
/// [`SignatureError::Malformed`].
#[derive(Clone, Copy, Debug)]
pub struct SignatureHeader<'a>(Option<&'a [u8]>);

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for SignatureHeader<'a> {
    fn from(value: &'a T) -> Self {
        Self(Some(value.as_ref()))
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<Option<&'a T>> for SignatureHeader<'a> {
    fn from(value: Option<&'a T>) -> Self {
        Self(value.map(AsRef::as_ref))
    }
}

impl SignatureHeader<'_> {
    pub(super) fn digest(self) -> Result<Digest, SignatureError> {
        let value = trim(self.0.ok_or(SignatureError::Missing)?);
        let hex = match value.split_at_checked(PREFIX.len()) {
            Some((prefix, hex)) if prefix.eq_ignore_ascii_case(PREFIX) => hex,
            Some(_) | None => value,
        };
        let mut digest = Digest::default();
        match base16ct::mixed::decode(hex, &mut digest) {
            Ok(decoded) if decoded.len() == LENGTH => Ok(digest),
            Ok(_) | Err(_) => Err(SignatureError::Malformed),
        }
    }
}

/// Removes spaces and tabs at both ends.
fn trim(value: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().take_while(|byte| blank(byte)).count();
    let end = value.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
    value.get(start..end).unwrap_or_default()
}
