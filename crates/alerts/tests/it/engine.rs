//! Many rules at once: what a step costs and what rules share.

use alerts::{AlertRule, Change, Condition, Engine, Fact, Hold, Input, Memory, Repeat, Series, condition::Test};
use bars::{build::PriceOf, interval::Interval};
use indicators::{IndicatorSpec, Kind};
use model::bar::Bar;

use crate::support::{alert, at, closed, instrument, trade};

fn price_of(n: u128, test: Test) -> AlertRule {
    let condition = Condition::Price { instrument: instrument(n), of: PriceOf::Trade, test };
    AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) }
}

fn rsi_of(n: u128, level: f64) -> AlertRule {
    let series = Series::Indicator { spec: IndicatorSpec::new(Kind::Rsi), output: None };
    let test = Test::Below { level };
    AlertRule::new(Condition::Series { instrument: instrument(n), interval: Interval::Hour1, series, test })
}

#[test]
fn a_tick_touches_the_rules_of_its_instrument_among_a_hundred_thousand() {
    let mut engine = Engine::new();
    for n in 0..100_000 {
        engine.arm(alert(n), &price_of(n / 4, Test::CrossesAbove { level: 100.0 })).unwrap();
    }
    assert_eq!(engine.len(), 100_000);
    for second in 0..1000 {
        assert_eq!(engine.step(at(second), &Input::Tick(&trade(7, 90.0))), []);
    }
    assert_eq!(engine.evaluations(), 4 * 1000);
    assert_eq!(engine.step(at(1000), &Input::Tick(&trade(999_999, 90.0))), []);
    assert_eq!(engine.step(at(1000), &Input::Clock), []);
    assert_eq!(engine.evaluations(), 4 * 1000, "nothing depends on these");
    let fired: Vec<_> = engine.step(at(1001), &Input::Tick(&trade(7, 101.0))).iter().map(|d| d.alert).collect();
    assert_eq!(fired, [28, 29, 30, 31].map(alert), "in the order of the alerts");
}

#[test]
fn a_hundred_thousand_rules_read_one_price() {
    let mut engine = Engine::new();
    for n in 0..100_000 {
        engine.arm(alert(n), &price_of(1, Test::CrossesAbove { level: 100.0 + n as f64 })).unwrap();
    }
    assert_eq!(engine.shared_numbers(), 1);
    assert_eq!(engine.step(at(1), &Input::Tick(&trade(1, 100.0))), []);
    assert_eq!(engine.step(at(2), &Input::Tick(&trade(1, 110.0))).len(), 10);
    assert_eq!(engine.step(at(3), &Input::Tick(&trade(2, 110.0))), []);
    assert_eq!(engine.evaluations(), 200_000);
}

#[test]
fn rules_share_an_indicator_of_the_same_bars() {
    let mut engine = Engine::new();
    for n in 0..50 {
        engine.arm(alert(n), &rsi_of(1, 20.0 + n as f64)).unwrap();
    }
    assert_eq!(engine.shared_numbers(), 1);
    engine.arm(alert(100), &rsi_of(2, 30.0)).unwrap();
    assert_eq!(engine.shared_numbers(), 2);
    for n in 0..49 {
        assert!(engine.disarm(alert(n)));
    }
    assert_eq!(engine.shared_numbers(), 2);
    assert!(engine.disarm(alert(49)) && !engine.disarm(alert(49)));
    assert_eq!(engine.shared_numbers(), 1, "nobody reads the first any more");
    engine.arm(alert(5), &price_of(3, Test::Above { level: 1.0 })).unwrap();
    let bar = closed(1, Interval::Hour1, Bar::close_only(at(1), 5.0));
    assert_eq!(engine.step(at(1), &Input::Bar(&bar)), [], "places are used again, for others");
    assert_eq!(engine.step(at(2), &Input::Tick(&trade(3, 2.0))).len(), 1);
}

#[test]
fn an_alert_has_one_rule() {
    let mut engine = Engine::new();
    engine.arm(alert(1), &price_of(1, Test::Above { level: 1.0 })).unwrap();
    engine.arm(alert(1), &price_of(2, Test::Above { level: 1.0 })).unwrap();
    assert_eq!((engine.len(), engine.step(at(1), &Input::Tick(&trade(1, 2.0)))), (1, vec![]));
    let wrong = price_of(1, Test::Above { level: f64::NAN });
    assert!(engine.arm(alert(1), &wrong).is_err());
    assert_eq!(engine.step(at(1), &Input::Tick(&trade(2, 2.0))).len(), 1, "the rule before still watches");
}

#[test]
fn memory_carries_a_crossing_over_a_restart() {
    let rule = price_of(1, Test::CrossesAbove { level: 10.0 });
    let mut engine = Engine::new();
    engine.arm(alert(1), &rule).unwrap();
    engine.step(at(1), &Input::Tick(&trade(1, 9.0)));
    let kept = serde_json::to_string(engine.memory(alert(1)).unwrap()).unwrap();
    let memory: Memory = serde_json::from_str(&kept).unwrap();
    let mut again = Engine::new();
    again.arm_with(alert(1), &rule, memory.clone()).unwrap();
    assert_eq!(again.step(at(9), &Input::Tick(&trade(1, 11.0))).len(), 1);
    let both = Condition::And { all: vec![rule.condition.clone(), rule.condition] };
    again.arm_with(alert(1), &AlertRule::new(both), memory).unwrap();
    assert_eq!(
        again.memory(alert(1)),
        Some(&{
            let mut fresh = Engine::new();
            let both = Condition::And { all: vec![price_of(1, Test::CrossesAbove { level: 10.0 }).condition; 2] };
            fresh.arm(alert(1), &AlertRule::new(both)).unwrap();
            fresh.memory(alert(1)).unwrap().clone()
        }),
        "the memory of another rule is not used"
    );
}

#[test]
fn time_never_goes_back_and_wakes_in_order() {
    let mut engine = Engine::new();
    for (n, seconds) in [(1, 30), (2, 10), (3, 20)] {
        let hold = Some(Hold::Seconds(seconds));
        engine.arm(alert(n), &AlertRule { hold, ..price_of(1, Test::Above { level: 1.0 }) }).unwrap();
    }
    engine.step(at(100), &Input::Tick(&trade(1, 2.0)));
    assert_eq!(engine.next_due(), Some(at(110)));
    assert_eq!(engine.step(at(50), &Input::Clock), []);
    let told = engine.step(at(125), &Input::Tick(&trade(1, 0.5)));
    let told: Vec<_> = told.iter().map(|d| (d.alert, d.at, d.change)).collect();
    let expected = [
        (alert(2), at(110), Change::Began),
        (alert(3), at(120), Change::Began),
        (alert(2), at(125), Change::Ended),
        (alert(3), at(125), Change::Ended),
    ];
    assert_eq!(told, expected, "they had held before the price came back");
}

#[test]
fn facts_reach_their_own_rules() {
    let mut engine = Engine::new();
    for (n, subject) in [(1, "a"), (2, "b")] {
        let test = Test::Above { level: 1.0 };
        let condition = Condition::Fact { name: "x".to_owned(), subject: subject.to_owned(), test };
        engine.arm(alert(n), &AlertRule::new(condition)).unwrap();
    }
    let told = engine.step(at(1), &Input::Fact(&Fact { name: "x", subject: "b", value: Some(2.0), at: at(1) }));
    assert_eq!(told.iter().map(|d| d.alert).collect::<Vec<_>>(), [alert(2)]);
    assert_eq!(engine.evaluations(), 1);
    let told = engine.step(at(1), &Input::Fact(&Fact { name: "y", subject: "b", value: Some(2.0), at: at(1) }));
    assert_eq!((told.len(), engine.evaluations()), (0, 1));
}
