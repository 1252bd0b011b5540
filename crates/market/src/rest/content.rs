//! Whether an answer is what was asked for.

use http::{HeaderMap, header::CONTENT_TYPE};
use serde::de::IgnoredAny;

/// What an answer must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expect {
    /// A whole JSON object or array.
    Json,
    /// A table as text.
    Csv,
    /// Anything.
    Any,
}

impl Expect {
    /// Looks at an answer of success.
    pub(super) fn check(self, headers: &HeaderMap, body: &[u8]) -> Result<(), &'static str> {
        if self == Self::Any {
            return Ok(());
        }
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
        if kind.to_ascii_lowercase().contains("html") || body.starts_with(b"<") {
            return Err("it is a page for people; a login or a block stands in between");
        }
        if body.is_empty() {
            return Err("it is empty");
        }
        match self {
            Self::Json if !matches!(body[0], b'{' | b'[') => Err("it is neither a JSON object nor an array"),
            Self::Json => match serde_json::from_slice::<IgnoredAny>(body) {
                Ok(_) => Ok(()),
                Err(_) => Err("its JSON cannot be read to the end"),
            },
            Self::Csv if std::str::from_utf8(body).is_err() => Err("it is no text"),
            Self::Csv | Self::Any => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn only_whole_data_passes() {
        let check = |expect: Expect, kind: &'static str, body: &[u8]| {
            let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind))].into_iter().collect();
            expect.check(&headers, body).is_ok()
        };
        let json = "application/json";
        for (body, good) in [
            (&b"{\"a\":1}"[..], true),
            (b" [1] ", true),
            (b"\xef\xbb\xbf{}", true),
            (b"{\"a\":1", false),
            (b"null", false),
            (b"", false),
            (b"<html></html>", false),
            (b"{}{}", false),
            (b"{\"a\":\xff}", false),
        ] {
            assert_eq!(check(Expect::Json, json, body), good, "{body:?}");
        }
        assert!(!check(Expect::Json, "text/html; charset=utf-8", b"{}"));
        assert!(check(Expect::Csv, "text/csv", b"a,b\n1,2\n"));
        assert!(!check(Expect::Csv, "text/csv", b"<!doctype html>"));
        assert!(!check(Expect::Csv, "text/csv", b"a,\xff"));
        assert!(check(Expect::Any, "text/html", b""));
    }
}
