//! Every kind of condition by hand.

use alerts::{
    AlertRule,
    Change::{self, Began, Ended, Happened},
    Condition, Hold, Hysteresis, Input, OrderEvent, Repeat, Series,
    condition::{
        Direction, Figure, FromTwo, Line, OrderEventKind, Point, Relation, Streamed, Test, WhichKeywords, WhichPattern,
    },
};
use bars::{build::PriceOf, interval::Interval};
use indicators::{IndicatorSpec, Kind, Source};
use model::{
    id::AccountId,
    market::{TickData, TradeUse},
};
use uuid::Uuid;

use crate::support::{One, at, instrument, news, quote, trade};

const NO: Option<Change> = None;
const ON: Option<Change> = Some(Began);
const OFF: Option<Change> = Some(Ended);
const PULSE: Option<Change> = Some(Happened);

pub(crate) fn price(test: Test) -> Condition {
    Condition::Price { instrument: instrument(1), of: PriceOf::Trade, test }
}

fn close_on_hours(test: Test) -> Condition {
    let series = Series::Column { column: Source::Close };
    Condition::Series { instrument: instrument(1), interval: Interval::Hour1, series, test }
}

#[test]
fn above_and_below_leave_the_level_itself_out() {
    let mut rule = One::new(price(Test::Above { level: 10.0 }));
    assert_eq!(rule.prices([10.0, 10.5, 11.0, 10.0]), [NO, ON, NO, OFF]);
    let mut rule = One::new(price(Test::Below { level: 10.0 }));
    assert_eq!(rule.prices([9.0, 10.0, 9.9]), [ON, OFF, ON], "what holds at first begins at once");
}

#[test]
fn a_range_has_its_edges_in_it() {
    let mut rule = One::new(price(Test::Inside { low: 10.0, high: 20.0 }));
    assert_eq!(rule.prices([9.9, 10.0, 20.0, 20.1]), [NO, ON, NO, OFF]);
    let mut rule = One::new(price(Test::Outside { low: 10.0, high: 20.0 }));
    assert_eq!(rule.prices([10.0, 9.9, 20.1, 20.0]), [NO, ON, NO, OFF]);
}

#[test]
fn crossing_needs_a_value_from_the_other_side() {
    let mut rule = One::new(price(Test::CrossesAbove { level: 10.0 }));
    assert_eq!(rule.prices([11.0, 12.0, 10.0, 10.1, 9.0, 10.0, 11.0]), [NO, NO, NO, ON, OFF, NO, ON]);
    let mut rule = One::new(price(Test::CrossesBelow { level: 10.0 }));
    assert_eq!(rule.prices([9.0, 10.0, 9.9, 10.0]), [NO, NO, ON, OFF]);
    let mut rule = One::new(price(Test::Crosses { level: 10.0 }));
    assert_eq!(rule.prices([9.0, 11.0, 12.0, 9.0, 10.0, 9.0]), [NO, PULSE, NO, PULSE, NO, PULSE]);
}

#[test]
fn a_range_is_entered_and_left_from_the_other_side() {
    let mut rule = One::new(price(Test::Enters { low: 10.0, high: 20.0 }));
    assert_eq!(rule.prices([15.0, 16.0, 25.0, 20.0, 15.0, 5.0]), [NO, NO, NO, ON, NO, OFF]);
    let mut rule = One::new(price(Test::Leaves { low: 10.0, high: 20.0 }));
    assert_eq!(rule.prices([25.0, 15.0, 25.0, 5.0, 10.0]), [NO, NO, ON, NO, OFF]);
}

#[test]
fn a_quote_without_a_side_has_no_middle_and_ends_nothing() {
    let condition =
        Condition::Price { instrument: instrument(1), of: PriceOf::Mid, test: Test::CrossesAbove { level: 10.0 } };
    let mut rule = One::new(condition);
    let mut mid = |bid, ask| rule.tell(&Input::Tick(&quote(1, bid, ask)));
    assert_eq!(mid(Some(8.0), Some(10.0)), NO);
    assert_eq!(mid(Some(8.0), None), NO);
    assert_eq!(mid(Some(10.0), Some(12.0)), ON, "a crossing over a gap is one");
    assert_eq!(mid(None, Some(12.0)), NO, "unknown, not ended");
    assert_eq!(mid(Some(11.0), Some(13.0)), NO, "it never came back");
    assert_eq!(mid(Some(8.0), Some(10.0)), OFF);
    for (of, bid, ask) in [(PriceOf::Bid, 11.0, 20.0), (PriceOf::Ask, 1.0, 11.0)] {
        let condition = Condition::Price { instrument: instrument(1), of, test: Test::Above { level: 10.0 } };
        let mut rule = One::new(condition);
        assert_eq!(rule.price(50.0), NO, "a trade is no quote");
        assert_eq!(rule.tell(&Input::Tick(&quote(1, Some(bid), Some(ask)))), ON);
    }
    let mut rule = One::new(price(Test::Above { level: 10.0 }));
    let mut odd_lot = trade(1, 50.0);
    if let TickData::Trade(trade) = &mut odd_lot.data {
        trade.counts = TradeUse::Volume;
    }
    assert_eq!(rule.tell(&Input::Tick(&odd_lot)), NO, "a trade that counts for volume only");
    assert_eq!(rule.price(f64::NAN), NO);
}

#[test]
fn hysteresis_keeps_what_holds_until_it_is_far_enough_back() {
    let with = |test, hysteresis| AlertRule {
        hysteresis: Some(hysteresis),
        repeat: Repeat::EveryTime,
        ..AlertRule::new(price(test))
    };
    let mut rule = One::of(&with(Test::CrossesAbove { level: 10.0 }, Hysteresis::By(1.0)));
    assert_eq!(rule.prices([9.0, 11.0, 9.5, 11.0, 9.0, 11.0]), [NO, ON, NO, NO, OFF, ON]);
    let mut rule = One::of(&with(Test::Below { level: 100.0 }, Hysteresis::Percent(2.0)));
    assert_eq!(rule.prices([99.0, 101.0, 102.0, 101.0]), [ON, NO, OFF, NO]);
    let mut rule = One::of(&with(Test::Inside { low: 10.0, high: 20.0 }, Hysteresis::By(1.0)));
    assert_eq!(rule.prices([15.0, 20.5, 21.5, 20.5]), [ON, NO, OFF, NO]);
    let mut rule = One::of(&with(Test::Leaves { low: 10.0, high: 20.0 }, Hysteresis::By(1.0)));
    assert_eq!(rule.prices([15.0, 20.5, 19.5, 19.0, 19.5]), [NO, ON, NO, OFF, NO]);
}

#[test]
fn a_move_is_measured_from_the_extreme_of_its_time() {
    let moves = |direction| Condition::Move { instrument: instrument(1), direction, percent: 5.0, within_s: 60 };
    let mut rule = One::new(moves(Direction::Down));
    assert_eq!(rule.prices([100.0, 102.0, 97.0, 96.9]), [NO, NO, NO, ON], "102 × 0.95 is 96.9");
    assert_eq!(rule.price(97.0), NO, "less than the whole minute is known: not ended");
    rule.wait(70);
    assert_eq!(rule.price(97.0), NO, "nothing came for a minute: what it was then is unknown");
    for _ in 0..61 {
        rule.price(97.0);
    }
    assert!(!rule.engine.memory(crate::support::alert(1)).unwrap().holds(), "a whole minute without a move ended it");
    let mut rule = One::new(moves(Direction::Up));
    assert_eq!(rule.prices([100.0, 90.0, 94.5]), [NO, NO, ON]);
    let mut rule = One::new(moves(Direction::Either));
    assert_eq!(rule.prices([100.0, 94.0]), [NO, ON]);
    let mut rule = One::new(moves(Direction::Down));
    rule.price(100.0);
    rule.wait(75);
    assert_eq!(rule.price(90.0), NO, "too long ago");
}

#[test]
fn a_gap_is_open_against_the_close_before() {
    let gap =
        |direction| Condition::Gap { instrument: instrument(1), interval: Interval::Hour1, direction, percent: 3.0 };
    let first = [100.0, 101.0, 99.0, 100.0, 1.0];
    let mut rule = One::new(gap(Direction::Up));
    assert_eq!(rule.bar([500.0, 500.0, 99.0, 100.0, 1.0]), NO, "no close before");
    assert_eq!(rule.bar([103.0, 105.0, 102.0, 100.0, 1.0]), ON);
    assert_eq!(rule.close(100.0), NO, "a bar without an open leaves it unknown");
    assert_eq!(rule.bar([102.9, 105.0, 102.0, 104.0, 1.0]), OFF);
    let mut rule = One::new(gap(Direction::Down));
    assert_eq!([rule.bar(first), rule.bar([97.0, 97.0, 96.0, 96.0, 1.0])], [NO, ON]);
    let mut rule = One::new(gap(Direction::Either));
    assert_eq!([rule.bar(first), rule.bar([97.0, 97.0, 96.0, 96.0, 1.0])], [NO, ON]);
}

#[test]
fn volume_is_compared_with_the_bars_before() {
    let condition =
        Condition::Volume { instrument: instrument(1), interval: Interval::Hour1, times: 3.0, average_bars: 2 };
    let mut rule = One::new(condition);
    let mut volume = |volume| rule.bar([1.0, 1.0, 1.0, 1.0, volume]);
    assert_eq!([volume(10.0), volume(30.0), volume(60.0), volume(136.0)], [NO, NO, NO, ON], "3 × 45 is 135");
    assert_eq!(volume(10.0), OFF);
    assert_eq!(rule.close(1.0), NO, "unknown volume");
}

#[test]
fn series_are_columns_and_indicators_of_closed_bars() {
    let mut rule = One::new(close_on_hours(Test::CrossesAbove { level: 10.0 }));
    assert_eq!([rule.close(9.0), rule.close(11.0), rule.close(9.0)], [NO, ON, OFF]);
    let sma = IndicatorSpec::new(Kind::Sma).with([("length", 2)]).unwrap();
    let series = Series::Indicator { spec: sma.clone(), output: None };
    let (instrument, interval) = (instrument(1), Interval::Hour1);
    let test = Test::Above { level: 10.0 };
    let mut rule = One::new(Condition::Series { instrument, interval, series: series.clone(), test });
    assert_eq!([rule.close(9.0), rule.close(10.0), rule.close(11.0)], [NO, NO, ON], "averages 9.5 and 10.5");
    assert_eq!(rule.price(1.0), NO, "a trade is no bar");
    let close = Series::Column { column: Source::Close };
    let versus =
        |relation| Condition::Versus { instrument, interval, series: close.clone(), relation, other: series.clone() };
    let mut rule = One::new(versus(Relation::CrossesAbove));
    let closes = [10.0, 8.0, 7.0, 9.0, 8.0].map(|close| rule.close(close));
    assert_eq!(closes, [NO, NO, NO, ON, OFF], "the average is unknown, 9, 7.5, 8, 8.5");
    let macd = IndicatorSpec::new(Kind::Macd).with([("fast", 2), ("slow", 3), ("signal", 2)]).unwrap();
    let series = Series::Indicator { spec: macd, output: Some("signal".to_owned()) };
    let mut rule = One::new(Condition::Series { instrument, interval, series, test: Test::Above { level: 0.0 } });
    let changes: Vec<_> = (1..10).filter_map(|n| rule.close(f64::from(n * n))).collect();
    assert_eq!(changes, [Began]);
}

#[test]
fn a_pattern_lasts_for_its_bar() {
    let pattern = IndicatorSpec::new("cdlengulfing".parse().unwrap());
    let of = |which| Condition::Pattern {
        instrument: instrument(1),
        interval: Interval::Hour1,
        pattern: pattern.clone(),
        which,
    };
    for (which, expected) in [(WhichPattern::Bullish, ON), (WhichPattern::Bearish, NO), (WhichPattern::Either, ON)] {
        let mut rule = One::new(of(which));
        for _ in 0..4 {
            assert_eq!(rule.bar([10.0, 10.5, 9.0, 9.5, 1.0]), NO);
        }
        assert_eq!(rule.bar([9.0, 12.0, 8.9, 11.0, 1.0]), expected);
        assert_eq!(rule.bar([11.0, 11.2, 10.9, 11.1, 1.0]), expected.and(OFF));
    }
}

#[test]
fn lines_are_read_at_the_time_of_the_price() {
    let line = |line, relation, interval| Condition::Line { instrument: instrument(1), line, relation, interval };
    let mut rule = One::new(line(Line::Horizontal { price: 10.0 }, Relation::CrossesBelow, None));
    assert_eq!(rule.prices([11.0, 9.0]), [NO, ON]);
    // From 100 up by 1 a second, from the first price on.
    let (from, to) = (Point { at: at(1_000_001), price: 100.0 }, Point { at: at(1_000_011), price: 110.0 });
    let trend = Line::Trend { from, to };
    let mut rule = One::new(line(trend, Relation::CrossesAbove, None));
    assert_eq!(rule.prices([99.0, 101.0, 103.0, 103.0]), [NO, NO, ON, OFF], "the line is 100, 101, 102, 103");
    let mut rule = One::new(line(Line::Channel { from, to, width: 2.0 }, Relation::Leaves, None));
    assert_eq!(
        rule.prices([101.0, 101.0, 101.0, 106.0]),
        [NO, NO, ON, NO],
        "inside 100–102, 101–103, below 102, above 105"
    );
    let mut rule = One::new(line(trend, Relation::Above, Some(Interval::Hour1)));
    assert_eq!(
        [rule.close(99.5), rule.close(101.5)],
        [ON, NO],
        "a bar stands at its beginning: the line is 99 and 100"
    );
    assert_eq!(rule.price(1.0), NO);
}

#[test]
fn pairs_wait_for_both_prices() {
    let pair = |made, test| Condition::Pair { first: instrument(1), second: instrument(2), made, test };
    let mut rule = One::new(pair(FromTwo::Spread, Test::Above { level: 5.0 }));
    assert_eq!(rule.price(20.0), NO);
    assert_eq!(rule.tell(&Input::Tick(&trade(2, 16.0))), NO);
    assert_eq!(rule.tell(&Input::Tick(&trade(2, 14.0))), ON);
    assert_eq!(rule.price(18.0), OFF);
    let mut rule = One::new(pair(FromTwo::Ratio, Test::CrossesBelow { level: 2.0 }));
    assert_eq!(rule.tell(&Input::Tick(&trade(2, 0.0))), NO);
    assert_eq!(rule.price(20.0), NO, "divided by zero");
    assert_eq!(rule.tell(&Input::Tick(&trade(2, 10.0))), NO);
    assert_eq!(rule.price(19.0), ON);
}

#[test]
fn news_are_moments() {
    let about = |instrument, which| Condition::News {
        instrument,
        keywords: vec!["takeover".to_owned(), "ACME Corp".to_owned()],
        which,
    };
    let mut rule = One::new(about(Some(instrument(1)), WhichKeywords::Any));
    assert_eq!(rule.tell(&Input::News(&news(&[1], "Takeover of Acme corp?"))), PULSE);
    assert_eq!(rule.tell(&Input::News(&news(&[1, 2], "Acme Corp denies it"))), PULSE, "each time");
    assert_eq!(rule.tell(&Input::News(&news(&[2], "Takeover"))), NO, "about another");
    assert_eq!(rule.tell(&Input::News(&news(&[1], "Takeovers"))), NO);
    let mut rule = One::new(about(None, WhichKeywords::All));
    assert_eq!(rule.tell(&Input::News(&news(&[9], "Takeover"))), NO);
    assert_eq!(rule.tell(&Input::News(&news(&[], "ACME CORP: takeover"))), PULSE);
    let both = Condition::And { all: vec![about(None, WhichKeywords::Any), price(Test::Below { level: 10.0 })] };
    let mut rule = One::new(both);
    assert_eq!(rule.tell(&Input::News(&news(&[], "Takeover"))), NO, "the price is unknown");
    assert_eq!(rule.price(9.0), NO, "the news is over");
    assert_eq!(rule.tell(&Input::News(&news(&[], "Takeover"))), PULSE);
}

#[test]
fn facts_are_unknown_until_told_and_when_told_so() {
    let test = Test::CrossesAbove { level: 10.0 };
    let portfolio = |subject: Option<&str>| Condition::Portfolio {
        figure: Figure::Drawdown,
        subject: subject.map(str::to_owned),
        test,
    };
    let mut rule = One::new(portfolio(None));
    let values = [Some(5.0), None, Some(12.0), None, Some(12.0), Some(9.0)];
    let changes = values.map(|value| rule.fact("portfolio_drawdown", "", value));
    assert_eq!(changes, [NO, NO, ON, NO, NO, OFF]);
    let mut rule = One::new(portfolio(Some("growth")));
    assert_eq!(rule.fact("portfolio_drawdown", "", Some(50.0)), NO);
    assert_eq!(rule.fact("portfolio_drawdown", "growth", Some(5.0)), NO);
    assert_eq!(rule.fact("portfolio_drawdown", "growth", Some(50.0)), ON);
    for figure in Figure::ALL {
        let test = Test::Below { level: 0.0 };
        let mut rule = One::new(Condition::Portfolio { figure: *figure, subject: None, test });
        assert_eq!(rule.fact(figure.fact(), "", Some(-1.0)), ON, "{figure:?}");
    }
    let mut rule = One::new(Condition::Sentiment { instrument: instrument(1), provider: "x".to_owned(), test });
    let subject = alerts::sentiment_subject(instrument(1), "x");
    assert_eq!([Some(1.0), Some(11.0)].map(|value| rule.fact("sentiment", &subject, value)), [NO, ON]);
    let mut rule = One::new(Condition::Fact { name: "funding".to_owned(), subject: String::new(), test });
    assert_eq!([Some(1.0), Some(11.0)].map(|value| rule.fact("funding", "", value)), [NO, ON]);
}

#[test]
fn silence_is_seen_by_the_clock_alone() {
    let stale = |data| Condition::Stale { instrument: instrument(1), data, after_s: 60 };
    let mut rule = One::new(stale(Streamed::Trades));
    assert_eq!(rule.wait(1000), NO, "nothing ever came: unknown");
    assert_eq!([rule.price(1.0), rule.wait(59), rule.wait(1)], [NO, NO, ON]);
    assert_eq!(rule.price(1.0), OFF);
    assert_eq!(rule.tell(&Input::Tick(&quote(1, Some(1.0), None))), NO);
    assert_eq!(rule.wait(59), ON, "a quote is no trade");
    let mut rule = One::new(stale(Streamed::Quotes));
    assert_eq!(rule.tell(&Input::Tick(&quote(1, None, None))), NO);
    assert_eq!(rule.wait(200), ON);
    assert_eq!(rule.engine.next_due(), None);
}

#[test]
fn orders_are_moments() {
    let account = |n| AccountId::from_uuid(Uuid::from_u128(n));
    let event = |kind, n, of| OrderEvent { kind, instrument: instrument(n), account: account(of) };
    let only = |instrument, account| Condition::Order { event: OrderEventKind::Rejected, instrument, account };
    let mut rule = One::new(only(None, None));
    for kind in OrderEventKind::ALL {
        let expected = if *kind == OrderEventKind::Rejected { PULSE } else { NO };
        assert_eq!(rule.tell(&Input::Order(&event(*kind, 1, 1))), expected, "{kind:?}");
    }
    let mut rule = One::new(only(Some(instrument(1)), Some(account(2))));
    let tell = |rule: &mut One, n, of| rule.tell(&Input::Order(&event(OrderEventKind::Rejected, n, of)));
    assert_eq!([tell(&mut rule, 1, 1), tell(&mut rule, 2, 2), tell(&mut rule, 1, 2)], [NO, NO, PULSE]);
}

#[test]
fn trees_follow_kleene() {
    let other = Condition::Price { instrument: instrument(2), of: PriceOf::Trade, test: Test::Above { level: 10.0 } };
    let own = || price(Test::Above { level: 10.0 });
    let mut and = One::new(Condition::And { all: vec![own(), other.clone()] });
    assert_eq!(and.price(11.0), NO, "the other is unknown");
    assert_eq!(and.tell(&Input::Tick(&trade(2, 11.0))), ON);
    assert_eq!(and.tell(&Input::Tick(&trade(2, f64::NAN))), NO);
    assert_eq!(and.price(9.0), OFF, "false, whatever the other is");
    let mut or = One::new(Condition::Or { any: vec![own(), other.clone()] });
    assert_eq!(or.price(11.0), ON, "true, whatever the other is");
    assert_eq!(or.price(9.0), NO, "unknown now");
    assert_eq!(or.tell(&Input::Tick(&trade(2, 9.0))), OFF);
    let mut not = One::new(Condition::Not { condition: Box::new(other) });
    assert_eq!(not.price(11.0), NO, "unknown is not false");
    assert_eq!(not.tell(&Input::Tick(&trade(2, 9.0))), ON);
}

#[test]
fn what_must_hold_for_a_time_begins_after_it() {
    let hold = |hold, condition| AlertRule { hold: Some(hold), repeat: Repeat::EveryTime, ..AlertRule::new(condition) };
    let mut rule = One::of(&hold(Hold::Seconds(10), price(Test::Above { level: 10.0 })));
    assert_eq!([rule.price(11.0), rule.wait(9), rule.wait(1), rule.wait(50)], [NO, NO, ON, NO]);
    assert_eq!(
        [rule.price(9.0), rule.price(11.0), rule.wait(5), rule.price(9.0), rule.wait(50)],
        [OFF, NO, NO, NO, NO]
    );
    rule.price(11.0);
    rule.wait(5);
    rule.price(f64::NAN);
    assert_eq!([rule.price(11.0), rule.wait(9), rule.wait(1)], [NO, NO, ON], "what was unknown begins anew");
    let mut rule = One::of(&hold(Hold::Bars(2), close_on_hours(Test::CrossesBelow { level: 30.0 })));
    let changes = [31.0, 29.0, 31.0, 29.0, 28.0, 27.0, 31.0].map(|close| rule.close(close));
    assert_eq!(changes, [NO, NO, NO, NO, ON, NO, OFF]);
}

#[test]
fn once_per_bar_tells_each_bar_in_which_it_holds() {
    let repeat = Repeat::OncePerBar(Interval::Minute1);
    let mut rule = One::of(&AlertRule { repeat, ..AlertRule::new(price(Test::Above { level: 10.0 })) });
    assert_eq!(rule.prices([11.0, 12.0]), [ON, NO]);
    rule.wait(60);
    assert_eq!(rule.prices([12.0, 12.0, 9.0]), [Some(Change::StillHolds), NO, OFF]);
    let mut rule = One::of(&AlertRule { repeat, ..AlertRule::new(price(Test::Crosses { level: 10.0 })) });
    assert_eq!(rule.prices([9.0, 11.0, 9.0]), [NO, PULSE, NO]);
    rule.wait(60);
    assert_eq!(rule.price(11.0), PULSE);
}
