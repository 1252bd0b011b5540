//! Prices that are asked for now and then: checked as a stream is, no other tick when they say the same, and in no bar.

use bars::{hours::Hours, interval::Interval};
use calendar::exchange::Exchange;
use feed::{
    check::Limits,
    hub::{Effects, Hub, Input, Setup},
    incidents::IncidentChange,
    last::Freshness,
};
use model::{
    currency::Currency,
    market::{DataKind, Tick, TickData, TradeUse, incident::IncidentKind},
    time::Timestamp,
};

use super::streams::{START, instrument, trade};

const EVERY: i64 = 60_000_000;

/// Watched with yesterday's close of 100, after the opening.
struct Asking {
    hub: Hub,
    effects: Effects,
}

impl Asking {
    fn new(expected_price: Option<f64>) -> Self {
        let limits = Limits { currency: Some(Currency::USD), ..Limits::default() };
        let intervals = vec![Interval::Minute1];
        let around = Hours::of(Exchange::Crypto);
        let setup = Setup { trades: limits, quotes: limits, expected_price, intervals, ..Setup::new(around) };
        let mut hub = Hub::new(100, 1_000_000);
        hub.watch(instrument(1), setup).unwrap();
        Self { hub, effects: Effects::default() }
    }

    /// Tells a price that was made at a second and asked for at another; whether it is a new one.
    fn told(&mut self, made: i64, asked: i64, price: f64) -> bool {
        self.told_of(polled(made, asked, price))
    }

    fn told_of(&mut self, tick: Tick) -> bool {
        self.effects.ticks.clear();
        let input = Input::Polled { tick: &tick, every_micros: EVERY };
        self.hub.step(tick.origin.received_at, input, &mut self.effects);
        assert!(self.effects.ticks.len() <= 1, "one answer is one tick at most");
        self.effects.ticks == [tick]
    }

    /// Last price, its age in seconds, and whether it is still good.
    fn last(&self, second: i64) -> Option<(f64, i64, Freshness)> {
        let last = self.hub.last(at(second), instrument(1), DataKind::Trade)?;
        let TickData::Trade(trade) = last.value.data else { panic!("{last:?}") };
        Some((trade.price, last.age_micros / 1_000_000, last.freshness))
    }

    fn refused(&self) -> Vec<IncidentKind> {
        self.hub.refused().iter().map(|refused| refused.refusal.kind).collect()
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(START + second * 1_000_000)
}

fn polled(made: i64, asked: i64, price: f64) -> Tick {
    let mut tick = trade(START, 0, price, 1.0);
    (tick.origin.at, tick.origin.received_at, tick.origin.sequence) = (Some(at(made)), at(asked), None);
    if let TickData::Trade(trade) = &mut tick.data {
        trade.counts = TradeUse::Price;
    }
    tick
}

#[test]
fn the_same_price_again_is_no_other_tick_and_as_young_as_the_question() {
    let mut asking = Asking::new(Some(100.0));
    // The last trade of a quiet instrument may be hours old.
    assert!(asking.told(-7_200, 0, 101.0));
    assert_eq!(asking.last(30), Some((101.0, 30, Freshness::Fresh)));
    assert!(!asking.told(-7_200, 60, 101.0));
    assert_eq!(asking.last(70), Some((101.0, 10, Freshness::Fresh)));
    assert!(asking.told(100, 120, 101.5));
    assert!(!asking.told(90, 180, 101.0), "an answer that is behind what is known says nothing");
    assert_eq!(asking.last(180), Some((101.5, 60, Freshness::Fresh)));
    assert_eq!(asking.refused(), []);
}

#[test]
fn no_bar_is_made_of_what_is_asked_for() {
    let mut asking = Asking::new(Some(100.0));
    for minute in 0..5 {
        asking.told(minute * 60, minute * 60 + 1, 100.0 + minute as f64);
        asking.hub.step(at(minute * 60 + 2), Input::Clock, &mut asking.effects);
    }
    assert_eq!(asking.effects.bars, []);
    assert_eq!(asking.hub.current_bar(instrument(1), Interval::Minute1), None);
}

#[test]
fn the_first_price_is_believed_where_nothing_speaks_against_it() {
    assert!(Asking::new(None).told(0, 1, 101.0), "no second one would come to confirm it");
    let mut asking = Asking::new(Some(100.0));
    assert!(!asking.told(0, 1, 10.0), "a tenth of yesterday's close");
    assert!(!asking.told(0, 61, 10.0), "the same answer confirms nothing");
    assert_eq!((asking.last(61), asking.refused()), (None, vec![IncidentKind::Spike]));
    assert!(asking.told(119, 121, 10.1), "another trade near it does");
    assert_eq!(asking.last(121).map(|(price, ..)| price), Some(10.1));
}

#[test]
fn what_cannot_be_is_refused() {
    let mut asking = Asking::new(Some(100.0));
    let mut euros = polled(0, 1, 101.0);
    euros.origin.currency = Some(Currency::EUR);
    assert!(!asking.told_of(euros));
    assert!(!asking.told(3_600, 2, 101.0), "of later than now");
    assert!(!asking.told(0, 3, -1.0));
    assert!(!asking.told(0, 4, f64::NAN));
    let kinds = [IncidentKind::Currency, IncidentKind::ClockSkew, IncidentKind::Range, IncidentKind::Range];
    assert_eq!((asking.last(5), asking.refused()), (None, kinds.to_vec()));
    let began = |change: &IncidentChange| matches!(change, IncidentChange::Began(_));
    assert_eq!(asking.effects.incidents.iter().filter(|change| began(change)).count(), 3, "each is visible");
}

#[test]
fn it_is_stale_when_three_questions_brought_nothing_and_streams_again_at_once() {
    let mut asking = Asking::new(Some(100.0));
    asking.told(0, 0, 101.0);
    assert_eq!(asking.last(180), Some((101.0, 180, Freshness::Fresh)));
    assert_eq!(asking.last(181), Some((101.0, 181, Freshness::Stale)));
    asking.hub.step(at(181), Input::Clock, &mut asking.effects);
    let stale = |effects: &Effects| {
        effects.incidents.iter().map(|change| matches!(change, IncidentChange::Began(_))).collect::<Vec<_>>()
    };
    assert_eq!(stale(&asking.effects), [true], "it began");
    asking.told(0, 190, 101.0);
    assert_eq!(stale(&asking.effects), [true, false], "and ended with the next answer");
    let streamed = trade(START + 200_000_000, 1, 101.2, 5.0);
    asking.effects.clear();
    asking.hub.step(streamed.origin.received_at, Input::Tick(&streamed), &mut asking.effects);
    assert_eq!(
        (asking.effects.ticks.as_slice(), asking.last(1_000)),
        (&[streamed][..], Some((101.2, 799, Freshness::Fresh)))
    );
    assert!(asking.hub.current_bar(instrument(1), Interval::Minute1).is_some());
}

#[test]
fn a_stream_s_trade_takes_the_place_of_one_whose_time_is_not_told() {
    let mut asking = Asking::new(Some(100.0));
    let mut timeless = polled(0, 60, 101.0);
    timeless.origin.at = None;
    assert!(asking.told_of(timeless));
    let streamed = trade(START + 30_000_000, 1, 100.9, 5.0);
    asking.hub.step(at(61), Input::Tick(&streamed), &mut asking.effects);
    assert_eq!(asking.last(61).map(|(price, ..)| price), Some(100.9));
}
