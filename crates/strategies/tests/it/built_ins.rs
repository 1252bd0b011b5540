//! Strategies that look at each instrument by itself, and pairs; what bad data does to all of them.

use bars::series::BarSeries;
use execution::{account::AccountSettings, engine::EngineSettings, number::float};
use indicators::{IndicatorSpec, Kind, Ohlcv, compute};
use model::{bar::Bar, currency::Currency};
use serde_json::{Value, json};

use crate::support::{at, cross, d, fills, refused, run, run_with, series, settings, specification, walk};

/// One of each kind that trades a single instrument.
fn singles() -> Vec<Value> {
    vec![
        json!({"kind": "buy_and_hold"}),
        cross(2, 5),
        json!({"kind": "moving_average_cross", "fast": 2, "slow": 5, "average": "ema", "short": true}),
        json!({"kind": "rsi_reversion", "length": 3, "short": true}),
        json!({"kind": "breakout", "entry_length": 5, "exit_length": 3, "stop_atr": 1.5, "atr_length": 3, "short": true}),
        json!({"kind": "momentum_rotation", "look_back": 3, "rebalance": {"every": "week"}}),
        json!({"kind": "volatility_target", "length": 5, "rebalance": {"every": "bars", "count": 2}}),
        json!({"kind": "fixed_weights", "weights": [0.5], "rebalance": {"every": "day"}}),
    ]
}

#[test]
fn buying_and_holding_buys_once() {
    let bars = [series(&[100.0, 50.0, 200.0])];
    let engine = run(json!({"kind": "buy_and_hold"}), &bars);
    assert_eq!(fills(&engine), ["1: 1000@100 of 1"]);
    let two = [series(&[100.0; 3]), series(&[40.0; 3])];
    let engine = run(json!({"kind": "buy_and_hold", "weights": [0.25, 0.5]}), &two);
    assert_eq!(fills(&engine), ["1: 250@100 of 1", "1: 1250@40 of 2"]);
}

#[test]
fn averages_cross_where_whole_series_say_so() {
    let closes = walk(7, 600);
    for (average, kind) in [("sma", Kind::Sma), ("ema", Kind::Ema)] {
        let series = [series(&closes)];
        let engine = run(json!({"kind": "moving_average_cross", "fast": 5, "slow": 20, "average": average}), &series);
        let bars = Ohlcv::from_close(&closes).unwrap();
        let mean = |length: i64| compute(&IndicatorSpec::new(kind).with([("length", length)]).unwrap(), &bars).unwrap();
        let (fast, slow) = (mean(5), mean(20));
        let above = |n: usize| Some(fast.first().get(n)? > slow.first().get(n)?);
        let mut expected = Vec::new();
        for n in 1..closes.len() - 1 {
            let (before, now) = (above(n - 1), above(n));
            if before.is_some() && before != now && (now == Some(true) || !expected.is_empty()) {
                expected.push(at(n + 1));
            }
        }
        let got: Vec<_> = engine.record().fills().iter().map(|fill| fill.at).collect();
        assert_eq!(got, expected, "{average}");
        assert!(got.len() > 20);
    }
}

#[test]
fn a_fall_is_bought_and_sold_when_it_is_calm() {
    let closes = walk(11, 400);
    let (series, length) = ([series(&closes)], 5_i64);
    let engine = run(json!({"kind": "rsi_reversion", "length": length, "lower": 25.0, "exit": 55.0}), &series);
    let spec = IndicatorSpec::new(Kind::Rsi).with([("length", length)]).unwrap();
    let index = compute(&spec, &Ohlcv::from_close(&closes).unwrap()).unwrap();
    let (mut held, mut expected) = (false, Vec::new());
    for n in 1..closes.len() - 1 {
        let (Some(before), Some(now)) = (index.first().get(n - 1), index.first().get(n)) else { continue };
        if (!held && now < 25.0 && before >= 25.0) || (held && now >= 55.0) {
            held = !held;
            expected.push(at(n + 1));
        }
    }
    let got: Vec<_> = engine.record().fills().iter().map(|fill| fill.at).collect();
    assert_eq!(got, expected);
    assert!(got.len() > 10);
}

#[test]
fn a_breakout_is_followed_and_its_stop_goes_with_it() {
    let mut closes = vec![100.0; 6];
    closes.extend([103.0, 104.0, 90.0, 90.0]);
    let plain = json!({"kind": "breakout", "entry_length": 4, "exit_length": 3});
    // Out of the channel at 103, and below the lows of three bars at 90.
    assert_eq!(fills(&run(plain, &[series(&closes)])), ["7: 970@103 of 1", "9: -970@90 of 1"]);
    let stopped = json!({"kind": "breakout", "entry_length": 4, "exit_length": 3, "stop_atr": 1.0, "atr_length": 2});
    let bars = [series(&closes)];
    let engine = run(stopped, &bars);
    // True ranges of the last two bars before the entry, by Wilder's average: 1 for still bars, then 4 (102.5 − 99.5 = 4).
    let (entry, exit) = (engine.record().fills()[0], engine.record().fills()[1]);
    assert_eq!((entry.at, exit.at), (at(7), at(8)));
    assert!(float(exit.price.get()) < 103.0 && float(exit.price.get()) > 99.0, "{exit:?}");
    assert_eq!(engine.record().fills().len(), 2, "no exit is left that could open a position");
    assert_eq!(engine.account().units(0), d("0"));
}

#[test]
fn pairs_open_both_legs_and_close_both() {
    let base = walk(21, 500);
    let other: Vec<f64> = base
        .iter()
        .enumerate()
        .map(|(n, close)| (close * 0.5 * (1.0 + 0.02 * (n as f64 / 7.0).sin()) * 100.0).round() / 100.0)
        .collect();
    let two = [series(&other), series(&base)];
    let pairs = json!({"kind": "pairs", "length": 40, "entry": 1.2, "exit": 0.2, "stop": 6.0});
    let engine = run(pairs.clone(), &two);
    let record = engine.record();
    assert!(record.fills().len() >= 16, "{:?}", fills(&engine));
    assert_eq!(refused(&engine), [""; 0]);
    for legs in record.fills().chunks_exact(2) {
        assert_eq!(legs[0].at, legs[1].at, "both legs trade at once");
        assert_ne!(legs[0].side, legs[1].side, "in opposite directions");
    }
    let gain = record.equity().last().unwrap().unwrap();
    assert!(gain > 100_000.0, "a spread that swings is earned from: {gain}");
    // Without short sales no leg stays alone.
    let cash = EngineSettings {
        account: AccountSettings::cash(Currency::USD, d("100000")),
        limits: execution::gate::GateLimits::default(),
        ..settings()
    };
    let engine = run_with(cash, &specification(pairs), &two, Default::default()).unwrap();
    assert!(refused(&engine).contains(&"short_not_allowed"));
    assert_eq!((engine.account().units(0), engine.account().units(1)), (d("0"), d("0")));
}

#[test]
fn bad_data_is_passed_over() {
    let none = BarSeries::default();
    let one = series(&[100.0]);
    let still = series(&[100.0; 60]);
    let zero = series(&[0.0; 60]);
    let mut gaps = Vec::new();
    for (n, close) in walk(9, 60).into_iter().enumerate() {
        let whole = n % 5 != 0;
        gaps.push(Bar {
            open: Some(close),
            high: whole.then_some(close + 1.0),
            low: whole.then_some(close - 1.0),
            volume: None,
            ..Bar::close_only(at(n * 3), if n % 7 == 0 { 0.0 } else { close })
        });
    }
    gaps.iter_mut().filter(|bar| bar.close == 0.0).for_each(|bar| (bar.low, bar.high) = (None, None));
    let gaps = BarSeries::from_bars(&gaps).unwrap();
    for strategy in singles() {
        for (what, series) in [("none", &none), ("one", &one), ("still", &still), ("zero", &zero), ("gaps", &gaps)] {
            let list = [series.clone()];
            let engine = run(strategy.clone(), &list);
            let equity = engine.record().equity();
            assert!(equity.iter().flatten().all(|equity| equity.is_finite()), "{what} {strategy}");
            assert_eq!(engine.record().anomalies(), [], "{what} {strategy}");
        }
    }
}

#[test]
fn the_same_run_twice_is_the_same() {
    let series = [series(&walk(31, 500))];
    for strategy in singles() {
        let (one, two) = (run(strategy.clone(), &series), run(strategy.clone(), &series));
        assert_eq!(one.record(), two.record(), "{strategy}");
        // Bars that come one by one say the same.
        let instruments = [crate::support::instrument(0)];
        let surroundings = strategies::Surroundings { instruments: &instruments, ..Default::default() };
        let mut live = strategies::build(&specification(strategy.clone()), surroundings).unwrap();
        let mut engine = execution::engine::Engine::new(settings(), &crate::support::listings(1)).unwrap();
        engine.start(&mut *live).unwrap();
        for bar in series[0].iter() {
            engine.bars(&mut *live, &[(0, bar)]).unwrap();
        }
        assert_eq!(engine.record().fills(), one.record().fills(), "{strategy}");
    }
}

#[test]
fn billions_of_shares_are_refused_by_the_gate() {
    let absurd = json!({"kind": "moving_average_cross", "fast": 2, "slow": 5,
                        "size": {"by": "units", "units": "5000000000"}});
    let bars = [series(&walk(7, 200))];
    let engine = run(absurd, &bars);
    assert_eq!(fills(&engine), [""; 0]);
    assert!(refused(&engine).iter().all(|code| *code == "buying_power") && !refused(&engine).is_empty());
    let beyond = json!({"kind": "moving_average_cross", "fast": 2, "slow": 5,
                        "size": {"by": "units", "units": "5000000000000000000000"}});
    let bars = [series(&walk(7, 200))];
    let engine = run(beyond, &bars);
    assert!(refused(&engine).iter().all(|code| *code == "order_too_large") && !refused(&engine).is_empty());
}
