//! Bars by hand.

use calendar::exchange::Exchange;
use model::{
    id::InstrumentId,
    market::{Adjustment, BidAsk, Origin, Trade},
};

use super::*;

const CRYPTO: Hours = Hours::of(Exchange::Crypto);
const SECOND: i64 = 1_000_000;
/// 2024-01-02T00:00:00Z
const START: i64 = 1_704_153_600 * SECOND;

fn print(seconds: f64, sequence: u64, price: f64, size: f64) -> Print {
    let at = Timestamp::from_micros(START + (seconds * 1e6) as i64);
    Print::new(at, Some(sequence), price, Some(size))
}

fn build(builder: &mut BarBuilder, prints: &[Print]) -> (Vec<BuiltBar>, Vec<Counted>) {
    let mut bars = Vec::new();
    let counted = prints.iter().map(|p| builder.push(p, &mut |bar| bars.push(bar)).unwrap()).collect();
    (bars, counted)
}

fn ohlcv(bar: &BuiltBar) -> (i64, [f64; 4], Option<f64>, u32) {
    let b = bar.bar;
    (
        (b.at.micros() - START) / SECOND,
        [b.open.unwrap(), b.high.unwrap(), b.low.unwrap(), b.close],
        b.volume,
        bar.revision,
    )
}

#[test]
fn ticks_become_bars_and_quiet_intervals_none() {
    let mut builder = BarBuilder::new(Interval::Second5, CRYPTO, 0);
    let prints =
        [print(0.0, 1, 10.0, 1.0), print(1.0, 2, 12.0, 0.5), print(4.999_999, 3, 11.0, 0.25), print(15.0, 4, 9.0, 2.0)];
    let (bars, _) = build(&mut builder, &prints);
    assert_eq!(bars.iter().map(ohlcv).collect::<Vec<_>>(), [(0, [10.0, 12.0, 10.0, 11.0], Some(1.75), 0)]);
    assert_eq!((bars[0].parts, bars[0].state), (3, BarState::Closed));
    let current = builder.current().unwrap();
    assert_eq!((ohlcv(&current), current.state), ((15, [9.0; 4], Some(2.0), 0), BarState::Open));
    let mut rest = Vec::new();
    builder.finish(&mut |bar| rest.push(bar));
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].state, BarState::Closed);
}

#[test]
fn a_late_tick_corrects_its_bar_until_it_is_too_late() {
    let mut builder = BarBuilder::new(Interval::Second5, CRYPTO, 3 * SECOND);
    let prints = [
        print(1.0, 2, 10.0, 1.0),
        print(6.0, 4, 11.0, 1.0), // closes the first
        print(0.5, 1, 9.0, 1.0),  // its new open
        print(4.0, 3, 13.0, 1.0), // its new high and close
        print(7.999, 5, 11.0, 1.0),
        print(4.5, 6, 8.0, 1.0), // 7.999 - 3 < 5: still in time
        print(8.0, 7, 11.0, 1.0),
        print(4.6, 8, 1.0, 1.0), // 8 - 3 = 5: too late
    ];
    let (bars, counted) = build(&mut builder, &prints);
    assert_eq!(
        bars.iter().map(ohlcv).collect::<Vec<_>>(),
        [
            (0, [10.0; 4], Some(1.0), 0),
            (0, [9.0, 10.0, 9.0, 10.0], Some(2.0), 1),
            (0, [9.0, 13.0, 9.0, 13.0], Some(3.0), 2),
            (0, [9.0, 13.0, 8.0, 8.0], Some(4.0), 3),
        ]
    );
    assert_eq!(counted.last(), Some(&Counted::TooLate));
    assert_eq!(counted.iter().filter(|c| **c == Counted::Yes).count(), 7);
}

#[test]
fn a_late_tick_of_an_interval_that_had_none_makes_its_bar() {
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 10 * SECOND);
    let (bars, _) = build(&mut builder, &[print(0.0, 1, 10.0, 1.0), print(5.0, 3, 11.0, 1.0), print(2.0, 2, 7.0, 1.0)]);
    assert_eq!(bars.iter().map(|b| ohlcv(b).0).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(bars[1].revision, 0);
}

#[test]
fn the_clock_closes_a_bar_and_a_straggler_corrects_it() {
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 10 * SECOND);
    build(&mut builder, &[print(0.2, 1, 10.0, 1.0)]);
    let mut bars = Vec::new();
    builder.advance(Timestamp::from_micros(START + SECOND - 1), &mut |bar| bars.push(bar));
    assert!(bars.is_empty());
    builder.advance(Timestamp::from_micros(START + SECOND), &mut |bar| bars.push(bar));
    builder.advance(Timestamp::from_micros(START + 9 * SECOND), &mut |bar| bars.push(bar));
    assert_eq!(bars.len(), 1);
    let (corrected, _) = build(&mut builder, &[print(0.9, 2, 11.0, 1.0)]);
    assert_eq!(ohlcv(&corrected[0]), (0, [10.0, 11.0, 10.0, 11.0], Some(2.0), 1));
}

#[test]
fn what_is_traded_outside_of_the_session_is_in_no_bar() {
    let mut builder = BarBuilder::new(Interval::Minute1, Hours::of(Exchange::Nyse), 0);
    let at = |text: &str| Print::new(text.parse().unwrap(), None, 10.0, Some(1.0));
    // 2024-07-03 closes at 17:00 UTC.
    let prints = [
        at("2024-07-03T13:29:59Z"),
        at("2024-07-03T13:30:00Z"),
        at("2024-07-03T16:59:59Z"),
        at("2024-07-03T17:00:00Z"),
        at("2024-07-04T15:00:00Z"),
        at("2024-07-05T13:30:00Z"),
    ];
    let (bars, counted) = build(&mut builder, &prints);
    use Counted::{OutsideHours, Yes};
    assert_eq!(counted, [OutsideHours, Yes, Yes, OutsideHours, OutsideHours, Yes]);
    assert_eq!(bars.len(), 2, "the print after the close closes the last bar");
}

#[test]
fn ticks_of_one_moment_count_by_sequence_and_without_one_as_they_came() {
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 0);
    build(&mut builder, &[print(0.0, 2, 20.0, 1.0), print(0.0, 3, 30.0, 1.0), print(0.0, 1, 10.0, 1.0)]);
    assert_eq!(ohlcv(&builder.current().unwrap()).1, [10.0, 30.0, 10.0, 30.0]);
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 0);
    let came = [20.0, 30.0, 10.0].map(|price| Print { sequence: None, ..print(0.0, 0, price, 1.0) });
    build(&mut builder, &came);
    assert_eq!(ohlcv(&builder.current().unwrap()).1, [20.0, 30.0, 10.0, 10.0]);
}

fn tick(data: TickData) -> Tick {
    let instrument = InstrumentId::new();
    let (source, at) = ("test".parse().unwrap(), Some(Timestamp::from_micros(START)));
    let received_at = Timestamp::from_micros(START);
    let origin =
        Origin { instrument, source, at, received_at, sequence: None, currency: None, adjustment: Adjustment::Raw };
    Tick { origin, data }
}

#[test]
fn an_unknown_size_leaves_the_volume_unknown() {
    let trade = |size, counts| tick(TickData::Trade(Trade { price: 5.0, size, aggressor: None, counts }));
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 0);
    let volume_only = Print::of(&trade(Some(2.0), TradeUse::Volume), PriceOf::Trade).unwrap();
    build(&mut builder, &[volume_only]);
    assert_eq!(builder.current(), None, "without a price there is no bar");
    build(&mut builder, &[Print::of(&trade(Some(1.0), TradeUse::PriceAndVolume), PriceOf::Trade).unwrap()]);
    assert_eq!(builder.current().unwrap().bar.volume, Some(3.0));
    build(&mut builder, &[Print::of(&trade(None, TradeUse::PriceAndVolume), PriceOf::Trade).unwrap()]);
    assert_eq!(builder.current().unwrap().bar.volume, None);
}

#[test]
fn quotes_make_bars_of_mid_bid_or_ask_without_volume() {
    let quote = BidAsk { bid: Some(10.0), bid_size: Some(1.0), ask: Some(11.0), ask_size: None };
    let price = |quote, of| Print::of(&tick(TickData::Quote(quote)), of).and_then(|print| print.price);
    assert_eq!(price(quote, PriceOf::Mid), Some(10.5));
    assert_eq!(price(quote, PriceOf::Bid), Some(10.0));
    assert_eq!(price(quote, PriceOf::Ask), Some(11.0));
    assert_eq!(price(quote, PriceOf::Trade), None);
    assert_eq!(price(BidAsk { ask: None, ..quote }, PriceOf::Mid), None);
    let mut builder = BarBuilder::new(Interval::Second1, CRYPTO, 0);
    build(&mut builder, &[Print::of(&tick(TickData::Quote(quote)), PriceOf::Mid).unwrap()]);
    assert_eq!(builder.current().unwrap().bar.volume, None);
}

#[test]
fn absurd_times_change_nothing() {
    let mut builder = BarBuilder::new(Interval::Second1, Hours::of(Exchange::Nyse), i64::MAX);
    for micros in [i64::MIN, -1, i64::MAX, 4_102_444_799_999_999] {
        let print = Print::new(Timestamp::from_micros(micros), None, 1.0, None);
        assert!(builder.push(&print, &mut |_| ()).is_err(), "{micros}");
    }
    assert_eq!(builder.current(), None);
}
