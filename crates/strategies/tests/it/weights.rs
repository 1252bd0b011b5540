//! Strategies that steer to weights.

use bars::series::BarSeries;
use execution::{
    account::AccountSettings,
    engine::{Arrival, Engine, EngineSettings},
    fees::FeeSchedule,
    gate::GateLimits,
    listing::Listing,
    number::{decimal, float},
    strategy::{Context, StrategyError},
};
use model::{bar::Bar, currency::Currency, id::InstrumentId};
use serde_json::{Value, json};
use strategies::{StrategyProblem, Surroundings, TargetSource, build};

use crate::{
    golden::{golden, unpacked},
    support::{d, fills, instrument, listings, refused, run, series, settings, specification, walk},
};

/// A table with a time and the closes of several instruments.
fn closes(text: &[u8], from: &str, to: &str) -> Vec<BarSeries> {
    let mut reader = csv::Reader::from_reader(text);
    let width = reader.headers().unwrap().len() - 1;
    let mut bars = vec![Vec::new(); width];
    for row in reader.records().map(Result::unwrap).filter(|row| &row[0] >= from && &row[0] <= to) {
        for (n, bars) in bars.iter_mut().enumerate() {
            bars.push(Bar::close_only(row[0].parse().unwrap(), row[n + 1].parse().unwrap()));
        }
    }
    bars.iter().map(|bars| BarSeries::from_bars(bars).unwrap()).collect()
}

/// The weights of each month or quarter, at the close of its first day, as bt holds them.
#[test]
fn held_weights_are_worth_what_bt_says() {
    let text = std::fs::read(golden().join("backtest/held.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    for case in document["cases"].as_array().unwrap() {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let number = |of: &Value| of.as_f64().unwrap();
        let file = golden().join("backtest").join(inputs["file"].as_str().unwrap());
        let series = closes(&unpacked(&file), inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
        let every = if inputs["rule"] == "monthly" { "month" } else { "quarter" };
        let held = json!({"kind": "fixed_weights", "weights": inputs["weights"], "rebalance": {"every": every}});
        let listings: Vec<Listing> = listings(series.len())
            .into_iter()
            .map(|listing| Listing { lot_size: d("0.000000000001"), ..listing })
            .collect();
        let settings = EngineSettings {
            arrival: Arrival::SameClose,
            fees: FeeSchedule::share(decimal(number(&inputs["commission"])).unwrap()),
            account: AccountSettings::cash(Currency::USD, decimal(number(&inputs["capital"])).unwrap()),
            limits: GateLimits { check_buying_power: false, ..GateLimits::default() },
            ..settings()
        };
        let instruments: Vec<InstrumentId> = listings.iter().map(|listing| listing.instrument_id).collect();
        let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
        let mut strategy = build(&specification(held), surroundings).unwrap();
        let mut engine = Engine::new(settings, &listings).unwrap();
        engine.run(&mut *strategy, &series.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(engine.record().refused(), []);
        let near = |got: f64, expected: f64, what: &str| {
            assert!((got / expected - 1.0).abs() < 1e-7, "{} {what}: {got}, expected {expected}", case["id"]);
        };
        let equity = engine.record().equity();
        near(equity.last().unwrap().unwrap(), number(&expected["final_value"]), "final value");
        near(float(engine.account().flows().fees), number(&expected["total_commission"]), "fees");
        for (n, value) in expected["value_every_21"].as_array().unwrap().iter().enumerate() {
            near(equity[n * 21].unwrap(), number(value), &format!("day {}", n * 21));
        }
    }
}

#[test]
fn a_band_leaves_small_drifts_alone() {
    let series = [series(&[100.0, 100.0, 104.0, 104.0, 150.0, 150.0]), series(&[100.0; 6])];
    let held = |band: f64| json!({"kind": "fixed_weights", "rebalance": {"every": "bars", "count": 1}, "band": band});
    let engine = run(held(0.05), &series);
    // Half of 100,000 at 100 each; at 150 the first is three fifths.
    assert_eq!(fills(&engine), ["1: 500@100 of 1", "1: 500@100 of 2", "5: -83@150 of 1", "5: 125@100 of 2"]);
    let engine = run(held(0.0), &series);
    assert!(fills(&engine).len() > 4, "{:?}", fills(&engine));
}

#[test]
fn purchases_that_money_did_not_reach_for_are_made_up() {
    // What the first is too much by is less than a share of it, so nothing is sold, and the second cannot be paid in full.
    let series = [series(&[3000.0, 3000.0, 6100.0, 5300.0, 5300.0, 5300.0, 5300.0]), series(&[100.0; 7])];
    let cash = AccountSettings::cash(Currency::USD, d("10000"));
    let settings = EngineSettings { account: cash, ..settings() };
    let held = json!({"kind": "fixed_weights", "weights": [0.7, 0.3], "rebalance": {"every": "bars", "count": 3}});
    let engine = crate::support::run_with(settings, &specification(held), &series, Default::default()).unwrap();
    assert_eq!(refused(&engine), ["buying_power"]);
    assert_eq!(fills(&engine), ["1: 2@3000 of 1", "1: 30@100 of 2", "5: 10@100 of 2"]);
}

#[test]
fn rotation_holds_the_strongest() {
    let rising = |step: f64| -> Vec<f64> { (0..12).map(|n| 100.0 + step * f64::from(n)).collect() };
    let mut turning = rising(1.0);
    turning.iter_mut().skip(6).for_each(|close| *close += 60.0);
    let series = [series(&rising(3.0)), series(&turning), series(&rising(-2.0))];
    let rotation = |rising: bool| {
        json!({"kind": "momentum_rotation", "look_back": 3, "top": 1, "only_rising": rising,
               "rebalance": {"every": "bars", "count": 1}, "band": 0.5})
    };
    let engine = run(rotation(false), &series);
    let traded: Vec<String> = fills(&engine);
    assert!(traded[0].starts_with("4: ") && traded[0].ends_with("of 1"), "{traded:?}");
    assert!(traded[1].starts_with("7: -") && traded[1].ends_with("of 1"), "{traded:?}");
    assert!(traded[2].starts_with("7: ") && traded[2].ends_with("of 2"), "{traded:?}");
    let falling = [crate::support::series(&rising(-1.0)), crate::support::series(&rising(-2.0))];
    assert_eq!(fills(&run(rotation(true), &falling)), [""; 0]);
    assert!(!fills(&run(rotation(false), &falling)).is_empty());
}

#[test]
fn a_volatility_target_is_the_target_over_the_volatility() {
    let closes = walk(5, 200);
    let length = 20;
    let series = [series(&closes)];
    let even = json!({"kind": "volatility_target", "target_volatility": 0.05, "length": length, "leverage_max": 2.0,
                      "rebalance": {"every": "bars", "count": 1}});
    let engine = run(even, &series);
    let first = engine.record().fills()[0];
    // The first bar with `length` returns is the one of that number; the order trades at the next open, which is its close.
    assert_eq!(first.at, crate::support::at(length + 1));
    let returns: Vec<f64> = closes[..=length].windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect();
    let mean = returns.iter().sum::<f64>() / length as f64;
    let variance = returns.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (length as f64 - 1.0);
    let weight = 0.05 / (variance.sqrt() * 252.0_f64.sqrt());
    let units = (weight * 100_000.0 / closes[length]).floor();
    assert_eq!(float(first.quantity.get()), units);
}

struct Alternating(usize);

impl TargetSource for Alternating {
    fn targets(&mut self, ctx: &Context<'_>) -> Result<Option<Vec<f64>>, StrategyError> {
        assert_eq!(ctx.closes(0).len(), ctx.bars(0), "it sees what has closed");
        self.0 += 1;
        match self.0 {
            1 => Ok(Some(vec![1.0, 0.0])),
            2 => Ok(None),
            3 => Ok(Some(vec![0.0, 1.0])),
            4 => Ok(Some(vec![f64::NAN, 0.0])),
            _ => Ok(Some(vec![1.0])),
        }
    }
}

#[test]
fn weights_from_elsewhere_are_steered_to_and_checked() {
    let series = [series(&[100.0; 6]), series(&[50.0; 6])];
    let saved = json!({"kind": "saved_optimization", "optimization": "0194f000-0000-7000-8000-000000000001",
                       "rebalance": {"every": "bars", "count": 1}});
    let instruments = [instrument(0), instrument(1)];
    let surroundings = |first| Surroundings {
        instruments: &instruments,
        targets: Some(Box::new(Alternating(first))),
        ..Surroundings::default()
    };
    let mut engine = Engine::new(settings(), &listings(2)).unwrap();
    let mut strategy = build(&specification(saved.clone()), surroundings(0)).unwrap();
    let stopped = engine.run(&mut *strategy, &series.iter().collect::<Vec<_>>()).unwrap_err();
    assert_eq!(fills(&engine), ["1: 1000@100 of 1", "3: -1000@100 of 1", "3: 2000@50 of 2"]);
    assert!(stopped.to_string().contains("the weight of instrument 1 is not a number"), "{stopped}");
    let mut strategy = build(&specification(saved.clone()), surroundings(4)).unwrap();
    let mut engine = Engine::new(settings(), &listings(2)).unwrap();
    let stopped = engine.run(&mut *strategy, &series.iter().collect::<Vec<_>>()).unwrap_err();
    assert!(stopped.to_string().contains("1 weights came for 2 instruments"), "{stopped}");
    let missing = Surroundings { instruments: &instruments, ..Surroundings::default() };
    assert_eq!(build(&specification(saved), missing).err(), Some(StrategyProblem::NoTargets));
}
