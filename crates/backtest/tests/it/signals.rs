//! Averages, figures and refusals of the quick path.

use std::{num::NonZeroUsize, ops::ControlFlow};

use backtest::{
    BacktestError, BacktestSettings,
    signals::{
        AverageKind, SharedAverages, Signal, SignalBars, SignalSettings, SignalSize, Target, crossings, sweep_crossings,
    },
};
use execution::{
    account::{AccountMode, InterestRates},
    engine::Arrival,
    gate::GateLimits,
    slippage::Slippage,
};

use crate::{
    events::compare,
    support::{closes, d, instrument, listing, margin, near, settings, walk},
};

fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

#[test]
fn averages_are_those_of_the_indicators() {
    let series = walk(3, 500, 3_600_000_000);
    let bars = SignalBars::new(&series, instrument(0)).unwrap();
    let averages = SharedAverages::new(&bars, AverageKind::Simple, [20, 5, 1, 20]).unwrap();
    for length in [1, 5, 20] {
        let got = averages.get(length).unwrap();
        assert!(got[..length - 1].iter().all(|value| value.is_nan()));
        assert_eq!(got.len(), series.len());
        for (value, closes) in got[length - 1..].iter().zip(series.close.windows(length)) {
            near(*value, closes.iter().sum::<f64>() / length as f64, 1e-9, "mean");
        }
    }
    assert!(averages.get(7).is_none());
    let wrong = SharedAverages::new(&bars, AverageKind::Exponential, [0]).unwrap_err();
    assert_eq!(wrong.code(), "parameter_invalid");
    let many = SharedAverages::new(&bars, AverageKind::Simple, 2..600_000).unwrap_err();
    assert!(many.to_string().contains("do not fit into memory"), "{many}");
}

#[test]
fn a_sweep_gives_what_its_runs_give_on_any_number_of_threads() {
    let series = walk(5, 2000, 3_600_000_000);
    let bars = SignalBars::new(&series, instrument(0)).unwrap();
    let settings = SignalSettings::new(&settings(), listing(0), SignalSize::ALL).unwrap();
    let pairs: Vec<(usize, usize)> = (2..12).flat_map(|fast| (15..25).map(move |slow| (fast, slow))).collect();
    let go_on = |_: usize| ControlFlow::Continue(());
    let sweep = |n: usize| {
        let kind = AverageKind::Simple;
        sweep_crossings(&settings, &bars, kind, Target::Flat, &pairs, threads(n), &go_on).unwrap()
    };
    let one = sweep(1);
    for n in [2, 8] {
        assert_eq!(serde_json::to_vec(&sweep(n)).unwrap(), serde_json::to_vec(&one).unwrap());
    }
    let averages = SharedAverages::new(&bars, AverageKind::Simple, 2..25).unwrap();
    for ((fast, slow), got) in pairs.iter().zip(one) {
        let of = |length: usize| averages.get(length).unwrap();
        let signals = crossings(of(*fast), of(*slow), Target::Flat);
        let run = settings.run(&bars, &signals).unwrap();
        assert_eq!(got.unwrap(), run.figures(&settings, &bars));
        assert!(run.trades().len() > 5);
    }
    let stop = |done: usize| if done >= 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let some = sweep_crossings(&settings, &bars, AverageKind::Simple, Target::Flat, &pairs, threads(1), &stop).unwrap();
    assert_eq!(some.iter().flatten().count(), 3);
}

#[test]
fn what_needs_events_is_refused() {
    let refused =
        |settings: BacktestSettings| SignalSettings::new(&settings, listing(0), SignalSize::ALL).unwrap_err().code();
    assert_eq!(refused(BacktestSettings { volume_share: Some(0.1), ..settings() }), "needs_events");
    let slippage = Slippage::VolumeShare { impact: 0.1 };
    assert_eq!(refused(BacktestSettings { slippage, ..settings() }), "needs_events");
    let interest = InterestRates { debit: d("0.05"), ..InterestRates::default() };
    assert_eq!(refused(BacktestSettings { interest, ..settings() }), "needs_events");
    let limits = GateLimits { order_units_max: Some(d("5")), ..GateLimits::default() };
    assert_eq!(refused(BacktestSettings { limits, ..settings() }), "needs_events");
    assert_eq!(refused(BacktestSettings { cash: d("0"), ..settings() }), "backtest_setting_invalid");
    let size = SignalSize::Units { units: d("1.5") };
    assert_eq!(SignalSettings::new(&settings(), listing(0), size).unwrap_err().code(), "backtest_setting_invalid");
    let zero = closes(&[1.0, 0.0, 1.0]);
    assert!(matches!(SignalBars::new(&zero, instrument(0)), Err(BacktestError::NeedsEvents { .. })));
    let few = closes(&[1.0, 2.0]);
    let bars = SignalBars::new(&few, instrument(0)).unwrap();
    let quick = SignalSettings::new(&settings(), listing(0), SignalSize::ALL).unwrap();
    let beyond = quick.run(&bars, &[Signal { index: 2, target: Target::Long }]);
    assert_eq!(beyond.unwrap_err(), BacktestError::SignalCount { found: 3, bars: 2 });
}

#[test]
fn a_margin_call_needs_events() {
    // 150 sold short at 100 beside 10,000: 25,000 − 150 c is below a quarter of 150 c from c = 133.34 on.
    let short = [Signal { index: 0, target: Target::Short }, Signal { index: 3, target: Target::Flat }];
    let size = SignalSize::Units { units: d("150") };
    let code = |settings: &BacktestSettings, closes: &[f64]| {
        let series = crate::support::closes(closes);
        let bars = SignalBars::new(&series, instrument(0)).unwrap();
        let quick = SignalSettings::new(settings, listing(0), size).unwrap();
        let found = compare(settings, listing(0), size, &series, &short);
        let run = quick.run(&bars, &short);
        assert_eq!(run.is_ok(), found.is_some());
        run.err().map(|error| error.code())
    };
    assert_eq!(code(&margin(), &[100.0, 100.0, 133.33, 100.0, 100.0]), None);
    assert_eq!(code(&margin(), &[100.0, 100.0, 133.34, 100.0, 100.0]), Some("needs_events"));
    assert_eq!(code(&margin(), &[100.0, 100.0, 100.0, 100.0, 140.0]), None, "closed at the open before");
    let account = AccountMode::Margin { initial: d("0.5"), maintenance: d("0") };
    let never = BacktestSettings { account, ..margin() };
    assert_eq!(code(&never, &[100.0, 100.0, 140.0, 140.0, 140.0]), None);
    // With orders at the same close, the account is looked at before they trade.
    let same = BacktestSettings { arrival: Arrival::SameClose, ..margin() };
    assert_eq!(code(&same, &[100.0, 100.0, 100.0, 140.0, 100.0]), Some("needs_events"));
    assert_eq!(code(&same, &[100.0, 100.0, 100.0, 120.0, 140.0]), None);
}

#[test]
fn figures_without_variation_are_undefined() {
    let series = closes(&[100.0; 50]);
    let bars = SignalBars::new(&series, instrument(0)).unwrap();
    let quick = SignalSettings::new(&settings(), listing(0), SignalSize::ALL).unwrap();
    for signals in [vec![], vec![Signal { index: 3, target: Target::Long }]] {
        let figures = quick.run(&bars, &signals).unwrap().figures(&quick, &bars);
        assert_eq!((figures.sharpe_ratio, figures.sortino_ratio, figures.hit_rate), (None, None, None));
        assert_eq!((figures.volatility, figures.max_drawdown, figures.total_return), (Some(0.0), 0.0, 0.0));
    }
    let one = closes(&[100.0]);
    let bars = SignalBars::new(&one, instrument(0)).unwrap();
    let figures = quick.run(&bars, &[]).unwrap().figures(&quick, &bars);
    assert_eq!((figures.n_returns, figures.volatility, figures.sharpe_ratio), (1, None, None));
}
