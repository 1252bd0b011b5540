//! Averages that cross, by signals, as backtesting.py and vectorbt trade them.

use std::path::{Path, PathBuf};

use backtest::{
    BacktestSettings, Every, MeasureSettings,
    signals::{SignalBars, SignalSettings, SignalSize, Target, crossings},
};
use bars::series::BarSeries;
use execution::{
    account::AccountMode,
    engine::{Arrival, Finish},
    fees::FeeSchedule,
    gate::GateLimits,
    listing::Listing,
    number::{decimal, float},
    slippage::Slippage,
};
use model::{bar::Bar, currency::Currency};
use serde_json::Value;

use crate::{
    events::compare,
    support::{d, listing, near},
};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

fn unpacked(path: &Path) -> Vec<u8> {
    zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap()
}

/// Bars of a table with a time and open, high, low, close, volume.
fn read(text: &[u8]) -> BarSeries {
    let number = |field: &str| field.parse::<f64>().ok();
    let bar = |row: csv::StringRecord| {
        let time = if row[0].contains('T') { format!("{}Z", &row[0]) } else { row[0].to_owned() };
        Bar {
            at: time.parse().unwrap(),
            open: number(&row[1]),
            high: number(&row[2]),
            low: number(&row[3]),
            close: number(&row[4]).unwrap(),
            volume: number(&row[5]),
        }
    };
    let bars: Vec<Bar> = csv::Reader::from_reader(text).records().map(|row| bar(row.unwrap())).collect();
    BarSeries::from_bars(&bars).unwrap()
}

fn number(of: &Value, field: &str) -> f64 {
    of[field].as_f64().unwrap_or_else(|| panic!("{field} in {of}"))
}

fn index(of: &Value, field: &str) -> usize {
    usize::try_from(of[field].as_u64().unwrap()).unwrap()
}

/// Means by adding and removing with compensation, as pandas sums.
fn compensated(closes: &[f64], length: usize) -> Vec<f64> {
    let (mut sum, mut added, mut removed) = (0.0, 0.0, 0.0);
    let add = |value: f64, lost: &mut f64, sum: &mut f64| {
        let value = value - *lost;
        let total = *sum + value;
        *lost = total - *sum - value;
        *sum = total;
    };
    let mean = |n: usize| {
        if n >= length {
            add(-closes[n - length], &mut removed, &mut sum);
        }
        add(closes[n], &mut added, &mut sum);
        if n + 1 >= length { sum / length as f64 } else { f64::NAN }
    };
    (0..closes.len()).map(mean).collect()
}

/// Means by differences of the sums since the beginning, as vectorbt sums.
fn since_start(closes: &[f64], length: usize) -> Vec<f64> {
    let sums: Vec<f64> = closes
        .iter()
        .scan(0.0, |sum, close| {
            *sum += close;
            Some(*sum)
        })
        .collect();
    let mean = |n: usize| match n + 1 {
        known if known < length => f64::NAN,
        known if known == length => sums[n] / length as f64,
        _ => (sums[n] - sums[n - length]) / length as f64,
    };
    (0..closes.len()).map(mean).collect()
}

fn settings(case: &Value, fee: &str) -> BacktestSettings {
    let exact = |value: f64| decimal(value).unwrap();
    BacktestSettings {
        account: AccountMode::Margin { initial: d("1"), maintenance: d("0") },
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        fees: FeeSchedule::share(exact(number(&case["inputs"], fee))),
        measure: MeasureSettings { every: Every::Bar, periods_per_year: 365.0, ..MeasureSettings::default() },
        ..BacktestSettings::new(Currency::USD, exact(number(&case["inputs"], "cash")))
    }
}

fn check(case: &Value, series: &BarSeries) -> usize {
    let inputs = &case["inputs"];
    let ours = case["id"].as_str().unwrap().contains("backtesting_py");
    let mean = if ours { compensated } else { since_start };
    let (fast, slow) = (mean(&series.close, index(inputs, "fast")), mean(&series.close, index(inputs, "slow")));
    let short = inputs["long_short"].as_bool().unwrap_or(false);
    let signals = crossings(&fast, &slow, if short { Target::Short } else { Target::Flat });
    let (settings, lot) = if ours {
        let settings = settings(case, "commission");
        (BacktestSettings { arrival: Arrival::NextOpen, finish: Finish::CloseAtOpen, ..settings }, "1")
    } else {
        let shifted = inputs["signals_shifted_by_one"].as_bool().unwrap();
        let arrival = if shifted { Arrival::NextClose } else { Arrival::SameClose };
        let slippage = Slippage::Relative { share: number(inputs, "slippage") };
        (BacktestSettings { arrival, slippage, ..settings(case, "fees") }, "0.000000000001")
    };
    let listing = Listing { lot_size: d(lot), ..listing(0) };
    assert!(compare(&settings, listing, SignalSize::ALL, series, &signals).is_some());
    let quick = SignalSettings::new(&settings, listing, SignalSize::ALL).unwrap();
    let bars = SignalBars::new(series, listing.instrument_id).unwrap();
    let run = quick.run(&bars, &signals).unwrap();
    assert_eq!(run.refused(), 0);
    let expected = case["expected"]["trades"].as_array().unwrap();
    let closed = expected.iter().filter(|trade| trade["status"] != "open");
    let mut count = 0;
    for (got, expected) in run.trades().iter().zip(closed) {
        let what = format!("{} {got:?}", case["id"]);
        count += 1;
        assert_eq!(
            (got.entry_index, got.exit_index),
            (index(expected, "entry_bar"), index(expected, "exit_bar")),
            "{what}"
        );
        let size = float(if ours { got.side.signed(got.units) } else { got.units });
        near(size, number(expected, "size"), 1e-9 * size.abs(), &what);
        near(float(got.entry_price), number(expected, "entry_price"), 1e-9 * float(got.entry_price), &what);
        near(float(got.exit_price), number(expected, "exit_price"), 1e-9 * float(got.exit_price), &what);
        near(float(got.pnl), number(expected, "pnl"), if ours { 1e-6 } else { 1e-5 }, &what);
    }
    assert_eq!(count, run.trades().len());
    let end = number(&case["expected"], if ours { "equity_final" } else { "end_value" });
    let figures = run.figures(&quick, &bars);
    near(figures.equity_end, end, if ours { 1e-6 } else { 1e-9 * end }, "equity at the end");
    // The shared fixture has trades and the end; figures stand beside the reference prices.
    if !case["expected"]["total_return"].is_null() {
        near(figures.total_return, number(&case["expected"], "total_return"), 1e-9, "total return");
        near(figures.max_drawdown, number(&case["expected"], "max_drawdown"), 1e-9, "deepest fall");
        near(figures.sharpe_ratio.unwrap(), number(&case["expected"], "sharpe_365"), 1e-9, "Sharpe ratio");
    }
    expected.len()
}

fn check_all(document: &Value, bars: impl Fn(&str) -> BarSeries) -> (usize, usize) {
    let mut counts = (0, 0);
    for case in document["cases"].as_array().unwrap() {
        if case["inputs"]["fast"].is_null() {
            continue;
        }
        let trades = check(case, &bars(case["inputs"]["file"].as_str().unwrap()));
        counts = (counts.0 + 1, counts.1 + trades);
    }
    counts
}

#[test]
fn crossings_of_the_index_trade_as_two_other_programs_trade_them() {
    let document: Value = serde_json::from_slice(&unpacked(&golden().join("backtest/crossings.json.zst"))).unwrap();
    let prices = read(&unpacked(&golden().join("indicators/prices.csv.zst")));
    let (cases, trades) = check_all(&document, |_| prices.clone());
    println!("{cases} cases, {trades} trades");
    assert!(cases == 12 && trades > 2000, "{cases} cases, {trades} trades");
}

/// The same on prices that may not be copied. `QUARTERDECK_REFERENCE` names a folder with `golden/backtest.json` and `data`.
#[test]
fn crossings_of_the_reference_prices_agree() {
    let Some(folder) = std::env::var_os("QUARTERDECK_REFERENCE").map(PathBuf::from) else {
        eprintln!("skipped: QUARTERDECK_REFERENCE names no folder with the reference prices");
        return;
    };
    let document: Value = serde_json::from_slice(&std::fs::read(folder.join("golden/backtest.json")).unwrap()).unwrap();
    let bars = |file: &str| read(&std::fs::read(folder.join("data").join(file)).unwrap());
    let (cases, trades) = check_all(&document, bars);
    println!("{cases} cases, {trades} trades");
    assert_eq!((cases, trades), (8, 33 + 66 + 33 + 33 + 45 + 90 + 45 + 45));
}
