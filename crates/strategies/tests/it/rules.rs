//! Strategies made of conditions.

use serde_json::{Value, json};
use strategies::{StrategyProblem, Surroundings, build};

use crate::support::{at, cross, fills, instrument, run, series, specification, walk};

fn close(test: Value) -> Value {
    json!({"kind": "series", "instrument": instrument(0), "interval": "1d",
           "series": {"series": "column", "column": "close"}, "test": test})
}

fn average(length: u32) -> Value {
    json!({"series": "indicator", "spec": {"kind": "sma", "length": length}})
}

fn versus(relation: &str) -> Value {
    json!({"kind": "versus", "instrument": instrument(0), "interval": "1d", "series": average(5),
           "relation": relation, "other": average(20)})
}

fn rules(entry: Value, exit: Option<Value>) -> Value {
    let mut rules = json!({"kind": "rules", "instrument": instrument(0), "entry": entry});
    if let Some(exit) = exit {
        rules["exit"] = exit;
    }
    rules
}

#[test]
fn two_averages_as_conditions_trade_as_the_built_in() {
    for seed in 1..10 {
        let bars = [series(&walk(seed, 800))];
        let by_rules = run(rules(versus("crosses_above"), Some(versus("crosses_below"))), &bars);
        assert_eq!(by_rules.record().fills(), run(cross(5, 20), &bars).record().fills(), "seed {seed}");
        assert!(by_rules.record().fills().len() > 20);
    }
}

#[test]
fn an_entry_goes_with_its_exits() {
    let closes = [100.0, 100.0, 103.0, 104.0, 110.0, 100.0, 103.0, 95.0, 95.0];
    let mut guarded = rules(close(json!({"is": "crosses_above", "level": 102.0})), None);
    guarded["take_profit_percent"] = json!(5.0);
    guarded["stop_loss_percent"] = json!(3.0);
    // 103 + 5 % is 108.15, met on the way to 110; 103 − 3 % is 99.91, met on the way to 95.
    let bars = [series(&closes)];
    let engine = run(guarded.clone(), &bars);
    let expected = ["3: 970@103 of 1", "4: -970@108.15 of 1", "7: 1019@103 of 1", "7: -1019@99.91 of 1"];
    assert_eq!(fills(&engine), expected);
    guarded["side"] = json!("sell");
    let engine = run(guarded, &bars);
    assert!(fills(&engine)[0].starts_with("3: -"), "{:?}", fills(&engine));
}

#[test]
fn an_exit_that_holds_keeps_it_out() {
    let closes = [100.0, 103.0, 103.0, 99.0, 103.0, 103.0];
    let above = |level: f64| close(json!({"is": "above", "level": level}));
    let bars = [series(&closes)];
    let engine = run(rules(above(102.0), Some(above(101.0))), &bars);
    assert_eq!(fills(&engine), [""; 0], "what would be left at once is not entered");
    let mut held = rules(above(102.0), Some(close(json!({"is": "below", "level": 100.0}))));
    held["entry_hold"] = json!({"bars": 2});
    let bars = [series(&closes)];
    let engine = run(held, &bars);
    assert_eq!(engine.record().fills()[0].at, at(3), "two bars above, then the next open");
}

#[test]
fn closes_stand_for_trades() {
    let entry = json!({"kind": "price", "instrument": instrument(0), "test": {"is": "crosses_above", "level": 102.0}});
    let exit = json!({"kind": "pair", "first": instrument(0), "second": instrument(1), "made": "ratio",
                      "test": {"is": "above", "level": 1.1}});
    let bars = [series(&[100.0, 103.0, 104.0, 120.0, 121.0, 121.0]), series(&[100.0; 6])];
    let engine = run(rules(entry, Some(exit)), &bars);
    assert_eq!(fills(&engine), ["2: 970@103 of 1", "4: -970@120 of 1"]);
}

#[test]
fn what_a_run_cannot_tell_is_refused() {
    let other = |n: usize, interval: &str| {
        json!({"kind": "series", "instrument": instrument(n), "interval": interval,
               "series": {"series": "column", "column": "close"}, "test": {"is": "above", "level": 1.0}})
    };
    let both = |other: Value| json!({"kind": "and", "all": [close(json!({"is": "above", "level": 1.0})), other]});
    let news = json!({"kind": "news", "keywords": ["merger"], "which": "any"});
    let figure = json!({"kind": "portfolio", "figure": "drawdown", "test": {"is": "above", "level": 5.0}});
    let deep =
        json!({"kind": "volume", "instrument": instrument(0), "interval": "1d", "times": -1.0, "average_bars": 5});
    for (entry, code, words) in [
        (both(news), "condition_not_told", "entry needs news"),
        (both(figure), "condition_not_told", "entry needs the figure portfolio_drawdown"),
        (both(other(7, "1d")), "instrument_not_in_run", "entry names instrument"),
        (both(other(0, "1h")), "strategy_field_invalid", "give 1d, which the bars of the run cover"),
        (both(deep), "alert_field_invalid", "condition.all[1].times"),
    ] {
        let instruments = [instrument(0)];
        let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
        let problem: StrategyProblem = build(&specification(rules(entry, None)), surroundings).err().unwrap();
        assert_eq!(problem.code(), code, "{problem}");
        assert!(problem.to_string().contains(words), "{problem}");
    }
}
