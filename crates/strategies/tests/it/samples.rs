//! The samples that come with the program.

use serde_json::json;
use strategies::script::{Journal, Watchdog, parameters};

use crate::support::{cross, fills, refused, run, run_with, series, settings, specification, walk};

const SAMPLES: [(&str, &str); 4] = [
    ("sma_cross", include_str!("../../samples/sma_cross.luau")),
    ("rsi_reversion", include_str!("../../samples/rsi_reversion.luau")),
    ("breakout_atr", include_str!("../../samples/breakout_atr.luau")),
    ("rotation", include_str!("../../samples/rotation.luau")),
];

#[test]
fn each_sample_declares_its_parameters_in_words() {
    let watchdog = Watchdog::start();
    for (name, source) in SAMPLES {
        let forms = parameters(source, &watchdog).unwrap();
        assert!(!forms.is_empty() && forms.iter().all(|form| !form.words.is_empty()), "{name}");
    }
}

#[test]
fn the_crossing_script_trades_as_the_built_in() {
    for seed in 1..30 {
        let bars = [series(&walk(seed, 1500))];
        let (fast, slow) = (3 + seed % 9, 15 + seed % 40);
        let script = json!({"kind": "script", "source": SAMPLES[0].1, "parameters": {"fast": fast, "slow": slow}});
        let (by_script, built_in) = (run(script, &bars), run(cross(fast as u32, slow as u32), &bars));
        assert_eq!(by_script.record(), built_in.record(), "seed {seed}");
        assert!(by_script.record().fills().len() > 20);
    }
    let bars = [series(&walk(1, 800)), series(&walk(2, 800)), series(&walk(3, 700))];
    let script = json!({"kind": "script", "source": SAMPLES[0].1, "parameters": {"fast": 5, "slow": 20}});
    assert_eq!(run(script, &bars).record(), run(cross(5, 20), &bars).record(), "three instruments");
}

#[test]
fn the_reversion_script_trades_as_the_built_in() {
    for seed in 1..10 {
        let bars = [series(&walk(seed, 800))];
        let script = json!({"kind": "script", "source": SAMPLES[1].1, "parameters": {"length": 5, "lower": 25}});
        let built_in = json!({"kind": "rsi_reversion", "length": 5, "lower": 25.0});
        let (by_script, built_in) = (run(script, &bars), run(built_in, &bars));
        assert_eq!(by_script.record(), built_in.record(), "seed {seed}");
        assert!(by_script.record().fills().len() > 10);
    }
}

#[test]
fn the_breakout_script_loses_no_more_than_its_stops() {
    let bars = [series(&walk(17, 2000))];
    let journal = Journal::default();
    let script = specification(json!({"kind": "script", "source": SAMPLES[2].1}));
    let engine = run_with(settings(), &script, &bars, journal.clone()).unwrap();
    assert_eq!((refused(&engine), journal.error()), (vec![], None));
    let trades = engine.account().closed_trades();
    assert!(trades.len() > 20);
    assert!(journal.lines().iter().any(|line| line.text.starts_with("stopped out of ")));
    // Bars open where the last one closed, so a stop is met at its price: about a hundredth of the account for each.
    let worst = trades.iter().map(|trade| execution::number::float(trade.pnl)).fold(0.0, f64::min);
    assert!((-2_000.0..-200.0).contains(&worst), "{worst}");
}

#[test]
fn the_rotation_script_holds_what_the_built_in_holds() {
    let bars: Vec<_> = (1..6).map(|seed| series(&walk(seed, 400))).collect();
    let script = json!({"kind": "script", "source": SAMPLES[3].1, "parameters": {"look_back": 30, "every": 10}});
    let built_in =
        json!({"kind": "momentum_rotation", "look_back": 30, "top": 2, "rebalance": {"every": "bars", "count": 10}});
    let (by_script, built_in) = (run(script, &bars), run(built_in, &bars));
    // The built-in makes up for refused purchases at the next bar; with whole shares some differ by one.
    let days = |engine: &execution::engine::Engine<'_>| {
        let mut days: Vec<String> =
            fills(engine).iter().map(|fill| fill.split(':').next().unwrap().to_owned()).collect();
        days.dedup();
        days
    };
    assert!(days(&by_script).len() > 20);
    let held = |engine: &execution::engine::Engine<'_>| {
        (0..5).filter(|n| !engine.account().units(*n).is_zero()).collect::<Vec<_>>()
    };
    assert_eq!(held(&by_script), held(&built_in));
}
