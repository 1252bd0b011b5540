//! Recorded streams in the order in which they were received, at any speed.
//!
//! A replay is a schedule: told how much time has passed on the wall, it gives the events that are due. It waits for nothing
//! itself, so a day can be replayed in the time it takes to look at it, and whoever takes the events cannot tell them from
//! live ones.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, binary_heap::PeekMut},
    sync::Arc,
};

use model::{market::MarketEvent, time::Timestamp};

use crate::error::FeedError;

/// How fast a replay runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Speed(Option<f64>);

impl Speed {
    /// As it was.
    pub const REAL: Self = Self(Some(1.0));
    /// As fast as the events are taken.
    pub const UNBOUNDED: Self = Self(None);

    /// So many times as fast as it was.
    ///
    /// # Errors
    /// When it is not above 0 and at most a million.
    pub fn times(speed: f64) -> Result<Self, FeedError> {
        if speed > 0.0 && speed <= 1e6 { Ok(Self(Some(speed))) } else { Err(FeedError::Speed(speed)) }
    }
}

/// Whether it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Motion {
    /// Time passes.
    Running,
    /// Time stands still.
    Paused,
}

/// The replay of recorded streams.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Each in order of receipt.
    streams: Vec<Arc<[MarketEvent]>>,
    /// The next event of each.
    next: Vec<usize>,
    /// When the next event of each stream that has one was received; of several at one moment the first stream's comes first.
    heads: BinaryHeap<Reverse<(Timestamp, usize)>>,
    remaining: usize,
    speed: Speed,
    motion: Motion,
    /// Up to where recorded time has come, in microseconds with a fraction.
    position: f64,
    /// Wall time up to which the position was worked out, in microseconds.
    wall_micros: i64,
}

impl Replay {
    /// A replay that stands at the first event of all streams, paused. A stream that is not in order of receipt is put in order;
    /// events of one moment keep theirs, and those of earlier streams come first.
    #[must_use]
    pub fn new(streams: Vec<Vec<MarketEvent>>) -> Self {
        let order = |mut stream: Vec<MarketEvent>| {
            stream.sort_by_key(MarketEvent::received_at);
            Arc::from(stream)
        };
        let streams: Vec<Arc<[MarketEvent]>> = streams.into_iter().map(order).collect();
        let next = vec![0; streams.len()];
        let motion = Motion::Paused;
        let heads = BinaryHeap::with_capacity(streams.len());
        let speed = Speed::REAL;
        let mut replay = Self { streams, next, heads, remaining: 0, speed, motion, position: 0.0, wall_micros: 0 };
        replay.line_up();
        replay.position = replay.first().map_or(0.0, |at| at.micros() as f64);
        replay
    }

    /// Up to where recorded time has come.
    #[must_use]
    pub fn position(&self) -> Timestamp {
        Timestamp::from_micros(self.position as i64)
    }

    /// Whether it runs.
    #[must_use]
    pub const fn motion(&self) -> Motion {
        self.motion
    }

    /// How many events are still to come.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.remaining
    }

    /// The events of one stream that were received up to a time, whatever of them was given.
    #[must_use]
    pub fn past(&self, stream: usize, to: Timestamp) -> &[MarketEvent] {
        let Some(events) = self.streams.get(stream) else { return &[] };
        &events[..events.partition_point(|event| event.received_at() <= to)]
    }

    /// Runs on from where it stands. `wall_micros` is any clock that does not go back.
    pub fn play(&mut self, wall_micros: i64, speed: Speed) {
        self.pass(wall_micros);
        (self.speed, self.motion) = (speed, Motion::Running);
    }

    /// Stands still. Events that are due by now can still be taken.
    pub fn pause(&mut self, wall_micros: i64) {
        self.pass(wall_micros);
        self.motion = Motion::Paused;
    }

    /// Goes to a time, back or forward: the next event is the first one at it or later.
    pub fn seek(&mut self, wall_micros: i64, to: Timestamp) {
        self.pass(wall_micros);
        self.position = to.micros() as f64;
        for (stream, next) in self.streams.iter().zip(&mut self.next) {
            *next = stream.partition_point(|event| event.received_at() < to);
        }
        self.line_up();
    }

    /// Takes one event, due or not, and moves time to it. `None` at the end.
    pub fn step(&mut self) -> Option<&MarketEvent> {
        let at = self.first()?;
        self.position = self.position.max(at.micros() as f64);
        self.take()
    }

    /// Takes the next event that is due by now; `None` when none is. Called until it gives none.
    pub fn due(&mut self, wall_micros: i64) -> Option<&MarketEvent> {
        self.pass(wall_micros);
        let at = self.first()?;
        let unbounded = self.motion == Motion::Running && self.speed == Speed::UNBOUNDED;
        if unbounded {
            self.position = self.position.max(at.micros() as f64);
        } else if at.micros() as f64 > self.position {
            return None;
        }
        self.take()
    }

    /// How many microseconds on the wall until the next event is due: 0 when one is, `None` when none will be.
    #[must_use]
    pub fn wait_micros(&self, wall_micros: i64) -> Option<i64> {
        let at = self.first()?;
        let ahead = at.micros() as f64 - self.position;
        if ahead <= 0.0 {
            return Some(0);
        }
        match (self.motion, self.speed.0) {
            (Motion::Paused, _) => None,
            (Motion::Running, None) => Some(0),
            (Motion::Running, Some(speed)) => {
                let passed = wall_micros.saturating_sub(self.wall_micros).max(0);
                Some(((ahead / speed).ceil() as i64).saturating_sub(passed).max(0))
            }
        }
    }

    /// Puts the streams in the order of their next events.
    fn line_up(&mut self) {
        self.heads.clear();
        let next = self.streams.iter().zip(&self.next).enumerate();
        let heads = next.filter_map(|(i, (stream, next))| Some(Reverse((stream.get(*next)?.received_at(), i))));
        self.heads.extend(heads);
        self.remaining = self.streams.iter().zip(&self.next).map(|(stream, next)| stream.len() - next).sum();
    }

    /// When the earliest event was received.
    fn first(&self) -> Option<Timestamp> {
        self.heads.peek().map(|Reverse((at, _))| *at)
    }

    /// The earliest event, taken off its stream.
    fn take(&mut self) -> Option<&MarketEvent> {
        let mut head = self.heads.peek_mut()?;
        let Reverse((_, i)) = *head;
        let (stream, next) = (&self.streams[i], &mut self.next[i]);
        let event = stream.get(*next)?;
        *next += 1;
        self.remaining -= 1;
        match stream.get(*next) {
            Some(after) => *head = Reverse((after.received_at(), i)),
            None => drop(PeekMut::pop(head)),
        }
        Some(event)
    }

    /// Lets the time that passed on the wall pass in the recording.
    fn pass(&mut self, wall_micros: i64) {
        let passed = wall_micros.saturating_sub(self.wall_micros).max(0);
        self.wall_micros = self.wall_micros.max(wall_micros);
        if let (Motion::Running, Some(speed)) = (self.motion, self.speed.0) {
            self.position += passed as f64 * speed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::market::NewsItem;

    fn news(at: i64, id: &str) -> MarketEvent {
        MarketEvent::News(NewsItem {
            source: "test".parse().unwrap(),
            id: id.to_owned(),
            at: None,
            received_at: Timestamp::from_micros(at),
            instruments: Vec::new(),
            headline: String::new(),
            url: None,
        })
    }

    fn id(event: &MarketEvent) -> String {
        match event {
            MarketEvent::News(news) => news.id.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn due(replay: &mut Replay, wall: i64) -> String {
        let mut ids = String::new();
        while let Some(event) = replay.due(wall) {
            ids.push_str(&id(event));
        }
        ids
    }

    fn replay() -> Replay {
        Replay::new(vec![
            vec![news(1000, "a"), news(3000, "d"), news(2000, "b")],
            vec![news(2000, "c"), news(9000, "e")],
        ])
    }

    #[test]
    fn events_come_when_they_are_due() {
        let mut replay = replay();
        assert_eq!(due(&mut replay, 50), "a", "the first is due at once, even paused");
        assert_eq!(due(&mut replay, 5_000), "");
        replay.play(5_000, Speed::times(2.0).unwrap());
        assert_eq!(replay.wait_micros(5_000), Some(500));
        assert_eq!(replay.wait_micros(5_400), Some(100));
        assert_eq!(due(&mut replay, 5_499), "");
        assert_eq!(due(&mut replay, 5_500), "bc");
        replay.pause(6_000);
        assert_eq!(due(&mut replay, 99_000), "d");
        assert_eq!(replay.position(), Timestamp::from_micros(3_000));
        assert_eq!((replay.wait_micros(99_000), replay.motion(), replay.remaining()), (None, Motion::Paused, 1));
        replay.play(99_000, Speed::UNBOUNDED);
        assert_eq!(due(&mut replay, 99_000), "e");
        assert_eq!((replay.position(), replay.remaining()), (Timestamp::from_micros(9_000), 0));
    }

    #[test]
    fn it_steps_and_seeks() {
        let mut replay = replay();
        assert_eq!(replay.step().map(id).as_deref(), Some("a"));
        assert_eq!(replay.step().map(id).as_deref(), Some("b"));
        assert_eq!(replay.position(), Timestamp::from_micros(2000));
        replay.seek(0, Timestamp::from_micros(2500));
        assert_eq!(replay.step().map(id).as_deref(), Some("d"));
        replay.seek(0, Timestamp::from_micros(1000));
        replay.play(0, Speed::REAL);
        assert_eq!(due(&mut replay, 100_000), "abcde");
        assert_eq!(replay.step(), None);
        assert_eq!(replay.wait_micros(0), None);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_turn_time_back() {
        let mut replay = replay();
        replay.play(1_000, Speed::REAL);
        assert_eq!(due(&mut replay, 2_000), "abc");
        assert_eq!(due(&mut replay, 0), "");
        assert_eq!(due(&mut replay, 2_999), "");
        assert_eq!(due(&mut replay, 3_000), "d");
        for wrong in [0.0, -1.0, f64::NAN, 1e7] {
            assert!(Speed::times(wrong).is_err());
        }
    }

    #[test]
    fn nothing_recorded_and_absurd_times_are_harmless() {
        let mut empty = Replay::new(vec![vec![], vec![]]);
        empty.play(0, Speed::UNBOUNDED);
        assert_eq!(empty.due(i64::MAX), None);
        let mut absurd = Replay::new(vec![vec![news(i64::MIN, "a"), news(i64::MAX, "b")]]);
        absurd.play(i64::MIN, Speed::times(1e6).unwrap());
        assert_eq!(due(&mut absurd, 1), "a");
        absurd.seek(i64::MIN, Timestamp::from_micros(i64::MAX));
        assert_eq!(due(&mut absurd, 0), "b");
    }
}
