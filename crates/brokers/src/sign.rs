//! Signatures of requests.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use sha2::{Digest, Sha256, Sha512};
use venues::{Value, encode};
use zeroize::Zeroizing;

/// HMAC-SHA256 of a text, in hexadecimal digits.
pub(crate) fn hmac_sha256(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("invariant: HMAC takes a key of any length");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// HMAC-SHA512 with the decoded secret over the path and the hash of nonce and body, in base64; `None` when the secret is not base64.
pub(crate) fn kraken_signature(secret: &str, path: &str, nonce: &str, body: &str) -> Option<String> {
    let secret = Zeroizing::new(STANDARD.decode(secret).ok()?);
    let hash = Sha256::new().chain_update(nonce).chain_update(body).finalize();
    let mut mac = Hmac::<Sha512>::new_from_slice(&secret).expect("invariant: HMAC takes a key of any length");
    mac.update(path.as_bytes());
    mac.update(&hash);
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

/// A key that signs tokens (ES256). It never prints; its memory is wiped when it is dropped. The same token has the same signature
/// (RFC 6979), so that nothing here is by chance.
pub(crate) struct Es256(SigningKey);

impl Es256 {
    /// The key of a text as it is handed out: SEC 1, in base64, with or without the lines of PEM around it, line ends written out
    /// or not. `None` for any other.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let lines = Zeroizing::new(text.replace("\\n", "\n"));
        let is_data = |line: &&str| !line.starts_with("-----");
        let base64: Zeroizing<String> = Zeroizing::new(lines.lines().map(str::trim).filter(is_data).collect());
        let der = Zeroizing::new(STANDARD.decode(base64.as_bytes()).ok()?);
        p256::SecretKey::from_sec1_der(&der).ok().map(|key| Self(SigningKey::from(key)))
    }

    /// A JSON web token.
    pub(crate) fn token(&self, header: &serde_json::Value, claims: &serde_json::Value) -> String {
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(header), part(claims));
        let signature: Signature = self.0.sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names and values as they stand in an address or a form.
pub(crate) fn form(fields: &[(String, Value)]) -> String {
    let text = |value: &Value| match value {
        Value::Plain(text) => encode(text),
        Value::Secret(secret) => encode(secret.expose()),
    };
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), text(value))).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Kraken's documentation.
    #[test]
    fn krakens_signature_is_that_of_its_documentation() {
        let secret = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
        let body = "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
        let signature = kraken_signature(secret, "/0/private/AddOrder", "1616492376594", body);
        let expected = "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";
        assert_eq!(signature.as_deref(), Some(expected));
        assert_eq!(kraken_signature("not base64!", "/", "1", ""), None);
    }

    /// RFC 6979, A.2.5: the message "sample" with SHA-256.
    #[test]
    fn es256_is_that_of_the_rfc() {
        let key = "MDECAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49AwEH";
        let signer = Es256::read(key).unwrap();
        let signature: Signature = signer.0.sign(b"sample");
        assert_eq!(
            hex(&signature.to_bytes()),
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
             f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        );
        for wrong in ["", "x", "MDECAQEE", "TWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcmsu"] {
            assert!(Es256::read(wrong).is_none(), "{wrong}");
        }
        let (begin, end) = ("-----BEGIN EC KEY-----", "-----END EC KEY-----");
        for pem in [format!("{begin}\n{key}\n{end}\n"), format!("{begin}\\n{key}\\n{end}\\n")] {
            assert!(Es256::read(&pem).is_some(), "{pem}");
        }
    }

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        assert_eq!(
            hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
