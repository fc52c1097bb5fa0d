//! Signatures. The expected digests come from another program: `printf '%s%s' BODY SECRET | sha256sum`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use console_events::ConsoleEvent;
use console_events::webhook::{ParseError, SIGNATURE_HEADER, SecretError, SignatureError, Verifier};
use proptest::prelude::*;

const SECRET: &str = "secret";

/// Body, secret, and the digest of the body followed by the secret.
const VECTORS: &[(&[u8], &str, &str)] = &[
    (b"", SECRET, "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"),
    (b"{\"eventName\":\"a\"}", SECRET, "05b8ec2e63c98dea0df54c47a29db8ef88333ecf7b7387cae3701485672cd7e0"),
    (b"{\"eventName\":\"a\"}", "other secret", "a82bc33c0e151c0a12f055d4b068be9370d1558c85cb2787c2375e166dc13f94"),
    (b"\xff\xfe\x00\x80", SECRET, "ec759ad36511d89e91b0a31283ababbf360ccb5f3ef4d8f2903559b56fa51a7d"),
    ("{\"name\":\"Zoë\"}\n".as_bytes(), "clé", "6011140bf9cc174e3abc7691838c30d6afd95caa831d607c0cef5f97ca879de8"),
];

fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

#[test]
fn signatures_match_sha256sum() {
    for (body, secret, expected) in VECTORS {
        let verifier = Verifier::new(secret).unwrap();
        assert_eq!(verifier.sign(body), *expected);
        assert_eq!(verifier.verify(body, *expected), Ok(()));
        assert_eq!(verifier.verify(body, &format!("sha256={expected}")), Ok(()));
    }
    assert_eq!(SIGNATURE_HEADER, "X-Mia-Signature");
}

#[test]
fn the_header_in_each_of_its_forms() {
    let (body, _, hex) = VECTORS[1];
    let upper = hex.to_uppercase();
    for header in
        [hex.to_owned(), upper.clone(), format!("sha256={hex}"), format!("SHA256={upper}"), format!(" \tsha256={hex} ")]
    {
        assert_eq!(verifier().verify(body, &header), Ok(()), "{header}");
        assert_eq!(verifier().verify(body, header.as_bytes()), Ok(()), "{header}");
        assert_eq!(verifier().verify(body, Some(&header)), Ok(()), "{header}");
    }
    for header in [
        String::new(),
        " ".to_owned(),
        "sha256=".to_owned(),
        format!("sha256 ={hex}"),
        format!("sha256= {hex}"),
        format!("sha512={hex}"),
        format!("sha256=sha256={hex}"),
        format!("{hex}00"),
        format!("{hex}, {hex}"),
        format!("{hex}\n"),
        hex[1..].to_owned(),
        hex[2..].to_owned(),
        format!("g{}", &hex[1..]),
        format!("é{}", &hex[2..]),
    ] {
        assert_eq!(verifier().verify(body, &header), Err(SignatureError::Malformed), "{header:?}");
    }
    assert_eq!(verifier().verify(body, b"\xff\xfe"), Err(SignatureError::Malformed));
    assert_eq!(verifier().verify(body, None::<&str>), Err(SignatureError::Missing));
}

#[test]
fn a_changed_body_or_another_secret_does_not_match() {
    let (body, _, hex) = VECTORS[1];
    let (_, _, of_another) = VECTORS[2];
    for (body, header) in [(body, of_another), (&body[1..], hex), (b"", hex), (body, VECTORS[0].2)] {
        assert_eq!(verifier().verify(body, header), Err(SignatureError::Mismatch));
    }
    for digit in 0..hex.len() {
        let mut bent = hex.as_bytes().to_vec();
        bent[digit] = if bent[digit] == b'0' { b'1' } else { b'0' };
        assert_eq!(verifier().verify(body, &bent), Err(SignatureError::Mismatch), "digit {digit}");
    }
}

#[test]
fn each_of_several_secrets_verifies_and_the_first_signs() {
    let (body, _, hex) = VECTORS[1];
    let (_, other, of_other) = VECTORS[2];
    for secrets in [[SECRET, other], [other, SECRET]] {
        let verifier = Verifier::with_secrets(secrets).unwrap();
        assert_eq!(verifier.verify(body, hex), Ok(()));
        assert_eq!(verifier.verify(body, of_other), Ok(()));
        assert_eq!(verifier.verify(body, VECTORS[0].2), Err(SignatureError::Mismatch));
        assert_eq!(verifier.sign(body), if secrets[0] == SECRET { hex } else { of_other });
    }
}

#[test]
fn an_empty_secret_is_refused() {
    assert_eq!(Verifier::new("").unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets([SECRET, ""]).unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets(["", SECRET]).unwrap_err(), SecretError::Empty);
    assert_eq!(Verifier::with_secrets(Vec::<String>::new()).unwrap_err(), SecretError::None);
}

#[test]
fn neither_errors_nor_debug_show_a_secret_or_signature() {
    let verifier = Verifier::with_secrets(["Sybil-4711", "Sybil-4712"]).unwrap();
    let body = b"{}";
    let right = verifier.sign(body);
    let mut shown = vec![format!("{verifier:?} {verifier:#?}")];
    for header in [Some(VECTORS[0].2), Some("nothing"), None] {
        let error = verifier.verify(body, header).unwrap_err();
        let parse = verifier.parse(body, header).unwrap_err();
        shown.push(format!("{error} {error:?} {parse} {parse:?}"));
    }
    for text in shown {
        assert!(!text.contains("Sybil") && !text.contains(&right) && !text.contains(&right[..8]), "{text}");
    }
}

#[test]
fn a_body_is_read_only_after_its_signature_is_verified() {
    let body = br#"{"eventName": "new_event", "eventTimestamp": 1, "payload": {}}"#;
    let verifier = verifier();
    assert_eq!(verifier.parse(body, &verifier.sign(body)), Ok(ConsoleEvent::from_slice(body).unwrap()));
    assert_eq!(verifier.parse(b"no JSON", VECTORS[0].2), Err(ParseError::Signature(SignatureError::Mismatch)));
    let error = verifier.parse(b"\xff\xfe\x00\x80", VECTORS[3].2).unwrap_err();
    assert!(matches!(&error, ParseError::Event(event) if event.kind() == console_events::ErrorKind::Utf8), "{error}");
}

proptest! {
    #[test]
    fn what_is_signed_is_accepted_and_nothing_else(body: Vec<u8>, secret in proptest::collection::vec(any::<u8>(), 1..20), other: Vec<u8>) {
        let verifier = Verifier::new(&secret).unwrap();
        let signature = verifier.sign(&body);
        prop_assert_eq!(verifier.verify(&body, &signature), Ok(()));
        prop_assert_eq!(verifier.verify(&other, &signature).is_ok(), other == body);
    }

    #[test]
    fn any_header_gives_an_answer(header: Vec<u8>) {
        let error = verifier().verify(b"{}", &header).unwrap_err();
        prop_assert_eq!(error, SignatureError::Malformed);
    }
}
