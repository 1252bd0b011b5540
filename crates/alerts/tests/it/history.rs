//! Rules over bars: back-tests, and catching up after sleep.

use alerts::{
    AlertMachine, AlertRule, BarSeries, Condition, Effect, Engine, Hold, Input, Memory, PastFiring, Repeat, Series,
    backtest, catch_up,
    condition::{Direction, Test, WhichKeywords},
};
use bars::{build::PriceOf, interval::Interval};
use indicators::Source;
use model::{alert::AlertState, bar::Bar};

use crate::{
    conditions::price,
    support::{alert, at, bar, instrument, names, time, trade},
};

const HOUR: i64 = 3600;

fn hours(bars: &[Bar]) -> BarSeries<'_> {
    BarSeries { instrument: instrument(1), interval: Interval::Hour1, bars, sessions: None }
}

fn minutes(bars: &[Bar]) -> BarSeries<'_> {
    BarSeries { interval: Interval::Minute1, ..hours(bars) }
}

fn every_time(condition: Condition) -> AlertRule {
    AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) }
}

#[test]
fn a_crossing_within_a_bar_is_seen_by_its_high() {
    let bars = [
        bar(0, [9.0, 9.5, 8.5, 9.0, 1.0]),
        bar(HOUR, [9.0, 10.5, 8.5, 9.0, 1.0]),
        bar(2 * HOUR, [11.0, 12.0, 10.5, 11.0, 1.0]),
    ];
    let rule = AlertRule::new(price(Test::CrossesAbove { level: 10.0 }));
    let test = backtest(&rule, &[hours(&bars)], &names()).unwrap();
    let firing = |epoch, from, to| PastFiring { epoch, from: at(from), to: at(to), is_order_assumed: false };
    assert_eq!(test.firings, [firing(1, HOUR, 2 * HOUR), firing(2, 2 * HOUR, 2 * HOUR)], "the second at an opening");
    assert_eq!(test.began, 2);
    assert_eq!(test.cannot_tell, ["Within a bar of 1h of AAPL the time of a price is not known."]);
    let by_hold = AlertRule { hold: Some(Hold::Seconds(60)), ..rule };
    let test = backtest(&by_hold, &[hours(&bars)], &names()).unwrap();
    assert!(!test.firings.is_empty() && test.firings.iter().all(|firing| firing.from == firing.to), "{test:?}");
}

#[test]
fn a_close_alone_hides_what_lay_between() {
    let bars = [9.0, 9.5, 11.0].iter().zip(0..).map(|(close, n)| Bar::close_only(at(n * HOUR), *close));
    let bars: Vec<Bar> = bars.collect();
    let rule = every_time(price(Test::CrossesAbove { level: 10.0 }));
    let test = backtest(&rule, &[hours(&bars)], &names()).unwrap();
    assert_eq!(test.firings.iter().map(|f| (f.from, f.to)).collect::<Vec<_>>(), [(at(2 * HOUR), at(3 * HOUR))]);
    assert!(test.cannot_tell.iter().any(|text| text.contains("a close only")), "{:?}", test.cannot_tell);
}

#[test]
fn the_order_within_a_bar_is_said_to_be_assumed() {
    let bars = [bar(0, [10.0, 10.0, 10.0, 10.0, 1.0]), bar(HOUR, [10.0, 10.6, 9.4, 10.0, 1.0])];
    let condition =
        Condition::Move { instrument: instrument(1), direction: Direction::Up, percent: 8.0, within_s: 2 * 3600 };
    let test = backtest(&every_time(condition), &[hours(&bars)], &names()).unwrap();
    assert_eq!(test.firings.len(), 1);
    assert!(test.firings[0].is_order_assumed, "low before high is a guess");
}

#[test]
fn cool_down_and_repeat_count_in_a_back_test() {
    let series = Series::Column { column: Source::Close };
    let (instrument, interval) = (instrument(1), Interval::Hour1);
    let condition = Condition::Series { instrument, interval, series, test: Test::Above { level: 10.0 } };
    let closes = [11.0, 9.0, 11.0, 9.0, 11.0, 11.0];
    let bars: Vec<Bar> = closes.iter().zip(0..).map(|(close, n)| Bar::close_only(at(n * HOUR), *close)).collect();
    let count = |rule: &AlertRule| backtest(rule, &[hours(&bars)], &names()).unwrap().firings.len();
    let rule = every_time(condition);
    assert_eq!(count(&rule), 3);
    assert_eq!(count(&AlertRule { cool_down_s: 3 * 3600, ..rule.clone() }), 2);
    assert_eq!(count(&AlertRule { repeat: Repeat::OncePerBar(Interval::Hour1), ..rule }), 4);
}

#[test]
fn what_bars_cannot_tell_is_said_and_never_fires() {
    let news = Condition::News { instrument: None, keywords: vec!["x".to_owned()], which: WhichKeywords::Any };
    let bid = Condition::Price { instrument: instrument(1), of: PriceOf::Bid, test: Test::Above { level: 1.0 } };
    let other = Condition::Price { instrument: instrument(2), of: PriceOf::Trade, test: Test::Above { level: 1.0 } };
    let fact = Condition::Fact { name: "funding".to_owned(), subject: String::new(), test: Test::Above { level: 1.0 } };
    let any = vec![news, bid, other, fact];
    let bars = [bar(0, [10.0, 10.0, 10.0, 10.0, 1.0])];
    let test = backtest(&every_time(Condition::Or { any }), &[hours(&bars)], &names()).unwrap();
    assert_eq!(test.firings, []);
    for part in ["news", "bids and asks of AAPL", "no bars of SPY", "\"funding\""] {
        assert!(test.cannot_tell.iter().any(|text| text.contains(part)), "{part}: {:?}", test.cannot_tell);
    }
}

/// A machine and a memory that saw a price of 9 and then fell asleep.
fn fell_asleep(rule: &AlertRule) -> (AlertMachine, Memory) {
    let mut engine = Engine::new();
    engine.arm(alert(1), rule).unwrap();
    engine.step(time("2026-03-02T23:00:00Z"), &Input::Tick(&trade(1, 9.0)));
    (AlertMachine::new(alert(1)), engine.memory(alert(1)).unwrap().clone())
}

#[test]
fn a_crossing_at_night_is_told_with_its_minute() {
    let rule = every_time(price(Test::CrossesAbove { level: 10.0 }));
    let (machine, memory) = fell_asleep(&rule);
    let minute = |text: &str, [open, high, low, close]: [f64; 4]| Bar {
        at: time(text),
        ..bar(0, [open, high, low, close, 1.0])
    };
    let bars = [
        minute("2026-03-02T22:59:30Z", [9.0, 99.0, 9.0, 9.0]),
        minute("2026-03-03T03:11:00Z", [9.0, 9.5, 9.0, 9.5]),
        minute("2026-03-03T03:12:00Z", [9.5, 10.2, 9.5, 10.1]),
        minute("2026-03-03T07:58:00Z", [10.1, 10.2, 10.1, 10.2]),
    ];
    let asleep = (time("2026-03-02T23:00:00Z"), time("2026-03-03T08:00:00Z"));
    let caught = catch_up(&rule, &machine, &memory, &[minutes(&bars)], asleep, &names()).unwrap();
    let (from, to) = (time("2026-03-03T03:12:00Z"), time("2026-03-03T03:13:00Z"));
    assert_eq!(caught.firings, [PastFiring { epoch: 1, from, to, is_order_assumed: false }]);
    assert_eq!((caught.machine.state(), caught.machine.epoch()), (AlertState::Firing, 1));
    assert!(caught.effects.iter().any(|effect| matches!(effect, Effect::Fired { epoch: 1, .. })));
    let said = |part: &str| caught.cannot_tell.iter().any(|text| text.contains(part));
    assert!(said("end at 2026-03-03T07:59:00Z"), "{:?}", caught.cannot_tell);
    assert!(said("only the close counts"), "{:?}", caught.cannot_tell);
    let mut awake = Engine::new();
    awake.arm_with(alert(1), &rule, caught.memory).unwrap();
    assert_eq!(awake.step(asleep.1, &Input::Tick(&trade(1, 10.5))), [], "it is not told a second time");
    assert_eq!(awake.step(asleep.1, &Input::Tick(&trade(1, 9.5))).len(), 1, "and it ends");
}

#[test]
fn nothing_is_known_without_bars() {
    let rule = every_time(price(Test::CrossesAbove { level: 10.0 }));
    let (machine, memory) = fell_asleep(&rule);
    let asleep = (time("2026-03-02T23:00:00Z"), time("2026-03-03T08:00:00Z"));
    let caught = catch_up(&rule, &machine, &memory, &[], asleep, &names()).unwrap();
    assert_eq!((caught.firings.len(), &caught.memory), (0, &memory));
    assert_eq!(caught.cannot_tell, ["There are no bars of AAPL: its price counts as unknown."]);
}

#[test]
fn a_snooze_that_ended_asleep_is_over_on_waking() {
    let rule = every_time(price(Test::CrossesAbove { level: 10.0 }));
    let (mut machine, memory) = fell_asleep(&rule);
    let until = time("2026-03-03T02:00:00Z");
    let snooze = alerts::Event::Person { act: alerts::Act::Snooze { until }, who: "Ada".to_owned(), note: None };
    machine.step(&rule, time("2026-03-02T22:59:00Z"), &snooze).unwrap();
    let asleep = (time("2026-03-02T23:00:00Z"), time("2026-03-03T08:00:00Z"));
    let caught = catch_up(&rule, &machine, &memory, &[], asleep, &names()).unwrap();
    assert_eq!(caught.machine.state(), AlertState::Armed);
}
