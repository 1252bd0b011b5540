//! Signals give what the event engine gives: by chance, over bars with holes, with every kind of cost.

use std::ops::ControlFlow;

use backtest::{
    Backtest, BacktestError, BacktestResult, BacktestSettings, Every, MeasureSettings,
    signals::{Signal, SignalBars, SignalFigures, SignalSettings, SignalSize, SignalStrategy, Target},
};
use bars::series::BarSeries;
use execution::{
    account::AccountMode,
    engine::{Arrival, Finish},
    fees::{FeeRate, FeeSchedule, FeeTier},
    gate::GateLimits,
    listing::Listing,
    slippage::{DailyTrading, Slippage},
};
use model::{bar::Bar, time::Timestamp};
use proptest::{prelude::*, strategy::ValueTree};
use rust_decimal::Decimal;

use crate::support::{d, listing, settings};

/// Bars of which some lack an open or have a price of zero, some hours apart.
fn bars() -> impl Strategy<Value = BarSeries> {
    let bar = (90_i64..110, -9_i64..10, 0_i64..4000, 1_i64..200_000);
    proptest::collection::vec(bar, 1..120).prop_map(|parts| {
        let mut bars = Vec::new();
        let mut at = 0;
        for (open, moved, kind, apart) in parts {
            at += apart * 1_000_000;
            let close = open + moved;
            let price = |cents: i64| cents as f64 * 0.37;
            let whole = Bar {
                open: Some(price(open)),
                high: Some(price(open.max(close) + 2)),
                low: Some(price(open.min(close) - 2)),
                volume: Some(100.0),
                ..Bar::close_only(Timestamp::from_micros(at), price(close))
            };
            bars.push(match kind {
                0..150 => Bar { open: None, ..whole },
                150..300 => Bar { open: Some(0.0), low: Some(0.0), ..whole },
                300 => Bar { close: 0.0, low: Some(0.0), ..whole },
                301 => Bar { open: None, high: None, low: None, close: 0.0, ..whole },
                _ => whole,
            });
        }
        BarSeries::from_bars(&bars).unwrap()
    })
}

fn signals() -> impl Strategy<Value = Vec<u8>> {
    // Most bars change nothing.
    proptest::collection::vec(prop_oneof![6 => Just(9_u8), 1 => Just(0), 2 => Just(1), 1 => Just(2)], 1..120)
}

fn fees() -> impl Strategy<Value = FeeSchedule> {
    let rate = prop_oneof![
        Just(FeeRate::Free),
        Just(FeeRate::Share { share: d("0.002") }),
        Just(FeeRate::PerUnit { amount: d("0.013") }),
        Just(FeeRate::PerOrder { amount: d("1.5") }),
        Just(FeeRate::MakerTaker { maker: d("-0.0001"), taker: d("0.0007") }),
        Just(FeeRate::Tiered {
            tiers: vec![
                FeeTier { from_units: Decimal::ZERO, per_unit: d("0.01") },
                FeeTier { from_units: d("500"), per_unit: d("0.005") },
            ]
        }),
    ];
    let bound = |text: &str| prop_oneof![2 => Just(None), 1 => Just(Some(d(text)))];
    (rate, bound("1"), bound("9"), bound("0.01")).prop_map(|(rate, minimum, maximum, maximum_share)| FeeSchedule {
        rate,
        minimum,
        maximum,
        maximum_share,
    })
}

fn slippage() -> impl Strategy<Value = Slippage> {
    prop_oneof![
        Just(Slippage::None),
        Just(Slippage::Fixed { amount: 0.03 }),
        Just(Slippage::Relative { share: 0.0007 }),
        Just(Slippage::HalfSpread { spread: 0.001 }),
        Just(Slippage::SquareRoot { coefficient: 1.0 }),
    ]
}

fn size() -> impl Strategy<Value = SignalSize> {
    prop_oneof![
        3 => Just(SignalSize::ALL),
        1 => Just(SignalSize::Funds { share: d("0.37") }),
        1 => Just(SignalSize::Funds { share: d("1.7") }),
        1 => Just(SignalSize::Units { units: d("100") }),
        1 => Just(SignalSize::Units { units: d("800") }),
        1 => Just(SignalSize::Money { amount: d("2500.75") }),
    ]
}

fn setups() -> impl Strategy<Value = (BacktestSettings, Listing, SignalSize)> {
    let arrival = prop_oneof![Just(Arrival::NextOpen), Just(Arrival::NextClose), Just(Arrival::SameClose)];
    let finish = prop_oneof![Just(Finish::Keep), Just(Finish::CloseAtClose), Just(Finish::CloseAtOpen)];
    let account = prop_oneof![
        Just(AccountMode::Cash),
        Just(AccountMode::Margin { initial: d("0.5"), maintenance: d("0.25") }),
        Just(AccountMode::Margin { initial: d("1"), maintenance: d("1") }),
    ];
    let lot = prop_oneof![Just("1"), Just("0.000000000001"), Just("0.25")];
    let tick = prop_oneof![Just(None), Just(Some(d("0.05")))];
    let parts = (arrival, finish, account, fees(), slippage(), size(), lot, tick, any::<bool>(), any::<bool>());
    parts.prop_map(|(arrival, finish, account, fees, slippage, size, lot, tick_size, allow_short, hourly)| {
        let every = if hourly { Every::Bar } else { Every::Day };
        let settings = BacktestSettings {
            arrival,
            finish,
            account,
            fees,
            slippage,
            limits: GateLimits { allow_short, ..GateLimits::default() },
            measure: MeasureSettings { every, ..MeasureSettings::default() },
            ..settings()
        };
        let daily = Some(DailyTrading { units: 100_000.0, volatility: 0.02 });
        let listing = Listing { lot_size: d(lot), tick_size, daily, ..listing(0) };
        (settings, listing, size)
    })
}

fn list(codes: &[u8], bars: usize) -> Vec<Signal> {
    let signal = |(index, code): (usize, &u8)| {
        let target = match code {
            0 => Target::Flat,
            1 => Target::Long,
            2 => Target::Short,
            _ => return None,
        };
        Some(Signal { index, target })
    };
    codes.iter().take(bars).enumerate().filter_map(signal).collect()
}

/// Compares both ways; tells how many fills they had.
pub(crate) fn compare(
    settings: &BacktestSettings,
    listing: Listing,
    size: SignalSize,
    series: &BarSeries,
    signals: &[Signal],
) -> Option<usize> {
    let quick = SignalSettings::new(settings, listing, size).unwrap();
    let bars = match SignalBars::new(series, listing.instrument_id) {
        Err(BacktestError::NoBars | BacktestError::NeedsEvents { .. }) => return None,
        bars => bars.unwrap(),
    };
    let backtest = Backtest::new(settings.clone(), vec![listing]).unwrap();
    let mut strategy = SignalStrategy::new(signals.to_vec(), size);
    let events = backtest.run(&[series], &mut strategy, None, &mut |_| ControlFlow::Continue(()));
    let run = match quick.run(&bars, signals) {
        // It says what it cannot follow; then there is nothing to compare.
        Err(BacktestError::NeedsEvents { .. }) => return None,
        Err(error) => {
            assert_eq!(events.unwrap_err().code(), error.code(), "{error}");
            return None;
        }
        Ok(run) => run,
    };
    let events = events.unwrap();
    let told = |index: usize| Timestamp::from_micros(series.at[index]);
    let fills: Vec<_> = run.fills().iter().map(|f| (told(f.index), f.side, f.units, f.price, f.fee)).collect();
    let expected: Vec<_> = events
        .fills
        .iter()
        .map(|fill| (fill.at, fill.side, fill.quantity.get(), fill.price.get(), fill.fee.amount))
        .collect();
    assert_eq!(fills, expected, "{settings:?}");
    assert_eq!(run.fills().iter().map(|fill| fill.market).collect::<Vec<_>>(), events.market_prices);
    let trades: Vec<_> =
        run.trades().iter().map(|t| (t.entry_index, t.exit_index, t.units, t.fees, t.pnl, t.side)).collect();
    let expected: Vec<_> = events
        .round_trips
        .iter()
        .map(|trip| (trip.entry_index, trip.exit_index, trip.units, trip.fees, trip.pnl, trip.side))
        .collect();
    assert_eq!(trades, expected);
    assert_eq!(run.refused() as u64, events.refused_count);
    let held = events.positions.first().map_or(Decimal::ZERO, |position| position.units);
    assert_eq!(run.units(), held);
    if held.is_zero() {
        assert_eq!(Some(run.cash()), events.equity_end, "cash to the last digit");
    }
    let equity: Vec<_> = run.equity(&bars).into_iter().map(Some).collect();
    assert_eq!(equity, events.curve.equity);
    figures(&run.figures(&quick, &bars), &events);
    Some(fills.len())
}

/// The quick figures are those of the full report.
fn figures(quick: &SignalFigures, events: &BacktestResult) {
    let Some(report) = &events.measured.report else { return };
    if report.n_missing > 0 {
        return;
    }
    let figure = |name: &str| report.figures.iter().find(|figure| figure.name == name).unwrap().value;
    let same = |name: &str, got: Option<f64>| {
        let expected = figure(name);
        let near = match (got, expected) {
            (Some(got), Some(expected)) => (got - expected).abs() <= 1e-7 * (1.0 + expected.abs()),
            (got, expected) => got.is_none() && expected.is_none(),
        };
        assert!(near, "{name}: {got:?}, expected {expected:?}");
    };
    assert_eq!(quick.n_returns, report.n_returns);
    same("total_return", Some(quick.total_return));
    same("annual_return", quick.annual_return);
    same("max_drawdown", Some(quick.max_drawdown));
    same("time_in_market", Some(quick.time_in_market));
    if quick.n_returns > 1 {
        same("volatility", quick.volatility);
        // A variance of rounding size is noise on both sides.
        if quick.volatility.is_some_and(|volatility| volatility > 1e-6) {
            same("sharpe_ratio", quick.sharpe_ratio);
            same("sortino_ratio", quick.sortino_ratio);
        }
    }
    let trades = report.trades.as_ref();
    assert_eq!(quick.n_trades, trades.map_or(0, |trades| trades.n_trades));
    assert_eq!(quick.hit_rate, trades.and_then(|trades| trades.hit_rate));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn signals_trade_as_events_do(series in bars(), codes in signals(), (settings, listing, size) in setups()) {
        compare(&settings, listing, size, &series, &list(&codes, series.len()));
    }
}

#[test]
fn most_setups_can_be_followed_and_trade() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut followed, mut fills) = (0, 0);
    for _ in 0..400 {
        let tree = (bars(), signals(), setups()).new_tree(&mut runner).unwrap();
        let (series, codes, (settings, listing, size)) = tree.current();
        if let Some(count) = compare(&settings, listing, size, &series, &list(&codes, series.len())) {
            followed += 1;
            fills += count;
        }
    }
    println!("{followed} of 400 followed, {fills} fills");
    assert!(followed > 300 && fills > 2000, "{followed} followed, {fills} fills");
}
