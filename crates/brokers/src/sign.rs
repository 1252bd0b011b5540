//! Signatures of requests.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use venues::{Value, encode};

/// HMAC-SHA256 of a text, in hexadecimal digits.
pub(crate) fn hmac_sha256(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("invariant: HMAC takes a key of any length");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
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

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        assert_eq!(
            hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
