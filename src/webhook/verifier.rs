//! Checks signatures against the webhook's secrets.

use std::fmt;

use crate::ConsoleEvent;
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use super::signature::Digest;
use super::{ParseError, SecretError, SignatureError, SignatureHeader};

/// Checks that a body was signed with a secret; the [module](super) describes the signature.
///
/// The comparison takes the same time whichever part of a signature is wrong and whichever of several secrets matches.
/// Neither errors nor [`Debug`](fmt::Debug) show a secret or the expected signature.
///
/// A secret is used byte for byte: a line break at the end of a secret that was read from a file is part of it.
#[derive(Clone)]
pub struct Verifier {
    /// The secret that signs.
    first: Box<[u8]>,
    others: Vec<Box<[u8]>>,
}

impl Verifier {
    /// Accepts bodies that are signed with the secret. An empty secret is refused, because anybody could sign with it.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, SecretError> {
        Self::with_secrets([secret])
    }

    /// Accepts bodies that are signed with any of several secrets, none of them empty. Use it while the secret is being
    /// replaced.
    ///
    /// ```
    /// # use console_events::webhook::Verifier;
    /// let verifier = Verifier::with_secrets(["the new secret", "the old one"])?;
    /// let before = Verifier::new("the old one")?;
    /// assert_eq!(verifier.verify(b"{}", &before.sign(b"{}")), Ok(()));
    /// # Ok::<(), console_events::webhook::SecretError>(())
    /// ```
    pub fn with_secrets(secrets: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<Self, SecretError> {
        let mut secrets = secrets.into_iter().map(|secret| match secret.as_ref() {
            [] => Err(SecretError::Empty),
            secret => Ok(Box::from(secret)),
        });
        let first = secrets.next().ok_or(SecretError::None)??;
        Ok(Self { first, others: secrets.collect::<Result<_, _>>()? })
    }

    /// Checks that the body was signed with one of the secrets. `body` is the body as it was received; `header` is the
    /// value of [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER), or an [`Option`] of it.
    pub fn verify<'a>(&self, body: &[u8], header: impl Into<SignatureHeader<'a>>) -> Result<(), SignatureError> {
        let mut check = self.check(header.into())?;
        check.update(body);
        check.finish().map(|_| ())
    }

    /// The same for a body that arrives in pieces. A malformed header is refused before the first piece.
    pub(super) fn check(&self, header: SignatureHeader<'_>) -> Result<Check<'_>, SignatureError> {
        Ok(Check { verifier: self, claimed: header.digest()?, body: Sha256::new() })
    }

    /// [Verifies](Self::verify) the body and reads the event from it.
    pub fn parse<'a>(&self, body: &[u8], header: impl Into<SignatureHeader<'a>>) -> Result<ConsoleEvent, ParseError> {
        self.verify(body, header)?;
        Ok(ConsoleEvent::from_slice(body)?)
    }

    /// Signs a body with the first secret, as the Console does, in lower-case hexadecimal: for tests of a receiver.
    pub fn sign(&self, body: &[u8]) -> String {
        base16ct::lower::encode_string(&signed(&Sha256::new_with_prefix(body), &self.first))
    }

    fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(&self.first).chain(&self.others).map(AsRef::as_ref)
    }
}

/// A signature check that is in progress while the body arrives.
pub(super) struct Check<'a> {
    verifier: &'a Verifier,
    claimed: Digest,
    body: Sha256,
}

impl Check<'_> {
    /// Adds the next bytes of the body.
    pub(super) fn update(&mut self, piece: &[u8]) {
        self.body.update(piece);
    }

    /// Ends the body. Returns the digest of the body alone, without a secret, if the signature matches.
    pub(super) fn finish(self) -> Result<Digest, SignatureError> {
        let Self { verifier, claimed, body } = self;
        // Every secret is tried, even after a match, so that the time does not depend on which one matches.
        let fits =
            verifier.secrets().fold(Choice::from(0), |fits, secret| fits | signed(&body, secret).ct_eq(&claimed));
        if fits.into() { Ok(body.finalize().into()) } else { Err(SignatureError::Mismatch) }
    }
}

/// The digest of the body followed by the secret. `body` is the hash state after the body.
fn signed(body: &Sha256, secret: &[u8]) -> Digest {
    body.clone().chain_update(secret).finalize().into()
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("secrets", &self.secrets().count()).finish_non_exhaustive()
    }
}
