//! The next source, the last good answer, and the reasons.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use market::{
    breaker::BreakerSettings,
    error::MarketError,
    fallback::{AnswerKind, Fallback, Found, Keep},
};
use model::{
    market::Source,
    time::{Clock, Dial},
};

use crate::support::at;

fn source(name: &str) -> Source {
    name.parse().unwrap()
}

/// What a source does when it is asked.
#[derive(Clone, Copy)]
enum Does {
    Answer(f64),
    Fail,
    Wait(u64),
    HaveNothing,
}

struct Chain {
    fallback: Fallback<String, f64>,
    does: Arc<Mutex<Vec<(Source, Does)>>>,
    asked: AtomicU32,
    clock: Clock,
    dial: Dial,
}

impl Chain {
    fn new(keep: Keep) -> Self {
        let sources = [source("one"), source("two")];
        let dial = Dial::new(at(0));
        let breaker = BreakerSettings { open_micros: 3_600_000_000, ..BreakerSettings::default() };
        let does = sources.iter().map(|source| (*source, Does::Fail)).collect();
        let fallback = Fallback::new(&sources, breaker, keep);
        let does = Arc::new(Mutex::new(does));
        Self { fallback, does, asked: AtomicU32::new(0), clock: Clock::Dial(dial), dial }
    }

    fn set(&self, one: Does, two: Does) {
        let mut does = self.does.lock().unwrap();
        (does[0].1, does[1].1) = (one, two);
    }

    async fn ask(&self, question: &str) -> Result<Found<f64>, MarketError> {
        let fetch = |of: Source| {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let does = self.does.lock().unwrap().iter().find(|(source, _)| *source == of).unwrap().1;
            async move {
                let server = of.to_string();
                match does {
                    Does::Answer(price) => Ok(price),
                    Does::Fail => Err(MarketError::Unreachable { server, reason: "it is down".into() }),
                    Does::Wait(seconds) => Err(MarketError::RateLimited { server, wait_s: Some(seconds) }),
                    Does::HaveNothing => Err(MarketError::NoData { what: "it".into() }),
                }
            }
        };
        self.fallback.ask(&self.clock, &question.to_owned(), fetch).await
    }
}

#[tokio::test]
async fn the_next_source_answers_and_the_reason_is_told() {
    let chain = Chain::new(Keep::default());
    chain.set(Does::Fail, Does::Answer(2.0));
    let found = chain.ask("a").await.unwrap();
    assert_eq!((found.value, found.source, found.kind), (2.0, source("two"), AnswerKind::New));
    assert_eq!(found.skipped.len(), 1);
    assert!(found.skipped[0].reason.contains("it is down"), "{:?}", found.skipped);
    chain.set(Does::Answer(1.0), Does::Answer(2.0));
    assert_eq!(chain.ask("a").await.unwrap().source, source("one"), "it is asked again");
}

#[tokio::test]
async fn when_all_fail_the_last_good_answer_is_given_with_its_age_and_then_no_more() {
    let chain = Chain::new(Keep { age_micros: 60_000_000, room: 10 });
    let problem = chain.ask("a").await.unwrap_err();
    assert!(problem.to_string().contains("one: one is not reachable"), "{problem}");
    assert!(problem.to_string().contains("two: two is not reachable"), "{problem}");
    chain.set(Does::Answer(1.0), Does::Fail);
    chain.ask("a").await.unwrap();
    chain.set(Does::Fail, Does::Fail);
    chain.dial.set(at(59_000_000));
    let found = chain.ask("a").await.unwrap();
    assert_eq!((found.value, found.age_micros, found.kind), (1.0, 59_000_000, AnswerKind::Kept));
    assert_eq!((found.received_at, found.skipped.len()), (at(0), 2));
    assert_eq!(chain.ask("b").await.unwrap_err().code(), "sources_failed", "another question has no answer");
    chain.dial.set(at(61_000_000));
    assert_eq!(chain.ask("a").await.unwrap_err().code(), "sources_failed", "too old to be shown");
}

#[tokio::test]
async fn a_source_that_fails_is_left_alone_and_one_that_has_nothing_is_not() {
    let chain = Chain::new(Keep::default());
    chain.set(Does::Fail, Does::HaveNothing);
    for _ in 0..10 {
        chain.ask("a").await.unwrap_err();
    }
    assert_eq!(chain.asked.load(Ordering::SeqCst), 3 + 10, "three failures of the first, and the second each time");
    let chain = Chain::new(Keep::default());
    chain.set(Does::Wait(60), Does::Answer(2.0));
    for _ in 0..5 {
        chain.ask("a").await.unwrap();
    }
    assert_eq!(chain.asked.load(Ordering::SeqCst), 1 + 5, "it said how long");
}

#[tokio::test]
async fn no_more_answers_are_kept_than_there_is_room_for() {
    let chain = Chain::new(Keep { age_micros: i64::MAX, room: 2 });
    chain.set(Does::Answer(1.0), Does::Fail);
    for (n, question) in ["a", "b", "c"].into_iter().enumerate() {
        chain.dial.set(at(i64::try_from(n).unwrap()));
        chain.ask(question).await.unwrap();
    }
    chain.set(Does::Fail, Does::Fail);
    assert!(chain.ask("a").await.is_err(), "the oldest made way");
    assert!(chain.ask("b").await.is_ok() && chain.ask("c").await.is_ok());
}
