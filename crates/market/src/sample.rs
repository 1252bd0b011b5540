//! The beginning of something that could not be read, fit to be shown: short, without control characters, without secrets.

/// How many characters are kept.
const CHARACTERS: usize = 200;
/// Shorter secrets are not looked for: every text would be full of them.
const SECRET_MIN: usize = 6;

/// The beginning of a text.
pub(crate) fn of_text<'a>(text: &str, secrets: impl IntoIterator<Item = &'a str>) -> String {
    let mut shown: String = text.chars().take(CHARACTERS * 4).collect();
    for secret in secrets.into_iter().filter(|secret| secret.len() >= SECRET_MIN) {
        shown = shown.replace(secret, "•••");
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    shown.chars().take(CHARACTERS).map(plain).collect()
}

/// The beginning of bytes, as text as far as they are.
pub(crate) fn of_bytes<'a>(bytes: &[u8], secrets: impl IntoIterator<Item = &'a str>) -> String {
    let head = &bytes[..bytes.len().min(CHARACTERS * 4)];
    of_text(&String::from_utf8_lossy(head), secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_short_plain_and_without_secrets() {
        let long = "ü".repeat(5_000);
        assert_eq!(of_text(&long, []).chars().count(), CHARACTERS);
        assert_eq!(of_text("a\r\n\u{1b}[31mb", []), "a   [31mb");
        assert_eq!(of_text("key hunter2 is wrong", ["hunter2", "is"]), "key ••• is wrong");
        assert_eq!(of_bytes(&[0xff, b'a'], []), "\u{fffd}a");
        assert_eq!(of_bytes(&[], []), "");
    }
}
