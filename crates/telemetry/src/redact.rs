//! Masks tokens and passwords in a line of text.

use std::borrow::Cow;

/// Words after which a value is a secret, in lower case.
const KEYS: [&str; 8] = ["authorization", "password", "passphrase", "secret", "api_key", "api-key", "apikey", "token"];
/// What stands in place of a secret.
const MASK: &str = "***";

/// The text with the values of secret-looking keys masked: `token=abc` becomes `token=***`, `Bearer abc` becomes
/// `Bearer ***`, `postgres://user:pass@host` becomes `postgres://user:***@host`. Text without any is not copied.
pub fn redact(text: &str) -> Cow<'_, str> {
    // ASCII lower case keeps every byte offset.
    let lower = text.to_ascii_lowercase();
    let mut spans: Vec<(usize, usize)> = KEYS.iter().flat_map(|key| after_key(&lower, key)).collect();
    spans.extend(after_word(&lower, "bearer "));
    spans.extend(after_word(&lower, "token."));
    spans.extend(url_passwords(text));
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end) in spans {
        if start < done {
            // Overlapping finds: the longer reach wins.
            done = done.max(end);
            continue;
        }
        masked.push_str(&text[done..start]);
        masked.push_str(MASK);
        done = end;
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// Spans of values that follow `key`, an optional quote, `=` or `:`.
fn after_key<'t>(lower: &'t str, key: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    lower.match_indices(key).filter_map(move |(at, _)| {
        let rest = &lower[at + key.len()..];
        let rest = rest.trim_start_matches(['"', '\'', '\\']).trim_start();
        let value = rest.strip_prefix(['=', ':'])?;
        let value = value.trim_start().trim_start_matches(['"', '\'', '\\']);
        let value = value.strip_prefix("bearer ").unwrap_or(value);
        let start = lower.len() - value.len();
        span(lower, start)
    })
}

/// Spans of values that follow `word` itself.
fn after_word<'t>(lower: &'t str, word: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    lower.match_indices(word).filter_map(move |(at, _)| span(lower, at + word.len()))
}

/// From `start` to the end of the value there, if there is one.
fn span(text: &str, start: usize) -> Option<(usize, usize)> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | '&' | ')' | '}' | ']' | '\\');
    let length = text[start..].find(ends).unwrap_or(text.len() - start);
    (length > 0).then_some((start, start + length))
}

/// Spans of the passwords in `scheme://user:password@host`.
fn url_passwords(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices("://").filter_map(|(at, _)| {
        let start = at + 3;
        let length = text[start..].find(|c: char| c.is_whitespace() || c == '/' || c == '"');
        let authority = &text[start..length.map_or(text.len(), |length| start + length)];
        let (credentials, _) = authority.rsplit_once('@')?;
        let (user, password) = credentials.split_once(':')?;
        let from = start + user.len() + 1;
        (!password.is_empty()).then_some((from, from + password.len()))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_masked_and_the_rest_is_kept() {
        for (given, expected) in [
            ("opened workspace in 12 ms", "opened workspace in 12 ms"),
            ("authorization: Bearer abc.def status=200", "authorization: Bearer *** status=200"),
            ("http://127.0.0.1:8080/#token=s3cr3t open it", "http://127.0.0.1:8080/#token=*** open it"),
            (r#"{"password":"hunter2","user":"ada"}"#, r#"{"password":"***","user":"ada"}"#),
            ("postgres://ada:hunter2@db.example/q", "postgres://ada:***@db.example/q"),
            ("api_key = k-123, next", "api_key = ***, next"),
            ("Sec-WebSocket-Protocol: quarterdeck, token.s3cr3t", "Sec-WebSocket-Protocol: quarterdeck, token.***"),
            ("Ärger mit TOKEN=ünsichtbar!", "Ärger mit TOKEN=***"),
        ] {
            assert_eq!(redact(given), expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe_and_a_planted_token_never_survives(before in ".{0,40}", token in "[a-zA-Z0-9]{16,40}", after in ".{0,40}") {
            let masked = redact(&format!("{before} token={token} {after}")).into_owned();
            prop_assert!(!masked.contains(&token));
        }
    }
}
