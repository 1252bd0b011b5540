//! Signatures of requests.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
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

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        assert_eq!(
            hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
