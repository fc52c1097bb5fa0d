//! Checks signatures against the secrets that count.

use std::fmt;

use crate::ConsoleEvent;
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use super::signature::Digest;
use super::{ParseError, SecretError, SignatureError, SignatureHeader};

/// Checks that a body was signed with a secret; see the [module](super) for how.
///
/// How long the comparison takes depends neither on how much of a signature is right nor on which of several secrets it
/// fits. No error and no [`Debug`](fmt::Debug) shows a secret, or the signature that would have been right.
///
/// The bytes of a secret count as they are: a line end that comes with a secret read from a file is part of it.
#[derive(Clone)]
pub struct Verifier {
    /// The one that signs.
    first: Box<[u8]>,
    others: Vec<Box<[u8]>>,
}

impl Verifier {
    /// Accepts what is signed with the secret. An empty one is refused: with it, anybody could sign.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, SecretError> {
        Self::with_secrets([secret])
    }

    /// Accepts what is signed with any of several secrets, none of them empty: for the time in which the Console changes
    /// from one to the next.
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

    /// Checks that the body, as it came, was signed with one of the secrets. `header` is the value of
    /// [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER), or an [`Option`] of it.
    pub fn verify<'a>(&self, body: &[u8], header: impl Into<SignatureHeader<'a>>) -> Result<(), SignatureError> {
        let mut check = self.check(header.into())?;
        check.update(body);
        check.finish().map(|_| ())
    }

    /// The same for a body that comes in pieces; a header that cannot be right is refused before the first.
    pub(super) fn check(&self, header: SignatureHeader<'_>) -> Result<Check<'_>, SignatureError> {
        Ok(Check { verifier: self, claimed: header.digest()?, body: Sha256::new() })
    }

    /// [Checks](Self::verify) the body, and reads the event from it.
    pub fn parse<'a>(&self, body: &[u8], header: impl Into<SignatureHeader<'a>>) -> Result<ConsoleEvent, ParseError> {
        self.verify(body, header)?;
        Ok(ConsoleEvent::from_slice(body)?)
    }

    /// Signs a body as the Console does, with the first of the secrets, in lower-case hex: for tests of a receiver.
    pub fn sign(&self, body: &[u8]) -> String {
        base16ct::lower::encode_string(&signed(&Sha256::new_with_prefix(body), &self.first))
    }

    fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(&self.first).chain(&self.others).map(AsRef::as_ref)
    }
}

/// A signature that is checked while its body arrives.
pub(super) struct Check<'a> {
    verifier: &'a Verifier,
    claimed: Digest,
    body: Sha256,
}

impl Check<'_> {
    /// The next bytes of the body.
    pub(super) fn update(&mut self, piece: &[u8]) {
        self.body.update(piece);
    }

    /// The body is whole: gives its own digest, without a secret, if the signature fits.
    pub(super) fn finish(self) -> Result<Digest, SignatureError> {
        let Self { verifier, claimed, body } = self;
        // All secrets are tried, whichever fits: `|` on choices leaves nothing out.
        let fits =
            verifier.secrets().fold(Choice::from(0), |fits, secret| fits | signed(&body, secret).ct_eq(&claimed));
        if fits.into() { Ok(body.finalize().into()) } else { Err(SignatureError::Mismatch) }
    }
}

/// The digest of a body, of which the state is given, followed by the secret.
fn signed(body: &Sha256, secret: &[u8]) -> Digest {
    body.clone().chain_update(secret).finalize().into()
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("secrets", &self.secrets().count()).finish_non_exhaustive()
    }
}
