//! What a source says about its limits, out of the headers of its answers.

use chrono::{DateTime, Utc};
use http::{HeaderMap, header::RETRY_AFTER};
use model::time::Timestamp;

/// What a source says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    /// Nothing is taken for so long.
    Wait {
        /// Microseconds.
        micros: i64,
    },
    /// So much is left.
    Remaining {
        /// The limit it belongs to, if told.
        limit: Option<u32>,
        /// Weight that is left.
        remaining: u32,
        /// When it is full again, in microseconds from now, if told.
        reset_micros: Option<i64>,
    },
    /// So much was used in a window.
    Used {
        /// Weight.
        used: u32,
        /// Length of the window, in microseconds.
        per_micros: i64,
    },
}

/// Seconds below this are a time from now, above it a time since 1970.
const FROM_NOW_MAX: i64 = 100_000_000;
/// What is above this counts milliseconds.
const MILLIS_MIN: i64 = 100_000_000_000;

impl Hint {
    /// Every hint in the headers of an answer: `Retry-After`, `X-RateLimit-*`, `X-MBX-USED-WEIGHT-*`. What cannot be read is passed over.
    #[must_use]
    pub fn of_headers(now: Timestamp, headers: &HeaderMap) -> Vec<Self> {
        let mut hints: Vec<Self> = retry_after(now, headers).map(|micros| Self::Wait { micros }).into_iter().collect();
        if let Some(remaining) = number(headers, "x-ratelimit-remaining") {
            let remaining = u32::try_from(remaining.max(0)).unwrap_or(u32::MAX);
            let limit = number(headers, "x-ratelimit-limit").and_then(|limit| u32::try_from(limit).ok());
            let reset_micros = number(headers, "x-ratelimit-reset").map(|reset| from_now(now, reset));
            hints.push(Self::Remaining { limit, remaining, reset_micros });
        }
        for (name, value) in headers {
            let Some(per) = name.as_str().strip_prefix("x-mbx-used-weight-") else { continue };
            let used = value.to_str().ok().and_then(|text| text.trim().parse::<u32>().ok());
            if let (Some(per_micros), Some(used)) = (window(per), used) {
                hints.push(Self::Used { used, per_micros });
            }
        }
        hints
    }
}

/// For how many microseconds an answer says to wait: seconds, or a date.
pub(crate) fn retry_after(now: Timestamp, headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000_000);
    }
    let at: DateTime<Utc> = DateTime::parse_from_rfc2822(text).ok()?.into();
    Some(Timestamp::from(at).micros().saturating_sub(now.micros()).max(0))
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    text.parse::<i64>().ok().or_else(|| text.parse::<f64>().ok().filter(|v| v.is_finite()).map(|v| v as i64))
}

fn from_now(now: Timestamp, reset: i64) -> i64 {
    let at_micros = match reset {
        ..0 => return 0,
        0..FROM_NOW_MAX => return reset * 1_000_000,
        FROM_NOW_MAX..MILLIS_MIN => reset * 1_000_000,
        MILLIS_MIN.. => reset.saturating_mul(1_000),
    };
    at_micros.saturating_sub(now.micros()).max(0)
}

/// A window such as `1m`, in microseconds.
fn window(text: &str) -> Option<i64> {
    let (unit_at, unit) = text.char_indices().next_back()?;
    let count: i64 = text[..unit_at].parse().ok().filter(|count| (1..=1_000).contains(count))?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    Some(count * seconds * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    /// 2024-01-02T15:00:00Z
    const NOW: i64 = 1_704_207_600_000_000;

    fn hints(headers: &[(&'static str, &str)]) -> Vec<Hint> {
        let header = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        Hint::of_headers(Timestamp::from_micros(NOW), &headers.iter().map(header).collect())
    }

    #[test]
    fn a_time_to_wait_is_seconds_or_a_date() {
        for (text, seconds) in [
            ("30", 30),
            ("0", 0),
            ("Tue, 02 Jan 2024 15:00:05 GMT", 5),
            ("Tue, 02 Jan 2024 14:00:00 GMT", 0),
            ("4294967295", 4_294_967_295),
        ] {
            assert_eq!(hints(&[("retry-after", text)]), [Hint::Wait { micros: seconds * 1_000_000 }], "{text}");
        }
        for wrong in ["", "soon", "-1", "99999999999999999999", "1e400"] {
            assert!(hints(&[("retry-after", wrong)]).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn what_is_left_comes_with_its_limit_and_its_reset() {
        let remaining = |reset: &str| {
            let headers = [("x-ratelimit-limit", "200"), ("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", reset)];
            let [Hint::Remaining { limit: Some(200), remaining: 7, reset_micros }] = hints(&headers)[..] else {
                panic!("{reset}")
            };
            reset_micros
        };
        assert_eq!(remaining("1704207660"), Some(60_000_000), "seconds since 1970");
        assert_eq!(remaining("1704207660000"), Some(60_000_000), "milliseconds since 1970");
        assert_eq!(remaining("60"), Some(60_000_000), "from now");
        assert_eq!(remaining("12.5"), Some(12_000_000));
        assert_eq!(remaining("-9"), Some(0));
        assert_eq!(remaining("tomorrow"), None);
    }

    #[test]
    fn used_weight_is_read_by_its_window() {
        let headers = [("x-mbx-used-weight-1m", "1200"), ("x-mbx-used-weight-2h", "9"), ("x-mbx-used-weight-xm", "9")];
        let mut found = hints(&headers);
        found.sort_by_key(|hint| format!("{hint:?}"));
        assert_eq!(
            found,
            [Hint::Used { used: 1200, per_micros: 60_000_000 }, Hint::Used { used: 9, per_micros: 7_200_000_000 },]
        );
        assert!(hints(&[("x-mbx-used-weight-", "5")]).is_empty());
    }
}
