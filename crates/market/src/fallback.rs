//! The next source when one fails, and the last good answer when all do.
//!
//! Sources are asked in their order. One that has failed too often is left alone for a while ([`crate::breaker`]). When none answers, the
//! last answer is given with its age, for as long as it is kept; after that it is unknown, with the reason of each source.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use model::{market::Source, time::Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::{
    breaker::{Breaker, BreakerSettings, Permit},
    clock::Clock,
    error::MarketError,
};

/// A source that did not give the answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Skipped {
    /// Which.
    pub source: Source,
    /// Why not.
    pub reason: String,
}

/// Whether the answer is a new one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// It was just given.
    New,
    /// It is the last good one, as no source gave another.
    Kept,
}

/// An answer with where it is from and how old it is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Found<V> {
    /// The answer.
    pub value: V,
    /// Who gave it.
    pub source: Source,
    /// When it was received.
    pub received_at: Timestamp,
    /// Microseconds since then; 0 when the clock went back.
    pub age_micros: i64,
    /// Whether it is new.
    pub kind: AnswerKind,
    /// Sources that come before it and did not give one, with their reasons.
    pub skipped: Vec<Skipped>,
}

/// How long and how many answers are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    /// How old an answer may be that is given in place of a new one, in microseconds.
    pub age_micros: i64,
    /// For how many questions the last answer is kept; the oldest makes way.
    pub room: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { age_micros: 86_400_000_000, room: 10_000 }
    }
}

struct Kept<V> {
    value: V,
    source: Source,
    received_at: Timestamp,
}

struct State<K, V> {
    breakers: Vec<(Source, Breaker)>,
    last: HashMap<K, Kept<V>>,
}

/// A chain of sources for one kind of question.
pub struct Fallback<K, V> {
    keep: Keep,
    began: Instant,
    state: Mutex<State<K, V>>,
}

impl<K: Eq + Hash + Clone, V: Clone> Fallback<K, V> {
    /// Sources in the order in which they are asked.
    #[must_use]
    pub fn new(sources: &[Source], breaker: BreakerSettings, keep: Keep) -> Self {
        let breakers = sources.iter().map(|source| (*source, Breaker::new(breaker))).collect();
        Self { keep, began: Instant::now(), state: Mutex::new(State { breakers, last: HashMap::new() }) }
    }

    /// Asks one source after the other until one answers. `fetch` makes the request.
    ///
    /// # Errors
    /// [`MarketError::AllFailed`] with each source's reason, when none answered and nothing young enough is kept.
    pub async fn ask<F, Fut>(&self, clock: &impl Clock, question: &K, fetch: F) -> Result<Found<V>, MarketError>
    where
        F: Fn(Source) -> Fut,
        Fut: Future<Output = Result<V, MarketError>>,
    {
        let mut skipped = Vec::new();
        let count = self.state().breakers.len();
        for place in 0..count {
            let (source, permit) = self.permit(place);
            let permit = match permit {
                Ok(permit) => permit,
                Err(micros) => {
                    let seconds = micros.div_euclid(1_000_000) + 1;
                    skipped.push(Skipped { source, reason: format!("left alone for {seconds} s after failures") });
                    continue;
                }
            };
            match fetch(source).await {
                Ok(value) => {
                    self.judge(place, permit, None);
                    return Ok(self.found(clock.now(), question, value, source, skipped));
                }
                Err(problem) => {
                    self.judge(place, permit, Some(&problem));
                    skipped.push(Skipped { source, reason: problem.to_string() });
                }
            }
        }
        self.kept(clock.now(), question, skipped)
    }

    fn permit(&self, place: usize) -> (Source, Result<Permit, i64>) {
        let at = self.at();
        let mut state = self.state();
        let (source, breaker) = &mut state.breakers[place];
        (*source, breaker.ask(at))
    }

    /// Tells the breaker of a source what became of a request. A question that cannot be answered says nothing of the source.
    fn judge(&self, place: usize, permit: Permit, problem: Option<&MarketError>) {
        let at = self.at();
        let mut state = self.state();
        let breaker = &mut state.breakers[place].1;
        if let Some(seconds) = problem.and_then(MarketError::wait_s) {
            let micros = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000);
            return breaker.leave_alone(at, micros);
        }
        match problem {
            Some(problem) if problem.is_of_source() => breaker.failed(at, permit),
            Some(_) | None => breaker.succeeded(permit),
        }
    }

    fn found(&self, now: Timestamp, question: &K, value: V, source: Source, skipped: Vec<Skipped>) -> Found<V> {
        let kept = Kept { value: value.clone(), source, received_at: now };
        let mut state = self.state();
        let last = &mut state.last;
        if last.len() >= self.keep.room && !last.contains_key(question) {
            let oldest = last.iter().min_by_key(|(_, kept)| kept.received_at).map(|(key, _)| key.clone());
            oldest.and_then(|key| last.remove(&key));
        }
        if self.keep.room > 0 {
            last.insert(question.clone(), kept);
        }
        Found { value, source, received_at: now, age_micros: 0, kind: AnswerKind::New, skipped }
    }

    fn kept(&self, now: Timestamp, question: &K, skipped: Vec<Skipped>) -> Result<Found<V>, MarketError> {
        let state = self.state();
        let Some(Kept { value, source, received_at }) = state.last.get(question) else {
            return Err(MarketError::AllFailed(skipped));
        };
        let age_micros = now.micros().saturating_sub(received_at.micros()).max(0);
        if age_micros > self.keep.age_micros {
            return Err(MarketError::AllFailed(skipped));
        }
        let (value, source, received_at) = (value.clone(), *source, *received_at);
        Ok(Found { value, source, received_at, age_micros, kind: AnswerKind::Kept, skipped })
    }

    fn at(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn state(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
