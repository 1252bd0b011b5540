//! The built-in crossing against the trades of backtesting.py and vectorbt, on prices that lie in the project.

use std::path::{Path, PathBuf};

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings},
    engine::{Arrival, Engine, EngineSettings, Finish},
    fees::FeeSchedule,
    listing::Listing,
    matching::MatchRules,
    number::{decimal, float},
    slippage::Slippage,
};
use model::{bar::Bar, currency::Currency};
use serde_json::{Value, json};
use strategies::{Surroundings, build};

use crate::support::{d, instrument, listings, settings, specification};

pub(crate) fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
    zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap()
}

/// Bars of a table with a time and open, high, low, close, volume.
fn read(text: &[u8]) -> BarSeries {
    let number = |field: &str| field.parse::<f64>().ok();
    let bar = |row: csv::StringRecord| Bar {
        at: if row[0].contains('T') { format!("{}Z", &row[0]) } else { row[0].to_owned() }.parse().unwrap(),
        open: number(&row[1]),
        high: number(&row[2]),
        low: number(&row[3]),
        close: number(&row[4]).unwrap(),
        volume: number(&row[5]),
    };
    let bars: Vec<Bar> = csv::Reader::from_reader(text).records().map(|row| bar(row.unwrap())).collect();
    BarSeries::from_bars(&bars).unwrap()
}

fn number(of: &Value, field: &str) -> f64 {
    of[field].as_f64().unwrap_or_else(|| panic!("{field} in {of}"))
}

fn settings_of(case: &Value) -> (EngineSettings, &'static str) {
    let (inputs, exact) = (&case["inputs"], |value: f64| decimal(value).unwrap());
    let by_backtesting_py = case["id"].as_str().unwrap().contains("backtesting_py");
    let fee = if by_backtesting_py { "commission" } else { "fees" };
    let mode = AccountMode::Margin { initial: d("1"), maintenance: d("0") };
    let account = AccountSettings::cash(Currency::USD, exact(number(inputs, "cash"))).with_mode(mode);
    let with_cash = EngineSettings { fees: FeeSchedule::share(exact(number(inputs, fee))), account, ..settings() };
    if by_backtesting_py {
        return (EngineSettings { finish: Finish::CloseAtOpen, ..with_cash }, "1");
    }
    let shifted = inputs["signals_shifted_by_one"].as_bool().unwrap();
    let slippage = Slippage::Relative { share: number(inputs, "slippage") };
    let rules = MatchRules { slippage, ..MatchRules::default() };
    let arrival = if shifted { Arrival::NextClose } else { Arrival::SameClose };
    (EngineSettings { arrival, rules, ..with_cash }, "0.000000000001")
}

/// Bars at which trades begin and end, and their sizes.
fn trades(case: &Value, bars: &BarSeries, strategy: &Value) -> Vec<(usize, usize, f64)> {
    let (settings, lot) = settings_of(case);
    let listing = Listing { lot_size: d(lot), ..listings(1)[0] };
    let instruments = [instrument(0)];
    let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
    let mut strategy = build(&specification(strategy.clone()), surroundings).unwrap();
    let mut engine = Engine::new(settings, &[listing]).unwrap();
    engine.run(&mut *strategy, &[bars]).unwrap();
    assert_eq!(engine.record().refused(), []);
    let closed = engine.account().closed_trades().iter();
    closed.map(|trade| (trade.entry_index, trade.exit_index, float(trade.side.signed(trade.units)))).collect()
}

#[test]
fn crossings_trade_as_two_other_programs_trade_them() {
    let text = unpacked(&golden().join("backtest/crossings.json.zst"));
    let document: Value = serde_json::from_slice(&text).unwrap();
    let bars = read(&unpacked(&golden().join("indicators/prices.csv.zst")));
    let (mut cases, mut count) = (0, 0);
    for case in document["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if !id.contains("backtesting_py") && !id.contains("vectorbt") {
            continue;
        }
        let inputs = &case["inputs"];
        let short = inputs["long_short"].as_bool().unwrap_or(false);
        let strategy =
            json!({"kind": "moving_average_cross", "fast": inputs["fast"], "slow": inputs["slow"], "short": short});
        let got = trades(case, &bars, &strategy);
        let expected = case["expected"]["trades"].as_array().unwrap();
        let closed: Vec<&Value> = expected.iter().filter(|trade| trade["status"] != "open").collect();
        assert_eq!(got.len(), closed.len(), "{id}");
        for (got, expected) in got.iter().zip(closed) {
            let index = |field: &str| usize::try_from(expected[field].as_u64().unwrap()).unwrap();
            assert_eq!((got.0, got.1), (index("entry_bar"), index("exit_bar")), "{id} {got:?}");
            let size = number(expected, "size");
            assert!((got.2 - size).abs() <= 1e-9 * size.abs(), "{id} {got:?}, expected {size}");
        }
        (cases, count) = (cases + 1, count + got.len());
        if !short {
            let source = include_str!("../../samples/sma_cross.luau");
            let parameters = json!({"fast": inputs["fast"], "slow": inputs["slow"]});
            let script = json!({"kind": "script", "source": source, "parameters": parameters});
            assert_eq!(trades(case, &bars, &script), got, "{id} by the sample script");
        }
    }
    println!("{cases} cases, {count} closed trades");
    assert!(cases >= 6 && count > 500, "{cases} cases, {count} trades");
}
