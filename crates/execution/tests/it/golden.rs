//! The crossing averages as backtesting.py and vectorbt trade them, on prices that lie in the project.

use std::path::{Path, PathBuf};

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings, ClosedTrade},
    engine::{Arrival, Engine, EngineSettings, Finish},
    fees::FeeSchedule,
    listing::Listing,
    matching::MatchRules,
    number::{decimal, float},
    slippage::Slippage,
};
use model::{bar::Bar, currency::Currency, order::Side};
use serde_json::Value;

use crate::{
    sma_cross::{SmaCross, Summing},
    support::{d, listing, settings},
};

pub(crate) fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
    zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap()
}

/// Bars of a table with a time and open, high, low, close, volume.
pub(crate) fn read(text: &[u8]) -> BarSeries {
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

fn near(got: f64, expected: f64, rel: f64, abs: f64, what: &str) {
    assert!((got - expected).abs() <= abs + rel * expected.abs(), "{what}: {got}, expected {expected}");
}

fn number(of: &Value, field: &str) -> f64 {
    of[field].as_f64().unwrap_or_else(|| panic!("{field} in {of}"))
}

fn index(of: &Value, field: &str) -> usize {
    usize::try_from(of[field].as_u64().unwrap()).unwrap()
}

fn run<'a>(settings: EngineSettings, lot: &str, summing: Summing, case: &Value, bars: &'a BarSeries) -> Engine<'a> {
    let short = case["inputs"]["long_short"].as_bool().unwrap_or(false);
    let listing = Listing { lot_size: d(lot), ..listing() };
    let mut engine = Engine::new(settings, &[listing]).unwrap();
    let mut strategy = SmaCross::new(index(&case["inputs"], "fast"), index(&case["inputs"], "slow"), short, summing);
    engine.run(&mut strategy, &[bars]).unwrap();
    assert_eq!(engine.record().anomalies(), []);
    let refused: Vec<_> = engine.record().refused().iter().map(|refused| refused.why.code()).collect();
    assert_eq!(refused, [""; 0]);
    engine
}

fn with_cash(case: &Value, fee: &str) -> EngineSettings {
    let exact = |value: f64| decimal(value).unwrap();
    let cash = exact(number(&case["inputs"], "cash"));
    let mode = AccountMode::Margin { initial: d("1"), maintenance: d("0") };
    let account = AccountSettings::cash(Currency::USD, cash).with_mode(mode);
    EngineSettings { fees: FeeSchedule::share(exact(number(&case["inputs"], fee))), account, ..settings() }
}

/// Orders at the next open, whole units, the last position closed at the last open.
fn check_backtesting_py(case: &Value, bars: &BarSeries) -> usize {
    let settings =
        EngineSettings { arrival: Arrival::NextOpen, finish: Finish::CloseAtOpen, ..with_cash(case, "commission") };
    let engine = run(settings, "1", Summing::Compensated, case, bars);
    let (trades, expected) = (engine.account().closed_trades(), case["expected"]["trades"].as_array().unwrap());
    assert_eq!(trades.len(), expected.len(), "{}", case["id"]);
    for (got, expected) in trades.iter().zip(expected) {
        let what = format!("{} {got:?}", case["id"]);
        let size = float(got.side.signed(got.units));
        assert_eq!(
            (got.entry_index, got.exit_index),
            (index(expected, "entry_bar"), index(expected, "exit_bar")),
            "{what}"
        );
        assert_eq!(size, number(expected, "size"), "{what}");
        assert_eq!(float(got.entry_price), number(expected, "entry_price"), "{what}");
        assert_eq!(float(got.exit_price), number(expected, "exit_price"), "{what}");
        near(float(got.pnl), number(expected, "pnl"), 0.0, 1e-6, &what);
        near(float(got.fees), number(expected, "commission"), 0.0, 1e-6, &what);
    }
    let equity = engine.record().equity();
    near(equity.last().unwrap().unwrap(), number(&case["expected"], "equity_final"), 0.0, 1e-6, "final equity");
    let every = case["expected"]["equity_every_50"].as_array().unwrap();
    for (n, expected) in every.iter().enumerate() {
        near(equity[n * 50].unwrap(), expected.as_f64().unwrap(), 0.0, 1e-6, &format!("{} bar {}", case["id"], n * 50));
    }
    trades.len()
}

/// Orders at the close of the same bar, or of the next one where signals are shifted; fractions of units; all the cash.
fn check_vectorbt(case: &Value, bars: &BarSeries) -> usize {
    let shifted = case["inputs"]["signals_shifted_by_one"].as_bool().unwrap();
    let slippage = Slippage::Relative { share: number(&case["inputs"], "slippage") };
    let settings = EngineSettings {
        arrival: if shifted { Arrival::NextClose } else { Arrival::SameClose },
        rules: MatchRules { slippage, ..MatchRules::default() },
        ..with_cash(case, "fees")
    };
    let engine = run(settings, "0.000000000001", Summing::SinceStart, case, bars);
    let expected = case["expected"]["trades"].as_array().unwrap();
    let (open, closed): (Vec<&Value>, Vec<&Value>) = expected.iter().partition(|trade| trade["status"] == "open");
    let trades = engine.account().closed_trades();
    assert_eq!(trades.len(), closed.len(), "{}", case["id"]);
    let check = |got: &ClosedTrade, expected: &Value| {
        let what = format!("{} {got:?}", case["id"]);
        assert_eq!(
            (got.entry_index, got.exit_index),
            (index(expected, "entry_bar"), index(expected, "exit_bar")),
            "{what}"
        );
        assert_eq!(got.side, Side::Buy);
        near(float(got.units), number(expected, "size"), 1e-9, 0.0, &what);
        near(float(got.entry_price), number(expected, "entry_price"), 1e-9, 0.0, &what);
        near(float(got.exit_price), number(expected, "exit_price"), 1e-9, 0.0, &what);
        near(float(got.fees), number(expected, "entry_fees") + number(expected, "exit_fees"), 1e-9, 0.0, &what);
        // A difference of two near prices keeps fewer digits.
        near(float(got.pnl), number(expected, "pnl"), 1e-9, 1e-9 * 1e4, &what);
    };
    trades.iter().zip(closed).for_each(|(got, expected)| check(got, expected));
    let held = float(engine.account().units(0));
    near(held, open.iter().map(|trade| number(trade, "size")).sum(), 1e-9, 0.0, "units held at the end");
    let end = engine.record().equity().last().unwrap().unwrap();
    near(end, number(&case["expected"], "end_value"), 1e-9, 0.0, "end value");
    expected.len()
}

/// Checks every crossing of a document; tells how many trades agreed.
pub(crate) fn check_crossings(document: &Value, bars: impl Fn(&str) -> BarSeries) -> (usize, usize) {
    let mut counts = (0, 0);
    for case in document["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let check: fn(&Value, &BarSeries) -> usize = match () {
            () if id.contains("backtesting_py") => check_backtesting_py,
            () if id.contains("vectorbt") => check_vectorbt,
            () => continue,
        };
        let trades = check(case, &bars(case["inputs"]["file"].as_str().unwrap()));
        counts = (counts.0 + 1, counts.1 + trades);
    }
    counts
}

#[test]
fn crossings_of_the_index_trade_as_two_other_programs_trade_them() {
    let text = unpacked(&golden().join("backtest/crossings.json.zst"));
    let document: Value = serde_json::from_slice(&text).unwrap();
    let prices = read(&unpacked(&golden().join("indicators/prices.csv.zst")));
    let (cases, trades) = check_crossings(&document, |_| prices.clone());
    println!("{cases} cases, {trades} trades");
    assert!(cases >= 6 && trades > 500, "{cases} cases, {trades} trades");
}
