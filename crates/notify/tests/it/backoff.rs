//! When deliveries are tried again.

use std::time::Duration;

use notify::{Backoff, NextTry, Notifier, Way, WebhookWay};
use proptest::prelude::*;

use crate::{
    sink::{self, Sink},
    support::{Kept, key, message, notifier},
};

#[test]
fn waits_grow_to_two_hours_and_end_after_twenty_attempts() {
    let backoff = Backoff::default();
    let middle_s = [5, 15, 60, 300, 1_800, 7_200, 7_200];
    for (n, wait_s) in (1..).zip(middle_s) {
        let wait = backoff.wait(n, 9).unwrap().as_secs_f64() / f64::from(wait_s);
        assert!((0.8..=1.2).contains(&wait), "{n}: {wait}");
    }
    assert_eq!(backoff.attempts_max(), 20);
    assert!(backoff.wait(19, 9).is_some());
    assert_eq!(backoff.wait(20, 9), None);
    assert_eq!(Backoff::with_attempts(0).wait(1, 9), None);
    let all: Duration = (1..20).filter_map(|n| backoff.wait(n, 9)).sum();
    assert!((22..36).contains(&(all.as_secs() / 3_600)), "a day and a night: {all:?}");
}

#[test]
fn the_jitter_is_spread_and_repeatable() {
    let waits: Vec<_> = (0..1_000).map(|seed| Backoff::default().wait(3, seed).unwrap().as_secs_f64()).collect();
    let (low, high) = waits.iter().fold((f64::MAX, f64::MIN), |(low, high), wait| (low.min(*wait), high.max(*wait)));
    assert!(low < 49.0 && high > 71.0, "{low} {high}");
    assert!((waits.iter().sum::<f64>() / 1_000.0 - 60.0).abs() < 1.0);
    assert_eq!(Backoff::seed(&key("mail")), Backoff::seed(&key("mail")));
    assert_ne!(Backoff::seed(&key("mail")), Backoff::seed(&key("ntfy")));
}

proptest! {
    #[test]
    fn a_wait_is_always_within_its_bounds(attempt in any::<u32>(), seed in any::<u64>(), most in any::<u32>()) {
        let wait = Backoff::with_attempts(most).wait(attempt, seed);
        prop_assert_eq!(wait.is_none(), attempt >= most.max(1));
        prop_assert!(wait.is_none_or(|wait| (4_000..=8_640_000).contains(&wait.as_millis())));
    }
}

async fn failure(notifier: &Notifier, status: u16, retry_after: Option<&str>) -> notify::SendError {
    let mut answer = sink::status(status);
    if let Some(text) = retry_after {
        answer.headers_mut().insert("retry-after", text.parse().unwrap());
    }
    let sink = Sink::answering([answer]).await;
    let way = WebhookWay { url: sink.url("/"), signing_secret: None, allow_private: true, template: None };
    notifier.send(&Way::Webhook(way), &message("webhook"), &Kept::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_failure_says_what_follows() {
    let (notifier, backoff) = (notifier(), Backoff::default());
    let next = |attempt, failure: &notify::SendError| backoff.next(attempt, 9, failure);
    assert_eq!(next(1, &failure(&notifier, 404, None).await), NextTry::DeadLetter);
    let busy = failure(&notifier, 503, Some("600")).await;
    assert_eq!(next(1, &busy), NextTry::After(Duration::from_secs(600)), "the receiver's wait is longer");
    assert_eq!(next(6, &busy), NextTry::After(backoff.wait(6, 9).unwrap()), "ours is longer");
    assert_eq!(next(20, &busy), NextTry::DeadLetter);
}
